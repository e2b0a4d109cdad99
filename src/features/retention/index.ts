import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { childRules, logKeptSince, logRules, type LogRule } from '../../domain/retention/rules.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { id } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { recordsPastTheirTime, refuseWhileKept } from './due.ts'
import { registerLegalHolds } from './legal-holds.ts'
import { countEntries, eraseChild, eraseEntries, receipts, rehearse, type Erased } from './queries.ts'
import * as schema from './schema.ts'

export { registerRetentionPages } from './page/index.ts'

const tags = ['People and their data']
const read = { scope: 'retention:read' } as const
const write = { scope: 'retention:write' } as const
const cursorKey = z.tuple([z.iso.datetime({ offset: true }), z.guid()])
const logNames = Object.keys(logRules) as LogRule[]

/** Registers what is kept for how long: rules, what is past its time, erasure, legal holds. `clock` gives the present instant. */
export function registerRetention(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const today = () => ukDate(clock())
  registerLegalHolds(app, { pool })

  app.get(
    '/v1/retention/rules',
    {
      config: read,
      schema: {
        tags,
        summary: 'For how long what is kept',
        description: "Each rule with the law that it rests on, or as the authority's own policy.",
        response: { 200: schema.ruleList },
      },
    },
    () => ({
      items: Object.entries({ ...childRules, ...logRules }).map(([rule, words]) => ({
        rule: rule as keyof typeof childRules | LogRule,
        ...words,
      })),
    }),
  )

  app.get(
    '/v1/retention/due',
    {
      config: read,
      schema: {
        tags,
        summary: 'What is past its time',
        description:
          'Every record that may go today, by which rule and why, and what a legal hold keeps all the same. Nothing goes by itself: somebody erases it.',
        headers: purpose,
        querystring: page.pick({ limit: true }),
        response: { 200: schema.dueList },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const asAt = today()
        const due = await recordsPastTheirTime(tx, asAt)
        const items = due.slice(0, request.query.limit)
        await logChildAccess(
          tx,
          request,
          items.map(({ childId }) => childId),
        )
        const logs = []
        for (const rule of logNames) {
          const keptSince = logKeptSince(rule, asAt)
          logs.push({ rule, keptSince, rows: await countEntries(tx, rule, keptSince) })
        }
        return { asAt, logs, total: due.length, items }
      }),
  )

  app.post(
    '/v1/children/:id/erasure',
    {
      config: write,
      schema: {
        tags,
        summary: 'Erase all that is kept of a child',
        description:
          'Of a record that is past its time, in one transaction: records, history, events, returns, kept answers. What is shared with other children loses the child. Searches stay, without saying for whom. Figures of days on which the child was in care lose the child; releases, public answers and forecasts stay as they were made. The receipt says nothing of whom. Refused while the record must be kept, and while a legal hold is in force.',
        headers: idempotencyKey.extend(purpose.shape),
        params: z.object({ id }),
        body: schema.childErasure,
        response: { 200: schema.erasure.meta({ id: 'Erasure' }) },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const { dryRun } = request.body
        const rule = await refuseWhileKept(tx, request.params.id, today())
        const erase = () => eraseChild(tx, request.params.id, rule)
        const result = dryRun ? await rehearse(tx, erase) : await erase()
        if (dryRun) await logChildAccess(tx, request, [request.params.id])
        return answerOf(rule, dryRun, result)
      }),
  )

  app.post(
    '/v1/erasures',
    {
      config: write,
      schema: {
        tags,
        summary: 'Erase entries of a log',
        description: 'Those that are past their time, but for entries of children under a legal hold.',
        headers: idempotencyKey,
        body: schema.logErasure,
        response: { 200: schema.erasure.meta({ id: 'Erasure' }) },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const { rule, dryRun } = request.body
        const erase = () => eraseEntries(tx, rule, logKeptSince(rule, today()))
        return answerOf(rule, dryRun, dryRun ? await rehearse(tx, erase) : await erase())
      }),
  )

  app.get(
    '/v1/erasures',
    {
      config: read,
      schema: {
        tags,
        summary: 'Receipts of what was erased',
        description: 'By which rule, by whom, when, and how many rows of each table; the latest first.',
        querystring: page,
        response: { 200: pageOf(schema.receipt) },
      },
    },
    async ({ principal, query: { limit, cursor } }) => {
      const from = decodeCursor(cursor, cursorKey)
      const rows = await readAs(pool, principal, (tx) => receipts(tx, { limit: limit + 1, from }))
      return cutPage(rows, limit, ({ erasedAt, id }) => [erasedAt, id])
    },
  )
}

const answerOf = (rule: string, dryRun: boolean, { id, tally }: Erased) => ({
  status: 200,
  headers: {},
  body: { id: dryRun ? null : id, rule, dryRun, tally },
})
