import type { FigureOrSymbol } from './policy.ts'
import type { ReleasedFigure, ReleasedTable } from './release.ts'

/** A released figure with the definition of its measure. */
export interface FoundFigure extends ReleasedFigure {
  measure: ReleasedTable['measure']
  /** The measure's value: its rate, its percentage or, for a count, the count. */
  shown: FigureOrSymbol
}

/**
 * Looks a figure up in a release's yearly tables: the total, or one group.
 *
 * @param filter codes by dimension name; found only with exactly one code for each dimension of a table
 * @returns null where no table has it
 */
export function findFigure(
  tables: readonly ReleasedTable[],
  measureId: string,
  filter: Readonly<Record<string, readonly string[]>>,
): FoundFigure | null {
  const filters = Object.entries(filter)
  const table = tables.find(
    ({ measure, by: dimensions, every: step }) =>
      measure.id === measureId &&
      step === 'year' &&
      dimensions.length === filters.length &&
      dimensions.every((name) => filter[name] !== undefined),
  )
  const item = table?.items.find(({ group }) =>
    filters.every(([name, codes]) => codes.every((code) => code === group[name])),
  )
  if (table === undefined || item === undefined) return null
  return { ...item, measure: table.measure, shown: item.rate ?? item.percent ?? item.numerator }
}
