import { validationRules, type Breach } from '../../../domain/ssda903/index.ts'
import { breachRow, groupByRule, type ValidationReport } from './report.ts'

type Line = Record<string, string | number | null>

/** The report as lines of a spreadsheet: of each rule, broken or not decided; of each child; or of each row. */
export const linesBy: Record<
  'rule' | 'child' | 'row',
  (report: ValidationReport, breaches: readonly Breach[]) => Line[]
> = {
  rule: (report) => [
    ...report.rules.map(({ rule, message, year, count, children }) => ({
      rule,
      message,
      year,
      count,
      children,
      undecided: null,
    })),
    ...report.undecided.flatMap(({ year, why, rules: numbers }) =>
      numbers.map((rule) => ({
        rule,
        message: validationRules[rule]?.message ?? '',
        year,
        count: null,
        children: null,
        undecided: why,
      })),
    ),
  ],
  child: ({ children }) => children.map(({ rules, ...child }) => ({ ...child, rules: rules.join(' ') })),
  row: (_, breaches) =>
    groupByRule(breaches)
      .flat()
      .map(breachRow)
      .map(({ cells, ...row }) => ({
        ...row,
        cells: Object.entries(cells)
          .map(([column, value]) => `${column}=${value}`)
          .join(' '),
      })),
}

/** The columns of each table. */
export const columnsBy = {
  rule: ['rule', 'message', 'year', 'count', 'children', 'undecided'],
  child: ['child', 'count', 'rules'],
  row: ['rule', 'message', 'year', 'child', 'module', 'file', 'row', 'cells'],
} as const satisfies Record<keyof typeof linesBy, readonly string[]>
