import { Tally } from './tally.ts'
import type { Programme, RowRule } from './programme.ts'
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
  const tally = Tally.of(problem, programme, solution)
  return problem.needs.flatMap((_, need) => {
    if (met.has(need)) return []
    const own = problem.options.flatMap((option, index) => (option.need === need ? [index] : []))
    const found = new Map<RowRule | null, { options: number; needs: Set<number> }>()
    for (const option of own) {
      const { broken } = tally.take(option)
      if (broken.length === 0) tally.giveBack(option)
      const rules = new Map<RowRule | null, number[]>(broken.length === 0 ? [[null, []]] : [])
      for (const { rule, columns, by } of broken) {
        const holders = columns.flatMap((column, at) => {
          const holder = problem.options[programme.columns[column]!.option]!.need
          const holds = by[at]! > 0 ? solution[column]! > 0.5 : !met.has(holder) // or has not left what it has
          return holds && holder !== need ? [holder] : []
        })
        rules.set(rule, [...(rules.get(rule) ?? []), ...holders])
      }
      for (const [rule, holders] of rules) {
        const entry = found.get(rule) ?? { options: 0, needs: new Set() }
        entry.options += 1
        for (const holder of holders) entry.needs.add(holder)
        found.set(rule, entry)
      }
    }
    const inTheWay = [...found]
      .map(([rule, { options, needs }]) => ({ rule, options, needs: [...needs].sort((a, b) => a - b) }))
      .sort((a, b) => b.options - a.options || ((a.rule ?? '') < (b.rule ?? '') ? -1 : 1))
    return [{ need, options: own.length, inTheWay }]
  })
}
