import type { Figure } from './policy.ts'
import type { ReleasedFigure, ReleasedTable } from './release.ts'

/** A figure of a release with the definition that it was made by. */
export interface FoundFigure extends ReleasedFigure {
  measure: ReleasedTable['measure']
  /** What the measure comes to: its rate, its percentage or, of a count, the count. */
  shown: Figure
}

/**
 * The figure of a measure in a release: as at its last day or over its year, whole or of one code of each dimension that
 * a table is divided by.
 * @returns null where no table holds it
 */
export function findFigure(
  tables: readonly ReleasedTable[],
  measureId: string,
  filter: Readonly<Record<string, readonly string[]>>,
): FoundFigure | null {
  const asked = Object.entries(filter)
  const table = tables.find(
    ({ measure, by, every }) =>
      measure.id === measureId &&
      every === 'year' &&
      by.length === asked.length &&
      by.every((name) => filter[name] !== undefined),
  )
  const item = table?.items.find(({ group }) =>
    asked.every(([name, codes]) => codes.every((code) => code === group[name])),
  )
  if (table === undefined || item === undefined) return null
  return { ...item, measure: table.measure, shown: item.rate ?? item.percent ?? item.numerator }
}
