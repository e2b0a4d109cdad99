import { factSets } from '../../../domain/measures/fact-sets.ts'
import { selectDays, selectionSource } from '../../../engines/figures/queries/read-facts.ts'
import type { Question } from '../../../engines/figures/question.ts'
import { factColumns } from './queries.ts'
import type { FigureRecord } from './service.ts'

/** Records as CSV rows. The columns depend on the question alone, not on the records. */
export function recordsTable(question: Question, records: readonly FigureRecord[]) {
  const has = factColumns(selectionSource(selectDays(question)))
  const columns = [
    'from',
    'to',
    'nights',
    'amount',
    'adds',
    'childIds',
    'childReferences',
    ...has.records.filter((name) => name !== 'childId').map((name) => `records.${name}`),
    ...factSets[question.measure.of].dimensions.flatMap((name) => [`facts.${name}`, `labels.${name}`]),
    ...has.numbers.map((name) => `numbers.${name}`),
  ]
  const rows = records.map(({ children, ...rest }) => ({
    ...rest,
    childIds: children.map(({ id }) => id),
    childReferences: children.map(({ reference }) => reference ?? ''),
  }))
  return { columns, rows }
}
