import { z } from 'zod'
import { Problem } from './problem.ts'

/** The query parameters of every list: page size and cursor. */
export const page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('How many items at most.'),
  cursor: z
    .string()
    .max(500)
    .optional()
    .describe('`nextCursor` of the page before; absent for the first page.'),
})

/** The schema of a list's answer: a page of items, and the cursor of the next page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Send as `cursor` to read on; null on the last page.'),
  })
}

/** Makes an opaque cursor (base64url) from `key`: the last item's values of the columns that the list is ordered by. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/**
 * Reads a cursor back to its key; undefined when there is no cursor.
 * @param shape the schema of this list's keys
 * @param pointer where the cursor stands in the request, for the problem
 * @throws {Problem} invalid-cursor when it is not a cursor of this list
 */
export function decodeCursor<T extends z.ZodType>(
  cursor: string | undefined,
  shape: T,
  pointer = '#/query/cursor',
): z.output<T> | undefined {
  if (cursor === undefined) return undefined
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new Problem('invalid-cursor', 'The cursor is not one that this list gave.', [
      {
        pointer,
        detail: 'send nextCursor back unchanged, or leave it out',
        code: 'invalid-cursor',
      },
    ])
  }
}

/**
 * Cuts rows to a page. The query must ask for `limit + 1` rows: the extra row tells that there is a next page. `keyOf`
 * gives a row's values of the columns that the list is ordered by.
 */
export function cutPage<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => readonly (string | number)[],
) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null }
}
