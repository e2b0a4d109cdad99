import type { AnsweredTable } from '../../../domain/disclosure/answer.ts'
import { publishedMeasure } from '../../../domain/disclosure/blocks.ts'
import type { MeasureId } from '../../../domain/measures/measures.ts'
import { figuresTable } from '../../../engines/figures/table.ts'

/** The tables of an answer as CSV rows, in the columns of the CSV of measures. */
export function answerRows(tables: readonly AnsweredTable[]) {
  const all = [...new Set(tables.flatMap((table) => table.by))]
  const parts = tables.map((table) =>
    figuresTable({
      measure: { ...table.measure, unit: publishedMeasure(table.measure.id as MeasureId).unit },
      by: table.by,
      cohort: table.cohort,
      ...restOfQuestion,
      // Answers kept from before questions about years have no `from`.
      period: table.from ? 'year-to-date' : null,
      items: table.items.map(({ percent, ...item }) => ({
        ...item,
        from: table.from,
        asAt: table.asAt,
        value: percent ?? item.numerator,
      })),
    }),
  )
  const { columns } = figuresTable({
    measure: { id: '', version: 0, unit: '' },
    by: all,
    cohort: {},
    ...restOfQuestion,
    items: [],
  })
  return { columns, items: parts.flatMap(({ rows }) => rows) }
}

const restOfQuestion = { period: null, switches: {}, knownAt: null }
