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
import { about, type PanelOptions } from './options.ts'
import { openFollowUp } from './queries/follow-up.ts'
import { followUpStore, takeFollowUp, type FollowUp } from './queries/records.ts'
import * as schema from './schema.ts'

const NAME = 'panel action'
const URL = '/v1/panel-actions'
const after = z.tuple([civilDate, id])

/** What panels set to be done, until it is. */
export function registerPanelFollowUp(instance: FastifyInstance, { pool, clock }: PanelOptions): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const today = () => ukDate(clock())
  const detailOf = (row: FollowUp) => ({
    actions: actionsOf(followUpActions, row, today(), (action) => `${URL}/${row.id}/${action}`),
  })

  const view = registerResource(app, pool, {
    ...about,
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
      tag: about.tag,
      scope: about.scopes.write,
      url: `${URL}/:id/${action}`,
      summary: `Panel action: ${action}`,
      description: `${followUpActions[action].does} Refused in the words of \`actions\` when it is not open.`,
      body,
      view,
      async work(tx, { id, version, body }) {
        const before = atVersion(await takeFollowUp(tx, id), version, NAME)
        refuseUnlessOpen(followUpActions[action], before, today())
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
  const happened = (on: CivilDate) => {
    if (on > today())
      throw fieldProblem('on', 'is still to come: give the day on which it happened', 'in-future')
    return on
  }
  act('completion', schema.completion, (tx, id, { on, note }) =>
    followUpStore.update(tx, id, { doneOn: happened(on), doneNote: note ?? null }, null),
  )
  act('dropping', schema.dropping, (tx, id, { on, reason }) =>
    followUpStore.update(tx, id, { droppedOn: happened(on), droppedReason: reason }, null),
  )

  app.get(
    '/v1/panel-follow-up',
    {
      config: { scope: about.scopes.read },
      schema: {
        tags: [about.tag],
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
      const from = decodeCursor(cursor, after)
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

/** An action with its status on a day. */
export function presentFollowUp(row: FollowUp, today: CivilDate) {
  return { ...row, status: followUpStatus(row, today) }
}
