import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { may, type Principal } from '../../domain/access.ts'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { gateStates } from '../../domain/gates/gates.ts'
import { beforeAgreement, beforeStart } from '../../domain/gates/standing.ts'
import { overLimit } from '../../domain/lifecycle/absences.ts'
import { placementCorrections, type PlacementCorrection } from '../../domain/lifecycle/corrections.ts'
import { placementActions, type PlacementAction } from '../../domain/lifecycle/placement.ts'
import { placementStatus } from '../../domain/placement-status.ts'
import { establishmentTypes, layerOf, type PlacementType } from '../../domain/placement-types.ts'
import { surroundingsOf } from '../../engines/care-record/circumstances-schema.ts'
import { circumstancesOf } from '../../engines/care-record/queries/circumstances.ts'
import { atTheDoor, refuseWhileStanding } from '../../engines/gates/door.ts'
import { isUrgent } from '../../engines/gates/queries.ts'
import type { ChangeResult } from '../../platform/db/crud.ts'
import { setOccurredOn, setReason } from '../../platform/db/history.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import {
  actionsOf,
  atVersion,
  fieldProblem,
  refuseUnlessOpen,
  registerAction,
} from '../../platform/http/action.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { dateRanges, displayPostcodeOrNull, id } from '../../platform/http/fields.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { refuseFuture } from '../../platform/http/past-dates.ts'
import { registerResource } from '../../platform/http/resource.ts'
import type { ReadTime } from '../../platform/http/resource-declaration.ts'
import { actionWorks, checkLaidStay } from './actions.ts'
import { registerPlacementCheck } from './check.ts'
import { registerChecklist } from './checklist.ts'
import { correctionWorks } from './corrections.ts'
import { approvalsOfPlacement } from './queries/changes.ts'
import { lockToCorrect, placementToCorrect } from './queries/corrections.ts'
import { placementCase, lockPlacement } from '../../engines/placements/queries.ts'
import * as queries from './queries/placements.ts'
import * as schema from './schema.ts'
import { registerSettings } from './settings.ts'
import { registerStandardPlacements } from './standard.ts'

export { registerPlacementPages } from './page/index.ts'

const tag = 'Placements'
const NAME = 'placement'

/** Routes of placements of every type, Staying Put and Staying Close included. `clock` returns the present instant. */
export function registerPlacements(
  app: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const today = () => ukDate(clock())

  /** The day for which a placement's status is derived: `asAt`, else the day of `knownAt`, else today. */
  const dayOf = ({ asAt, knownAt }: ReadTime): CivilDate =>
    asAt ?? (knownAt === undefined ? today() : ukDate(new Date(knownAt)))

  function present(row: queries.PlacementRow, principal: Principal, readTime: ReadTime = {}) {
    const seesAddresses = may(principal, 'addresses:read')
    const showsPostcode = seesAddresses || establishmentTypes.includes(row.placementType as PlacementType)
    return {
      ...row,
      status: placementStatus(row, dayOf(readTime)),
      postcode: showsPostcode ? displayPostcodeOrNull(row.postcode) : null,
      distanceMiles: seesAddresses ? row.distanceMiles : row.distanceShown,
      homePostcode: displayPostcodeOrNull(row.homePostcode),
    }
  }

  const view = registerResource(app, pool, {
    tag,
    scopes: { read: 'placements:read', write: 'placements:write' },
    path: 'placements',
    name: NAME,
    description:
      'Nights that a child spends, or is to spend, in a place. A child is in one placement at a time and a bed in one use; a temporary stay or short break lies over the usual placement, whose bed stays theirs. Recorded with `plannedFrom` it is agreed, and starts by its action; recorded with `startedOn` it has happened. A change corrects what is recorded; it does not start a placement.',
    fields: schema.placementFields,
    fixed: ['childId'],
    happens: ['startedOn', 'endedOn', 'withdrawnOn'],
    view: schema.placementView,
    filters: z.object({
      childId: id.optional(),
      bedId: id.optional(),
      homeId: id.optional(),
      requestId: id.optional(),
      placementType: schema.placementFields.shape.placementType.optional(),
      status: schema.placementView.shape.status.optional(),
      ...dateRanges('plannedFrom', 'plannedTo', 'startedOn', 'endedOn'),
    }),
    store: {
      ...queries.placementStore,
      list: (tx, listing) => queries.placementsOfStatus(tx, listing, dayOf(listing)),
      insert: (tx, values) => record(tx, values, today()),
      update: (tx, id, values, version) => correct(tx, { id, values, version }, today()),
      remove: (tx, id, version) => removeWhole(tx, id, version),
    },
    present,
    detail: {
      view: schema.placementDetail,
      read: (row, tx, knownAt) => detailOf(tx, row.id, dayOf({ knownAt }), knownAt),
    },
    childOf: (row) => row.childId,
  })

  for (const action of Object.keys(placementActions) as PlacementAction[]) {
    const { body, apply } = actionWorks[action]
    const rule = placementActions[action]
    registerAction(app, pool, {
      tag,
      scope: action === 'approvals' ? 'placements:approve' : 'placements:write',
      url: `/v1/placements/:id/${action}`,
      summary: `Placement: ${action}`,
      description: `${rule.does} Refused in the words of \`actions\` when it is not open. The answer is the placement, or the one that the action made (201).`,
      body,
      view,
      async work(tx, { id, version, body }) {
        const placement = atVersion(await lockPlacement(tx, id, today()), version, NAME)
        if (action === 'start' && placement.withdrawnOn === null && placement.startedOn === null)
          refuseWhileStanding(beforeStart(placement.gates, placement.brokenMusts))
        refuseUnlessOpen(rule, placement, today())
        await setOccurredOn(tx, 'on' in body ? (body.on as string) : undefined)
        const answerId = await apply(tx, placement, body, today())
        return answerAbout(tx, answerId, answerId === id ? 200 : 201)
      },
    })
  }

  for (const correction of Object.keys(placementCorrections) as PlacementCorrection[]) {
    const { body, apply } = correctionWorks[correction]
    const rule = placementCorrections[correction]
    registerAction(app, pool, {
      tag,
      scope: 'placements:write',
      url: `/v1/placements/:id/${correction}`,
      summary: `Placement: ${correction}`,
      description: `${rule.does} A correction of what is recorded, with its reason, all of it or none; refused in the words of \`corrections\` when it is not open. The answer is the placement, or the one that goes on in its stead.`,
      body,
      view,
      async work(tx, { id, version, body }) {
        const placement = atVersion(await lockToCorrect(tx, id), version, NAME)
        refuseUnlessOpen(rule, placement, today())
        await setReason(tx, body.reason as string)
        await setOccurredOn(tx, 'on' in body ? (body.on as string) : undefined)
        return answerAbout(tx, await apply(tx, placement, body, today()), 200)
      },
    })
  }

  async function answerAbout(tx: Tx, id: string, status: number) {
    const row = await queries.placementStore.get(tx, id)
    if (row === undefined) throw notFound(NAME)
    return {
      status,
      headers: {
        etag: etagOf(row.version),
        ...(status === 201 ? { location: `/v1/placements/${id}` } : {}),
      },
      body: { ...present(row, tx.principal), ...(await detailOf(tx, id, today())) },
    }
  }

  registerPlacementCheck(app, { pool, clock })
  registerChecklist(app, { pool, clock })
  registerSettings(app, { pool })
  registerStandardPlacements(app, { pool })
}

/**
 * Refuses a stay longer than the limit of its SSDA903 PLACE code (T1, T3, T4). Only the action `end` may record one that
 * did last longer.
 * @throws {Problem} 422 on `endedOn` or `plannedTo`
 */
function refuseOverLimit(stay: {
  placeCode?: string | null | undefined
  plannedFrom?: string | null | undefined
  plannedTo?: string | null | undefined
  startedOn?: string | null | undefined
  endedOn?: string | null | undefined
}): void {
  const from = stay.startedOn ?? stay.plannedFrom
  if (!from) return
  const field = stay.endedOn ? 'endedOn' : 'plannedTo'
  const fault = overLimit({ placeCode: stay.placeCode ?? null, from, to: stay[field] ?? null })
  if (fault !== null) throw fieldProblem(field, fault, 'stay-too-long')
}

/** Whether a new placement, or one that a correction puts elsewhere, stands before nothing that bars it. */
async function checkDoor(tx: Tx, placement: queries.NewPlacement, today: CivilDate): Promise<void> {
  const { childId, bedId, homeId, plannedFrom, plannedTo, startedOn, endedOn, recordedAsHappened } = placement
  const from = startedOn ?? plannedFrom
  if (!from) return
  if (startedOn && startedOn > today)
    throw fieldProblem('startedOn', 'is still to come: plan it with plannedFrom', 'in-future')
  if (recordedAsHappened) {
    if (startedOn) return
    throw fieldProblem('recordedAsHappened', 'is for what has happened: give startedOn', 'not-happened')
  }
  const placementType = placement.placementType as PlacementType | undefined
  const { emergency = false, placeCode, statedArea, keepsSchool, postcode, homePostcode } = placement
  const circumstances = { emergency, placeCode, statedArea, keepsSchool, postcode, homePostcode }
  const to = endedOn ?? plannedTo ?? null
  const door = {
    places: [{ childId, bedId }],
    homeId,
    placementType,
    from,
    to,
    requestId: placement.requestId ?? null,
    circumstances,
  }
  const { facts, musts } = await atTheDoor(tx, door, today)
  // Limits of temporary stays and short breaks hold for the plan as for the stay.
  const isLaid = placementType !== undefined && layerOf(placementType) === 'temporary'
  refuseWhileStanding(
    startedOn || isLaid ? facts.flatMap((child) => beforeStart(child, musts)) : beforeAgreement(facts, musts),
  )
}

/** Records a placement, agreed or as it happened, unless something stands before it. */
async function record(tx: Tx, values: queries.NewPlacement, today: CivilDate): Promise<queries.PlacementRow> {
  refuseFuture(values, ['endedOn', 'withdrawnOn'], today)
  refuseOverLimit(values)
  const emergency = values.emergency ?? (await isUrgent(tx, values.requestId ?? null))
  const placement = { ...values, emergency }
  await checkDoor(tx, placement, today)
  return queries.placementStore.insert(tx, placement)
}

/**
 * Removes a placement, unless an absence lies over it, which would go with it.
 * @throws {Problem} 409 action-not-open
 */
async function removeWhole(
  tx: Tx,
  id: string,
  version: number | null,
): Promise<ChangeResult<queries.PlacementRow>> {
  const facts = await placementToCorrect(tx, id)
  if (facts !== undefined && facts.absences > 0)
    throw new Problem(
      'action-not-open',
      'A temporary stay or short break lies over it, and would go with it: remove that first.',
    )
  return queries.placementStore.remove(tx, id, version)
}

/** What of a placement decides what stands before it. */
const placing = ['bedId', 'homeId', 'placementType', 'placeCode', 'postcode', 'statedArea'] as const

/**
 * Corrects a record. It cannot start a placement, nor make it an emergency: only actions and agreement do, since gates
 * stand before those; and one that it puts elsewhere stands before its gates anew.
 * @throws {Problem} 422 for such a correction and for a stay over its limit; 409 gate-closed
 */
async function correct(
  tx: Tx,
  { id, values, version }: { id: string; values: Partial<queries.NewPlacement>; version: number | null },
  today: CivilDate,
): Promise<ChangeResult<queries.PlacementRow>> {
  refuseFuture(values, ['startedOn', 'endedOn', 'withdrawnOn'], today)
  const previous = await queries.placementStore.get(tx, id)
  if (previous !== undefined) {
    if (typeof values.startedOn === 'string' && previous.startedOn === null)
      throw fieldProblem('startedOn', `is recorded by POST /v1/placements/{id}/start`, 'start-is-an-action')
    if (values.emergency !== undefined && values.emergency !== previous.emergency)
      throw fieldProblem(
        'emergency',
        'is set with the request, the agreement or the recording',
        'not-changed-later',
      )
    if (previous.endedOn === null) refuseOverLimit({ ...previous, ...values })
    const isElsewhere = placing.some(
      (field) => values[field] !== undefined && values[field] !== previous[field],
    )
    if (
      isElsewhere &&
      previous.agreedAt !== null &&
      previous.endedOn === null &&
      previous.withdrawnOn === null
    )
      await checkDoor(tx, { ...(previous as queries.NewPlacement), ...values }, today)
  }
  const outcome = await queries.placementStore.update(tx, id, values, version)
  if (values.plannedTo !== undefined || values.plannedFrom !== undefined) await checkLaidStay(tx, id, today)
  return outcome
}

/** The placement's actions on `today` and its gates, as recorded now or, with `knownAt`, at that instant. */
async function detailOf(tx: Tx, id: string, today: CivilDate, knownAt?: string) {
  const placement = await placementCase(tx, id, today, knownAt)
  if (placement === undefined)
    return { actions: [], corrections: [], gates: [], brokenMusts: [], notice: null, surroundings: null }
  const facts = knownAt === undefined ? await placementToCorrect(tx, id) : undefined
  const records = await approvalsOfPlacement(tx, id, knownAt)
  const circumstances =
    knownAt === undefined ? await circumstancesOf(tx, placement.childId, today) : undefined
  const decisions = new Map(records.map((decision) => [decision.gate, decision]))
  return {
    actions: actionsOf(placementActions, placement, today, (action) => `/v1/placements/${id}/${action}`),
    corrections: facts
      ? actionsOf(placementCorrections, facts, today, (correction) => `/v1/placements/${id}/${correction}`)
      : [],
    gates: gateStates(placement.gates).map((state) => {
      const decision = decisions.get(state.gate)
      return {
        ...state,
        decidedBy: decision?.decidedBy ?? null,
        decidedOn: decision?.decidedOn ?? null,
        confirmed: decision?.confirmed ?? [],
        note: decision?.note ?? null,
      }
    }),
    brokenMusts: placement.brokenMusts,
    notice: placement.notice,
    surroundings: circumstances ? surroundingsOf(circumstances, placement) : null,
  }
}
