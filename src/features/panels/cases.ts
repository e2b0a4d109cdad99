import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import type { PanelOutcome } from '../../domain/panels/codes.ts'
import { caseActions, caseStatus, type CaseAction, type CaseFacts } from '../../domain/panels/lifecycle.ts'
import { readJourney } from '../../engines/care-record/picture.ts'
import { circumstancesOf } from '../../engines/care-record/queries/circumstances.ts'
import { findMoveOptions } from '../../engines/move-options/move-options.ts'
import { placementSearch } from '../../engines/move-options/schema.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { enterCompanyShown } from '../../platform/http/access-log.ts'
import {
  actionsOf,
  atVersion,
  fieldProblem,
  refuseUnlessOpen,
  registerAction,
} from '../../platform/http/action.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { id } from '../../platform/http/fields.ts'
import { notFound } from '../../platform/http/problem.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { presentFollowUp } from './follow-up.ts'
import { routeDefaults, type PanelOptions } from './options.ts'
import { decisionsOf, insertDecision, insertLink, layOptions, optionsSnapshot } from './queries/decisions.ts'
import { caseStore, followUpOf, lockCase, type PanelCase } from './queries/records.ts'
import * as schema from './schema.ts'

const NAME = 'panel case'
const URL = '/v1/panel-cases'

/** Routes of panel cases: a child on a meeting's agenda, the options laid before the panel, and its decisions. */
export function registerPanelCases(app: FastifyInstance, { pool, clock }: PanelOptions): void {
  const today = () => ukDate(clock())

  const view = registerResource(app, pool, {
    ...routeDefaults,
    path: 'panel-cases',
    name: NAME,
    description:
      'A child on the agenda of a meeting, and what the panel is asked. Options are laid before it frozen; what it decides is kept as it was decided. A decided case is not changed.',
    fields: schema.panelCase,
    fixed: ['meetingId', 'childId'],
    view: schema.caseView,
    filters: z.object({
      meetingId: id.optional(),
      childId: id.optional(),
      purpose: schema.panelCase.shape.purpose.optional(),
      outcome: schema.decision.shape.outcome.optional(),
    }),
    store: caseStore,
    present,
    detail: { view: schema.caseDetail, read: (row, tx) => detailOf(tx, row, today()) },
    childOf: (row) => row.childId,
  })

  async function answerAbout(tx: Tx, id: string, status: number) {
    const row = atVersion(await caseStore.get(tx, id), null, NAME)
    const body = { ...present(row), ...(await detailOf(tx, row, today())) }
    return { status, headers: { etag: etagOf(row.version) }, body }
  }

  function act<Body extends z.ZodType>(
    action: CaseAction,
    body: Body,
    apply: (tx: Tx, panelCase: PanelCase, body: z.output<Body>) => Promise<void>,
    status = 200,
  ): void {
    registerAction(app, pool, {
      tag: routeDefaults.tag,
      scope: routeDefaults.scopes.write,
      url: `${URL}/:id/${action}`,
      summary: `Panel case: ${action}`,
      description: `${caseActions[action].does} Refused in the words of \`actions\` when it is not open.`,
      body,
      view,
      async work(tx, { id, version, body }) {
        const row = atVersion(await lockCase(tx, id), version, NAME)
        refuseUnlessOpen(caseActions[action], factsOf(row), today())
        await apply(tx, row, body)
        return answerAbout(tx, id, status)
      },
    })
  }

  act('options', placementSearch.meta({ id: 'OptionsToLay' }), async (tx, { id, childId }, ask) => {
    const journey = await readJourney(tx, childId, today())
    if (journey === undefined) throw notFound('child')
    const { answer } = await findMoveOptions(tx, journey, ask, today())
    const homeIds = answer.steps.flatMap(({ options }) => options.map(({ home }) => home.id))
    await enterCompanyShown(tx, `POST ${URL}/:id/options`, [...new Set(homeIds)], ask.from)
    const circumstances = await circumstancesOf(tx, childId, today())
    await layOptions(tx, id, { ...answer, circumstances })
  })

  async function decide(tx: Tx, row: PanelCase, decision: schema.Decision, supersedesId: string | null) {
    const { on: decidedOn, bedId } = decision
    if (decidedOn > today())
      throw fieldProblem('on', 'is still to come: give the day on which it happened', 'in-future')
    if (row.heldOn !== null && decidedOn < row.heldOn)
      throw fieldProblem('on', 'is before the day of the meeting', 'before-meeting')
    if (typeof bedId === 'string' && !(await isLaid(tx, row.id, bedId)))
      throw fieldProblem('bedId', 'is not the bed of an option that was laid before the panel', 'not-laid')
    await insertDecision(tx, row.id, decision, supersedesId)
  }

  act('decision', schema.decision, (tx, row, decision) => decide(tx, row, decision, null), 201)
  act(
    'superseding-decision',
    schema.decision,
    async (tx, row, decision) => decide(tx, row, decision, await standingDecisionId(tx, row.id)),
    201,
  )
  act(
    'links',
    schema.link,
    async (tx, { id }, to) => insertLink(tx, await standingDecisionId(tx, id), to),
    201,
  )
  act('withdrawal', schema.caseWithdrawal, async (tx, { id }, { on: withdrawnOn, reason }) => {
    if (withdrawnOn > today())
      throw fieldProblem('on', 'is still to come: give the day on which it happened', 'in-future')
    await caseStore.update(tx, id, { withdrawnOn, withdrawnReason: reason }, null)
  })
}

/**
 * The id of the case's standing decision, the one that no later decision supersedes.
 * @throws {Problem} 404 where the case has none
 */
async function standingDecisionId(tx: Tx, caseId: string): Promise<string> {
  const decision = (await decisionsOf(tx, caseId)).find(({ stands }) => stands)
  if (decision === undefined) throw notFound('decision')
  return decision.id
}

async function isLaid(tx: Tx, caseId: string, bedId: string): Promise<boolean> {
  const snapshot = await optionsSnapshot(tx, caseId)
  return snapshot?.steps.some(({ options }) => options.some(({ bed }) => bed.id === bedId)) ?? false
}

function present(row: PanelCase) {
  return { ...row, status: row.heldOn === null ? null : statusOfCase(row) }
}

/** The status derived from a case's dates, outcome and open actions. */
export const statusOfCase = (row: PanelCase) => caseStatus(factsOf(row))

async function detailOf(tx: Tx, row: PanelCase, today: CivilDate) {
  const [options, decisions, followUp] = [
    await optionsSnapshot(tx, row.id),
    await decisionsOf(tx, row.id),
    await followUpOf(tx, row.id),
  ]
  return {
    actions: actionsOf(caseActions, factsOf(row), today, (action) => `${URL}/${row.id}/${action}`),
    options,
    decisions,
    followUp: followUp.map((action) => presentFollowUp(action, today)),
  }
}

const factsOf = (row: PanelCase): CaseFacts => ({
  heldOn: row.heldOn ?? '',
  meetingCancelled: row.meetingCancelled ?? false,
  withdrawnOn: row.withdrawnOn,
  optionsLaidAt: row.optionsLaidAt,
  outcome: row.outcome as PanelOutcome | null,
  openActions: row.openActions ?? 0,
})
