import type { CivilDate } from '../../domain/dates.ts'
import { labelsOf, type DimensionName } from '../../domain/measures/dimensions.ts'
import type { Measure } from '../../domain/measures/measure.ts'
import { measures } from '../../domain/measures/measures.ts'
import { pointsBetween } from '../../domain/measures/points.ts'
import { choicesOf } from '../../domain/measures/setting.ts'
import { switchNames, type SwitchName } from '../../domain/measures/switches.ts'
import type { View, ViewBlock, ViewColumn } from '../../domain/views/view.ts'
import { figuresOf } from '../../engines/figures/answer.ts'
import type { Item } from '../../engines/figures/arithmetic.ts'
import { parseQuestion, type Divisions } from '../../engines/figures/parse.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { Problem } from '../../platform/http/problem.ts'

/** The parameters of a view: the day, the period that ends on it, and the choices of switches. */
export interface ViewQuery {
  asAt: CivilDate
  today: CivilDate
  divisions: Pick<Divisions, 'period' | 'first' | 'knownAt' | SwitchName>
}

type Cell = Pick<Item, 'numerator' | 'denominator' | 'value' | 'unknown'> & { shown: number | null }
interface Row {
  asAt: CivilDate
  group: Partial<Record<DimensionName, string>>
  labels: Partial<Record<DimensionName, string>>
  cells: Record<string, Cell>
}

const measureOfColumn = ({ measure }: ViewColumn): Measure => measures[measure]
const isOverPeriod = (column: ViewColumn) => measureOfColumn(column).over === 'period'

export const aboutView = (id: string, { title, description, source }: View) => ({
  id,
  title,
  description,
  source,
  href: `/v1/views/${id}`,
})

/** A view as the list of views shows it, without figures. */
export function describeView(id: string, view: View) {
  return {
    ...aboutView(id, view),
    blocks: view.blocks.map((block) => ({
      ...describeBlock(block),
      columns: block.columns.map(describeColumn),
    })),
  }
}

const describeBlock = ({ id, title, by: dimensions, trend }: ViewBlock) => ({
  id,
  title,
  by: [...dimensions],
  trend: trend ? { years: trend.years, every: trend.every } : null,
})

function describeColumn(column: ViewColumn) {
  const { title, version, unit, polarity, over: period = 'day' } = measureOfColumn(column)
  return {
    id: column.id,
    title: column.title,
    measure: { id: column.measure, title, version, unit, polarity, over: period },
    filter: Object.fromEntries(
      Object.entries(column.filter ?? {}).map(([name, codes]) => [name, [...codes]]),
    ),
    shows: column.shows ?? ('value' as const),
    unit: column.unit ?? unit,
  }
}

/**
 * Checks that each parameter given applies to at least one measure of the view.
 * @throws {Problem} invalid-request, pointing at a parameter that applies to none
 */
export function checkViewQuery({ blocks }: View, { divisions }: ViewQuery): void {
  const columns = blocks.flatMap((block) => block.columns)
  const takes: [string, boolean][] = [
    ...(['period', 'first'] as const).map((name): [string, boolean] => [name, columns.some(isOverPeriod)]),
    ...switchNames.map((name): [string, boolean] => [
      name,
      columns.some((column) => choicesOf(measureOfColumn(column), name).length > 0),
    ]),
  ]
  for (const [name, isTaken] of takes) {
    if (isTaken || divisions[name as keyof typeof divisions] === undefined) continue
    const detail = 'is taken by no measure of this view'
    throw new Problem('invalid-request', 'The view does not take that.', [
      { pointer: `#/query/${name === 'first' ? 'from' : name}`, detail, code: 'not-taken' },
    ])
  }
}

/** The blocks (tables) of a view with their figures, the same as the measures endpoint gives. */
export async function layOutView(tx: Tx, view: View, query: ViewQuery) {
  const questions = view.blocks.flatMap((block) =>
    block.columns.flatMap((column) => {
      const { whole, perRow } = questionsOf(column, block, query)
      return perRow ? [whole, perRow] : [whole]
    }),
  )
  const answers = await answersTo(tx, questions, query.today)
  return view.blocks.map((block) => layOutBlock(block, query, answers))
}

/** The question that a column asks of its measure. */
interface ColumnQuestion {
  measure: string
  days: readonly CivilDate[]
  divisions: Divisions
}
type Answers = (question: ColumnQuestion | null) => Item[]

/**
 * Reads the figures of all questions and gives a look-up from a question to its figures. Equal questions are read once:
 * columns may show several numbers of one figure, and blocks may have the same total.
 */
async function answersTo(
  tx: Tx,
  columnQuestions: readonly ColumnQuestion[],
  today: CivilDate,
): Promise<Answers> {
  const keyOf = (one: ColumnQuestion) => JSON.stringify(one)
  const different = new Map(columnQuestions.map((one) => [keyOf(one), one]))
  const questions = [...different.values()].map(({ measure, days, divisions }) =>
    parseQuestion(measure, days, divisions, today),
  )
  const figures = await figuresOf(tx, questions)
  const answers = new Map([...different.keys()].map((key, index) => [key, figures[index]]))
  return (one) => (one && answers.get(keyOf(one))) ?? []
}

/** The questions of a column: one for the total and, where the block has rows, one for the figures of the rows. */
function questionsOf(
  column: ViewColumn,
  block: ViewBlock,
  query: ViewQuery,
): { whole: ColumnQuestion; perRow: ColumnQuestion | null } {
  const { measure } = column
  const divisions = divisionsOf(column, block, query)
  const dimensions = block.by.join(',')
  const perRow = {
    measure,
    days: pointsOf(block, query),
    divisions: { ...divisions, ...(dimensions && { by: dimensions }) },
  }
  return {
    whole: { measure, days: [query.asAt], divisions },
    perRow: dimensions || block.trend ? perRow : null,
  }
}

const pointsOf = ({ trend }: ViewBlock, { asAt }: ViewQuery): CivilDate[] =>
  trend ? daysOf(trend, asAt) : [asAt]

function layOutBlock(block: ViewBlock, query: ViewQuery, answers: Answers) {
  const columns = []
  const rows = new Map<string, Row>()
  const total: Row = { asAt: query.asAt, group: {}, labels: {}, cells: {} }
  for (const column of block.columns) {
    const questions = questionsOf(column, block, query)
    const [whole] = answers(questions.whole)
    if (whole === undefined) throw new Error('a figure that is not divided is always one')
    total.cells[column.id] = cellOf(column, whole)
    for (const item of answers(questions.perRow)) {
      const key = `${item.asAt} ${block.by.map((name) => item.group[name]).join(' ')}`
      const row = rows.get(key) ?? { asAt: item.asAt, group: item.group, labels: item.labels, cells: {} }
      row.cells[column.id] = cellOf(column, item)
      rows.set(key, row)
    }
    const href = hrefOf(column, questions.whole.divisions, block, pointsOf(block, query))
    columns.push({ ...describeColumn(column), from: whole.from ?? null, href })
  }
  return {
    ...describeBlock(block),
    columns,
    rows: [...rows.values()]
      .map((row) => ({ ...row, cells: { ...emptyCells(block.columns), ...row.cells } }))
      .filter(({ cells }) => block.trend || Object.values(cells).some(isNotEmpty))
      .sort(compareRows(block.by)),
    total,
  }
}

/** The days of a trend: the last day of each step (month, quarter, year) in the years up to a day. */
function daysOf({ years, every: step }: NonNullable<ViewBlock['trend']>, asAt: CivilDate): CivilDate[] {
  const first = `${Number(asAt.slice(0, 4)) - years}${asAt.slice(4)}`.replace('-02-29', '-02-28')
  return [...pointsBetween(first, asAt, step)]
}

/** The parameters of a column's measure: the column's filter, and those of the view's parameters that the measure takes. */
function divisionsOf(column: ViewColumn, { trend }: ViewBlock, { divisions }: ViewQuery): Divisions {
  const { period, first, knownAt } = divisions
  const switches = switchNames.filter((name) => choicesOf(measureOfColumn(column), name).length > 0)
  return {
    ...(knownAt !== undefined && { knownAt }),
    ...(isOverPeriod(column) && (trend?.period ? { period: trend.period } : { period, first })),
    ...Object.fromEntries(switches.map((name) => [name, divisions[name]])),
    ...Object.fromEntries(
      Object.entries(column.filter ?? {}).map(([name, codes]) => [name, codes.join(',')]),
    ),
  }
}

/** The URL that gives the same figures from the measure itself. */
function hrefOf(
  column: ViewColumn,
  divisions: Divisions,
  { by: dimensions, trend }: ViewBlock,
  points: readonly CivilDate[],
) {
  const { first, ...rest } = divisions
  const [from, to] = [points[0] ?? '', points.at(-1) ?? '']
  const days: Record<string, string | undefined> = trend
    ? { from, to, every: trend.every }
    : { asAt: to, from: first }
  const parameters = Object.entries({ ...days, by: dimensions.join(',') || undefined, ...rest })
  const query = new URLSearchParams()
  for (const [name, value] of parameters) if (value !== undefined) query.set(name, value)
  return `/v1/measures/${column.measure}${trend ? '/series' : ''}?${query.toString()}`
}

function cellOf({ shows = 'value' }: ViewColumn, { numerator, denominator, value, unknown }: Item): Cell {
  return { shown: { numerator, denominator, value }[shows], numerator, denominator, value, unknown }
}

/** The cells of a group in which no measure counts anything: counts are 0, percentages and rates null. */
function emptyCells(columns: readonly ViewColumn[]): Record<string, Cell> {
  return Object.fromEntries(
    columns.map((column) => {
      const share = measureOfColumn(column).denominator !== null
      const nothing = { numerator: 0, denominator: share ? 0 : null, value: share ? null : 0, unknown: 0 }
      return [column.id, cellOf(column, { ...nothing, asAt: '', group: {}, labels: {} })]
    }),
  )
}

const isNotEmpty = ({ numerator, denominator, unknown }: Cell) =>
  numerator !== 0 || (denominator ?? 0) !== 0 || unknown !== 0

const collator = new Intl.Collator('en', { numeric: true })

/** Orders rows by day, then by code in the order of the catalogue; ids of records, which have no such order, by label. */
function compareRows(dimensions: readonly DimensionName[]): (a: Row, b: Row) => number {
  const orders = dimensions.map((name) => ({
    name,
    ranks: new Map(Object.keys(labelsOf(name)).map((code, rank) => [code, rank])),
  }))
  return (a, b) => {
    if (a.asAt !== b.asAt) return a.asAt < b.asAt ? -1 : 1
    for (const { name, ranks } of orders) {
      const [rankA, rankB] = [a, b].map(({ group }) => ranks.get(group[name] ?? '') ?? -1)
      const difference =
        Number(rankA) - Number(rankB) || collator.compare(`${a.labels[name]}`, `${b.labels[name]}`)
      if (difference !== 0) return difference
    }
    return 0
  }
}
