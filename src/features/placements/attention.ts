import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { addDays, ukDate, type CivilDate } from '../../domain/dates.ts'
import { gateStates } from '../../domain/gates/gates.ts'
import { factsOfPlacements, placingSettings } from '../../engines/gates/queries.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { expiringItems, type ExpiringItem } from './queries/attention.ts'
import { openPlacements } from './queries/facts.ts'
import { attentionItem } from './schema.ts'

type Item = z.output<typeof attentionItem>

/** The sort key of an item: due day or instant, address, text. */
const keyOf = (item: Item): [string, string, string] => [item.due, item.href, item.detail]
/** The key of the last item on the previous page. */
const cursorKey = z.tuple([z.string(), z.string(), z.string()])
const compare = (a: readonly string[], b: readonly string[]) => {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** The route of the list of what is overdue or soon will be. */
export function registerAttention(
  instance: FastifyInstance,
  options: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/v1/attention',
    {
      config: { scope: 'placements:read' },
      schema: {
        tags: ['Placements'],
        summary: 'What needs attention',
        description:
          'Approvals awaited and overdue, holds that lapse within a day, placements past their planned end, temporary approvals of connected carers running out. What is due first comes first; as CSV with `Accept: text/csv`.',
        headers: purpose,
        querystring: z.strictObject({ kind: attentionItem.shape.kind.optional(), ...page.shape }),
        produces: ['application/json', 'text/csv'],
        response: { 200: pageOf(attentionItem) },
      },
    },
    async (request, reply) => {
      const { kind, limit, cursor } = request.query
      const from = decodeCursor(cursor, cursorKey)
      const table = await readAs(options.pool, request.principal, async (tx) => {
        const items = (await itemsOf(tx, ukDate(options.clock())))
          .filter((item) => kind === undefined || item.kind === kind)
          .sort((a, b) => compare(keyOf(a), keyOf(b)))
          .filter((item) => from === undefined || compare(keyOf(item), from) > 0)
        const cut = cutPage(items, limit, keyOf)
        await logChildAccess(
          tx,
          request,
          cut.items.flatMap(({ childIds }) => childIds),
        )
        return cut
      })
      return wantsCsv(request)
        ? sendCsv(request, reply, table, Object.keys(attentionItem.shape))
        : reply.send(table)
    },
  )
}

async function itemsOf(tx: Tx, today: CivilDate): Promise<Item[]> {
  const { warningDays } = await placingSettings(tx)
  const open = await openPlacements(tx)
  const facts = await factsOfPlacements(
    tx,
    open.map(({ id }) => id),
    today,
  )
  const approvalItems = open.flatMap(({ id, childId, startedOn }) => {
    const gates = facts.get(id)
    return (gates ? gateStates(gates) : []).flatMap(({ gate, title, toDo, state, dueOn }): Item[] => {
      if (state === 'approved' || (state === 'refused' && startedOn === null)) return []
      const isOverdue = startedOn !== null && (state === 'refused' || state === 'unlawful' || dueOn < today)
      return [
        {
          kind: isOverdue ? 'approval-overdue' : 'approval-awaited',
          due: dueOn,
          detail: `${gate}: ${title}. ${state === 'refused' ? 'It was refused, and the placement has started.' : toDo}`,
          childIds: [childId],
          href: `/v1/placements/${id}`,
        },
      ]
    })
  })
  const expiring = await expiringItems(tx, today, addDays(today, warningDays))
  return [...approvalItems, ...expiring.map((item) => attentionItemOf(item, today))]
}

function attentionItemOf({ kind, id, due, childIds }: ExpiringItem, today: CivilDate): Item {
  const placement = { due, childIds, href: `/v1/placements/${id}` }
  if (kind === 'hold-lapsing')
    return { kind, due, childIds, href: `/v1/holds/${id}`, detail: 'Extend, agree or release it.' }
  if (kind === 'past-planned-end')
    return { kind, ...placement, detail: 'Record the end, or a later planned end.' }
  return due < today
    ? { kind: 'temporary-approval-ended', ...placement, detail: 'The carer is not approved any more.' }
    : {
        kind: 'temporary-approval-ending',
        ...placement,
        detail: "Extend it, or record the panel's approval.",
      }
}
