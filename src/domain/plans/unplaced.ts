import { groupBy } from '../group.ts'
import type { Programme } from './programme.ts'
import type { Row, RowRule, Sum } from './rows.ts'
import { Tally } from './tally.ts'
import type { Assignment, Problem } from './types.ts'

/** What keeps an unmet need from its options, when all the others have what the plan gives them. */
export interface InTheWay {
  /** Null where nothing does: the aim itself makes more of leaving the need unmet, or time ran out. */
  rule: RowRule | null
  /** How many of the options it keeps out. */
  options: number
  /** The needs that have what it would take, or that would have to move out of it first. */
  needs: number[]
}

/** The needs that a plan leaves unmet, each with what is in its way; nothing, where there is no option at all. */
export function unmetNeeds(
  problem: Problem,
  programme: Programme,
  solution: readonly number[],
  assignments: readonly Assignment[],
): { need: number; options: number; inTheWay: InTheWay[] }[] {
  const met = new Set(assignments.map(({ need }) => need))
  const needOf = (column: number) => problem.options[programme.columns[column]!.option]!.need
  const known = new Map<Row, number[]>()
  /** The needs that have something of a row, or have not left what it has. */
  const holdersOf = (row: Row): number[] => {
    const holders = known.get(row) ?? [
      ...new Set(
        [...columnsOf(row, programme)].flatMap(([column, by]) =>
          (by > 0 ? solution[column]! > 0.5 : by < 0 && !met.has(needOf(column))) ? [needOf(column)] : [],
        ),
      ),
    ]
    known.set(row, holders)
    return holders
  }
  const tally = Tally.of(problem, programme, solution)
  const byNeed = groupBy(problem.options.keys(), (index) => problem.options[index]!.need)
  return problem.needs.flatMap((_, need) => {
    if (met.has(need)) return []
    const own = byNeed.get(need) ?? []
    const found = new Map<RowRule | null, { options: number; needs: Set<number> }>()
    const seen = new Set<Row>()
    for (const option of own) {
      const { broken } = tally.take(option)
      if (broken.length === 0) tally.giveBack(option)
      const rules = broken.length === 0 ? [null] : new Set(broken.map(({ rule }) => rule))
      for (const rule of rules) {
        const entry = found.get(rule) ?? { options: 0, needs: new Set() }
        entry.options += 1
        found.set(rule, entry)
      }
      for (const row of broken) {
        if (seen.has(row)) continue
        seen.add(row)
        for (const holder of holdersOf(row)) if (holder !== need) found.get(row.rule)!.needs.add(holder)
      }
    }
    const inTheWay = [...found]
      .map(([rule, { options, needs }]) => ({ rule, options, needs: [...needs].sort((a, b) => a - b) }))
      .sort((a, b) => b.options - a.options || ((a.rule ?? '') < (b.rule ?? '') ? -1 : 1))
    return [{ need, options: own.length, inTheWay }]
  })
}

/** The columns of a row, and of the sums in it, with how much each counts. */
function columnsOf(row: Row, { columns, sums }: Programme): Map<number, number> {
  const counted = new Map<number, number>()
  const count = (of: Sum, times: number) => {
    for (const [at, column] of of.columns.entries()) {
      const by = of.by[at]! * times
      const sum = sums[column - columns.length]
      if (sum) count(sum, by)
      else counted.set(column, (counted.get(column) ?? 0) + by)
    }
  }
  count(row, 1)
  return counted
}
