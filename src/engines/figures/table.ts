import type { DimensionName } from '../../domain/measures/dimensions.ts'
import type { Item } from './arithmetic.ts'

interface Figures {
  measure: { id: string; version: number; over: string }
  by: readonly DimensionName[]
  items: readonly Item[]
}

/** Figures as CSV rows, one for each figure. The columns depend on the query alone, not on the figures. */
export function figuresTable({ measure, by: dimensions, items }: Figures) {
  const columns = [
    'measure',
    'version',
    ...(measure.over === 'period' ? ['from'] : []),
    'asAt',
    ...dimensions.flatMap((name) => [name, `${name}Label`]),
    'numerator',
    'denominator',
    'value',
    'unknown',
  ]
  const rows = items.map(({ group, labels, ...counts }) => {
    const divisions: Record<string, string | undefined> = Object.fromEntries(
      dimensions.flatMap((name) => [
        [name, group[name]],
        [`${name}Label`, labels[name]],
      ]),
    )
    return { measure: measure.id, version: measure.version, ...divisions, ...counts }
  })
  return { columns, rows }
}
