import type { CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import type { PlanHome, PlanOption, Problem } from './types.ts'

/** Which rule a row of the programme keeps. */
export type RowRule =
  'once' | 'beds-together' | 'bed-in-one-use' | 'registered-places' | 'kept-apart' | 'solo'

/** `least ≤ Σ by · column ≤ most`. */
export interface Row {
  rule: RowRule
  least: number
  most: number
  columns: number[]
  by: number[]
}

/**
 * A problem as an integer programme: whole columns from 0 to `most`, under rows. Column n is whether option n is
 * taken; after those come the beds of options whose home has beds of several kinds.
 */
export interface Programme {
  columns: { option: number; most: number }[]
  rows: Row[]
  /** By option: the groups of like beds that it may take, each with the column that counts how many it takes. */
  places: { group: number; column: number }[][]
  groups: BedGroup[]
}

/** Beds of a home between which no option tells, so that only their number matters. */
export interface BedGroup {
  homeId: string
  beds: string[]
  freedBy: number | null
  freeFrom: CivilDate | null
}

/** The integer programme of a problem. The same problem gives the same programme, whatever order it is told in. */
export function programmeOf(problem: Problem): Programme {
  const { needs, options } = problem
  const columns = options.map((_, option) => ({ option, most: 1 }))
  const groups = groupsOf(problem)
  const groupAt = new Map(groups.flatMap(({ beds }, group) => beds.map((bed) => [bed, group] as const)))
  const rows: Row[] = []

  const places = options.map((option, index) => {
    const own = [...new Set(option.beds.map((bed) => groupAt.get(bed)!))].sort((a, b) => a - b)
    if (own.length === 1) return [{ group: own[0]!, column: index }]
    const size = needs[option.need]!.children.length
    const filled = own.map((group) => {
      const most = Math.min(size, groups[group]!.beds.length)
      return { group, column: columns.push({ option: index, most }) - 1 }
    })
    rows.push(
      row('beds-together', 0, 0, [...filled.map(({ column }) => [column, 1] as const), [index, -size]]),
    )
    return filled
  })

  for (const [need] of needs.entries()) {
    const own = options.flatMap((option, index) => (option.need === need ? [[index, 1] as const] : []))
    if (own.length > 0) rows.push(row('once', -Infinity, 1, own))
  }
  rows.push(...bedRows(problem, groups, places))
  const byHome = groupBy(options.keys(), (index) => options[index]!.homeId)
  for (const home of problem.homes) {
    const here = new Arrivals(problem, home, byHome.get(home.id) ?? [])
    rows.push(...here.withinRegisteredPlaces(), ...here.keptApart(), ...here.solo())
  }
  return { columns, rows, places, groups }
}

type Term = readonly [column: number, by: number]

function row(rule: RowRule, least: number, most: number, terms: readonly Term[]): Row {
  return { rule, least, most, columns: terms.map(([column]) => column), by: terms.map(([, by]) => by) }
}

/** Whether a stay has begun by a day and is not over. */
const covers = (start: CivilDate, to: CivilDate | null, day: CivilDate) =>
  start <= day && (to === null || day < to)

function groupsOf({ beds, options }: Problem): BedGroup[] {
  const takers = new Map<string, number[]>(beds.map(({ id }) => [id, []]))
  for (const [index, option] of options.entries()) for (const bed of option.beds) takers.get(bed)!.push(index)
  const used = beds.filter(({ id }) => takers.get(id)!.length > 0)
  const alike = groupBy(used, ({ id, homeId, freedBy, freeFrom }) =>
    JSON.stringify([homeId, freedBy, freeFrom, takers.get(id)]),
  )
  return [...alike.values()].map((group) => {
    const { homeId, freedBy, freeFrom } = group[0]!
    return { homeId, freedBy, freeFrom, beds: group.map(({ id }) => id) }
  })
}

/** No bed in two uses on a night. Stays that meet do so on the first night of one of them, so those nights suffice. */
function bedRows(problem: Problem, groups: readonly BedGroup[], places: Programme['places']): Row[] {
  const { options, needs } = problem
  const users = groups.map((): { option: PlanOption; column: number; size: number }[] => [])
  for (const [index, option] of options.entries()) {
    const alone = places[index]!.length === 1
    for (const { group, column } of places[index]!)
      users[group]!.push({ option, column, size: alone ? needs[option.need]!.children.length : 1 })
  }
  return groups.flatMap(({ beds, freedBy, freeFrom }, group) =>
    daysOf(users[group]!.map(({ option }) => option.start)).flatMap((day) => {
      const terms = users[group]!.filter(({ option }) =>
        covers(option.start, needs[option.need]!.to, day),
      ).map(({ column, size }): Term => [column, size])
      if (freedBy === null || (freeFrom !== null && freeFrom <= day))
        return terms.length > 1 ? [row('bed-in-one-use', -Infinity, beds.length, terms)] : []
      const left = metBy(problem, freedBy, day).map((column): Term => [column, -beds.length])
      return [row('bed-in-one-use', -Infinity, 0, [...terms, ...left])]
    }),
  )
}

/** The options by which a need is met by a day. */
function metBy({ options }: Problem, need: number, day: CivilDate): number[] {
  return options.flatMap((option, index) => (option.need === need && option.start <= day ? [index] : []))
}

const daysOf = (days: readonly CivilDate[]) => [...new Set(days)].sort()

/** Those who may come to live in one home, and the rules of living there. */
class Arrivals {
  readonly #problem: Problem
  readonly #home: PlanHome
  readonly #options: readonly number[]
  readonly #days: CivilDate[]

  constructor(problem: Problem, home: PlanHome, options: readonly number[]) {
    this.#problem = problem
    this.#home = home
    this.#options = options
    const first = daysOf(options.map((index) => problem.options[index]!.start))
    this.#days = daysOf([...first, ...home.others.map(({ from }) => from).filter((day) => day > first[0]!)])
  }

  /** No more than the home is registered for on any night on which somebody arrives or lives there by the plan. */
  withinRegisteredPlaces(): Row[] {
    const { registeredPlaces } = this.#home
    if (registeredPlaces === null) return []
    return this.#days.flatMap((day) => {
      const arrivals = this.#there(day)
      const { count, left } = this.#living(day)
      const room = registeredPlaces - count
      const terms = [...this.#heads(arrivals), ...left]
      const beds = new Set(arrivals.flatMap((index) => this.#problem.options[index]!.beds)).size
      if (beds <= room || arrivals.length === 0) return [] // its beds are the narrower limit
      if (room >= 0) return [row('registered-places', -Infinity, room, terms)]
      // Too full already: whoever comes must find that enough have left.
      return arrivals.map((index) => row('registered-places', -Infinity, 0, plus(terms, [index, -room])))
    })
  }

  /** Children who must not live together, both arriving, or one of them living there until the plan moves it. */
  keptApart(): Row[] {
    const { needs, options, apart } = this.#problem
    const needOf = new Map(needs.flatMap(({ children }, need) => children.map((child) => [child, need])))
    const concerned = new Set([
      ...this.#options.map((index) => options[index]!.need),
      ...needs.flatMap(({ leaves }, need) =>
        leaves.some(({ homeId }) => homeId === this.#home.id) ? [need] : [],
      ),
    ])
    const of = (arrivals: readonly number[], need: number) =>
      arrivals.filter((index) => options[index]!.need === need).map((index): Term => [index, 1])
    return apart.flatMap(([one, other]) => {
      const [a, b] = [needOf.get(one), needOf.get(other)]
      if (a === undefined || b === undefined || a === b || !concerned.has(a) || !concerned.has(b)) return []
      return this.#days.flatMap((day) => {
        const there = this.#there(day)
        const [as, bs] = [of(there, a), of(there, b)]
        const meeting =
          as.length > 0 && bs.length > 0 ? [row('kept-apart', -Infinity, 1, [...as, ...bs])] : []
        return [...meeting, ...this.#onceGone(as, b, other, day), ...this.#onceGone(bs, a, one, day)]
      })
    })
  }

  #onceGone(arrivals: readonly Term[], need: number, child: string, day: CivilDate): Row[] {
    const lives = this.#problem.needs[need]!.leaves.some(
      ({ childId, homeId, until }) =>
        childId === child && homeId === this.#home.id && (until === null || day < until),
    )
    if (!lives || arrivals.length === 0) return []
    const gone = metBy(this.#problem, need, day).map((column): Term => [column, -1])
    return [row('kept-apart', -Infinity, 0, [...arrivals, ...gone])]
  }

  /** Where a child must be the only one, nobody else lives there on any night of the stay. */
  solo(): Row[] {
    const { needs, options } = this.#problem
    return this.#days.flatMap((day) => {
      const there = this.#there(day)
      const alone = [...new Set(there.map((index) => options[index]!.need))].filter((n) => needs[n]!.solo)
      const undisturbed = needs.flatMap(({ solo }, need) => {
        const heads = this.#heads(there)
        if (!solo || heads.length === 0 || !this.#stays(need, day)) return []
        const most = heads.reduce((sum, [, size]) => sum + size, 0)
        const left = metBy(this.#problem, need, day).map((column): Term => [column, -most])
        return [row('solo', -Infinity, 0, [...heads, ...left])]
      })
      return undisturbed.concat(
        alone.map((need) => {
          const [own, rest] = [true, false].map((is) =>
            there.filter((index) => (options[index]!.need === need) === is),
          )
          const { count, left } = this.#living(day)
          const company = this.#heads(rest!)
          const most = count + company.reduce((sum, [, size]) => sum + size, 0)
          return row('solo', -Infinity, most - count, [
            ...own!.map((index): Term => [index, most]),
            ...company,
            ...left,
          ])
        }),
      )
    })
  }

  /** Whether a child of the need lives there on a day if it does not move. */
  #stays(need: number, day: CivilDate): boolean {
    return this.#problem.needs[need]!.leaves.some(
      ({ homeId, until }) => homeId === this.#home.id && (until === null || day < until),
    )
  }

  #there(day: CivilDate): number[] {
    const { needs, options } = this.#problem
    return this.#options.filter((index) => {
      const { need, start } = options[index]!
      return covers(start, needs[need]!.to, day)
    })
  }

  #heads(arrivals: readonly number[]): Term[] {
    const { needs, options } = this.#problem
    return arrivals.map((index) => [index, needs[options[index]!.need]!.children.length])
  }

  /** How many live there on a day if nobody of the plan moves, and whose moves make it fewer. */
  #living(day: CivilDate): { count: number; left: Term[] } {
    const others = this.#home.others.findLast(({ from }) => from <= day)?.count ?? 0
    const leaving = this.#problem.needs.flatMap(({ leaves }, need) => {
      const heads = leaves.filter(
        ({ homeId, until }) => homeId === this.#home.id && (until === null || day < until),
      ).length
      return heads > 0 ? [{ need, heads }] : []
    })
    return {
      count: leaving.reduce((sum, { heads }) => sum + heads, others),
      left: leaving.flatMap(({ need, heads }) =>
        metBy(this.#problem, need, day).map((column): Term => [column, -heads]),
      ),
    }
  }
}

/** Terms with one more; a column stands in a row once. */
function plus(terms: readonly Term[], [column, by]: Term): Term[] {
  return terms.map(([own, was]) => (own === column ? [own, was + by] : [own, was]))
}
