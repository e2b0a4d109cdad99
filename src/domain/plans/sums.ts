import type { CivilDate } from '../dates.ts'
import type { Sum, Term } from './rows.ts'
import type { PlanProblem } from './types.ts'

/** Whether the stay `[start, to)` includes a day; `to` null is open. */
export const covers = (start: CivilDate, to: CivilDate | null, day: CivilDate) =>
  start <= day && (to === null || day < to)

/** The distinct days in order. */
export const daysOf = (days: readonly CivilDate[]) => [...new Set(days)].sort()

/** A column that counts `amount` during the stay `[start, to)`. */
interface Presence {
  column: number
  amount: number
  start: CivilDate
  to: CivilDate | null
}

/** Collects a programme's sums. The sum for a day is the previous day's sum, plus arrivals, minus departures. */
export class Sums {
  readonly all: Sum[] = []
  readonly #first: number

  /** @param first the column number of the first sum */
  constructor(first: number) {
    this.#first = first
  }

  /** Adds a sum for each day: the total amount present. Returns their columns in the order of `days`. */
  overDays(days: readonly CivilDate[], presences: readonly Presence[]): number[] {
    const changes = days.map((): Term[] => [])
    for (const { column, amount, start, to } of presences) {
      const from = days.findIndex((day) => covers(start, to, day))
      if (from === -1) continue
      changes[from]!.push([column, amount])
      const end = days.findIndex((day) => to !== null && to <= day)
      changes[end]?.push([column, -amount])
    }
    let previous: Term[] = []
    return changes.map((terms) => {
      const sum = [...previous, ...terms]
      const column = this.#first + this.all.length
      this.all.push({
        columns: sum.map(([term]) => term),
        coefficients: sum.map(([, coefficient]) => coefficient),
      })
      previous = [[column, 1]]
      return column
    })
  }
}

/** The column that is 1 when a need is met (its children have moved) by a day; empty where no option starts by then. */
export type MetColumns = (need: number, day: CivilDate) => number[]

/** Adds these columns for every need whose children now live in a home or bed of the plan. */
export function metColumnsOf(
  { needs, beds, options }: PlanProblem,
  byNeed: ReadonlyMap<number, number[]>,
  sums: Sums,
): MetColumns {
  const leaving = new Set([
    ...beds.flatMap(({ freedBy }) => freedBy ?? []),
    ...needs.flatMap(({ leaves }, need) => (leaves.length > 0 ? [need] : [])),
  ])
  const byNeedMet = new Map(
    [...leaving]
      .sort((a, b) => a - b)
      .map((need) => {
        const own = byNeed.get(need) ?? []
        const days = daysOf(own.map((index) => options[index]!.start))
        const presences = own.map((column) => ({
          column,
          amount: 1,
          start: options[column]!.start,
          to: null,
        }))
        return [need, { days, columns: sums.overDays(days, presences) }]
      }),
  )
  return (need, day) => {
    const { days = [], columns = [] } = byNeedMet.get(need) ?? {}
    const column = columns[days.findLastIndex((start) => start <= day)]
    return column === undefined ? [] : [column]
  }
}
