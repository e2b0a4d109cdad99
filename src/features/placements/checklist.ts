import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { checklistItemIds, checklistDuties, checklistStates } from '../../domain/checklist/items.ts'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { checklistsOfPlacements } from '../../engines/checklist/queries.ts'
import { setOccurredOn } from '../../platform/db/history.ts'
import { readAs, writeAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { fieldProblem } from '../../platform/http/action.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { civilDate, id, words } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound } from '../../platform/http/problem.ts'
import { insertItem, itemsOfPlacement, removeItem } from './queries/checklist.ts'
import { placementStore } from './queries/placements.ts'

const URL = '/v1/placements/:id/checklist'
const item = z
  .enum(checklistItemIds)
  .describe(checklistItemIds.map((code) => `${code}: ${checklistDuties[code].title}.`).join(' '))

const checklistView = z.object({
  placementId: z.string(),
  items: z
    .array(
      z.object({
        item,
        title: z.string(),
        regulation: z.string(),
        dueOn: z
          .string()
          .nullable()
          .describe('The day by which it is to be done, or done again; null where nothing is due.'),
        overdue: z.boolean(),
        doneOn: z
          .array(z.string())
          .describe('The days on which it was done; of reviews, with any placement in the period of care.'),
      }),
    )
    .describe(
      'Empty for a placement that was not agreed in this service, or in which a child is not looked after.',
    ),
  done: z
    .array(z.object({ id: z.string(), item: z.string(), on: z.string(), note: z.string().nullable() }))
    .describe('What was recorded of this placement, by its id.'),
})

/** Routes of a placement's dated checklist. Nothing stops where an item is late: the attention list tells of it. */
export function registerChecklist(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const today = () => ukDate(clock())
  const tags = ['Placements']

  app.get(
    URL,
    {
      config: { scope: 'placements:read' },
      schema: {
        tags,
        summary: 'Checklist of a placement',
        description:
          'What the regulations want done of it, by when, and when it was: notices (CPPCR 2010 regs. 13 and 14), visits (28), reviews (33).',
        headers: purpose,
        params: z.object({ id }),
        response: { 200: checklistView },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const { childId } = await requirePlacement(tx, request.params.id)
        await logChildAccess(tx, request, [childId])
        return checklistOf(tx, request.params.id, today())
      }),
  )

  app.post(
    URL,
    {
      config: { scope: 'placements:write' },
      schema: {
        tags,
        summary: 'Checklist of a placement: record what was done',
        description: 'Records that an item was done on a day. The answer is the checklist.',
        headers: idempotencyKey.extend(changeReason.shape),
        params: z.object({ id }),
        body: z.strictObject({
          item,
          on: civilDate.describe('When it was done; a day gone by where it is recorded late.'),
          note: words(500).nullish(),
        }),
        response: { 201: checklistView },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const { id: placementId } = request.params
        const { item: code, on: doneOn, note } = request.body
        await requirePlacement(tx, placementId)
        if (doneOn > today())
          throw fieldProblem('on', 'is still to come: give the day on which it was done', 'in-future')
        await setOccurredOn(tx, doneOn)
        await insertItem(tx, { placementId, item: code, doneOn, note: note ?? null })
        const headers = { location: URL.replace(':id', placementId) }
        return { status: 201, headers, body: await checklistOf(tx, placementId, today()) }
      }),
  )

  app.delete(
    `${URL}/:itemId`,
    {
      config: { scope: 'placements:write' },
      schema: {
        tags,
        summary: 'Checklist of a placement: remove what was recorded by mistake',
        description: 'The history keeps it.',
        headers: changeReason,
        params: z.object({ id, itemId: id }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { id: placementId, itemId } = request.params
      await writeAs(pool, request.principal, async (tx) => {
        if (!(await removeItem(tx, placementId, itemId))) throw notFound('item of the checklist')
      })
      return reply.code(204).send(null)
    },
  )
}

async function requirePlacement(tx: Tx, placementId: string) {
  const placement = await placementStore.get(tx, placementId)
  if (placement === undefined) throw notFound('placement')
  return placement
}

async function checklistOf(tx: Tx, placementId: string, today: CivilDate) {
  const [facts] = await checklistsOfPlacements(tx, { placementId }, today)
  const records = (await itemsOfPlacement(tx, placementId)).map((row) => {
    return { id: row.id, item: row.item, on: row.doneOn, note: row.note }
  })
  const states = facts === undefined ? [] : checklistStates(facts, today)
  return {
    placementId,
    items: states.map((state) => ({ ...state, doneOn: [...state.doneOn] })),
    done: records,
  }
}
