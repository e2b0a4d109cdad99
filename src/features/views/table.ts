import { dimensions, type DimensionName } from '../../domain/measures/dimensions.ts'
import type { layOutView } from './service.ts'

type Block = Awaited<ReturnType<typeof layOutView>>[number]

const columns = [
  'view', 'block', 'blockTitle', 'asAt', 'from', 'dimension', 'code', 'label', 'total', 'column', 'columnTitle',
  'shown', 'unit', 'measure', 'version', 'numerator', 'denominator', 'value', 'unknown', 'href',
] // prettier-ignore

/** A view as CSV rows, one for each cell. The columns are the same for every view, so that views can be stacked. */
export function viewTable(view: string, blocks: readonly Block[]) {
  const rows = blocks.flatMap((block) =>
    [...block.rows.map((row) => ({ row, total: false })), { row: block.total, total: true }].flatMap(
      ({ row, total }) =>
        block.columns.map(({ id, title, measure, unit, from, href }) => ({
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
          href,
          ...row.cells[id],
        })),
    ),
  )
  return { columns, rows }
}

/** The dimensions of a row with its codes and labels, joined by semicolons. */
function divisionOf(rowDimensions: readonly DimensionName[], { group, labels }: Block['total']) {
  const joinNames = (textOf: (name: DimensionName) => string | undefined) =>
    rowDimensions.map((name) => textOf(name) ?? '').join('; ')
  return {
    dimension: joinNames((name) => dimensions[name].title),
    code: joinNames((name) => group[name]),
    label: joinNames((name) => labels[name]),
  }
}
