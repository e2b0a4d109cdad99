import type { FastifyReply, FastifyRequest } from 'fastify'
import { stringify } from 'csv-stringify/sync'
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

function scalar(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * A table as CSV: UTF-8 with a byte-order mark, by which Excel recognises it, under a header row. Cells that a spreadsheet
 * would run as formulas are escaped. Without `columns` the columns are all the keys of the items.
 */
export function csvText(items: readonly Record<string, unknown>[], columns?: readonly string[]): string {
  const rows = items.map((item) => flatten(item))
  const header = columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return stringify(rows, {
    header: true,
    columns: header.map((key) => ({ key })),
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: {
      boolean: (value) => (value ? 'true' : 'false'),
      number: (value) => ({ value: String(value), escape_formulas: false }),
    },
  })
}

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
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .serializer(String)
    .send(csvText(table.items, columns))
}
