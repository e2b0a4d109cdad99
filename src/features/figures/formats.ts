import { dimensions, labelsOf, type DimensionName } from '../../domain/measures/dimensions.ts'
import type { Item } from '../../engines/figures/arithmetic.ts'
import { figuresFrom, type QueryTallies } from '../../engines/figures/answer.ts'
import { describe, findMeasure } from '../../engines/figures/catalogue.ts'
import type { MeasureQuery } from '../../engines/figures/parse.ts'
import { figuresTable } from '../../engines/figures/table.ts'
import { csvText } from '../../platform/http/csv.ts'

const aboutPart = ({ id, question, switches, period }: MeasureQuery) => ({
  measure: id,
  by: [...question.dimensions],
  period,
  switches,
})

/** The figures of a part as columns of one length. */
function columnsOf(part: QueryTallies) {
  const { question } = part.query
  const items = figuresFrom(part)
  const column = <Value>(read: (item: Item) => Value) => items.map(read)
  return {
    ...(question.starts.length > 0 && { from: column(({ from }) => from) }),
    asAt: column(({ asAt }) => asAt),
    ...Object.fromEntries(question.dimensions.map((name) => [name, column(({ group }) => group[name])])),
    numerator: column(({ numerator }) => numerator),
    denominator: column(({ denominator }) => denominator),
    value: column(({ value }) => value),
    ...(question.measure.median && {
      lowerQuartile: column(({ lowerQuartile }) => lowerQuartile),
      upperQuartile: column(({ upperQuartile }) => upperQuartile),
    }),
    unknown: column(({ unknown }) => unknown),
  }
}

/** Each dimension that the parts are divided by, with what its codes mean. */
function dimensionsIn(parts: readonly QueryTallies[]) {
  const labels = new Map<DimensionName, Record<string, string>>()
  for (const { query, tallies, names } of parts)
    for (const name of query.question.dimensions) {
      const labelByCode = labels.get(name) ?? labelsOf(name)
      labels.set(name, labelByCode)
      for (const { group } of tallies) {
        const code = group[name] ?? 'unknown'
        labelByCode[code] ??= names[name]?.[code] ?? code
      }
    }
  return [...labels].map(([name, labelByCode]) => ({
    name,
    title: dimensions[name].title,
    codes: Object.entries(labelByCode).map(([code, label]) => ({ code, label })),
  }))
}

/**
 * The answer as JSON, in pieces, so that no more than one table of it is in memory as text.
 * @param rest the fields of the answer beside measures, dimensions and tables
 */
export function* jsonPieces(parts: readonly QueryTallies[], rest: object): Generator<string> {
  const ids = [...new Set(parts.map(({ query }) => query.id))]
  const head = {
    measures: ids.map((id) => describe(id, findMeasure(id))),
    dimensions: dimensionsIn(parts),
    ...rest,
  }
  yield `${JSON.stringify(head).slice(0, -1)},"tables":[`
  for (const [index, part] of parts.entries())
    yield (index === 0 ? '' : ',') + JSON.stringify({ ...aboutPart(part.query), columns: columnsOf(part) })
  yield ']}'
}

/** How many rows are written at a time. */
const rowsAtATime = 1000

/** The rows of a part, as the table that a measure's CSV has, some at a time. */
function* rowsOf(part: QueryTallies) {
  const { query } = part
  const { cohort, knownAt: instant = null, dimensions } = query.question
  const measure = describe(query.id, findMeasure(query.id))
  const { switches, period } = query
  const items = figuresFrom(part)
  for (let first = 0; first < items.length; first += rowsAtATime) {
    const some = items.slice(first, first + rowsAtATime)
    yield figuresTable({ measure, by: dimensions, period, cohort, switches, knownAt: instant, items: some })
      .rows
  }
}

/** The answer as CSV in pieces: one header, with every dimension of the parts in the order in which they first stand. */
export function* csvPieces(parts: readonly QueryTallies[]): Generator<string> {
  const all = [...new Set(parts.flatMap(({ query }) => query.question.dimensions))]
  const { columns } = figuresTable({ ...emptyTable, by: all })
  yield csvText([], columns)
  for (const part of parts) for (const rows of rowsOf(part)) yield csvText(rows, columns, { header: false })
}

const emptyTable = {
  measure: { id: '', version: 0, unit: '' },
  period: null,
  cohort: {},
  switches: {},
  knownAt: null,
  items: [],
}

/** The answer as newline JSON, a line for each figure, with the columns of the CSV. */
export function* linePieces(parts: readonly QueryTallies[]): Generator<string> {
  for (const part of parts)
    for (const rows of rowsOf(part)) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
