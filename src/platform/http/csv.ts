import type { FastifyReply, FastifyRequest } from 'fastify'
import { stringify } from 'csv-stringify/sync'
import { preferred } from './accept.ts'

/**
 * Whether the caller would rather have a table as CSV than as JSON; a 406 problem where neither will do. Ask before the
 * table is read.
 */
export function wantsCsv(request: FastifyRequest): boolean {
  return preferred(request, ['application/json', 'text/csv']) === 'text/csv'
}

/** Flattens `{a: {b: 1}, c: [2, 3]}` to `{'a.b': 1, c: '2 3'}`: a spreadsheet's columns. */
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
 * A page of a table as CSV (UTF-8 with a byte-order mark, so that Excel reads it as such), with the columns of the
 * first row to name them. What a spreadsheet would run as a formula is quoted. The next page is in `Link`.
 */
export function sendCsv(
  request: FastifyRequest,
  reply: FastifyReply,
  table: { items: readonly Record<string, unknown>[]; nextCursor?: string | null },
  columns?: readonly string[],
): FastifyReply {
  const rows = table.items.map((item) => flatten(item))
  const header = columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  if (table.nextCursor) {
    const next = new URL(request.url, 'http://localhost')
    next.searchParams.set('cursor', table.nextCursor)
    reply.header('link', `<${next.pathname}${next.search}>; rel="next"`)
  }
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .serializer(String)
    .send(
      stringify(rows, {
        header: true,
        columns: header.map((key) => ({ key })),
        bom: true,
        record_delimiter: 'windows',
        escape_formulas: true,
        cast: {
          boolean: (value) => (value ? 'true' : 'false'),
          number: (value) => ({ value: String(value), escape_formulas: false }),
        },
      }),
    )
}
