import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { namedColumns } from '../../domain/feeds/named-columns.ts'
import { feedNames, feedSets, type FeedName } from '../../domain/feeds/sets.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { cutPage, decodeCursor, page } from '../../platform/http/cursor.ts'
import { columnsFor, FEEDS_URL, feedTags, type FeedOptions } from './feeds.ts'
import { registerPacks } from './packs.ts'
import { Pulls } from './pulls.ts'
import { bulkReads } from './queries.ts'
import { registerRows } from './rows.ts'
import * as schema from './schema.ts'
import { startValues } from './values.ts'

const cursorKey = z.tuple([z.number().int()])

/** Registers the feeds: whole sets of rows for analysts, and the log of who pulled them. */
export function registerFeeds(instance: FastifyInstance, options: FeedOptions): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { pool, clock, valuesEveryMs: everyMs } = options

  app.get(
    FEEDS_URL,
    {
      config: { scope: 'feeds:read' },
      schema: {
        tags: feedTags,
        summary: 'Every set of the feeds',
        description:
          'What each says, with those of its columns that you may see: type, words, codes, the set that it refers to.',
        response: { 200: schema.feedCatalogue },
      },
    },
    ({ principal }) => ({ items: feedNames.map((set) => describeSet(set, columnsFor(principal, set))) }),
  )
  const pulls = new Pulls(app, options)
  registerPacks(app, options, pulls)
  registerRows(app, options, pulls)

  app.get(
    '/v1/bulk-reads',
    {
      config: { scope: 'bulk-reads:read' },
      schema: {
        tags: feedTags,
        summary: 'Who pulled which set',
        description:
          'Every pull of a feed, the latest first: who, which columns, how many rows, when and what for.',
        querystring: schema.bulkReadsQuery.extend(page.shape),
        response: { 200: schema.bulkReadsPage },
      },
    },
    async ({ principal, query: { set, limit, cursor } }) => {
      const beforeId = decodeCursor(cursor, cursorKey)?.[0]
      const rows = await readAs(pool, principal, (tx) => bulkReads(tx, { set, beforeId, limit: limit + 1 }))
      return cutPage(rows, limit, ({ id }) => [id])
    },
  )
  if (everyMs === undefined) return
  let stop: (() => Promise<void>) | undefined
  app.addHook('onReady', async () => {
    stop = startValues({ pool, clock, everyMs }, app.log)
  })
  app.addHook('onClose', () => stop?.())
}

function describeSet(set: FeedName, visible: readonly string[]) {
  const { title, words, key, period } = feedSets[set]
  return {
    set,
    title,
    words,
    key: [...key],
    period,
    href: `${FEEDS_URL}/${set}`,
    columns: namedColumns(set, visible).map(
      ({ name, type, words: meaning, codes = null, refers = null }) => ({
        name,
        type,
        words: meaning,
        codes,
        refers,
      }),
    ),
  }
}
