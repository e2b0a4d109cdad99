import { yearName } from './code-lists.ts'
import type { Finding, ReceivedRow, Statement } from './rows.ts'
import type { Rule } from './rules/rule.ts'
import { validationRules } from './rules/index.ts'
import type { Lookups, ReturnModule } from './rules/types.ts'
import { columnsIn, moduleOfSource, Validation } from './validation.ts'

/** The rules of which a child's record tells as it is made from the returns of several years. */
const toldElsewhere = new Set('202 203 204 207 208 502 503A 503B 503C 503D 503E 503F 562 1010'.split(' '))

const readsLastYear = (number: string, { reads }: Rule) =>
  !toldElsewhere.has(number) &&
  Object.keys(reads).some((source) => moduleOfSource(source as ReturnModule)[1] === 'last')

/** Notes on rows that contradict the return of the year before, in the same submission or as it is stored. */
export function lastYearNotes(
  rows: readonly ReceivedRow[],
  statements: readonly Statement[],
  lookups: Lookups,
): Finding[] {
  const validation = new Validation(rows, statements, lookups, readsLastYear)
  return [...validation.breaches()].flat().flatMap(({ rule: number, row }) => {
    const rule = validationRules[number]
    if (!rule) return []
    const [column = null] = columnsIn(rule.reads[row.module] ?? '')
    return {
      kind: 'noted' as const,
      file: row.file,
      module: row.module,
      row: row.row,
      column,
      value: column === null ? null : (row.cells[column] ?? null),
      rule: number,
      reason: `${rule.message.trim()} It is checked against the return of ${yearName(row.year - 1)}.`,
    }
  })
}
