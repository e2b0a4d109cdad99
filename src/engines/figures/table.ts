import type { DimensionName } from '../../domain/measures/dimensions.ts'
import type { Item } from './arithmetic.ts'

interface Figures {
  measure: { id: string; version: number; over: string }
  by: readonly DimensionName[]
  items: readonly Item[]
}

/** A row for each figure, in flat columns whose names depend on the question alone. */
export function tableOf({ measure, by, items }: Figures) {
  const columns = [
    'measure',
    'version',
    ...(measure.over === 'period' ? ['from'] : []),
    'asAt',
    ...by.flatMap((name) => [name, `${name}Label`]),
    'numerator',
    'denominator',
    'value',
    'unknown',
  ]
  const rows = items.map(({ group, labels, ...counts }) => {
    const divisions: Record<string, string | undefined> = Object.fromEntries(
      by.flatMap((name) => [
        [name, group[name]],
        [`${name}Label`, labels[name]],
      ]),
    )
    return { measure: measure.id, version: measure.version, ...divisions, ...counts }
  })
  return { columns, rows }
}
