import { ageOn, type CivilDate } from '../../domain/dates.ts'
import { groupBy } from '../../domain/group.ts'
import { askedByReferral } from '../../domain/matching/from-referral.ts'
import { asked } from '../../engines/matching/asked.ts'
import { understand, type Understood } from '../../engines/matching/need.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { Problem } from '../../platform/http/problem.ts'
import { readPlanned, waitingRequests, type PlannedChild, type WaitingRequest } from './queries/inputs.ts'
import type { NeedAsked, PlanAsked } from './schema.ts'

/** A need as it goes into a plan. */
export interface PreparedNeed extends Understood {
  /** In the order of the need's children. */
  children: PlannedChild[]
  /** Since when a home is needed. */
  from: CivilDate
  to: CivilDate | null
  /** The first and the last day on which it may be met. */
  first: CivilDate
  last: CivilDate
  since: CivilDate
  /** The placement requests that it answers, by child. */
  requestOf: ReadonlyMap<string, string>
}

export interface Skipped {
  requestId: string
  why: string
}

type Told = Omit<NeedAsked, 'latestStart' | 'waitingSince'> & {
  latestStart: CivilDate | null
  waitingSince: CivilDate | null
  /** Where the body says it; null of a request's. */
  pointer: string | null
  requestId: string | null
  requestOf: ReadonlyMap<string, string>
  /** Whether it is made of several. */
  isJoined: boolean
}

/**
 * The needs of a plan in order of waiting, with what the record has of their children.
 * @throws {Problem} naming the field of a need that cannot be understood
 */
export async function needsOf(
  tx: Tx,
  plan: PlanAsked,
  today: CivilDate,
): Promise<{ needs: PreparedNeed[]; skipped: Skipped[] }> {
  const skipped: Skipped[] = []
  const listed = plan.needs.map((need, index): Told => ({
    ...need,
    pointer: `#/needs/${index}`,
    requestId: null,
    requestOf: new Map<string, string>(),
    isJoined: false,
  }))
  const named = new Set<string>()
  for (const { children, pointer } of listed) {
    for (const [index, { childId }] of children.entries()) {
      if (named.has(childId ?? '')) {
        throw refused(`${pointer}/children/${index}/childId`, 'child-once', 'Name each child once in a plan.')
      }
      named.add(childId ?? '')
    }
  }
  const told = [...listed]
  for (const request of plan.waiting ? await waitingRequests(tx) : []) {
    const why = whyNot(request, plan, named, today)
    if (why === null) {
      told.push(needOfRequest(request))
      for (const childId of request.childIds) named.add(childId)
    } else skipped.push({ requestId: request.id, why })
  }
  const planned = await readPlanned(tx, [...named])
  const joined = plan.siblings === 'together' ? joinSiblings(told, planned) : told
  const childIds = [...planned.keys()]
  const needs: PreparedNeed[] = []
  for (const each of joined) {
    try {
      const need = await meant(tx, each, plan, planned, today)
      // Who of the plan lives somewhere is no company to a search: the plan itself sees who meets whom.
      needs.push({ ...need, need: { ...need.need, childIds } })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (each.pointer === null && each.requestId !== null)
        skipped.push({ requestId: each.requestId, why: error.message })
      else throw elsewhere(error, each)
    }
  }
  for (const [index, pair] of plan.apart.entries()) {
    if (needs.some(({ children }) => pair.every((id) => children.some((child) => child.id === id))))
      throw refused(
        `#/apart/${index}`,
        'apart-and-together',
        'They are to go to one home: list them apart, with siblings as-listed.',
      )
  }
  const turn = ({ since, children }: PreparedNeed) => `${since} ${children[0]?.id}`
  return { needs: needs.sort((a, b) => (turn(a) < turn(b) ? -1 : 1)), skipped }
}

function whyNot(
  { childIds, neededFrom, neededTo, latestStart }: WaitingRequest,
  { lastStart }: PlanAsked,
  named: ReadonlySet<string>,
  today: CivilDate,
): string | null {
  if (childIds.some((id) => named.has(id))) return 'A child of it is in the plan already.'
  if (neededFrom > lastStart) return 'It is needed only after the last day of the plan.'
  if (neededTo !== null && neededTo <= today) return 'It was needed until a day that has gone by.'
  if (latestStart !== null && latestStart < today) return 'The last day on which it may start has gone by.'
  return null
}

function needOfRequest(request: WaitingRequest): Told {
  const search = asked.parse({
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

/** Needs of brothers and sisters as one, where there are several: from the latest day, and as narrow as the narrowest. */
function joinSiblings(told: readonly Told[], planned: ReadonlyMap<string, PlannedChild>): Told[] {
  const groupOf = ({ children }: Told) =>
    children.map(({ childId }) => planned.get(childId ?? '')?.siblingGroupId).find((group) => group) ?? null
  const alone = told.filter((need) => groupOf(need) === null)
  const groups = groupBy(
    told.filter((need) => groupOf(need) !== null),
    groupOf,
  )
  return [...alone, ...[...groups.values()].map((needs) => needs.reduce(joinTwo))]
}

const earlier = (one: CivilDate, other: CivilDate) => (one < other ? one : other)
const later = (one: CivilDate, other: CivilDate) => (one > other ? one : other)
/** A limit that one of two sets and the other doesn't is a limit for both. */
const narrower = <T>(one: T | null, other: T | null, narrow: (one: T, other: T) => T): T | null =>
  one === null ? other : other === null ? one : narrow(one, other)

/** Two needs as one; of what is not named here, the first says for both. */
const joinTwo = (one: Told, other: Told): Told => ({
  ...one,
  children: [...one.children, ...other.children],
  requestOf: new Map([...one.requestOf, ...other.requestOf]),
  from: later(one.from, other.from),
  to: one.to === null || other.to === null ? null : later(one.to, other.to),
  types: narrower(one.types, other.types, (types, allowed) => types.filter((type) => allowed.includes(type))),
  maxMiles: narrower(one.maxMiles, other.maxMiles, Math.min),
  inAuthority: narrower(one.inAuthority, other.inAuthority, (wish, otherWish) => wish && otherWish),
  latestStart: narrower(one.latestStart, other.latestStart, earlier),
  waitingSince: earlier(one.waitingSince ?? one.from, other.waitingSince ?? other.from),
  pointer: one.pointer ?? other.pointer,
  isJoined: true,
})

async function meant(
  tx: Tx,
  told: Told,
  { lastStart, profile }: PlanAsked,
  planned: ReadonlyMap<string, PlannedChild>,
  today: CivilDate,
): Promise<PreparedNeed> {
  const first = told.from > today ? told.from : today
  if (told.to !== null && told.to <= first)
    throw refused('#/to', 'in-past', 'The day of leaving has gone by.')
  const understood = await understand(tx, { ...told, profile, from: first }, today)
  return {
    ...understood,
    children: told.children.map(({ childId }) => planned.get(childId ?? '')!),
    from: told.from,
    to: told.to,
    first,
    last: told.latestStart !== null && told.latestStart < lastStart ? told.latestStart : lastStart,
    since: told.waitingSince ?? told.from,
    requestOf: told.requestOf,
  }
}

/** What is searched for where the need is met on another day: by then the children are older. */
export function startingOn({ need, children, first }: PreparedNeed, start: CivilDate): Understood['need'] {
  const older = need.children.map((child, index) => {
    const bornOn = children[index]!.dateOfBirth
    const years = ageOn(bornOn, start) - ageOn(bornOn, first)
    return { ...child, age: { ...child.age, onFirstNight: child.age.onFirstNight + years } }
  })
  return { ...need, from: start, children: older }
}

function refused(pointer: string, code: string, detail: string): Problem {
  return new Problem('rule-broken', detail, [{ pointer, detail, code }])
}

/** The same problem, of a need within the plan; of several as one, at the first. */
function elsewhere(problem: Problem, { pointer, isJoined }: Told): Problem {
  const at = pointer ?? '#'
  const faults = problem.faults.map((fault) => ({
    ...fault,
    pointer: isJoined ? at : at + fault.pointer.slice(1),
  }))
  return new Problem(problem.type, problem.message, faults)
}
