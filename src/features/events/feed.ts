import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { cloudEventOf } from '../../domain/events/cloud-event.ts'
import { may } from '../../domain/access.ts'
import { eventTypes } from '../../domain/events/types.ts'
import { readAs, writeAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess } from '../../platform/http/access-log.ts'
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Alarms } from './alarm.ts'
import { childrenOfEvents } from './queries/children.ts'
import { eventsAfter, lastPosition, publishEvents, removedTo } from './queries/feed.ts'
import { OpenStreams } from './open-streams.ts'
import * as schema from './schema.ts'
import type { EventSettings } from './settings.ts'
import { eventStream } from './stream.ts'

const scope = { config: { scope: 'events:read' } } as const
const tags = ['Events']
const cursorKey = z.tuple([z.number().int().min(0)])
const STREAM_BATCH = 100

/** The position in the feed after which a cursor stands; undefined without a cursor. */
export const positionOf = (cursor: string | undefined) => decodeCursor(cursor, cursorKey)?.[0]

/**
 * Checks that no event after `position` has been removed, as its reader would miss it without knowing.
 * @throws {Problem} cursor-expired (410)
 */
export async function requireStored(tx: Tx, position: number | undefined): Promise<void> {
  if (position !== undefined && position < (await removedTo(tx)))
    throw new Problem('cursor-expired', 'Events after this cursor have been removed.')
}

const types = Object.entries(eventTypes).map(([type, description]) => ({ type, description }))

/** Registers the feed of events: in pages, and as server-sent events. Aborting `stop` ends the open streams. */
export function registerFeed(
  instance: FastifyInstance,
  {
    pool,
    alarms,
    settings,
    stop,
  }: { pool: Pool; alarms: Alarms; settings: EventSettings; stop: AbortSignal },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const openStreams = new OpenStreams(settings.streams)

  app.get(
    '/v1/event-types',
    {
      ...scope,
      schema: {
        tags,
        summary: 'Every type of event',
        description: 'What each says. A type never changes its meaning: it gets a new version.',
        response: { 200: schema.eventTypesList },
      },
    },
    () => ({ items: types }),
  )

  app.get(
    '/v1/events',
    {
      ...scope,
      schema: {
        tags,
        summary: 'The feed of events',
        description:
          'What happened to records, in order: those of one record in the order in which they happened. An event names the record; read the record to learn what it says now.',
        querystring: schema.feedQuery,
        response: { 200: schema.feedPage },
      },
    },
    async (request) => {
      const { principal, query } = request
      const { cursor, limit, types } = query
      const position = positionOf(cursor)
      const { events, next } = await writeAs(pool, principal, async (tx) => {
        await requireStored(tx, position)
        await publishEvents(tx.client)
        const batch = await eventsAfter(tx, position ?? 0, types, limit)
        await logChildAccess(tx, request, await childrenOfEvents(tx, batch.events))
        return batch
      })
      return { items: events.map(cloudEventOf), nextCursor: encodeCursor([next]) }
    },
  )

  app.get(
    '/v1/events/stream',
    {
      ...scope,
      schema: {
        tags,
        summary: 'The feed of events as server-sent events',
        description:
          'Each event as soon as it is published; its id is a cursor of the feed. A stream ends after an hour, or within a heartbeat (15 seconds) of the end of its token or key: come back with `Last-Event-ID`. Four at once are sent to a subject, with 429 for more, and 500 by a process, with 503.',
        querystring: schema.streamQuery,
        headers: schema.streamHeaders,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const { principal, query, headers } = request
      const leave = openStreams.enter(`${principal.authorityCode} ${principal.subject}`)
      reply.raw.once('close', leave)
      const mayRead = async () => {
        const reader = await app.readerOf(request)
        return reader !== null && may(reader, 'events:read')
      }
      const start = positionOf(headers['last-event-id'] ?? query.cursor)
      const read = (position: number) =>
        readAs(pool, principal, async (tx) => {
          const batch = await eventsAfter(tx, position, query.types, STREAM_BATCH)
          await logChildAccess(tx, request, await childrenOfEvents(tx, batch.events))
          return batch
        })
      const from = await readAs(pool, principal, async (tx) => {
        await requireStored(tx, start)
        return start ?? lastPosition(tx)
      })
      const alarm = alarms.add(principal.authorityCode)
      const stream = eventStream({ from, read, alarm, mayRead, stop, ...settings })
      stream.once('close', () => alarms.remove(principal.authorityCode, alarm))
      return reply
        .type('text/event-stream; charset=utf-8')
        .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
        .send(stream)
    },
  )
}
