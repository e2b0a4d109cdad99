import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { Principal } from '../../domain/access.ts'
import { setReason } from '../../platform/db/history.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { Problem } from '../../platform/http/problem.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { checkInput, compileValidator } from '../../platform/http/validation.ts'
import { Upsert } from './load.ts'
import { registerLookups } from './lookups.ts'
import { caseSystemStore, isDeclared, lockSystem } from './queries.ts'
import { readRecords } from './read-records.ts'
import { CaseRegister } from './register.ts'
import { upsertReport } from './report.ts'
import * as schema from './schema.ts'

const tag = 'Case systems'

/** Routes of other systems, such as case systems, that keep records up to date by identifiers of their own. */
export function registerCaseSystems(
  instance: FastifyInstance,
  { pool, maxBytes }: { pool: Pool; maxBytes: number },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { resources, actions } = instance

  registerResource(app, pool, {
    tag,
    scopes: { read: 'external-ids:read', write: 'external-ids:write' },
    path: 'case-systems',
    name: 'case system',
    description:
      'A system that has identifiers of its own for records, and keeps them up to date by `POST /v1/upserts`. It is declared once, so that a name that is mistyped makes no second copy of everything.',
    fields: schema.caseSystem,
    fixed: ['name'],
    view: schema.caseSystemView,
    filters: z.object({ name: schema.systemName.optional() }),
    store: caseSystemStore,
  })

  app.post(
    '/v1/upserts',
    {
      config: { scope: 'external-ids:write' },
      bodyLimit: maxBytes,
      // Records are read one by one, so that one that can't be read refuses no other.
      validatorCompiler: (part) =>
        part.httpPart === 'body'
          ? (value: unknown) => checkInput(schema.upsertCall, value)
          : compileValidator(part as never),
      schema: {
        tags: [tag],
        summary: 'Record by the identifiers of another system',
        description: `Creates and changes records of many kinds in one call, at most ${schema.MOST_RECORDS}, by the identifiers that another system has of them: a record whose identifier is not known is created, unless ours is sent or its fields name one that is here already; another is changed where it differs. Fields that refer to records take \`{"externalId": …}\` in the place of our identifiers, of records of the same call too, in whatever order they stand. Each record is taken by the rules of its own route, wholly or not at all, and takes its scopes besides; the answer says of each what became of it and, where it is refused, what would be right. Sent again, a call changes nothing: no version, no event. What is left out of a call stays: what is over is \`ended\`, what never was is \`removed\`.`,
        headers: idempotencyKey.extend(changeReason.shape).extend(purpose.shape),
        body: schema.shownCall(resources),
        response: { 200: schema.upsertReportView },
      },
    },
    async (request, reply) => {
      const call = request.body as z.output<typeof schema.upsertCall>
      return once({ pool, request, reply }, async (tx) => {
        const { dryRun = false, allOrNone = false } = call
        const system = await openSystem(tx, call.system)
        const reason = request.principal.changeReason ?? `Load of ${system}`
        await setReason(tx, reason)
        await tx.client.query('savepoint nothing_loaded; set constraints all immediate')
        const { records, unread } = readRecords(call.records)
        const register = new CaseRegister(tx, resources)
        const upsert = new Upsert(tx, { system, register, actions, reason }, records)
        const entries = await upsert.takeAll(unread)
        const refusals = entries.filter(({ result }) => result.outcome === 'refused')
        const isUsable = allOrNone ? refusals.length === 0 : refusals.length < entries.length
        if (dryRun || !isUsable) await tx.client.query('rollback to nothing_loaded')
        else await upsert.keepLinks()
        await logChildAccess(tx, request, upsert.children)
        const body = upsertReport(entries, { system, dryRun, isUsable })
        return { status: 200, headers: {}, body }
      })
    },
  )

  registerLookups(app, { pool })
}

/**
 * The system that sends: the one that is named, else that of the service key. Keeps off its other loads.
 * @throws {Problem} where none is named or declared, or it is loading already
 */
async function openSystem(tx: Tx, name: string | undefined): Promise<string> {
  const system = name ?? keyName(tx.principal)
  if (system === undefined)
    throw new Problem('invalid-request', 'Which system sends is not said.', [
      { pointer: '#/system', detail: 'is required, but for a service key of its name', code: 'required' },
    ])
  if (!(await isDeclared(tx, system)))
    throw new Problem('unknown-reference', 'No case system has this name.', [
      {
        pointer: '#/system',
        detail: 'is the name of none of /v1/case-systems: declare it first',
        code: 'not-declared',
      },
    ])
  if (!(await lockSystem(tx, system)))
    throw new Problem(
      'conflict',
      'Another load of this system is under way: send this one when it is over.',
      [],
      { 'retry-after': '5' },
    )
  return system
}

/** The name of the caller's service key; undefined where it has none. */
const keyName = ({ role, subject }: Principal): string | undefined =>
  role === 'system' ? subject.replace(/^key:/, '') : undefined
