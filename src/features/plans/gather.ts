import type { CivilDate } from '../../domain/dates.ts'
import { groupBy } from '../../domain/group.ts'
import { asPerson, livesWith } from '../../domain/matching/company.ts'
import type { MustId } from '../../domain/matching/criteria.ts'
import type { Profile } from '../../domain/matching/profile.ts'
import type { PlanHome, PlanOption, PlanProblem } from '../../domain/plans/types.ts'
import { countOptions } from '../../engines/matching/queries/counts.ts'
import { findPairs, type Pair, type PairQuestion } from '../../engines/matching/queries/pairs.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { startingOn, type PreparedNeed } from './needs.ts'
import {
  residencesOn,
  residentCounts,
  openingDays,
  separationsAmong,
  readBedDetails,
  type Residence,
  type BedDetails,
} from './queries/inputs.ts'
import type { Alternative, PlanAsked } from './schema.ts'
import { extraSupplyOf, type ExtraSupply } from './supply.ts'

/** The input of a plan, and what is needed to present its result. */
export interface PlanData {
  problem: PlanProblem
  /** By bed id: every bed of an option, and every bed that a child of the plan would leave. */
  bedDetails: Map<string, BedDetails>
  /** The beds that only the alternative opens. */
  /** The ids of the beds that only the alternative opens. */
  alternativeBeds: ReadonlySet<string>
  /**
   * For each need without an option, by its index: how many free beds each rule excludes (`beds`), and how many only it
   * does (`alone`); largest `alone` first.
   */
  exclusions: Map<number, { criterion: MustId; beds: number; alone: number }[]>
  residences: Residence[]
  /** How many beds exceeded `optionsPerNeed` and were not considered, summed over needs and days. */
  leftOut: number
}

/** Reads every option of every need over the plan's horizon, with the supply as it is or with an alternative added. */
export async function gatherPlanData(
  tx: Tx,
  needs: readonly PreparedNeed[],
  {
    plan,
    profile,
    alternative,
    today,
  }: { plan: PlanAsked; profile: Profile; alternative: Alternative | null; today: CivilDate },
): Promise<PlanData> {
  const needsToMove = needs.filter(({ need }) => need.stay !== 'short-break') // a short break does not free the usual bed
  const residences = await residencesOn(
    tx,
    needsToMove.flatMap(({ children, first }) =>
      children.map(({ id: childId }) => ({ childId, day: first })),
    ),
  )
  const extraSupply = await extraSupplyOf(tx, needs, residences, alternative)
  const questions = await questionsOf(tx, needs, extraSupply)
  const pairs = await findPairs(
    tx,
    questions.map(({ question }) => question),
    { profile, supply: extraSupply.supply, most: plan.optionsPerNeed },
  )
  const livesIn = new Map(residences.map(({ childId, homeId }) => [childId, homeId]))
  const others = await residencesOn(tx, othersToKeepApart(plan, needs, today))
  const occupantOf = new Map(
    residences.flatMap((resident) => (resident.bedId === null ? [] : [[resident.bedId, resident] as const])),
  )
  const options = optionsOf(needs, questions, pairs, occupantOf).filter(({ need, homeId }) => {
    const ids = needs[need]!.children.map(({ id }) => id)
    if (ids.some((id) => livesIn.get(id) === homeId)) return false
    return !others.some(
      (other) =>
        other.homeId === homeId &&
        plan.apart.some((pair) => pair.includes(other.childId) && ids.some((id) => pair.includes(id))),
    )
  })
  const bedDetails = await readBedDetails(tx, [
    ...new Set([...options.flatMap(({ beds }) => beds), ...residences.flatMap(({ bedId }) => bedId ?? [])]),
  ])
  for (const bed of extraSupply.bedDetails) bedDetails.set(bed.id, bed)
  const needOf = new Map(
    needs.flatMap(({ children }, index) => children.map(({ id }) => [id, index] as const)),
  )
  const beds = [...new Set(options.flatMap((option) => option.beds))].sort()
  const problem: PlanProblem = {
    needs: needs.map(({ need, children, from, to }) => ({
      children: children.map(({ id }) => id),
      from,
      to,
      solo: need.children.some(({ livingWith }) => livingWith === 'solo'),
      leaves: residences
        .filter(({ childId }) => children.some(({ id }) => id === childId))
        .map(({ childId, homeId, until: endsOn }) => ({ childId, homeId, until: endsOn })),
    })),
    options,
    beds: beds.map((id) => {
      const occupant = occupantOf.get(id)
      const freedBy = occupant === undefined ? null : needOf.get(occupant.childId)!
      return { id, homeId: bedDetails.get(id)?.homeId ?? '', freedBy, freeFrom: occupant?.bedUntil ?? null }
    }),
    homes: await homesOf(tx, { needs, options, residences, extraSupply }),
    apart: await keptApart(tx, needs, plan, today),
  }
  const needsWithOptions = new Set(options.map(({ need }) => need))
  const unmet = needs.flatMap((_, need) => (needsWithOptions.has(need) ? [] : [need]))
  const exclusions: PlanData['exclusions'] = new Map()
  for (const need of unmet) {
    const counts = await countOptions(tx, needs[need]!.need, needs[need]!.places)
    exclusions.set(
      need,
      counts.excluded.sort((a, b) => b.alone - a.alone || b.beds - a.beds),
    )
  }
  const pairsByQuestion = groupBy(pairs, ({ question }) => question)
  const leftOut = [...pairsByQuestion.values()].reduce(
    (sum, group) => sum + (group[0]?.found ?? 0) - group.length,
    0,
  )
  return {
    problem,
    bedDetails,
    /** The beds that only the alternative opens. */
    alternativeBeds: extraSupply.beds,
    exclusions,
    residences,
    leftOut,
  }
}

/** A question to the search: which beds can meet a need, by its index, from `start` on. */
interface DatedQuestion {
  need: number
  start: CivilDate
  question: PairQuestion
}

/**
 * The questions to ask for each need: on its first day about every bed; on each later day on which a bed becomes free,
 * about the beds that become free that day. On days when a stay of the plan ends, about every bed.
 */
async function questionsOf(
  tx: Tx,
  needs: readonly PreparedNeed[],
  extraSupply: ExtraSupply,
): Promise<DatedQuestion[]> {
  const first = needs.reduce((day, need) => (need.first < day ? need.first : day), needs[0]?.first ?? '')
  const last = needs.reduce((day, need) => (need.last > day ? need.last : day), first)
  const ends = new Set(needs.flatMap(({ to }) => (to !== null && to <= last ? [to] : [])))
  const days = new Set([
    ...(await openingDays(tx, first, last)),
    ...extraSupply.supply.beds.map((bed) => String(bed.free_from)),
    ...(extraSupply.supply.again.length > 0 ? needs.map((need) => need.first) : []),
    ...ends,
  ])
  const later = [...days].sort()
  return needs.flatMap((need, index) =>
    need.first > need.last
      ? []
      : [
          {
            need: index,
            start: need.first,
            question: { need: need.need, places: need.places, opening: false },
          },
          ...later
            .filter((day) => day > need.first && day <= need.last && (need.to === null || day < need.to))
            .map((day) => {
              const question = { need: startingOn(need, day), places: need.places, opening: !ends.has(day) }
              return { need: index, start: day, question }
            }),
        ],
  )
}

/**
 * Options from the beds found: one for each need, home, day and set of facts, if it has a bed for every child. For a
 * single child, a bed that a child of the plan would have to leave is an option of its own. In a fixed order.
 */
function optionsOf(
  needs: readonly PreparedNeed[],
  questions: readonly DatedQuestion[],
  pairs: readonly Pair[],
  occupantOf: ReadonlyMap<string, unknown>,
): PlanOption[] {
  const factsOf = ({ score, homeTenths, schoolTenths, weeklyPence, inAuthority }: Pair) => ({
    score,
    homeTenths,
    schoolTenths,
    weeklyPence,
    inAuthority,
  })
  const alike = groupBy(pairs, (pair) => {
    const isAlone = needs[questions[pair.question]!.need]!.children.length === 1
    const vacatedBed = isAlone && occupantOf.has(pair.bedId) ? pair.bedId : null
    return JSON.stringify([pair.question, pair.homeId, vacatedBed, factsOf(pair)])
  })
  const options = [...alike.values()].flatMap((group): PlanOption[] => {
    const [pair] = group
    const { need, start } = questions[pair!.question]!
    if (group.length < needs[need]!.children.length) return []
    return [
      {
        need,
        homeId: pair!.homeId,
        start,
        beds: group.map(({ bedId }) => bedId).sort(),
        facts: factsOf(pair!),
      },
    ]
  })
  const order = (a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0)
  return options.sort(
    (a, b) =>
      a.need - b.need || order(a.start, b.start) || order(a.homeId, b.homeId) || order(a.beds[0], b.beds[0]),
  )
}

async function homesOf(
  tx: Tx,
  {
    needs,
    options,
    residences,
    extraSupply,
  }: {
    needs: readonly PreparedNeed[]
    options: readonly PlanOption[]
    residences: readonly Residence[]
    extraSupply: ExtraSupply
  },
): Promise<PlanHome[]> {
  const byHome = groupBy(options, ({ homeId }) => homeId)
  const homeDays = [...byHome].map(([homeId, homeOptions]) => ({
    homeId,
    days: [...new Set(homeOptions.map(({ start }) => start))],
  }))
  const plannedIds = new Set(needs.flatMap(({ children }) => children.map(({ id }) => id)))
  const own = residences.filter(({ childId }) => plannedIds.has(childId))
  const numbers = await residentCounts(tx, homeDays)
  return [
    ...numbers.map(({ id, registeredPlaces, living: counts }) => ({
      id,
      registeredPlaces,
      others: counts.map(({ from, count }) => ({
        from,
        count:
          count -
          own.filter(
            (resident) => resident.homeId === id && (resident.until === null || from < resident.until),
          ).length,
      })),
    })),
    ...extraSupply.homes
      .filter(({ id }) => byHome.has(id))
      .map(({ id, bedIds }) => ({ id, registeredPlaces: bedIds.length, others: [] })),
  ]
}

/** The children outside the plan whom the plan's `apart` names, with the day on which their home is looked up. */
function othersToKeepApart({ apart }: PlanAsked, needs: readonly PreparedNeed[], today: CivilDate) {
  const plannedIds = new Set(needs.flatMap(({ children }) => children.map(({ id }) => id)))
  return [...new Set(apart.flat())]
    .filter((childId) => !plannedIds.has(childId))
    .map((childId) => ({ childId, day: today }))
}

async function keptApart(
  tx: Tx,
  needs: readonly PreparedNeed[],
  { apart }: PlanAsked,
  today: CivilDate,
): Promise<[string, string][]> {
  const ids = needs.flatMap(({ children }) => children.map(({ id }) => id))
  const separations = await separationsAmong(tx, ids, today)
  return [
    ...separations,
    ...ageConflicts(needs),
    ...apart.map(([one = '', other = '']): [string, string] => [one, other]),
  ]
}

/** Pairs of children of different needs whom `livingWith` (only older, only younger) keeps apart, by age on their first days. */
function ageConflicts(needs: readonly PreparedNeed[]): [string, string][] {
  const people = needs.flatMap(({ need, children }, needIndex) =>
    children.map(({ id }, index) => ({ id, of: needIndex, ...asPerson(need.children[index]!) })),
  )
  const choosy = people.filter(
    ({ livingWith }) => livingWith === 'only-older' || livingWith === 'only-younger',
  )
  return choosy.flatMap((one) =>
    people.flatMap((other): [string, string][] =>
      other.of !== one.of && livesWith(one, other) === false ? [[one.id, other.id]] : [],
    ),
  )
}
