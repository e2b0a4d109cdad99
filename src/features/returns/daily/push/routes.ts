import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { readAs, writeAs, type Tx } from '../../../../platform/db/tenant.ts'
import { ukDate } from '../../../../domain/dates.ts'
import { logChildAccess, purpose } from '../../../../platform/http/access-log.ts'
import { cutPage, decodeCursor } from '../../../../platform/http/cursor.ts'
import { notFound, Problem } from '../../../../platform/http/problem.ts'
import { JobQueue } from '../../../../platform/jobs/queue.ts'
import { isSending } from '../../../../platform/db/sending.ts'
import { failAbandonedJobs, settleJobs } from '../../../../platform/jobs/rows.ts'
import { changesForReceiver, countsOf } from './changes.ts'
import { liftRefusal, pushedChildById, pushedChildrenAfter } from './queries/children.ts'
import { addPush, pushById, pushesBefore, pushJobs } from './queries/pushes.ts'
import {
  dailyReceiverById,
  dailyReceiverRows,
  switchDailyReceiver,
  type DailyReceiverRow,
} from './queries/receivers.ts'
import { sendingsOfChild, sendingsOfPush } from './queries/sendings.ts'
import * as schema from './schema.ts'
import { Pushes, startPushes, type DailyPushOptions } from './service.ts'

const tags = ['Daily collection']
const read = { config: { scope: 'imports:read' } } as const
const write = { config: { scope: 'imports:write' } } as const
const present = <T>(ids: readonly (T | null)[]) => ids.filter((id) => id !== null)

async function requireReceiver(tx: Tx, id: string): Promise<DailyReceiverRow> {
  const row = await dailyReceiverById(tx, id)
  if (row === undefined) throw notFound('receiver')
  return row
}

/** Registers pushes to the daily collection: routes, and the daily push itself. */
export function registerDailyPushes(
  instance: FastifyInstance,
  { pool, clock, daily }: { pool: Pool; clock: () => Date; daily: DailyPushOptions },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const pushes = new Pushes(pool, clock, daily)
  const jobs = new JobQueue(pool, instance.log, pushJobs, { atOnce: Infinity })
  let stopPushes = async () => {}
  app.addHook('onReady', async () => {
    await pushes.addReceivers()
    const { everyMs } = daily
    if (everyMs !== undefined && daily.receivers.length > 0)
      stopPushes = startPushes(pushes, jobs, { everyMs, log: instance.log })
  })
  app.addHook('onClose', async () => {
    await stopPushes()
    await jobs.close()
  })

  const viewOf = (tx: Tx, row: DailyReceiverRow) => {
    const settings = pushes.settingsFor(tx.principal.authorityCode)
    const isConfigured = settings?.kind === row.kind
    return { ...row, configured: isConfigured, host: isConfigured ? new URL(settings.url).host : null }
  }

  app.get(
    '/v1/daily-receivers',
    {
      ...read,
      schema: {
        tags,
        summary: 'List: receivers of the daily collection',
        description:
          "The Department for Education's services to which the authority's children are sent, if any are configured: how far each is, and what comes next.",
        response: { 200: z.object({ items: z.array(schema.receiverView) }) },
      },
    },
    ({ principal }) =>
      readAs(pool, principal, async (tx) => ({
        items: (await dailyReceiverRows(tx)).map((row) => viewOf(tx, row)),
      })),
  )

  app.get(
    '/v1/daily-receivers/:id',
    {
      ...read,
      schema: {
        tags,
        summary: 'Read: receiver of the daily collection',
        description: 'How far it is, and what comes next.',
        params: schema.pushParams,
        response: { 200: schema.receiverView },
      },
    },
    ({ principal, params }) =>
      readAs(pool, principal, async (tx) => viewOf(tx, await requireReceiver(tx, params.id))),
  )

  for (const [action, isPaused, words] of [
    ['pause', true, 'Nothing is sent by itself any more; a push at work goes on to its end.'],
    ['resume', false, 'Sends every day, and at once first.'],
  ] as const)
    app.post(
      `/v1/daily-receivers/:id/${action}`,
      {
        ...write,
        schema: {
          tags,
          summary: `Receiver of the daily collection: ${action}`,
          description: words,
          params: schema.pushParams,
          response: { 200: schema.receiverView },
        },
      },
      ({ principal, params }) =>
        writeAs(pool, principal, async (tx) => {
          await requireReceiver(tx, params.id)
          await switchDailyReceiver(tx, params.id, { paused: isPaused, now: clock() })
          return viewOf(tx, await requireReceiver(tx, params.id))
        }),
    )

  app.get(
    '/v1/daily-receivers/:id/changes',
    {
      ...read,
      schema: {
        tags,
        summary: 'What a push would send now',
        description:
          'A dry run: every child whose record differs from what the receiver accepted last, why, and the record as it would be sent; and children who would be left out, as a field does not fit. Nothing is sent or recorded but that it was read.',
        headers: purpose,
        params: schema.pushParams,
        querystring: schema.changesQuery,
        response: { 200: schema.changesView },
      },
    },
    (request) =>
      readAs(pool, request.principal, async (tx) => {
        await requireReceiver(tx, request.params.id)
        const changes = await changesForReceiver(tx, request.params.id, ukDate(clock()))
        await logChildAccess(tx, request, changes.childIds)
        return { ...changes, counts: countsOf(changes), items: changes.items.slice(0, request.query.limit) }
      }),
  )

  app.post(
    '/v1/daily-receivers/:id/pushes',
    {
      ...write,
      schema: {
        tags,
        summary: 'Daily collection: push now',
        description:
          'Sends what has changed since the receiver last accepted it, also while it is paused. Refused while nothing is sent from the database at all: it is a restored copy, or sending was paused by command. Answers at once; the push is carried out in the background. Read the resource in `Location` until it has ended. One push to a receiver is at work at a time.',
        params: schema.pushParams,
        response: { 202: schema.pushView },
      },
    },
    async ({ principal, params }, reply) => {
      const settings = pushes.settingsFor(principal.authorityCode)
      if (!(await isSending(pool)))
        throw new Problem(
          'action-not-open',
          'Nothing is sent from this database: it is a restored copy, or sending was paused by command. Whoever operates the service turns it on (`npm run sending`).',
        )
      const push = await writeAs(pool, principal, async (tx) => {
        const { id, kind } = await requireReceiver(tx, params.id)
        if (settings?.kind !== kind)
          throw new Problem(
            'action-not-open',
            'The service has no address and credentials for this receiver.',
          )
        await failAbandonedJobs(tx, pushJobs)
        return pushById(tx, await addPush(tx, id))
      })
      if (settings && push)
        void jobs.add(pushes.job(settings, principal, { pushId: push.id, receiverId: push.receiverId }))
      return reply
        .code(202)
        .header('location', `/v1/daily-pushes/${push?.id}`)
        .send(push as never)
    },
  )

  app.get(
    '/v1/daily-pushes',
    {
      ...read,
      schema: {
        tags,
        summary: 'List: pushes to the daily collection',
        description: 'The latest first.',
        querystring: schema.pushesQuery,
        response: { 200: schema.pushesPage },
      },
    },
    async ({ principal, query: { limit, cursor } }, reply) => {
      const position = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]))
      await settleJobs(pool, principal, pushJobs)
      const table = await readAs(pool, principal, async (tx) =>
        cutPage(await pushesBefore(tx, position, limit + 1), limit, (row) => [row.createdAt, row.id]),
      )
      return reply.send(table as never)
    },
  )

  app.get(
    '/v1/daily-pushes/:id',
    {
      ...read,
      schema: {
        tags,
        summary: 'Read: push to the daily collection',
        description: 'How far it is and, when it has ended, what came of it.',
        params: schema.pushParams,
        response: { 200: schema.pushView },
      },
    },
    async ({ principal, params }, reply) => {
      await settleJobs(pool, principal, pushJobs)
      const push = await readAs(pool, principal, (tx) => pushById(tx, params.id))
      if (push === undefined) throw notFound('push')
      return reply.send(push as never)
    },
  )

  app.get(
    '/v1/daily-pushes/:id/sendings',
    {
      ...read,
      schema: {
        tags,
        summary: 'What a push sent',
        description: 'Each child in each request: the record, why it was sent, when, and what was answered.',
        headers: purpose,
        params: schema.pushParams,
        querystring: schema.sendingsQuery,
        response: { 200: schema.sendingsPage },
      },
    },
    async (request, reply) => {
      const { params, query, principal } = request
      const lastId = decodeCursor(query.cursor, z.tuple([z.int()]))?.[0] ?? 0
      const table = await readAs(pool, principal, async (tx) => {
        if ((await pushById(tx, params.id)) === undefined) throw notFound('push')
        const rows = await sendingsOfPush(tx, params.id, { lastId, limit: query.limit + 1 })
        const { items, nextCursor } = cutPage(rows, query.limit, (row) => [row.id])
        await logChildAccess(tx, request, present(items.map(({ childId }) => childId)))
        return { items, nextCursor }
      })
      return reply.send(table as never)
    },
  )

  app.get(
    '/v1/daily-pushed-children',
    {
      ...read,
      schema: {
        tags,
        summary: 'List: children sent to the daily collection',
        description:
          'What each receiver has of each child, may have, or refused; with `state=refused`, the report of what to put right, field by field.',
        headers: purpose,
        querystring: schema.pushedChildrenQuery,
        response: { 200: schema.pushedChildrenPage },
      },
    },
    async (request, reply) => {
      const { limit, cursor, state } = request.query
      const position = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]))
      const table = await readAs(pool, request.principal, async (tx) => {
        const rows = await pushedChildrenAfter(tx, { state, position }, limit + 1)
        const { items, nextCursor } = cutPage(rows, limit, (row) => [row.laChildId, row.id])
        await logChildAccess(tx, request, present(items.map(({ childId }) => childId)))
        return { items, nextCursor }
      })
      return reply.send(table)
    },
  )

  app.get(
    '/v1/daily-pushed-children/:id',
    {
      ...read,
      schema: {
        tags,
        summary: 'Read: child sent to the daily collection',
        description: 'What a receiver has of the child, and all that was sent of it, with the answers.',
        headers: purpose,
        params: schema.pushParams,
        response: { 200: schema.pushedChildView },
      },
    },
    async (request, reply) => {
      const child = await readAs(pool, request.principal, async (tx) => {
        const row = await pushedChildById(tx, request.params.id)
        if (row === undefined) throw notFound('child sent')
        await logChildAccess(tx, request, present([row.childId]))
        return { ...row, sendings: await sendingsOfChild(tx, row, 100) }
      })
      return reply.send(child as never)
    },
  )

  app.post(
    '/v1/daily-pushed-children/:id/retry',
    {
      ...write,
      schema: {
        tags,
        summary: 'Child sent to the daily collection: try again',
        description:
          'Lets the next push send a record again that was refused. A record that has changed since is sent again without this.',
        params: schema.pushParams,
        response: { 204: z.null() },
      },
    },
    async ({ principal, params }, reply) => {
      await writeAs(pool, principal, async (tx) => {
        const row = await pushedChildById(tx, params.id)
        if (row === undefined) throw notFound('child sent')
        if (row.refusedAt === null)
          throw new Problem('action-not-open', 'Nothing of the child was refused that is not accepted since.')
        await liftRefusal(tx, row.id)
      })
      return reply.code(204).send(null)
    },
  )
}
