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
  livingOn,
  numbersLiving,
  openingDays,
  separationsAmong,
  shownBeds,
  type Living,
  type ShownBed,
} from './queries/inputs.ts'
import type { Alternative, PlanAsked } from './schema.ts'
import { supposedSupply, type Supposed } from './supply.ts'

/** All that a plan is made from and shown with. */
export interface Gathered {
  problem: PlanProblem
  /** How the beds of options and those that are left are shown. */
  shown: Map<string, ShownBed>
  supposed: ReadonlySet<string>
  /** Of needs without an option, what each rule keeps out, that which keeps most out alone first; by need. */
  excluded: Map<number, { criterion: MustId; beds: number; alone: number }[]>
  living: Living[]
  /** Beds that were not considered, over all needs and days. */
  leftOut: number
}

/** Reads the supply that every need could be met from, over the horizon, as it is or with an alternative. */
export async function gather(
  tx: Tx,
  needs: readonly PreparedNeed[],
  plan: PlanAsked,
  profile: Profile,
  alternative: Alternative | null,
  today: CivilDate,
): Promise<Gathered> {
  const moving = needs.filter(({ need }) => need.stay !== 'short-break') // the usual bed stays theirs
  const living = await livingOn(
    tx,
    moving.flatMap(({ children, first }) => children.map(({ id: childId }) => ({ childId, day: first }))),
  )
  const supposed = await supposedSupply(tx, needs, living, alternative)
  const questions = await questionsOf(tx, needs, supposed)
  const pairs = await findPairs(
    tx,
    questions.map(({ question }) => question),
    profile,
    supposed.supply,
    plan.optionsPerNeed,
  )
  const livesIn = new Map(living.map(({ childId, homeId }) => [childId, homeId]))
  const others = await livingOn(tx, othersToKeepApart(plan, needs, today))
  const leftBy = new Map(living.flatMap((at) => (at.bedId === null ? [] : [[at.bedId, at] as const])))
  const options = optionsOf(needs, questions, pairs, leftBy).filter(({ need, homeId }) => {
    const ids = needs[need]!.children.map(({ id }) => id)
    if (ids.some((id) => livesIn.get(id) === homeId)) return false
    return !others.some(
      (other) =>
        other.homeId === homeId &&
        plan.apart.some((pair) => pair.includes(other.childId) && ids.some((id) => pair.includes(id))),
    )
  })
  const shown = await shownBeds(tx, [
    ...new Set([...options.flatMap(({ beds }) => beds), ...living.flatMap(({ bedId }) => bedId ?? [])]),
  ])
  for (const bed of supposed.shown) shown.set(bed.id, bed)
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
      leaves: living
        .filter(({ childId }) => children.some(({ id }) => id === childId))
        .map(({ childId, homeId, until }) => ({ childId, homeId, until })),
    })),
    options,
    beds: beds.map((id) => {
      const left = leftBy.get(id)
      const freedBy = left === undefined ? null : needOf.get(left.childId)!
      return { id, homeId: shown.get(id)?.homeId ?? '', freedBy, freeFrom: left?.bedUntil ?? null }
    }),
    homes: await homesOf(tx, needs, options, living, supposed),
    apart: await keptApart(tx, needs, plan, today),
  }
  const offered = new Set(options.map(({ need }) => need))
  const unmet = needs.flatMap((_, need) => (offered.has(need) ? [] : [need]))
  const excluded: Gathered['excluded'] = new Map()
  for (const need of unmet) {
    const counted = await countOptions(tx, needs[need]!.need, needs[need]!.places)
    excluded.set(
      need,
      counted.excluded.sort((a, b) => b.alone - a.alone || b.beds - a.beds),
    )
  }
  const considered = groupBy(pairs, ({ question }) => question)
  const leftOut = [...considered.values()].reduce((sum, of) => sum + (of[0]?.found ?? 0) - of.length, 0)
  return { problem, shown, supposed: supposed.beds, excluded, living, leftOut }
}

interface Asked {
  need: number
  start: CivilDate
  question: PairQuestion
}

/**
 * Each need on its first day, of every bed; and on later days, of the beds that begin to be free then, or may be free
 * again since a child moves or a stay of the plan ends.
 */
async function questionsOf(tx: Tx, needs: readonly PreparedNeed[], supposed: Supposed): Promise<Asked[]> {
  const first = needs.reduce((day, need) => (need.first < day ? need.first : day), needs[0]?.first ?? '')
  const last = needs.reduce((day, need) => (need.last > day ? need.last : day), first)
  const ends = new Set(needs.flatMap(({ to }) => (to !== null && to <= last ? [to] : [])))
  const days = new Set([
    ...(await openingDays(tx, first, last)),
    ...supposed.supply.beds.map((bed) => String(bed.free_from)),
    ...(supposed.supply.again.length > 0 ? needs.map((need) => need.first) : []),
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
 * The beds found, by need, home and day; where a home has too few for the children of a need it is no option. For one
 * child, a bed that somebody has to leave first is an option of its own.
 */
function optionsOf(
  needs: readonly PreparedNeed[],
  questions: readonly Asked[],
  pairs: readonly Pair[],
  leftBy: ReadonlyMap<string, unknown>,
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
    const left = isAlone && leftBy.has(pair.bedId) ? pair.bedId : null
    return JSON.stringify([pair.question, pair.homeId, left, factsOf(pair)])
  })
  const options = [...alike.values()].flatMap((of): PlanOption[] => {
    const [pair] = of
    const { need, start } = questions[pair!.question]!
    if (of.length < needs[need]!.children.length) return []
    return [
      { need, homeId: pair!.homeId, start, beds: of.map(({ bedId }) => bedId).sort(), facts: factsOf(pair!) },
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
  needs: readonly PreparedNeed[],
  options: readonly PlanOption[],
  living: readonly Living[],
  supposed: Supposed,
): Promise<PlanHome[]> {
  const byHome = groupBy(options, ({ homeId }) => homeId)
  const asked = [...byHome].map(([homeId, of]) => ({
    homeId,
    days: [...new Set(of.map(({ start }) => start))],
  }))
  const planned = new Set(needs.flatMap(({ children }) => children.map(({ id }) => id)))
  const own = living.filter(({ childId }) => planned.has(childId))
  const numbers = await numbersLiving(tx, asked)
  return [
    ...numbers.map(({ id, registeredPlaces, living: counts }) => ({
      id,
      registeredPlaces,
      others: counts.map(({ from, count }) => ({
        from,
        count: count - own.filter((at) => at.homeId === id && (at.until === null || from < at.until)).length,
      })),
    })),
    ...supposed.homes
      .filter(({ id }) => byHome.has(id))
      .map(({ id, bedIds }) => ({ id, registeredPlaces: bedIds.length, others: [] })),
  ]
}

/** Children who are not of the plan and must not live with one who is, as the plan itself says. */
function othersToKeepApart({ apart }: PlanAsked, needs: readonly PreparedNeed[], today: CivilDate) {
  const planned = new Set(needs.flatMap(({ children }) => children.map(({ id }) => id)))
  return [...new Set(apart.flat())]
    .filter((childId) => !planned.has(childId))
    .map((childId) => ({ childId, day: today }))
}

async function keptApart(
  tx: Tx,
  needs: readonly PreparedNeed[],
  { apart }: PlanAsked,
  today: CivilDate,
): Promise<[string, string][]> {
  const ids = needs.flatMap(({ children }) => children.map(({ id }) => id))
  const recorded = await separationsAmong(tx, ids, today)
  return [
    ...recorded,
    ...unsuited(needs),
    ...apart.map(([one = '', other = '']): [string, string] => [one, other]),
  ]
}

/** Children of different needs who cannot live together by age, as they are on their first days. */
function unsuited(needs: readonly PreparedNeed[]): [string, string][] {
  const people = needs.flatMap(({ need, children }, of) =>
    children.map(({ id }, index) => ({ id, of, ...asPerson(need.children[index]!) })),
  )
  const choosy = people.filter(
    ({ livingWith }) => livingWith === 'only-older' || livingWith === 'only-younger',
  )
  return choosy.flatMap((one) =>
    people.flatMap((other): [string, string][] =>
      other.of !== one.of && !livesWith(one, other) ? [[one.id, other.id]] : [],
    ),
  )
}
