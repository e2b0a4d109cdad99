import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { beforeAgreement } from '../../domain/gates/standing.ts'
import { holdActions, holdStatuses, type HoldAction } from '../../domain/lifecycle/hold.ts'
import { atTheDoor, refuseWhileStanding } from '../../engines/gates/door.ts'
import { hold, refusePast } from '../../engines/hold-making/hold.ts'
import { requestFacts } from '../../engines/hold-making/queries.ts'
import { voidOtherBeds } from '../../engines/solo-use/solo-use.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import {
  actionsOf,
  atVersion,
  fieldProblem,
  refuseUnlessOpen,
  registerAction,
} from '../../platform/http/action.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { dateRanges, id, knownAt } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound } from '../../platform/http/problem.ts'
import { versionsView } from '../../platform/http/resource.ts'
import { registerConsents } from './consents.ts'
import { registerHoldsOfOthers } from './others.ts'
import * as queries from './queries/holds.ts'
import * as schema from './schema.ts'

export { registerHoldPages } from './page.ts'

const tag = 'Holds'
const NAME = 'hold'
const URL = '/v1/holds'
const afterId = z.tuple([z.uuid()])

/** Routes of holds: beds reserved for named children until an instant. `clock` returns the present instant. */
export function registerHolds(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const today = () => ukDate(clock())

  async function detailOf(tx: Tx, hold: queries.Hold, knownAt?: string) {
    const placements = await queries.placementsOfHold(tx, hold.id, knownAt)
    return {
      ...hold,
      actions: actionsOf(holdActions, hold, today(), (action) => `${URL}/${hold.id}/${action}`),
      placements: placements.map((placement) => ({ ...placement, href: `/v1/placements/${placement.id}` })),
    }
  }

  async function answerAbout(tx: Tx, id: string, status: number) {
    const hold = atVersion(await queries.holdById(tx, id), null, NAME)
    const location: Record<string, string> = status === 201 ? { location: `${URL}/${id}` } : {}
    return { status, headers: { etag: etagOf(hold.version), ...location }, body: await detailOf(tx, hold) }
  }

  app.post(
    URL,
    {
      config: { scope: 'placements:write' },
      schema: {
        tags: [tag],
        summary: 'Hold beds',
        description:
          'Keeps one bed, or several for siblings, for named children until an instant: all or none. Nothing has to happen for it to end. Another use of any of the beds on any of the nights is a 409 that names the bed, never who has it.',
        headers: idempotencyKey.extend(changeReason.shape),
        body: schema.newHold,
        response: { 201: schema.holdDetail },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const { to = null, requestId = null, ...fields } = request.body
        return answerAbout(tx, await hold(tx, { ...fields, to, requestId }, today()), 201)
      }),
  )

  app.get(
    URL,
    {
      config: { scope: 'placements:read' },
      schema: {
        tags: [tag],
        summary: 'List: holds',
        description: 'In order of identifier; as CSV with `Accept: text/csv`.',
        headers: purpose,
        querystring: z.strictObject({
          requestId: id.optional(),
          bedId: id.optional(),
          childId: id.optional(),
          status: z.enum(holdStatuses).optional(),
          ...dateRanges('from'),
          ...page.shape,
        }),
        produces: ['application/json', 'text/csv'],
        response: { 200: pageOf(schema.holdView) },
      },
    },
    async (request, reply) => {
      const { limit, cursor, ...filters } = request.query
      const lastId = decodeCursor(cursor, afterId)?.[0]
      const table = await readAs(pool, request.principal, async (tx) => {
        const cut = cutPage(await queries.holdsAfter(tx, filters, lastId, limit + 1), limit, ({ id }) => [id])
        await logChildAccess(tx, request, childrenOf(cut.items))
        return cut
      })
      return wantsCsv(request)
        ? sendCsv(request, reply, { ...table, items: table.items.map((hold) => ({ ...hold })) })
        : reply.send(table)
    },
  )

  app.get(
    `${URL}/:id`,
    {
      config: { scope: 'placements:read' },
      schema: {
        tags: [tag],
        summary: 'Read: hold',
        description:
          'As it is or, with `knownAt`, as it was: its status, its beds and what could be done then.',
        headers: purpose,
        params: z.object({ id }),
        querystring: z.strictObject(knownAt.shape),
        response: { 200: schema.holdDetail },
      },
    },
    async (request, reply) => {
      const { knownAt } = request.query
      const hold = await readAs(pool, request.principal, async (tx) => {
        const row = await queries.holdById(tx, request.params.id, knownAt)
        if (row === undefined) throw notFound(NAME)
        await logChildAccess(tx, request, childrenOf([row]))
        return detailOf(tx, row, knownAt)
      })
      return reply.header('etag', etagOf(hold.version)).send(hold)
    },
  )

  app.get(
    `${URL}/:id/versions`,
    {
      config: { scope: 'placements:read' },
      schema: {
        tags: [tag],
        summary: 'History: hold',
        description:
          'Every version, oldest first: what it said, who recorded it, when and why. That it lapsed is no version: nobody recorded it.',
        headers: purpose,
        params: z.object({ id }),
        response: { 200: versionsView(schema.holdView) },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const items = await queries.holdVersions(tx, request.params.id)
        if (items.length === 0) throw notFound(NAME)
        await logChildAccess(tx, request, childrenOf(items.flatMap(({ record }) => record ?? [])))
        return { items }
      }),
  )

  function act<Body extends z.ZodType>(
    action: HoldAction,
    body: Body,
    apply: (tx: Tx, hold: queries.Hold, body: z.output<Body>) => Promise<void>,
  ): void {
    registerAction(app, pool, {
      tag,
      scope: 'placements:write',
      url: `${URL}/:id/${action}`,
      summary: `Hold: ${action}`,
      description: holdActions[action].does,
      body,
      view: schema.holdDetail,
      async work(tx, { id, version, body }) {
        const hold = atVersion(await queries.lockHold(tx, id), version, NAME)
        refuseUnlessOpen(holdActions[action], hold, today())
        await apply(tx, hold, body)
        return answerAbout(tx, id, 200)
      },
    })
  }

  registerHoldsOfOthers(instance, { pool })
  registerConsents(instance, { pool })

  act('extension', schema.extension, async (tx, hold, { expiresAt }) => {
    await refusePast(tx, expiresAt)
    if (Date.parse(expiresAt) < Date.parse(hold.expiresAt))
      throw fieldProblem('expiresAt', `is before the end as it is, ${hold.expiresAt}`, 'not-later')
    await queries.extendHold(tx, hold.id, expiresAt)
  })
  act('release', z.strictObject({}), (tx, { id }) => queries.endHold(tx, id, 'released'))
  act('agreement', schema.agreement, async (tx, hold, { emergency, solo }) => {
    const request = hold.requestId === null ? undefined : await requestFacts(tx, hold.requestId)
    const isEmergency = emergency ?? request?.urgency === 'emergency'
    const door = {
      places: hold.beds,
      from: hold.from,
      to: hold.to,
      requestId: hold.requestId,
      circumstances: { emergency: isEmergency },
    }
    const { facts, musts } = await atTheDoor(tx, door, today())
    refuseWhileStanding(beforeAgreement(facts, musts))
    await queries.endHold(tx, hold.id, 'agreed')
    await queries.agreePlacements(tx, hold, isEmergency)
    if (solo) await voidForOne(tx, hold)
  })
}

/**
 * Keeps the other beds of the home empty for the child of a hold, or for a parent with their child.
 * @throws {Problem} 422 where it is for children of several families
 */
async function voidForOne(tx: Tx, { id }: queries.Hold): Promise<void> {
  const family = await queries.familyOfHold(tx, id)
  const [first, ...others] = family.map((placement) => placement.id)
  if (first === undefined || family.some(({ isHead }, index) => isHead !== (index === 0)))
    throw fieldProblem('solo', 'is for one child, or a parent with their child', 'one-child')
  await voidOtherBeds(tx, first, others)
}

const childrenOf = (holds: readonly queries.Hold[]) =>
  holds.flatMap(({ beds }) => beds.map(({ childId }) => childId))
