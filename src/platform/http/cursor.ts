import { z } from 'zod'
import { Problem } from './problem.ts'

/** The query of every list: how many, and from where. */
export const page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('How many items at most.'),
  cursor: z
    .string()
    .max(500)
    .optional()
    .describe('`nextCursor` of the page before; absent for the first page.'),
})

/** A list's answer. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Send as `cursor` to read on; null on the last page.'),
  })
}

/** An opaque cursor that stands after `key`, the values that the list is ordered by. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/**
 * The key of a cursor, as `shape` says this list's keys are; an `invalid-cursor` problem for anything else, at
 * `pointer`.
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

/** Cuts rows fetched with `limit + 1` to a page; `keyOf` is what the list is ordered by. */
export function cutPage<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => readonly (string | number)[],
) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null }
}
