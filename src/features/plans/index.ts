import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { id } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { JobQueue, type Takeovers } from '../../platform/jobs/queue.ts'
import { endJob, failAbandonedJobs, keepWork, settleJobs } from '../../platform/jobs/rows.ts'
import { holdProposals } from './holds.ts'
import { planJob } from './jobs.ts'
import type { Work } from './make.ts'
import { workAnew, type KeptPlan } from './work-anew.ts'
import { needsOf } from './needs.ts'
import * as queries from './queries/plans.ts'
import * as schema from './schema.ts'

export { registerPlanPages } from './page/index.ts'

const tags = ['Plans']
const URL = '/v1/plans'
const params = z.object({ id })

/** Routes of plans: placing many children at once, optimised together. `clock` returns the present instant. */
export function registerPlans(
  instance: FastifyInstance,
  { pool, clock, takeovers }: { pool: Pool; clock: () => Date; takeovers?: Takeovers | undefined },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const jobs = new JobQueue(pool, instance.log, queries.planJobs, { atOnce: 1 })
  jobs.takeOver(takeovers, async ({ work }) => planJob(pool, await workAnew(pool, work as KeptPlan)))
  app.addHook('onClose', () => jobs.close())

  app.post(
    URL,
    {
      config: { scope: 'plans:write' },
      schema: {
        tags,
        summary: 'Plan: make one',
        description:
          'Proposes where children could live, for the best of all of them together: every rule of the search is kept for each child, brothers and sisters stay together, no bed is used twice on a night, and nobody who is not named moves. Answers at once; a solver makes the plan in the background. Read the resource in `Location` until it is done. A plan changes nothing: hold what it proposes, or place.',
        headers: idempotencyKey.extend(purpose.shape),
        body: schema.plan,
        response: { 202: schema.planView },
      },
    },
    async (request, reply) => {
      let work: Work | undefined
      await once({ pool, request, reply }, async (tx) => {
        const { principal, body: plan } = request
        const today = ukDate(clock())
        const { needs, skipped: skippedRequests } = await needsOf(tx, plan, today)
        const children = needs.flatMap(({ children, requestOf }) =>
          children.map(({ id }) => ({ childId: id, requestId: requestOf.get(id) ?? null })),
        )
        if (children.length > schema.mostChildren) throw tooMany(children.length)
        await logChildAccess(
          tx,
          request,
          children.map(({ childId }) => childId),
        )
        const id = await queries.addPlan(tx, plan.title, plan, children)
        work = { id, principal, plan, needs, skipped: skippedRequests, today }
        await keepWork(tx, queries.planJobs, id, { id, principal, plan, today } satisfies KeptPlan)
        return { status: 202, headers: { location: `${URL}/${id}` }, body: await readPlan(tx, id) }
      })
      if (work) void jobs.add(planJob(pool, work))
      return reply
    },
  )

  app.get(
    URL,
    {
      config: { scope: 'plans:read' },
      schema: {
        tags,
        summary: 'List: plans',
        description: 'The latest first, without what they were asked and came to.',
        querystring: z.strictObject(page.shape),
        response: { 200: pageOf(schema.planSummary) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const position = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]))
      await settleJobs(pool, request.principal, queries.planJobs)
      return readAs(pool, request.principal, async (tx) => {
        const rows = await queries.plansBefore(tx, position, limit + 1)
        return cutPage(rows, limit, (row) => [row.createdAt, row.id])
      })
    },
  )

  app.get(
    `${URL}/:id`,
    {
      config: { scope: 'plans:read' },
      schema: {
        tags,
        summary: 'Read: plan',
        description:
          'How far it is and, when it is done, who could go where, who stays unplaced and why, how good it is and how good it could be at most, what greedy would have come to, and what each alternative adds.',
        headers: purpose,
        params,
        response: { 200: schema.planView },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await settleJobs(pool, request.principal, queries.planJobs)
      const plan = await readAs(pool, request.principal, async (tx) => {
        const plan = await readPlan(tx, id)
        await logPlanAccess(tx, request, id)
        return plan
      })
      return reply.send(plan as never)
    },
  )

  app.get(
    `${URL}/:id/inputs`,
    {
      config: { scope: 'plans:read' },
      schema: {
        tags,
        summary: 'Read: inputs of a plan',
        description:
          'What the plan was made from, as it was then: needs in order of waiting, every option that the rules of the search allowed with its beds, points and the days on which it may start, how many live in each home, and who must be kept apart. Null until it is gathered.',
        headers: purpose,
        params,
        response: { 200: z.object({ inputs: z.record(z.string(), z.unknown()).nullable() }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const row = await readAs(pool, request.principal, async (tx) => {
        const row = await queries.inputsOf(tx, id)
        if (row === undefined) throw notFound('plan')
        await logPlanAccess(tx, request, id)
        return row
      })
      return reply.send(row as never)
    },
  )

  app.post(
    `${URL}/:id/cancel`,
    {
      config: { scope: 'plans:write' },
      schema: {
        tags,
        summary: 'Plan: cancel',
        description:
          'Stops the solver. A plan that has ended cannot be cancelled; one that was cancelled stays so.',
        headers: idempotencyKey.extend(purpose.shape),
        params,
        response: { 200: schema.planView },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await once({ pool, request, reply }, async (tx) => {
        const detail = 'It was cancelled before it was made.'
        const hasEnded = await endJob(tx, queries.planJobs, id, { status: 'cancelled', detail })
        const plan = await readPlan(tx, id)
        if (!hasEnded && plan.status !== 'cancelled')
          throw new Problem('action-not-open', `The plan is ${plan.status}.`)
        await logPlanAccess(tx, request, id)
        return { status: 200, headers: {}, body: plan }
      })
      jobs.abort(id)
      return reply
    },
  )

  app.post(
    `${URL}/:id/holds`,
    {
      config: { scope: 'placements:write' },
      schema: {
        tags,
        summary: 'Plan: hold what it proposes',
        description:
          'Holds the beds that a plan gives to its children, or to some of them, until an instant: one hold for the children who go together and each request. Everything is asked of the search again: a proposal that no longer stands is a 409 that names the bed and says why, and nothing is held; with `onlyWhatStands` the rest is held and those are listed. Brothers and sisters whom the plan places together are held together or not at all.',
        headers: idempotencyKey.extend(purpose.shape).extend(changeReason.shape),
        params,
        body: schema.holding,
        response: { 201: schema.holdingResult },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      await once({ pool, request, reply }, async (tx) => {
        await failAbandonedJobs(tx, queries.planJobs)
        const plan = await readPlan(tx, params.id)
        await logPlanAccess(tx, request, params.id)
        return { status: 201, headers: {}, body: await holdProposals(tx, plan, body, ukDate(clock())) }
      })
      return reply
    },
  )
}

async function logPlanAccess(tx: Tx, request: FastifyRequest, id: string): Promise<void> {
  const children = await queries.childrenOfPlan(tx, id)
  await logChildAccess(
    tx,
    request,
    children.map(({ childId }) => childId),
  )
}

async function readPlan(tx: Tx, id: string): Promise<queries.PlanRow> {
  const row = await queries.planById(tx, id)
  if (row === undefined) throw notFound('plan')
  return row
}

function tooMany(children: number): Problem {
  const detail = `A plan takes at most ${schema.mostChildren} children; these are ${children}. Plan some at a time.`
  return new Problem('rule-broken', detail, [{ pointer: '#', detail, code: 'too-many-children' }])
}
