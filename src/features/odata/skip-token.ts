import { z } from 'zod'
import { isCivilDate } from '../../domain/dates.ts'
import type { FeedType } from '../../domain/feeds/set.ts'
import type { OrderPart } from '../../domain/odata/parser.ts'
import type { Position } from '../../engines/feeds/queries/entity-rows.ts'
import { decodeCursor } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/http/problem.ts'

const shape = z.object({
  position: z.array(z.string().max(1000).nullable()).min(1).max(20),
  pageSize: z.number().int().min(1),
  omitsNulls: z.boolean(),
  /** The entry of the pull in the log of bulk reads. */
  pull: z.number().int(),
})
/** Where a pull goes on, and how: what `$skiptoken` of a link to the next page says. */
export type SkipToken = z.output<typeof shape>

const instant = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

const forms: Record<FeedType, (text: string) => boolean> = {
  text: (text) => !text.includes('\0'),
  id: (text) => z.guid().safeParse(text).success,
  date: isCivilDate,
  instant: (text) => instant.test(text) && !Number.isNaN(Date.parse(text)),
  integer: (text) => /^-?\d{1,9}$/.test(text),
  decimal: (text) => /^-?\d[\d.]*(e[-+]?\d+)?$/.test(text) && Number.isFinite(Number(text)),
  boolean: (text) => text === 'true' || text === 'false',
}

const isPosition = (position: Position, order: readonly OrderPart[]) =>
  position.length === order.length &&
  order.every(({ type }, index) => {
    const text = position[index]
    return text === null || (text !== undefined && forms[type](text))
  })

export const encodeSkipToken = (token: SkipToken): string =>
  Buffer.from(JSON.stringify(token)).toString('base64url')

/** @throws {Problem} invalid-cursor when it is not of a link that this set gave in this order */
export function decodeSkipToken(
  text: string | undefined,
  order: readonly OrderPart[],
): SkipToken | undefined {
  const token = decodeCursor(text, shape, '#/query/$skiptoken')
  if (token === undefined || isPosition(token.position, order)) return token
  throw new Problem('invalid-cursor', 'The $skiptoken is not of a link that this set gave in this order.', [
    { pointer: '#/query/$skiptoken', detail: 'follow @odata.nextLink unchanged', code: 'invalid-cursor' },
  ])
}
