import type { CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import { row, type Row, type Term } from './rows.ts'
import { covers, daysOf, type Met, type Sums } from './sums.ts'
import type { PlanHome, Problem } from './types.ts'

/** Those who may come to live in one home, and the rules of living there. */
export class Arrivals {
  readonly #problem: Problem
  readonly #home: PlanHome
  readonly #options: readonly number[]
  readonly #byNeed: ReadonlyMap<number, readonly number[]>
  readonly #days: CivilDate[]
  readonly #beds: number
  readonly #sums: Sums
  readonly #met: Met
  #heads: number[] | undefined

  constructor(problem: Problem, home: PlanHome, options: readonly number[], sums: Sums, met: Met) {
    this.#problem = problem
    this.#home = home
    this.#options = options
    this.#byNeed = groupBy(options, (index) => problem.options[index]!.need)
    const first = daysOf(options.map((index) => problem.options[index]!.start))
    this.#days = daysOf([...first, ...home.others.map(({ from }) => from).filter((day) => day > first[0]!)])
    this.#beds = new Set(options.flatMap((index) => problem.options[index]!.beds)).size
    this.#sums = sums
    this.#met = met
  }

  rows(): Row[] {
    return [...this.#withinRegisteredPlaces(), ...this.#keptApart(), ...this.#solo()]
  }

  /** No more than the home is registered for on any night on which somebody arrives or lives there by the plan. */
  #withinRegisteredPlaces(): Row[] {
    const { registeredPlaces } = this.#home
    if (registeredPlaces === null) return []
    return this.#days.flatMap((day) => {
      const { count, left } = this.#living(day)
      const room = registeredPlaces - count
      if (this.#beds <= room) return [] // its beds are the narrower limit
      const terms = [this.#arrived(day), ...left]
      if (room >= 0) return [row('registered-places', room, terms)]
      // Too full already: whoever comes must find that enough have left.
      return [...this.#byNeed.keys()].flatMap((need) => {
        const own = this.#there(need, day)
        return own.length > 0 ? [row('registered-places', 0, [...terms, ...times(own, -room)])] : []
      })
    })
  }

  /** Children who must not live together, both arriving, or one of them living there until the plan moves it. */
  #keptApart(): Row[] {
    const { needs, apart } = this.#problem
    const needOf = new Map(needs.flatMap(({ children }, need) => children.map((child) => [child, need])))
    return apart.flatMap(([one, other]) => {
      const [a, b] = [needOf.get(one), needOf.get(other)]
      if (a === undefined || b === undefined || a === b) return []
      if (!this.#byNeed.has(a) && !this.#byNeed.has(b)) return []
      return this.#days.flatMap((day) => {
        const [as, bs] = [this.#there(a, day), this.#there(b, day)]
        const meeting = as.length > 0 && bs.length > 0 ? [row('kept-apart', 1, times([...as, ...bs], 1))] : []
        return [...meeting, ...this.#onceGone(as, b, other, day), ...this.#onceGone(bs, a, one, day)]
      })
    })
  }

  #onceGone(arrivals: readonly number[], need: number, child: string, day: CivilDate): Row[] {
    const lives = this.#problem.needs[need]!.leaves.some(
      ({ childId, homeId, until }) =>
        childId === child && homeId === this.#home.id && (until === null || day < until),
    )
    if (!lives || arrivals.length === 0) return []
    return [row('kept-apart', 0, [...times(arrivals, 1), ...times(this.#met(need, day), -1)])]
  }

  /** Where a child must be the only one, nobody else lives there on any night of the stay. */
  #solo(): Row[] {
    const { needs } = this.#problem
    const solo = needs.flatMap(({ solo }, need) => (solo ? [need] : []))
    return this.#days.flatMap((day) =>
      solo.flatMap((need) => {
        const own = this.#there(need, day)
        const { left } = this.#living(day)
        const most = this.#beds
        const undisturbed =
          this.#options.length > 0 && this.#stays(need, day)
            ? [row('solo', 0, [this.#arrived(day), ...times(this.#met(need, day), -most)])]
            : []
        if (own.length === 0) return undisturbed
        const { count } = this.#living(day)
        const size = needs[need]!.children.length
        // With the child there, all others have to be gone; without, no more come than there are beds.
        const alone = row('solo', most, [...times(own, most + count - size), this.#arrived(day), ...left])
        return [...undisturbed, alone]
      }),
    )
  }

  /** Whether a child of the need lives there on a day if it does not move. */
  #stays(need: number, day: CivilDate): boolean {
    return this.#problem.needs[need]!.leaves.some(
      ({ homeId, until }) => homeId === this.#home.id && (until === null || day < until),
    )
  }

  /** The options of a need by which it is there on a day. */
  #there(need: number, day: CivilDate): number[] {
    const { to } = this.#problem.needs[need]!
    return (this.#byNeed.get(need) ?? []).filter((index) =>
      covers(this.#problem.options[index]!.start, to, day),
    )
  }

  /** How many of those who come are there on a day. */
  #arrived(day: CivilDate): Term {
    const { needs, options } = this.#problem
    this.#heads ??= this.#sums.overDays(
      this.#days,
      this.#options.map((column) => {
        const { need, start } = options[column]!
        const { children, to } = needs[need]!
        return { column, by: children.length, start, to }
      }),
    )
    return [this.#heads[this.#days.indexOf(day)]!, 1]
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
      left: leaving.flatMap(({ need, heads }) => times(this.#met(need, day), -heads)),
    }
  }
}

const times = (columns: readonly number[], by: number): Term[] => columns.map((column) => [column, by])
