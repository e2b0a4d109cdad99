import { ageOn, type CivilDate } from '../../domain/dates.ts'
import { groupBy } from '../../domain/group.ts'
import { askedByReferral } from '../../domain/matching/from-referral.ts'
import { searchCriteria } from '../../engines/matching/search-criteria.ts'
import { understand, type Understood } from '../../engines/matching/need.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { Problem } from '../../platform/http/problem.ts'
import { readPlanned, waitingRequests, type PlannedChild, type WaitingRequest } from './queries/inputs.ts'
import type { NeedAsked, PlanAsked } from './schema.ts'

/** A need of the plan, resolved: what the search asks for it, its children, and the days on which it may start. */
export interface PreparedNeed extends Understood {
  /** In the order of the need's children. */
  children: PlannedChild[]
  /** The day from which a home is needed; it may be in the past. */
  from: CivilDate
  to: CivilDate | null
  /** The first and the last day on which the placement may start. */
  first: CivilDate
  last: CivilDate
  /** The order of the needs: longest waiting first. */
  waitingSince: CivilDate
  /** By child id, the placement request that the need comes from; empty for a need given in the body. */
  requestOf: ReadonlyMap<string, string>
}

export interface SkippedRequest {
  requestId: string
  why: string
}

/** A need from the body of the request or from a placement request, before the record of its children is read. */
type UnresolvedNeed = Omit<NeedAsked, 'latestStart' | 'waitingSince'> & {
  latestStart: CivilDate | null
  waitingSince: CivilDate | null
  /** JSON pointer to it in the body; null for that of a placement request. */
  pointer: string | null
  requestId: string | null
  requestOf: ReadonlyMap<string, string>
  /** Whether it joins the needs of several siblings. */
  isJoined: boolean
}

/**
 * The needs of a plan, longest waiting first: those in the body and, with `waiting`, those of placement requests for
 * which nothing is held or agreed. A placement request that cannot be planned is skipped, with the reason.
 * @throws {Problem} 422 on the field of a need in the body that cannot be planned
 */
export async function needsOf(
  tx: Tx,
  plan: PlanAsked,
  today: CivilDate,
): Promise<{ needs: PreparedNeed[]; skipped: SkippedRequest[] }> {
  const skippedRequests: SkippedRequest[] = []
  const bodyNeeds = plan.needs.map((need, index): UnresolvedNeed => ({
    ...need,
    pointer: `#/needs/${index}`,
    requestId: null,
    requestOf: new Map<string, string>(),
    isJoined: false,
  }))
  const namedIds = new Set<string>()
  for (const { children, pointer } of bodyNeeds) {
    for (const [index, { childId }] of children.entries()) {
      if (namedIds.has(childId ?? '')) {
        throw needProblem(
          `${pointer}/children/${index}/childId`,
          'child-once',
          'Name each child once in a plan.',
        )
      }
      namedIds.add(childId ?? '')
    }
  }
  const allNeeds = [...bodyNeeds]
  for (const request of plan.waiting ? await waitingRequests(tx) : []) {
    const why = skipReason(request, plan, namedIds, today)
    if (why === null) {
      allNeeds.push(needOfRequest(request))
      for (const childId of request.childIds) namedIds.add(childId)
    } else skippedRequests.push({ requestId: request.id, why })
  }
  const childById = await readPlanned(tx, [...namedIds])
  const joinedNeeds = plan.siblings === 'together' ? joinSiblings(allNeeds, childById) : allNeeds
  const childIds = [...childById.keys()]
  const needs: PreparedNeed[] = []
  for (const unresolvedNeed of joinedNeeds) {
    try {
      const need = await resolveNeed(tx, unresolvedNeed, { plan, childById, today })
      // The search must not count the plan's children as residents: the programme's rows say who lives with whom.
      needs.push({ ...need, need: { ...need.need, childIds } })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (unresolvedNeed.pointer === null && unresolvedNeed.requestId !== null)
        skippedRequests.push({ requestId: unresolvedNeed.requestId, why: error.message })
      else throw relocateProblem(error, unresolvedNeed)
    }
  }
  for (const [index, pair] of plan.apart.entries()) {
    if (needs.some(({ children }) => pair.every((id) => children.some((child) => child.id === id))))
      throw needProblem(
        `#/apart/${index}`,
        'apart-and-together',
        'They are to go to one home: list them apart, with siblings as-listed.',
      )
  }
  const turn = ({ waitingSince, children }: PreparedNeed) => `${waitingSince} ${children[0]?.id}`
  return { needs: needs.sort((a, b) => (turn(a) < turn(b) ? -1 : 1)), skipped: skippedRequests }
}

function skipReason(
  { childIds, neededFrom, neededTo, latestStart }: WaitingRequest,
  { lastStart }: PlanAsked,
  namedIds: ReadonlySet<string>,
  today: CivilDate,
): string | null {
  if (childIds.some((id) => namedIds.has(id))) return 'A child of it is in the plan already.'
  if (neededFrom > lastStart) return 'It is needed only after the last day of the plan.'
  if (neededTo !== null && neededTo <= today) return 'It was needed until a day that has gone by.'
  if (latestStart !== null && latestStart < today) return 'The last day on which it may start has gone by.'
  return null
}

function needOfRequest(request: WaitingRequest): UnresolvedNeed {
  const search = searchCriteria.parse({
    children: request.childIds.slice(0, 8).map((childId) => ({ childId })),
    from: request.neededFrom,
    to: request.neededTo,
    stay: request.urgency === 'emergency' ? 'emergency' : 'placement',
  })
  return {
    ...search,
    children: request.childIds.map((childId) => ({ childId, ...askedByReferral(request.referral) })),
    latestStart: request.latestStart,
    waitingSince: request.receivedOn,
    pointer: null,
    requestId: request.id,
    requestOf: new Map(request.childIds.map((childId) => [childId, request.id])),
    isJoined: false,
  }
}

/**
 * Joins the needs of each sibling group into one: from the latest of their days, with the types that all allow, the
 * fewest miles and the earliest last start.
 */
function joinSiblings(
  needs: readonly UnresolvedNeed[],
  childById: ReadonlyMap<string, PlannedChild>,
): UnresolvedNeed[] {
  const groupOf = ({ children }: UnresolvedNeed) =>
    children.map(({ childId }) => childById.get(childId ?? '')?.siblingGroupId).find((group) => group) ?? null
  const alone = needs.filter((need) => groupOf(need) === null)
  const groups = groupBy(
    needs.filter((need) => groupOf(need) !== null),
    groupOf,
  )
  return [...alone, ...[...groups.values()].map((needs) => needs.reduce(joinTwo))]
}

const earlier = (one: CivilDate, other: CivilDate) => (one < other ? one : other)
const later = (one: CivilDate, other: CivilDate) => (one > other ? one : other)
/** The limit of two needs together: where only one sets a limit, it applies to both. */
const narrower = <T>(one: T | null, other: T | null, narrow: (one: T, other: T) => T): T | null =>
  one === null ? other : other === null ? one : narrow(one, other)

/** Joins two needs. Fields not listed here are taken from the first. */
const joinTwo = (one: UnresolvedNeed, other: UnresolvedNeed): UnresolvedNeed => ({
  ...one,
  children: [...one.children, ...other.children],
  requestOf: new Map([...one.requestOf, ...other.requestOf]),
  from: later(one.from, other.from),
  to: one.to === null || other.to === null ? null : later(one.to, other.to),
  types: narrower(one.types, other.types, (types, otherTypes) =>
    types.filter((type) => otherTypes.includes(type)),
  ),
  maxMiles: narrower(one.maxMiles, other.maxMiles, Math.min),
  inAuthority: narrower(one.inAuthority, other.inAuthority, (wish, otherWish) => wish && otherWish),
  latestStart: narrower(one.latestStart, other.latestStart, earlier),
  waitingSince: earlier(one.waitingSince ?? one.from, other.waitingSince ?? other.from),
  pointer: one.pointer ?? other.pointer,
  isJoined: true,
})

async function resolveNeed(
  tx: Tx,
  unresolvedNeed: UnresolvedNeed,
  {
    plan: { lastStart, profile },
    childById,
    today,
  }: { plan: PlanAsked; childById: ReadonlyMap<string, PlannedChild>; today: CivilDate },
): Promise<PreparedNeed> {
  const first = unresolvedNeed.from > today ? unresolvedNeed.from : today
  if (unresolvedNeed.to !== null && unresolvedNeed.to <= first)
    throw needProblem('#/to', 'in-past', 'The day of leaving has gone by.')
  const searchNeed = await understand(tx, { ...unresolvedNeed, profile, from: first }, today)
  return {
    ...searchNeed,
    children: unresolvedNeed.children.map(({ childId }) => childById.get(childId ?? '')!),
    from: unresolvedNeed.from,
    to: unresolvedNeed.to,
    first,
    last:
      unresolvedNeed.latestStart !== null && unresolvedNeed.latestStart < lastStart
        ? unresolvedNeed.latestStart
        : lastStart,
    waitingSince: unresolvedNeed.waitingSince ?? unresolvedNeed.from,
    requestOf: unresolvedNeed.requestOf,
  }
}

/** The need as the search asks it for a start on another day, with the children's ages on that day. */
export function startingOn({ need, children, first }: PreparedNeed, start: CivilDate): Understood['need'] {
  const older = need.children.map((child, index) => {
    const bornOn = children[index]!.dateOfBirth
    const years = ageOn(bornOn, start) - ageOn(bornOn, first)
    return { ...child, age: { ...child.age, onFirstNight: child.age.onFirstNight + years } }
  })
  return { ...need, from: start, children: older }
}

function needProblem(pointer: string, code: string, detail: string): Problem {
  return new Problem('rule-broken', detail, [{ pointer, detail, code }])
}

/** A problem of the search with its pointers moved to the need in the body; for a joined need, to its first need. */
function relocateProblem(problem: Problem, { pointer, isJoined }: UnresolvedNeed): Problem {
  const prefix = pointer ?? '#'
  const faults = problem.faults.map((fault) => ({
    ...fault,
    pointer: isJoined ? prefix : prefix + fault.pointer.slice(1),
  }))
  return new Problem(problem.type, problem.message, faults)
}
