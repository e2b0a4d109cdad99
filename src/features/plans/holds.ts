import type { CivilDate } from '../../domain/dates.ts'
import { groupBy } from '../../domain/group.ts'
import { longDate } from '../../domain/matching/wording.ts'
import { hold, refusePast } from '../../engines/hold-making/hold.ts'
import { refusedBeds } from '../../engines/hold-making/queries.ts'
import { refuseBeds } from '../../engines/hold-making/refused.ts'
import { findOptions } from '../../engines/matching/queries/options.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { problemOf } from '../../platform/http/errors.ts'
import { Problem, type Fault } from '../../platform/http/problem.ts'
import { needsOf, startingOn, type PreparedNeed } from './needs.ts'
import { childrenOfPlan, type PlanRow } from './queries/plans.ts'
import { plan as planSchema, type Held, type Holding, type Result } from './schema.ts'

type Assignment = Result['assignments'][number]
type Stale = Held['stale'][number]

/**
 * Holds what a plan proposes for its children, or for those chosen: all of it or, if told so, what still stands.
 * @throws {Problem} where the plan is not done, a child has no bed by it or goes with one who is not chosen, and where
 *   some of it no longer stands
 */
export async function holdProposals(tx: Tx, plan: PlanRow, body: Holding, today: CivilDate): Promise<Held> {
  if (plan.status !== 'done') throw new Problem('action-not-open', `The plan is ${plan.status}.`)
  await refusePast(tx, body.expiresAt)
  const { assignments } = plan.result as Result
  const proposals = chosen(assignments, body.childIds)
  const requestOf = new Map((await childrenOfPlan(tx, plan.id)).map((of) => [of.childId, of.requestId]))
  const { needs } = await needsOf(tx, planSchema.parse(plan.asked), today)
  const answer: Held = { held: [], stale: [] }
  for (const proposal of proposals) {
    await tx.client.query('savepoint proposal')
    try {
      await refuseUnlessOffered(tx, proposal, needs)
      for (const [requestId, of] of groupBy(proposal, ({ childId }) => requestOf.get(childId) ?? null)) {
        const beds = of.map(({ bedId, childId }) => ({ bedId, childId }))
        const { from, to } = of[0]!
        const id = await hold(tx, { beds, from, to, expiresAt: body.expiresAt, requestId }, today)
        answer.held.push({ ...shown(of), id, href: `/v1/holds/${id}`, requestId })
      }
    } catch (error) {
      const why = problemOf(error)
      if (why.status >= 500) throw error
      await tx.client.query('rollback to savepoint proposal')
      const gone = new Set(proposal.map(({ childId }) => childId))
      answer.held = answer.held.filter(({ childIds }) => !childIds.some((id) => gone.has(id)))
      answer.stale.push({ ...shown(proposal), code: why.faults[0]?.code ?? why.type, detail: why.message })
    }
  }
  if (answer.stale.length > 0 && (!body.onlyWhatStands || answer.held.length === 0))
    throw staleProblem(answer.stale, assignments, body)
  return answer
}

/** The assignments by those who go together: of everybody, or of those chosen. */
function chosen(assignments: readonly Assignment[], childIds: readonly string[] | null): Assignment[][] {
  const placed = new Map(assignments.map((of) => [of.childId, of]))
  const wanted = childIds ?? assignments.map(({ childId }) => childId)
  const faults = wanted.flatMap((childId, index): Fault[] => {
    const pointer = `#/childIds/${index}`
    const of = placed.get(childId)
    if (of === undefined)
      return [{ pointer, detail: 'The plan gives this child no bed.', code: 'not-placed' }]
    return of.together.every((other) => wanted.includes(other))
      ? []
      : [{ pointer, detail: 'Name all who go to the home together.', code: 'together' }]
  })
  if (faults[0]) throw new Problem('rule-broken', faults[0].detail, faults)
  const together = groupBy(
    assignments.filter(({ childId }) => wanted.includes(childId)),
    ({ childId, together }) => [childId, ...together].sort().join(),
  )
  return [...together.values()]
}

/** Refuses what a search would not offer any more: the beds, for those children, from that day. */
async function refuseUnlessOffered(
  tx: Tx,
  proposal: readonly Assignment[],
  needs: readonly PreparedNeed[],
): Promise<void> {
  const { from } = proposal[0]!
  const need = needs.find(
    ({ children }) =>
      children.length === proposal.length &&
      children.every(({ id }) => proposal.some(({ childId }) => childId === id)),
  )
  if (need === undefined)
    throw new Problem('conflict', 'It is not waited for any more, or not by those alone.')
  const bedIds = proposal.map(({ bedId }) => bedId)
  const asked = startingOn(need, from)
  const offered = await findOptions(tx, asked, need.places, need.profile, undefined, 1, bedIds)
  if (offered.length > 0) return
  refuseBeds(proposal, await refusedBeds(tx, bedIds, from, asked.to))
  throw new Problem('conflict', 'A search does not offer it any more: a rule keeps it out.')
}

const shown = (of: readonly Assignment[]) => ({
  childIds: of.map(({ childId }) => childId),
  bedIds: of.map(({ bedId }) => bedId),
  from: of[0]!.from,
  to: of[0]!.to,
})

/** A conflict that names each bed, and no child. */
function staleProblem(stale: readonly Stale[], assignments: readonly Assignment[], { childIds }: Holding) {
  const faults = stale.flatMap((of): Fault[] =>
    of.childIds.map((childId, index) => {
      const bed = assignments.find(({ bedId }) => bedId === of.bedIds[index])
      const at = childIds?.indexOf(childId)
      return {
        pointer: at === undefined ? '#' : `#/childIds/${at}`,
        detail: `${bed?.home}, ${bed?.bed}, from ${longDate(of.from)}: ${of.detail}`,
        code: of.code,
      }
    }),
  )
  return new Problem('conflict', 'Some of what the plan proposes no longer stands; nothing is held.', faults)
}
