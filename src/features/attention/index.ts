import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { attentionKinds, attentionRule, kindsWhere } from '../../domain/attention/rules.ts'
import { severities, teams } from '../../domain/attention/types.ts'
import { ukDate } from '../../domain/dates.ts'
import { attentionKey, attentionRows, type AttentionRow } from '../../engines/attention/rows.ts'
import { attentionRowView } from '../../engines/attention/schema.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, pageOf } from '../../platform/http/cursor.ts'
import { attentionColumns, attentionKindList, attentionQuery, attentionSummary } from './schema.ts'

/** Sort key of the last row on the previous page: severity, due day or instant, id. */
const cursorKey = z.tuple([z.number(), z.string(), z.string()])

const kindList = attentionKinds.map((kind) => {
  const { title, raisedWhen, severity, team, settledBy, regulation = null } = attentionRule(kind)
  const teamTitle = teams[team]
  return { kind, title, raisedWhen, severity, team, teamTitle, settledBy: settledBy.title, regulation }
})

/** Routes of the attention list: the team's day. `clock` gives the present instant. */
export function registerAttention(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
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
