import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { Scope } from '../../domain/access.ts'
import type { CivilDate } from '../../domain/dates.ts'
import { actionStates, whyNot, type ActionRule, type ActionRules } from '../../domain/lifecycle/rule.ts'
import { conflictOf } from '../db/conflicts.ts'
import type { Tx } from '../db/tenant.ts'
import { changeReason } from './change-reason.ts'
import { ifMatch, versionOf } from './etag.ts'
import { id } from './fields.ts'
import { idempotencyKey, once, type Answer } from './idempotency.ts'
import { notFound, Problem } from './problem.ts'

/** The field `actions` of every answer about a single record that has a lifecycle. */
export const actionsView = z.object({
  actions: z
    .array(
      z.object({
        action: z.string(),
        open: z.boolean(),
        why: z.string().nullable().describe('Why it is not open; null when it is.'),
        href: z.string().describe('Where to POST it.'),
      }),
    )
    .describe('What can be done now and, for the rest, why not.'),
})

/** All actions of a record, open or not, in the shape of `actionsView`. `hrefOf` gives the path to POST an action to. */
export function actionsOf<Action extends string, Facts>(
  rules: ActionRules<Action, Facts>,
  facts: Facts,
  today: CivilDate,
  hrefOf: (action: string) => string,
) {
  return actionStates(rules, facts, today).map((state) => ({ ...state, href: hrefOf(state.action) }))
}

/**
 * Checks that an action is open.
 * @throws {Problem} action-not-open, with the reason that its rule gives
 */
export function refuseUnlessOpen<Facts>(rule: ActionRule<Facts>, facts: Facts, today: CivilDate): void {
  const why = whyNot(rule, facts, today)
  if (why !== null) throw new Problem('action-not-open', why)
}

/**
 * The row itself, once it is known to exist and to be at the version that the caller has read (null: any version).
 * @throws {Problem} not-found, or version-changed
 */
export function atVersion<Row extends { version: number }>(
  row: Row | undefined,
  version: number | null,
  name: string,
): Row {
  if (row === undefined) throw notFound(name)
  if (version !== null && row.version !== version)
    throw new Problem('version-changed', `The ${name} has changed since you read it.`)
  return row
}

/** A 422 about one field of the body. */
export function fieldProblem(field: string, detail: string, code: string): Problem {
  return new Problem('rule-broken', detail, [{ pointer: `#/${field}`, detail, code }])
}

/** Declares an action on one record: `POST /v1/{records}/{id}/{action}`. */
export interface ActionRoute<Body extends z.ZodType> {
  tag: string
  scope: Scope
  url: string
  summary: string
  description: string
  body: Body
  view: z.ZodObject
  /** Does the action in the request's transaction. `version` is the one that the caller has read; null for any. */
  work: (tx: Tx, call: { id: string; version: number | null; body: z.output<Body> }) => Promise<Answer>
}

/** An action whose body is not known to the compiler. */
export type AnyAction = ActionRoute<z.ZodType<Record<string, unknown>>>

declare module 'fastify' {
  interface FastifyInstance {
    /** The actions that the service has, by their paths: for what acts on many records at once. */
    actions: Map<string, AnyAction>
  }
}

/** Fields of records that an action calls `on`. */
const dayPointers: readonly (string | undefined)[] = ['#/startedOn', '#/endedOn', '#/withdrawnOn']

/** The error of an action, with the field named as the action names it. */
function namedByAction(error: unknown, body: unknown): unknown {
  const conflict = conflictOf(error)
  const hasDay = typeof body === 'object' && body !== null && 'on' in body
  if (!conflict || !hasDay || !dayPointers.includes(conflict.pointer)) return error
  const { type, detail, rule: code } = conflict
  return new Problem(type, detail, [{ pointer: '#/on', detail, code }])
}

/** Registers the route of an action. `If-Match` is required; with an `Idempotency-Key` it is safe to send again. */
export function registerAction<Body extends z.ZodType>(
  instance: FastifyInstance,
  pool: Pool,
  action: ActionRoute<Body>,
): void {
  const { tag, scope, url, summary, description, body, view, work } = action
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.actions.set(url, action as unknown as AnyAction)
  app.post(
    url,
    {
      config: { scope },
      schema: {
        tags: [tag],
        summary,
        description,
        headers: ifMatch.extend(idempotencyKey.shape).extend(changeReason.shape),
        params: z.object({ id }),
        body,
        response: { 200: view, 201: view },
      },
    },
    async (request, reply) => {
      const version = versionOf(request.headers['if-match'])
      const body = request.body as z.output<Body>
      return once({ pool, request, reply }, async (tx) => {
        try {
          return await work(tx, { id: request.params.id, version, body })
        } catch (error) {
          throw namedByAction(error, body)
        }
      })
    },
  )
}
