import type { FastifyReply, FastifyRequest } from 'fastify'
import { preferredType } from './accept.ts'

/**
 * Whether the caller prefers CSV to JSON. Call it before the table is read, so that a refusal costs no query.
 * @throws {Problem} not-acceptable (406) when it accepts neither
 */
export function wantsCsv(request: FastifyRequest): boolean {
  return preferredType(request, ['application/json', 'text/csv']) === 'text/csv'
}

/** Flattens a nested item to the columns of a spreadsheet: `{a: {b: 1}, c: [2, 3]}` to `{'a.b': 1, c: '2 3'}`. */
function flatten(value: Record<string, unknown>, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.entries(flatten(inner as Record<string, unknown>, `${prefix}${key}.`))
        : [[`${prefix}${key}`, Array.isArray(inner) ? inner.map(scalar).join(' ') : inner]],
    ),
  )
}

const month =
  '(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t(ember)?)?|oct(ober)?|nov(ember)?|dec(ember)?)'

/**
 * Texts that Excel would read as something else and show changed: `5-10` as 5 October, `02E03` as 2000, `00123` as 123, and
 * numbers longer than the 15 digits that it keeps. Days in ISO 8601 are days, and are left to it.
 */
const misreadInExcel = [
  /^\d{1,2}[-/.]\d{1,2}([-/.]\d{2,4})?$/,
  /^\d{4}[-/](0?[1-9]|1[0-2])$/,
  new RegExp(`^(\\d{1,4}[ /-]?)?${month}([ /-]?\\d{1,4})?$`, 'i'),
  /^\d{1,2}:\d{2}(:\d{2})?$/,
  /^\d+(\.\d+)?e[+-]?\d+$/i,
  /^0\d+$/,
  /^\d{16,}$/,
]

/** A text for a cell: behind an apostrophe, as formulas are, where Excel would misread it. */
const asText = (text: string): string =>
  misreadInExcel.some((pattern) => pattern.test(text)) ? `'${text}` : text

/** A cell of CSV that was sent, without the apostrophe that this service puts before what a spreadsheet would misread. */
export function withoutEscape(cell: string): string {
  if (!cell.startsWith("'")) return cell
  const text = cell.slice(1)
  return cellText(text) === cell ? text : cell
}

/** What a spreadsheet would run: a formula, also by the signs of East Asian keyboards, or what a tab or a return hides. */
const runsInExcel = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/

/** A value as the text of a cell: as it is, or behind an apostrophe. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return scalar(value)
  return runsInExcel.test(value) ? `'${value}` : asText(value)
}

const needsQuotes = /[",\r\n]/
const quoteWhereNeeded = (text: string): string =>
  needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text

/** A value as a cell of CSV, in quotes where it must be. */
export const csvCell = (value: unknown): string => quoteWhereNeeded(cellText(value))

/** Cells as a line of CSV. */
export const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`

const BYTE_ORDER_MARK = '\uFEFF'

function scalar(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The media type of CSV as this service writes it. */
export const csvType = 'text/csv; charset=utf-8; header=present'

/**
 * A table as CSV: UTF-8 with a byte-order mark, by which Excel recognises it, under a header row. Cells that a spreadsheet
 * would run as formulas, or take for dates or numbers that they are not, are escaped. Without `columns` the columns are all
 * the keys of the items. Without `header` it is a further piece of a table whose header is written.
 */
export function csvText(
  items: readonly Record<string, unknown>[],
  columns?: readonly string[],
  { header: isHeaded = true }: { header?: boolean } = {},
): string {
  const rows = items.map((item) => flatten(item))
  const header = columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => csvLine(header.map((key) => csvCell(row[key]))))
  return (isHeaded ? BYTE_ORDER_MARK + csvLine(header.map(quoteWhereNeeded)) : '') + lines.join('')
}

/** Some cells of a line of CSV, escaped as those of `csvText` are. */
export const csvCells = (values: readonly unknown[]): string => values.map(csvCell).join(',')

/** Sends a page of a table as CSV. The next page's address is in the `Link` header. */
export function sendCsv(
  request: FastifyRequest,
  reply: FastifyReply,
  table: { items: readonly Record<string, unknown>[]; nextCursor?: string | null },
  columns?: readonly string[],
): FastifyReply {
  if (table.nextCursor) {
    const next = new URL(request.url, 'http://localhost')
    next.searchParams.set('cursor', table.nextCursor)
    reply.header('link', `<${next.pathname}${next.search}>; rel="next"`)
  }
  return reply.type(csvType).serializer(String).send(csvText(table.items, columns))
}
