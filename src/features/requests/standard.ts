import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { may } from '../../domain/access.ts'
import type { CivilDate } from '../../domain/dates.ts'
import { missingFields, readReferral, writeReferral } from '../../domain/placements-standard/referral.ts'
import { referralEntities, type StandardRecord } from '../../domain/placements-standard/standard.ts'
import { conflictOf, lostRace } from '../../platform/db/conflicts.ts'
import type { Store } from '../../platform/db/crud.ts'
import { setOccurredOn } from '../../platform/db/history.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { id } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { fieldNotes, standardRecord, standardReferral } from '../../platform/http/placements-standard.ts'
import { notFound, Problem, type Fault } from '../../platform/http/problem.ts'
import { childByReference, referenceOfChild, type NewRequest, type PlacementRequestRow } from './queries.ts'

const tags = ['Placement requests']
const URL = '/v1/standard-referrals'

const answer = z.object({
  requestId: z.string(),
  href: z.string().describe('Where the placement request is read.'),
  record: standardRecord.describe('The request in the form of the standard.'),
  missing: fieldNotes.describe('What the standard asks of a referral, and the request does not say.'),
})
const receipt = answer.extend({
  notCarried: fieldNotes.describe('What was sent that the request has no place for, and why.'),
  assumed: fieldNotes.describe('What was taken for granted.'),
})

interface Options {
  pool: Pool
  store: Store<PlacementRequestRow, NewRequest>
}

/** Registers the routes by which a referral comes in, and is given, in the form of the Placements Data Standard. */
export function registerStandardReferrals(instance: FastifyInstance, { pool, store }: Options): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    URL,
    {
      config: { scope: 'placements:write' },
      schema: {
        tags,
        summary: 'Record a referral in the form of the Placements Data Standard',
        description:
          'Version 2, in effect since 18 July 2025, with its own names and options. It becomes a placement request for the child whose reference is `childId`; the answer says what was not carried, and why.',
        headers: idempotencyKey.extend(changeReason.shape).extend(purpose.shape),
        body: standardReferral,
        response: { 201: receipt },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const { reference, request: fields, ...notes } = readReferral(request.body as StandardRecord)
        const childId = await childByReference(tx, reference)
        if (childId === undefined) throw unknownChild()
        const row = await insertRequest(tx, store, { ...fields, childIds: [childId] })
        await logChildAccess(tx, request, row.childIds)
        const body = { ...(await sayInStandard(tx, row)), ...notes }
        return {
          status: 201,
          headers: { location: `${URL}/${row.id}`, etag: etagOf(row.version) },
          body,
        }
      }),
  )

  app.get(
    `${URL}/:id`,
    {
      config: { scope: 'placements:read' },
      schema: {
        tags,
        summary: 'Read a placement request in the form of the Placements Data Standard',
        description:
          'By the id of the request. Of a request for several children, the first is the child, and the others are the siblings. `childId` takes the scope `children:read` too. The placements made for it: `/v1/standard-placements`.',
        headers: purpose,
        params: z.object({ id }),
        response: { 200: answer },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const row = await store.get(tx, request.params.id)
        if (row === undefined) throw notFound('placement request')
        await logChildAccess(tx, request, row.childIds)
        return sayInStandard(tx, row)
      }),
  )
}

/** Where the standard has the fields of a request that may be refused. */
const pointers: Readonly<Record<string, string>> = {
  '#/receivedOn': '#/QualityAssurance/referralDate',
  '#/neededFrom': '#/PlacementAvailability/neededBy',
  '#/childIds': '#/PlacementAvailability/childId',
}

/** @throws {Problem} that names the fields as the standard does */
async function insertRequest(
  tx: Tx,
  store: Store<PlacementRequestRow, NewRequest>,
  values: NewRequest & { receivedOn: CivilDate },
): Promise<PlacementRequestRow> {
  try {
    await setOccurredOn(tx, values.receivedOn)
    return await store.insert(tx, values)
  } catch (error) {
    throw namedByStandard(error)
  }
}

function namedByStandard(error: unknown): unknown {
  const rename = (fault: Fault) => ({ ...fault, pointer: pointers[fault.pointer] ?? fault.pointer })
  if (error instanceof Problem) return new Problem(error.type, error.message, error.faults.map(rename))
  const conflict = lostRace(error) ? null : conflictOf(error)
  const pointer = pointers[conflict?.pointer ?? '']
  if (conflict === null || pointer === undefined) return error
  const { type, detail, rule: code } = conflict
  return new Problem(type, detail, [{ pointer, detail, code }])
}

function unknownChild(): Problem {
  const detail = 'is the reference of no child: record the child first'
  return new Problem('unknown-reference', 'There is no child with this ID.', [
    { pointer: '#/PlacementAvailability/childId', detail, code: 'unknown-child' },
  ])
}

async function sayInStandard(tx: Tx, row: PlacementRequestRow) {
  const [childId = ''] = row.childIds
  const record = writeReferral({
    reference: may(tx.principal, 'children:read') ? await referenceOfChild(tx, childId) : null,
    children: row.childIds.length,
    receivedOn: row.receivedOn,
    neededFrom: row.neededFrom,
    latestStart: row.latestStart,
    referral: row.referral as Record<string, unknown>,
  })
  return {
    requestId: row.id,
    href: `/v1/placement-requests/${row.id}`,
    record,
    missing: missingFields(record, referralEntities),
  }
}
