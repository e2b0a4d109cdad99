import { dimensions, type DimensionName } from '../../domain/measures/dimensions.ts'
import type { layOutView } from './service.ts'

type Block = Awaited<ReturnType<typeof layOutView>>[number]

const columns = [
  'view', 'block', 'blockTitle', 'asAt', 'from', 'dimension', 'code', 'label', 'total', 'column', 'columnTitle',
  'shown', 'unit', 'measure', 'version', 'numerator', 'denominator', 'value', 'unknown',
] // prettier-ignore

/** A row for each cell, in the same columns for every view, so that views stack into one table. */
export function viewTable(view: string, blocks: readonly Block[]) {
  const rows = blocks.flatMap((block) =>
    [...block.rows.map((row) => ({ row, total: false })), { row: block.total, total: true }].flatMap(
      ({ row, total }) =>
        block.columns.map(({ id, title, measure, unit, from }) => ({
          view,
          block: block.id,
          blockTitle: block.title,
          asAt: row.asAt,
          total,
          from: total || !block.trend ? from : null,
          ...divisionOf(total ? [] : block.by, row),
          column: id,
          columnTitle: title,
          unit,
          measure: measure.id,
          version: measure.version,
          ...row.cells[id],
        })),
    ),
  )
  return { columns, rows }
}

/** What divides a row: dimensions, their codes and labels, with semicolons between where there are several. */
function divisionOf(rowDimensions: readonly DimensionName[], { group, labels }: Block['total']) {
  const joinNames = (textOf: (name: DimensionName) => string | undefined) =>
    rowDimensions.map((name) => textOf(name) ?? '').join('; ')
  return {
    dimension: joinNames((name) => dimensions[name].title),
    code: joinNames((name) => group[name]),
    label: joinNames((name) => labels[name]),
  }
}
