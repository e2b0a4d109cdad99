import { tables } from '../../domain/disclosure/contents.ts'
import { rate } from '../../domain/disclosure/rates.ts'
import type { ReleasedTable } from '../../domain/disclosure/release.ts'
import type { MeasureId } from '../../domain/measures/measures.ts'

/** The ids of the measures in releases. */
export const measureIds = [...new Set([...tables.map(({ measure }) => measure), rate.measure])] as [
  MeasureId,
  ...MeasureId[],
]

const dimensions = [...new Set(tables.flatMap(({ by: divisions }) => divisions))]

/** The tables of a release as CSV rows. Every release has the same columns; dimensions that a table lacks are empty. */
export function releaseRows(releasedTables: readonly ReleasedTable[]) {
  const columns = [
    'measure',
    'version',
    'every',
    'from',
    'asAt',
    ...dimensions.flatMap((name) => [name, `${name}Label`]),
    'numerator',
    'denominator',
    'percent',
    'rate',
    'unknown',
  ]
  const items = releasedTables.flatMap(({ measure, every: step, items }) =>
    items.map(({ group, labels, ...figures }) => ({
      measure: measure.id,
      version: measure.version,
      every: step,
      ...figures,
      ...group,
      ...Object.fromEntries(Object.entries(labels).map(([name, label]) => [`${name}Label`, label])),
    })),
  )
  return { columns, items }
}
