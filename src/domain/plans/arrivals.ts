import type { CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import { row, type ProgrammeRow, type Term } from './rows.ts'
import { covers, daysOf, type MetColumns, type Sums } from './sums.ts'
import type { PlanHome, PlanNeed, PlanProblem } from './types.ts'

interface HomeOptions {
  problem: PlanProblem
  home: PlanHome
  /** The options in this home, by index. */
  options: readonly number[]
  sums: Sums
  metColumns: MetColumns
}

/**
 * The rows of the programme for one home: registered places, children kept apart and solo placements. A rule needs
 * checking only on days when somebody may arrive or the number of other residents changes.
 */
export class Arrivals {
  readonly #problem: PlanProblem
  readonly #home: PlanHome
  /** The options in this home; an option's index is also its column. */
  readonly #options: readonly number[]
  readonly #byNeed: ReadonlyMap<number, readonly number[]>
  readonly #days: CivilDate[]
  /** How many beds the options use: an upper bound on arrivals. */
  readonly #beds: number
  readonly #sums: Sums
  readonly #metColumns: MetColumns
  #heads: number[] | undefined

  constructor({ problem, home, options, sums, metColumns }: HomeOptions) {
    this.#problem = problem
    this.#home = home
    this.#options = options
    this.#byNeed = groupBy(options, (index) => problem.options[index]!.need)
    const first = daysOf(options.map((index) => problem.options[index]!.start))
    this.#days = daysOf([...first, ...home.others.map(({ from }) => from).filter((day) => day > first[0]!)])
    this.#beds = new Set(options.flatMap((index) => problem.options[index]!.beds)).size
    this.#sums = sums
    this.#metColumns = metColumns
  }

  rows(): ProgrammeRow[] {
    return [...this.#registeredPlaces(), ...this.#separations(), ...this.#solo()]
  }

  /** On any night with an arrival by the plan, the home has no more residents than registered places. */
  #registeredPlaces(): ProgrammeRow[] {
    const { registeredPlaces } = this.#home
    if (registeredPlaces === null) return []
    return this.#days.flatMap((day) => {
      const { count, departures } = this.#residents(day)
      const room = registeredPlaces - count
      if (this.#beds <= room) return [] // implied by the number of beds
      const terms = [this.#arrivedHeads(day), ...departures]
      if (room >= 0) return [row('registered-places', room, terms)]
      // The home is over its registered places already: an arrival needs enough residents to have moved out.
      return [...this.#byNeed.keys()].flatMap((need) => {
        const own = this.#presentOptions(need, day)
        return own.length > 0 ? [row('registered-places', 0, [...terms, ...times(own, -room)])] : []
      })
    })
  }

  /** Two children who must not live together: both arriving, or one arriving while the other has not moved out. */
  #separations(): ProgrammeRow[] {
    const { needs, apart } = this.#problem
    const needOf = new Map(needs.flatMap(({ children }, need) => children.map((child) => [child, need])))
    return apart.flatMap(([one, other]) => {
      const [a, b] = [needOf.get(one), needOf.get(other)]
      if (a === undefined || b === undefined || a === b) return []
      if (!this.#byNeed.has(a) && !this.#byNeed.has(b)) return []
      return this.#days.flatMap((day) => {
        const [optionsOfA, optionsOfB] = [this.#presentOptions(a, day), this.#presentOptions(b, day)]
        const bothArrive =
          optionsOfA.length > 0 && optionsOfB.length > 0
            ? [row('kept-apart', 1, times([...optionsOfA, ...optionsOfB], 1))]
            : []
        return [
          ...bothArrive,
          ...this.#afterLeaving(optionsOfA, b, other, day),
          ...this.#afterLeaving(optionsOfB, a, one, day),
        ]
      })
    })
  }

  /** Allows `arrivals` only once `need`, whose child lives here, is met elsewhere. */
  #afterLeaving(arrivals: readonly number[], need: number, child: string, day: CivilDate): ProgrammeRow[] {
    const lives = this.#problem.needs[need]!.leaves.some(
      (stay) => stay.childId === child && this.#isHere(stay, day),
    )
    if (!lives || arrivals.length === 0) return []
    return [row('kept-apart', 0, [...times(arrivals, 1), ...times(this.#metColumns(need, day), -1)])]
  }

  /** Nobody else lives with a child of a solo need: neither one who arrives nor one who lives here now. */
  #solo(): ProgrammeRow[] {
    const { needs } = this.#problem
    const solo = needs.flatMap(({ solo }, need) => (solo ? [need] : []))
    return this.#days.flatMap((day) =>
      solo.flatMap((need) => {
        const own = this.#presentOptions(need, day)
        const { departures } = this.#residents(day)
        const most = this.#beds
        const stayer =
          this.#options.length > 0 && this.#livesHere(need, day)
            ? [row('solo', 0, [this.#arrivedHeads(day), ...times(this.#metColumns(need, day), -most)])]
            : []
        if (own.length === 0) return stayer
        const { count } = this.#residents(day)
        const size = needs[need]!.children.length
        // Big-M row: it binds only while the solo child is present; otherwise arrivals are at most the beds.
        const alone = row('solo', most, [
          ...times(own, most + count - size),
          this.#arrivedHeads(day),
          ...departures,
        ])
        return [...stayer, alone]
      }),
    )
  }

  /** Whether a child of the need lives here on a day unless the plan moves it. */
  #livesHere(need: number, day: CivilDate): boolean {
    return this.#problem.needs[need]!.leaves.some((stay) => this.#isHere(stay, day))
  }

  #isHere({ homeId, until: end }: PlanNeed['leaves'][number], day: CivilDate): boolean {
    return homeId === this.#home.id && (end === null || day < end)
  }

  /** The need's options whose stay in this home covers the day. */
  #presentOptions(need: number, day: CivilDate): number[] {
    const { to } = this.#problem.needs[need]!
    return (this.#byNeed.get(need) ?? []).filter((index) =>
      covers(this.#problem.options[index]!.start, to, day),
    )
  }

  /** The term for the number of children whom the plan brings and who are here on a day. */
  #arrivedHeads(day: CivilDate): Term {
    const { needs, options } = this.#problem
    this.#heads ??= this.#sums.overDays(
      this.#days,
      this.#options.map((column) => {
        const { need, start } = options[column]!
        const { children, to } = needs[need]!
        return { column, amount: children.length, start, to }
      }),
    )
    return [this.#heads[this.#days.indexOf(day)]!, 1]
  }

  /** Residents on a day if nobody moves, and negative terms for the children whose moves reduce that number. */
  #residents(day: CivilDate): { count: number; departures: Term[] } {
    const others = this.#home.others.findLast(({ from }) => from <= day)?.count ?? 0
    const leaving = this.#problem.needs.flatMap(({ leaves }, need) => {
      const heads = leaves.filter((stay) => this.#isHere(stay, day)).length
      return heads > 0 ? [{ need, heads }] : []
    })
    return {
      count: leaving.reduce((sum, { heads }) => sum + heads, others),
      departures: leaving.flatMap(({ need, heads }) => times(this.#metColumns(need, day), -heads)),
    }
  }
}

const times = (columns: readonly number[], coefficient: number): Term[] =>
  columns.map((column) => [column, coefficient])
