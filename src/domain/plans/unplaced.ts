import { groupBy } from '../group.ts'
import { PartialSolution } from './partial-solution.ts'
import type { Programme } from './programme.ts'
import type { ProgrammeRow, RowRule, Sum } from './rows.ts'
import type { Assignment, PlanProblem } from './types.ts'

/** A rule that blocks options of an unmet need, given everything else in the plan. */
export interface InTheWay {
  /** Null where no rule blocks them: the aim values leaving the need unmet more, or the time limit was reached. */
  rule: RowRule | null
  /** The number of options that it blocks. */
  options: number
  /** The needs that use the capacity in question, or that would have to move out first. */
  needs: number[]
}

/** The needs that a plan leaves unmet, each with the rules that block its options; no rules where it has no options. */
export function unmetNeeds(
  problem: PlanProblem,
  programme: Programme,
  solution: readonly number[],
  assignments: readonly Assignment[],
): { need: number; options: number; inTheWay: InTheWay[] }[] {
  const metNeeds = new Set(assignments.map(({ need }) => need))
  const needOf = (column: number) => problem.options[programme.columns[column]!.option]!.need
  const holdersByRow = new Map<ProgrammeRow, number[]>()
  /** The needs that use up a row's capacity, or that would free some by moving out. */
  const holdersOf = (row: ProgrammeRow): number[] => {
    const holders = holdersByRow.get(row) ?? [
      ...new Set(
        [...columnsOf(row, programme)].flatMap(([column, coefficient]) =>
          (coefficient > 0 ? solution[column]! > 0.5 : coefficient < 0 && !metNeeds.has(needOf(column)))
            ? [needOf(column)]
            : [],
        ),
      ),
    ]
    holdersByRow.set(row, holders)
    return holders
  }
  const partial = PartialSolution.of(problem, programme, solution)
  const byNeed = groupBy(problem.options.keys(), (index) => problem.options[index]!.need)
  return problem.needs.flatMap((_, need) => {
    if (metNeeds.has(need)) return []
    const own = byNeed.get(need) ?? []
    const obstacles = new Map<RowRule | null, { options: number; needs: Set<number> }>()
    const seen = new Set<ProgrammeRow>()
    for (const option of own) {
      const { broken } = partial.take(option)
      if (broken.length === 0) partial.giveBack(option)
      const rules = broken.length === 0 ? [null] : new Set(broken.map(({ rule }) => rule))
      for (const rule of rules) {
        const entry = obstacles.get(rule) ?? { options: 0, needs: new Set() }
        entry.options += 1
        obstacles.set(rule, entry)
      }
      for (const row of broken) {
        if (seen.has(row)) continue
        seen.add(row)
        for (const holder of holdersOf(row)) if (holder !== need) obstacles.get(row.rule)!.needs.add(holder)
      }
    }
    const inTheWay = [...obstacles]
      .map(([rule, { options, needs }]) => ({ rule, options, needs: [...needs].sort((a, b) => a - b) }))
      .sort((a, b) => b.options - a.options || ((a.rule ?? '') < (b.rule ?? '') ? -1 : 1))
    return [{ need, options: own.length, inTheWay }]
  })
}

/** A row's columns with their coefficients, with sums expanded. */
function columnsOf(row: ProgrammeRow, { columns, sums }: Programme): Map<number, number> {
  const coefficients = new Map<number, number>()
  const count = (terms: Sum, times: number) => {
    for (const [index, column] of terms.columns.entries()) {
      const coefficient = terms.coefficients[index]! * times
      const sum = sums[column - columns.length]
      if (sum) count(sum, coefficient)
      else coefficients.set(column, (coefficients.get(column) ?? 0) + coefficient)
    }
  }
  count(row, 1)
  return coefficients
}
