import type { CivilDate } from '../dates.ts'
import type { Sum, Term } from './rows.ts'
import type { Problem } from './types.ts'

/** Whether a stay has begun by a day and is not over. */
export const covers = (start: CivilDate, to: CivilDate | null, day: CivilDate) =>
  start <= day && (to === null || day < to)

export const daysOf = (days: readonly CivilDate[]) => [...new Set(days)].sort()

/** What there is of a column, while it is there. */
interface Counted {
  column: number
  by: number
  start: CivilDate
  to: CivilDate | null
}

/** The sums of a programme: what is there on a day is what was there the day before, and who comes, less who goes. */
export class Sums {
  readonly all: Sum[] = []
  readonly #first: number

  /** @param first the column that the first sum is */
  constructor(first: number) {
    this.#first = first
  }

  /** By day, in the order of the days: the column that says how much is there. */
  overDays(days: readonly CivilDate[], counted: readonly Counted[]): number[] {
    const changes = days.map((): Term[] => [])
    for (const { column, by, start, to } of counted) {
      const from = days.findIndex((day) => covers(start, to, day))
      if (from === -1) continue
      changes[from]!.push([column, by])
      const until = days.findIndex((day) => to !== null && to <= day)
      changes[until]?.push([column, -by])
    }
    let before: Term[] = []
    return changes.map((terms) => {
      const sum = [...before, ...terms]
      const column = this.#first + this.all.length
      this.all.push({ columns: sum.map(([of]) => of), by: sum.map(([, by]) => by) })
      before = [[column, 1]]
      return column
    })
  }
}

/** The column that says whether a need is met by a day; none where it cannot be. */
export type Met = (need: number, day: CivilDate) => number[]

/** Of each need whose children leave a home or a bed, whether it is met by a day. */
export function metBy(
  { needs, beds, options }: Problem,
  byNeed: ReadonlyMap<number, number[]>,
  sums: Sums,
): Met {
  const leaving = new Set([
    ...beds.flatMap(({ freedBy }) => freedBy ?? []),
    ...needs.flatMap(({ leaves }, need) => (leaves.length > 0 ? [need] : [])),
  ])
  const met = new Map(
    [...leaving]
      .sort((a, b) => a - b)
      .map((need) => {
        const own = byNeed.get(need) ?? []
        const days = daysOf(own.map((index) => options[index]!.start))
        const counted = own.map((column) => ({ column, by: 1, start: options[column]!.start, to: null }))
        return [need, { days, columns: sums.overDays(days, counted) }]
      }),
  )
  return (need, day) => {
    const { days = [], columns = [] } = met.get(need) ?? {}
    const column = columns[days.findLastIndex((met) => met <= day)]
    return column === undefined ? [] : [column]
  }
}
