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
import { plan as planSchema, type HoldingResult, type Holding, type Result } from './schema.ts'

type Assignment = Result['assignments'][number]
type Stale = HoldingResult['stale'][number]

/**
 * Holds the beds that a plan proposes, for all its children or for `childIds`. Each proposal is checked again against
 * what is recorded now. Where one no longer stands, nothing is held; with `onlyWhatStands`, the others are.
 * @throws {Problem} 409 where the plan is not done, where a proposal no longer stands, or none does; 422 where the plan
 *   gives a chosen child no bed, or not all children who go together are chosen
 */
export async function holdProposals(
  tx: Tx,
  plan: PlanRow,
  body: Holding,
  today: CivilDate,
): Promise<HoldingResult> {
  if (plan.status !== 'done') throw new Problem('action-not-open', `The plan is ${plan.status}.`)
  await refusePast(tx, body.expiresAt)
  const { assignments } = plan.result as Result
  const proposals = proposalsFor(assignments, body.childIds)
  const requestOf = new Map(
    (await childrenOfPlan(tx, plan.id)).map((child) => [child.childId, child.requestId]),
  )
  const { needs } = await needsOf(tx, planSchema.parse(plan.asked), today)
  const answer: HoldingResult = { held: [], stale: [] }
  for (const proposal of proposals) {
    await tx.client.query('savepoint proposal')
    try {
      await refuseUnlessOffered(tx, proposal, needs)
      for (const [requestId, group] of groupBy(proposal, ({ childId }) => requestOf.get(childId) ?? null)) {
        const beds = group.map(({ bedId, childId }) => ({ bedId, childId }))
        const { from, to } = group[0]!
        const id = await hold(tx, { beds, from, to, expiresAt: body.expiresAt, requestId }, today)
        answer.held.push({ ...proposalView(group), id, href: `/v1/holds/${id}`, requestId })
      }
    } catch (error) {
      const why = problemOf(error)
      if (why.status >= 500) throw error
      await tx.client.query('rollback to savepoint proposal')
      const ids = new Set(proposal.map(({ childId }) => childId))
      answer.held = answer.held.filter(({ childIds }) => !childIds.some((id) => ids.has(id)))
      answer.stale.push({
        ...proposalView(proposal),
        code: why.faults[0]?.code ?? why.type,
        detail: why.message,
      })
    }
  }
  if (answer.stale.length > 0 && (!body.onlyWhatStands || answer.held.length === 0))
    throw staleProblem(answer.stale, assignments, body)
  return answer
}

/**
 * The assignments of the chosen children, or of all, grouped by those who go together.
 * @throws {Problem} 422 on a chosen child without a bed, and where siblings are missing
 */
function proposalsFor(
  assignments: readonly Assignment[],
  childIds: readonly string[] | null,
): Assignment[][] {
  const assignmentOf = new Map(assignments.map((assignment) => [assignment.childId, assignment]))
  const wantedIds = childIds ?? assignments.map(({ childId }) => childId)
  const faults = wantedIds.flatMap((childId, index): Fault[] => {
    const pointer = `#/childIds/${index}`
    const assignment = assignmentOf.get(childId)
    if (assignment === undefined)
      return [{ pointer, detail: 'The plan gives this child no bed.', code: 'not-placed' }]
    return assignment.together.every((other) => wantedIds.includes(other))
      ? []
      : [{ pointer, detail: 'Name all who go to the home together.', code: 'together' }]
  })
  if (faults[0]) throw new Problem('rule-broken', faults[0].detail, faults)
  const together = groupBy(
    assignments.filter(({ childId }) => wantedIds.includes(childId)),
    ({ childId, together }) => [childId, ...together].sort().join(),
  )
  return [...together.values()]
}

/**
 * Refuses a proposal that a search would not offer now: these beds for these children from this day.
 * @throws {Problem} 409 naming the bed in use or the reason
 */
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
  const search = startingOn(need, from)
  const options = await findOptions(tx, {
    need: search,
    places: need.places,
    profile: need.profile,
    limit: 1,
    bedIds,
  })
  if (options.length > 0) return
  refuseBeds(proposal, await refusedBeds(tx, bedIds, from, search.to))
  throw new Problem('conflict', 'A search does not offer it any more: a rule keeps it out.')
}

const proposalView = (proposal: readonly Assignment[]) => ({
  childIds: proposal.map(({ childId }) => childId),
  bedIds: proposal.map(({ bedId }) => bedId),
  from: proposal[0]!.from,
  to: proposal[0]!.to,
})

/** The 409 for stale proposals. It names beds, never children. */
function staleProblem(stale: readonly Stale[], assignments: readonly Assignment[], { childIds }: Holding) {
  const faults = stale.flatMap((proposal): Fault[] =>
    proposal.childIds.map((childId, index) => {
      const bed = assignments.find(({ bedId }) => bedId === proposal.bedIds[index])
      const position = childIds?.indexOf(childId)
      return {
        pointer: position === undefined ? '#' : `#/childIds/${position}`,
        detail: `${bed?.home}, ${bed?.bed}, from ${longDate(proposal.from)}: ${proposal.detail}`,
        code: proposal.code,
      }
    }),
  )
  return new Problem('conflict', 'Some of what the plan proposes no longer stands; nothing is held.', faults)
}
