import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { followUpActions, followUpStatus } from '../../domain/panels/lifecycle.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import {
  actionsOf,
  actionsView,
  atVersion,
  fieldProblem,
  refuseUnlessOpen,
  registerAction,
} from '../../platform/http/action.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { civilDate, id } from '../../platform/http/fields.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { routeDefaults, type PanelOptions } from './options.ts'
import { openFollowUp } from './queries/follow-up.ts'
import { followUpStore, lockFollowUp, type FollowUp } from './queries/records.ts'
import * as schema from './schema.ts'

const NAME = 'panel action'
const URL = '/v1/panel-actions'
/** Sort key of the last action on the previous page: the day it is due, its id. */
const cursorKey = z.tuple([civilDate, id])

/** Routes of panel actions: what a panel decided must be done, by which office and by when. */
export function registerPanelFollowUp(instance: FastifyInstance, { pool, clock }: PanelOptions): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const today = () => ukDate(clock())
  const detailOf = (row: FollowUp) => ({
    actions: actionsOf(followUpActions, row, today(), (action) => `${URL}/${row.id}/${action}`),
  })

  const view = registerResource(app, pool, {
    ...routeDefaults,
    path: 'panel-actions',
    name: NAME,
    description: 'Something that a panel set to be done, by which office and by when.',
    fields: schema.followUp,
    fixed: ['caseId'],
    view: schema.followUpView,
    filters: z.object({ caseId: id.optional(), ownerRole: schema.followUp.shape.ownerRole.optional() }),
    store: followUpStore,
    present: (row) => presentFollowUp(row, today()),
    detail: { view: actionsView, read: async (row) => detailOf(row) },
  })

  function act<Body extends z.ZodType>(
    action: keyof typeof followUpActions,
    body: Body,
    apply: (tx: Tx, id: string, body: z.output<Body>) => Promise<unknown>,
  ): void {
    registerAction(app, pool, {
      tag: routeDefaults.tag,
      scope: routeDefaults.scopes.write,
      url: `${URL}/:id/${action}`,
      summary: `Panel action: ${action}`,
      description: `${followUpActions[action].does} Refused in the words of \`actions\` when it is not open.`,
      body,
      view,
      async work(tx, { id, version, body }) {
        const previous = atVersion(await lockFollowUp(tx, id), version, NAME)
        refuseUnlessOpen(followUpActions[action], previous, today())
        await apply(tx, id, body)
        const row = atVersion(await followUpStore.get(tx, id), null, NAME)
        return {
          status: 200,
          headers: { etag: etagOf(row.version) },
          body: { ...presentFollowUp(row, today()), ...detailOf(row) },
        }
      },
    })
  }
  const eventDay = (day: CivilDate) => {
    if (day > today())
      throw fieldProblem('on', 'is still to come: give the day on which it happened', 'in-future')
    return day
  }
  act('completion', schema.completion, (tx, id, { on: day, note }) =>
    followUpStore.update(tx, id, { doneOn: eventDay(day), doneNote: note ?? null }, null),
  )
  act('dropping', schema.dropping, (tx, id, { on: day, reason }) =>
    followUpStore.update(tx, id, { droppedOn: eventDay(day), droppedReason: reason }, null),
  )

  app.get(
    '/v1/panel-follow-up',
    {
      config: { scope: routeDefaults.scopes.read },
      schema: {
        tags: [routeDefaults.tag],
        summary: 'What panels wait for',
        description:
          'Every action that is neither done nor dropped, with its case and panel; first due first. As CSV with `Accept: text/csv`.',
        headers: purpose,
        querystring: z.strictObject({
          ownerRole: schema.followUp.shape.ownerRole.optional(),
          panelId: id.optional(),
          childId: id.optional(),
          dueBy: civilDate.optional().describe('Only what is due by this day.'),
          ...page.shape,
        }),
        produces: ['application/json', 'text/csv'],
        response: { 200: pageOf(schema.followUpItem) },
      },
    },
    async (request, reply) => {
      const { limit, cursor, ...filters } = request.query
      const from = decodeCursor(cursor, cursorKey)
      const csv = wantsCsv(request)
      const table = await readAs(pool, request.principal, async (tx) => {
        const rows = await openFollowUp(tx, filters, from, limit + 1)
        const cut = cutPage(rows, limit, ({ dueOn, id }) => [dueOn, id])
        await logChildAccess(
          tx,
          request,
          cut.items.map(({ childId }) => childId),
        )
        return {
          ...cut,
          items: cut.items.map((item) => ({
            ...item,
            status: item.dueOn < today() ? ('overdue' as const) : ('open' as const),
            href: `${URL}/${item.id}`,
          })),
        }
      })
      return csv ? sendCsv(request, reply, table, Object.keys(schema.followUpItem.shape)) : reply.send(table)
    },
  )
}

/** A panel action with its status derived for `today`. */
export function presentFollowUp(row: FollowUp, today: CivilDate) {
  return { ...row, status: followUpStatus(row, today) }
}
