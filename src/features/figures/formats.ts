import { dimensions, labelsOf, type DimensionName } from '../../domain/measures/dimensions.ts'
import { labelTallies, numberColumns, numberNames } from '../../engines/figures/arithmetic.ts'
import { figuresFrom, type QueryTallies } from '../../engines/figures/answer.ts'
import { describe, findMeasure } from '../../engines/figures/catalogue.ts'
import type { MeasureQuery } from '../../engines/figures/parse.ts'
import { figureColumns, figuresTable, inWords } from '../../engines/figures/table.ts'
import { csvCells, csvText } from '../../platform/http/csv.ts'
import { TextBuffer } from './text-buffer.ts'

const aboutPart = ({ id, question, switches, period }: MeasureQuery) => ({
  measure: id,
  by: [...question.dimensions],
  period,
  switches,
})

/** Writes the figures of a part as an object of columns of one length: a day as often as there are groups, the groups as often as days. */
function writeColumns(text: TextBuffer, { query: { question }, tallies, names }: QueryTallies): void {
  const { measure, points, starts, dimensions } = question
  const groups = labelTallies(question, tallies, names)
  const numbers = numberColumns(measure, groups, points.length)
  const column = (name: string, write: () => void) => {
    text.write(`"${name}":[`)
    const start = text.length
    write()
    if (text.length > start) text.length--
    text.write('],')
  }
  const repeatList = (values: readonly unknown[], times: number) => {
    const start = text.length
    for (const value of values) text.write(`${JSON.stringify(value)},`)
    text.repeat(start, times)
  }
  const days = (list: readonly string[]) => () => {
    for (const day of list) repeatList([day], groups.length)
  }
  text.write('{')
  if (starts.length > 0) column('from', days(starts))
  column('asAt', days(points))
  for (const name of dimensions)
    column(name, () => repeatList(groups.map(({ group }) => group[name]), points.length)) // prettier-ignore
  for (const name of numberNames)
    if (measure.median || !quartileNames.includes(name)) column(name, () => text.writeNumbers(numbers[name]))
  text.length--
  text.write('}')
}

const quartileNames: readonly string[] = ['lowerQuartile', 'upperQuartile']

/** Each dimension that the parts are divided by, with what its codes mean. */
function dimensionsIn(parts: readonly QueryTallies[]) {
  const labels = new Map<DimensionName, Record<string, string>>()
  for (const { query, tallies, names } of parts)
    for (const name of query.question.dimensions) {
      const labelByCode = labels.get(name) ?? { ...labelsOf(name) }
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

/** From so many bytes on, what was written is sent. */
const pieceLength = 2 ** 18

/**
 * The answer as JSON, in pieces, so that little of it is in memory as text.
 * @param rest the fields of the answer beside measures, dimensions and tables
 */
export function* jsonPieces(parts: readonly QueryTallies[], rest: object): Generator<Buffer> {
  const ids = [...new Set(parts.map(({ query }) => query.id))]
  const head = {
    measures: ids.map((id) => describe(id, findMeasure(id))),
    dimensions: dimensionsIn(parts),
    ...rest,
  }
  const text = new TextBuffer()
  text.write(`${JSON.stringify(head).slice(0, -1)},"tables":[`)
  for (const [index, part] of parts.entries()) {
    text.write(`${index === 0 ? '' : ','}${JSON.stringify(aboutPart(part.query)).slice(0, -1)},"columns":`)
    writeColumns(text, part)
    text.write('}')
    if (text.length > pieceLength) yield text.take()
  }
  text.write(']}')
  yield text.take()
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

/**
 * The answer as CSV in pieces: one header, with every dimension of the parts in the order in which they first stand. What
 * lines have in common is written as text once: of a part, and of each group in it.
 */
export function* csvPieces(parts: readonly QueryTallies[]): Generator<Buffer> {
  const all = [...new Set(parts.flatMap(({ query }) => query.question.dimensions))]
  const text = new TextBuffer()
  text.write(csvText([], figureColumns(all)))
  for (const { query, tallies, names } of parts) {
    const { measure, points, starts, cohort, knownAt: instant = null } = query.question
    const measureView = describe(query.id, findMeasure(query.id))
    const head = csvCells([measureView.id, measureView.version, measureView.unit, query.period])
    const question = csvCells([inWords(cohort), inWords(query.switches), instant])
    const groups = labelTallies(query.question, tallies, names).map(({ tally, group, labels }) => ({
      tally,
      cells: all.map((name) => `,${name in group ? csvCells([group[name], labels[name]]) : ','}`).join(''),
    }))
    const numbers = numberColumns(measure, groups, points.length)
    let place = 0
    for (const [point, day] of points.entries()) {
      const days = `${head},${starts[point] ?? ''},${day},${question}`
      for (const { cells } of groups) {
        text.write(days + cells)
        for (const name of numberNames) {
          const number = numbers[name][place] as number
          text.write(',')
          if (!Number.isNaN(number)) text.writeNumber(number)
        }
        text.write('\r\n')
        place++
      }
      if (text.length > pieceLength) yield text.take()
    }
  }
  yield text.take()
}

/** The answer as newline JSON, a line for each figure, with the columns of the CSV. */
export function* linePieces(parts: readonly QueryTallies[]): Generator<string> {
  for (const part of parts)
    for (const rows of rowsOf(part)) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
