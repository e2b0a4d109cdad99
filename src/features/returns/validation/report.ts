import {
  columnsIn,
  groupBy,
  moduleOf,
  validationRules,
  yearName,
  type Breach,
  type Finding,
  type Undecided,
} from '../../../domain/ssda903/index.ts'
import type { FileRead } from '../in/ssda903/read-files.ts'

/** A row in which a rule is broken, with its cells, as received, of the columns that the rule reads. */
export interface BreachRow {
  rule: string
  message: string
  year: string
  child: string
  module: string
  file: string
  row: number
  cells: Record<string, string>
}

export interface BrokenRule {
  rule: string
  message: string
  year: string
  /** Rows in which it is broken, and children of whom it is. */
  count: number
  children: number
  firstRows: Omit<BreachRow, 'rule' | 'message' | 'year'>[]
}

export interface ValidationReport {
  years: string[]
  files: FileRead[]
  /** Files and rows that could not be read, and how others were read. */
  notes: Pick<Finding, 'file' | 'row' | 'reason'>[]
  rules: BrokenRule[]
  children: { child: string; count: number; rules: string[] }[]
  undecided: { year: string; why: string; rules: string[] }[]
}

const mostRows = 10
const byNumber = new Intl.Collator('en', { numeric: true })

/** A breach as a row of the report. */
export function breachRow({ rule, child, row }: Breach): BreachRow {
  const { message = '', reads, mayRead } = validationRules[rule] ?? {}
  const columns = columnsIn(`${reads?.[row.module] ?? ''} ${mayRead?.[row.module] ?? ''}`)
  return {
    rule,
    message,
    year: yearName(row.year),
    child,
    module: moduleOf(row.module).title,
    file: row.file,
    row: row.row,
    cells: Object.fromEntries(columns.map((column) => [column, (row.cells[column] ?? '').trim()])),
  }
}

/** The breaches of each rule in each year, in the order of both. */
export function groupByRule(breaches: readonly Breach[]): Breach[][] {
  const byRule = [...groupBy(breaches, ({ rule }) => rule)].sort(([a], [b]) => byNumber.compare(a, b))
  return byRule.flatMap(([, ofRule]) => {
    const byYear = [...groupBy(ofRule, ({ row }) => row.year)].sort(([a], [b]) => a - b)
    return byYear.map(([, ofYear]) => ofYear)
  })
}

function brokenRule(breaches: readonly Breach[]): BrokenRule[] {
  const [first] = breaches
  if (!first) return []
  const { rule, message, year } = breachRow(first)
  return [
    {
      rule,
      message,
      year,
      count: breaches.length,
      children: new Set(breaches.map(({ child }) => child)).size,
      firstRows: breaches.slice(0, mostRows).map((breach) => {
        const { child, module, file, row, cells } = breachRow(breach)
        return { child, module, file, row, cells }
      }),
    },
  ]
}

/** What the breaches come to by rule and by child. */
export function summariseBreaches(breaches: readonly Breach[]): Pick<ValidationReport, 'rules' | 'children'> {
  return {
    rules: groupByRule(breaches).flatMap(brokenRule),
    children: [...groupBy(breaches, ({ child }) => child)].map(([child, ofChild]) => ({
      child,
      count: ofChild.length,
      rules: [...new Set(ofChild.map(({ rule }) => rule))].sort(byNumber.compare),
    })),
  }
}

export const undecidedView = ({ year, ...rest }: Undecided) => ({ year: yearName(year), ...rest })
