import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { attentionKinds, attentionRule, kindsWhere } from '../../domain/attention/rules.ts'
import { severities, teams } from '../../domain/attention/types.ts'
import { ukDate } from '../../domain/dates.ts'
import { attentionKey, attentionRows, type AttentionRow } from '../../engines/attention/rows.ts'
import { attentionRowView } from '../../engines/attention/schema.ts'
import { readAs, writeAs } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, pageOf } from '../../platform/http/cursor.ts'
import { id } from '../../platform/http/fields.ts'
import { notFound } from '../../platform/http/problem.ts'
import {
  attentionColumns,
  attentionKindList,
  attentionQuery,
  attentionSummary,
  attentionSweep,
} from './schema.ts'
import { startSweeps, sweep } from './sweep.ts'

export { registerTodayPage } from './page.ts'

/** Sort key of the last row on the previous page: severity, due day or instant, id. */
const cursorKey = z.tuple([z.number(), z.string(), z.string()])

const kindList = attentionKinds.map((kind) => {
  const { title, raisedWhen, severity, team, settledBy, regulation = null } = attentionRule(kind)
  const teamTitle = teams[team]
  return { kind, title, raisedWhen, severity, team, teamTitle, settledBy: settledBy.title, regulation }
})

export interface AttentionOptions {
  pool: Pool
  /** Gives the present instant. */
  clock: () => Date
  /** How often this process tells of new rows of its own accord; without it, only when asked. */
  everyMs?: number | undefined
}

/** Routes of the attention list, the team's day; and events for its rows while the service runs. */
export function registerAttention(
  instance: FastifyInstance,
  { pool, clock, everyMs }: AttentionOptions,
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const today = () => ukDate(clock())
  const config = { scope: 'placements:read' } as const
  const tags = ['Attention']

  app.get(
    '/v1/attention',
    {
      config,
      schema: {
        tags,
        summary: 'What needs attention',
        description:
          'What the team must act on today: whom it concerns, who must act and by when, how grave it is, and the action that settles it. Computed when it is asked for. The gravest first, and of those what is due first; as CSV with `Accept: text/csv`.',
        headers: purpose,
        querystring: attentionQuery,
        produces: ['application/json', 'text/csv'],
        response: { 200: pageOf(attentionRowView) },
      },
    },
    async (request, reply) => {
      const { kind, team, severity, childId, homeId, dueBefore, limit, cursor } = request.query
      const kinds = kindsWhere(
        (rule) => (team?.includes(rule.team) ?? true) && (severity?.includes(rule.severity) ?? true),
      ).filter((one) => kind?.includes(one) ?? true)
      const from = decodeCursor(cursor, cursorKey)
      const csv = wantsCsv(request)
      const table = await readAs(pool, request.principal, async (tx) => {
        const rows = await attentionRows(tx, today(), { kinds, childId, homeId }, from)
        const due = rows.filter((row) => dueBefore === undefined || row.due < dueBefore)
        const cut = cutPage(due, limit, attentionKey)
        await logChildAccess(
          tx,
          request,
          cut.items.flatMap(({ children }) => children.map((child) => child.id)),
        )
        return cut
      })
      return csv
        ? sendCsv(request, reply, { ...table, items: table.items.map(lineOf) }, attentionColumns)
        : reply.send(table)
    },
  )

  app.get(
    '/v1/attention/summary',
    {
      config,
      schema: {
        tags,
        summary: 'How much needs attention',
        description:
          'The rows of the attention list counted by severity and by kind; kinds without rows are left out.',
        response: { 200: attentionSummary },
      },
    },
    async ({ principal }) => {
      const asAt = today()
      const rows = await readAs(pool, principal, (tx) => attentionRows(tx, asAt))
      const count = (test: (row: AttentionRow) => boolean) => {
        const some = rows.filter(test)
        return { rows: some.length, overdue: some.filter(({ due }) => due < asAt).length }
      }
      return {
        asAt,
        ...count(() => true),
        severities: severities.map((severity) => ({
          severity,
          ...count((row) => row.severity === severity),
        })),
        kinds: kindList
          .map(({ kind, title, severity, team }) => {
            return { kind, title, severity, team, ...count((row) => row.kind === kind) }
          })
          .filter(({ rows }) => rows > 0),
      }
    },
  )

  app.get(
    '/v1/attention/kinds',
    {
      config,
      schema: {
        tags,
        summary: 'What can need attention',
        description: 'Every kind of row, with when it is raised and what settles it.',
        response: { 200: attentionKindList },
      },
    },
    () => ({ items: kindList }),
  )

  app.get(
    '/v1/attention-rows/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Read: row of the attention list',
        description: 'Where an event leads. Once the row is settled, there is none.',
        headers: purpose,
        params: z.object({ id }),
        response: { 200: attentionRowView },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const row = (await attentionRows(tx, today())).find((one) => one.id === request.params.id)
        if (row === undefined) throw notFound('row of the attention list')
        await logChildAccess(
          tx,
          request,
          row.children.map((child) => child.id),
        )
        return row
      }),
  )

  app.post(
    '/v1/attention/sweep',
    {
      config: { scope: 'placements:write' },
      schema: {
        tags,
        summary: 'Tell of new rows now',
        description:
          'Writes an event for each row that is new since the last time, and for each that is settled. The service does it every minute of its own accord, one process at a time.',
        response: { 200: attentionSweep },
      },
    },
    async ({ principal }) => {
      const result = await writeAs(pool, principal, (tx) => sweep(tx, today()))
      return result ?? { raised: 0, settled: 0 }
    },
  )

  if (everyMs === undefined) return
  let stop: (() => Promise<void>) | undefined
  app.addHook('onReady', async () => {
    stop = startSweeps({ pool, clock, everyMs }, app.log)
  })
  app.addHook('onClose', () => stop?.())
}

/** A row as a line of a spreadsheet. */
function lineOf({ children, home, action, ...row }: AttentionRow) {
  const { title, method, href } = action
  return {
    ...row,
    children: children.map(({ reference }) => reference),
    home: home?.name ?? null,
    action: title,
    method,
    href,
  }
}
