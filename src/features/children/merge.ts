import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { codesOf } from '../../domain/codes.ts'
import { duplicateSigns } from '../../domain/duplicates.ts'
import { setReason } from '../../platform/db/history.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { atVersion, fieldProblem, registerAction } from '../../platform/http/action.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { id, words } from '../../platform/http/fields.ts'
import { Problem } from '../../platform/http/problem.ts'
import * as queries from './queries.ts'

const tag = 'Children'
const NAME = 'child'
const body = z.strictObject({
  otherId: id.describe('The other record of the same child.'),
  reason: words(500).describe('Why they are one child, or are not; in words that name no one.'),
})
const cursorKey = z.tuple([id, id])

const signs = z.array(z.enum(codesOf(duplicateSigns)))
const suspicion = z
  .object({
    childId: z.string(),
    otherChildId: z.string(),
    because: signs.describe(
      Object.entries(duplicateSigns)
        .map(([code, label]) => `\`${code}\`: ${label}`)
        .join(' '),
    ),
    href: z.string().describe('Where to POST the merge.'),
  })
  .meta({ id: 'SuspectedDuplicate' })

/** What the answer about a child adds: records that look like the same child's. */
export const duplicateWarnings = z.object({
  warnings: z
    .array(
      z.object({
        code: z.literal('duplicate-suspected'),
        otherChildId: z.string(),
        because: signs,
        detail: z.string(),
        href: z.string().describe('The other record.'),
      }),
    )
    .describe(
      'Other records that look like this child’s. Merge them, or record that they are two children (`/v1/child-distinctions`).',
    ),
})

/** The records that look like the same child's as this one. */
export async function warningsAbout(tx: Tx, childId: string) {
  const pairs = await queries.suspectedDuplicates(tx, { childId, limit: 20 })
  return pairs.map((pair) => {
    const otherChildId = pair.childId === childId ? pair.otherChildId : pair.childId
    return {
      code: 'duplicate-suspected' as const,
      otherChildId,
      because: pair.because,
      detail: `Another record may be of the same child. ${pair.because.map((sign) => duplicateSigns[sign]).join(' ')}`,
      href: `/v1/children/${otherChildId}`,
    }
  })
}

/** The problem of merging what could not be of one child: each thing in the way, with where it is. */
function conflictProblem(conflicts: readonly queries.MergeConflict[]): Problem {
  return new Problem(
    'conflict',
    'They have records that could not be of one child: end, correct or remove one of each pair first.',
    conflicts.map(({ recordType, id, otherId }) => {
      const path = recordType === 'distinct_children' ? 'child-distinctions' : recordType.replaceAll('_', '-')
      const pair = [id, otherId].filter(Boolean).map((recordId) => `/v1/${path}/${recordId}`)
      return {
        pointer: '#/otherId',
        code: path,
        detail: pair.length === 2 ? `${pair.join(' and ')} overlap` : `${pair.join('')} names both`,
      }
    }),
  )
}

/** Two records of one child: the one that stays, and the one that is merged into it. */
export interface MergePair {
  id: string
  otherId: string
}

/** How the records that were made from returns follow a merge, and an unmerge. Each does `work` in between. */
export interface MergeOfReturns {
  /** `work` is given the rows that were removed for the merge, to be kept. */
  merge(tx: Tx, pair: MergePair, work: (removals: readonly unknown[]) => Promise<void>): Promise<void>
  unmerge(tx: Tx, pair: MergePair, work: () => Promise<void>): Promise<void>
}

/** Routes that make one record of two, and tell of records that look like one child's. */
export function registerMerges(
  app: FastifyInstance,
  {
    pool,
    view,
    present,
    returns,
  }: {
    pool: Pool
    view: z.ZodObject
    present: (row: queries.RecordOfChild) => Record<string, unknown>
    returns: MergeOfReturns
  },
): void {
  const act = (
    action: 'merge' | 'unmerge',
    description: string,
    work: (tx: Tx, child: queries.RecordOfChild, otherId: string) => Promise<void>,
  ) =>
    registerAction(app, pool, {
      tag,
      scope: 'children:write',
      url: `/v1/children/:id/${action}`,
      summary: `Child: ${action}`,
      description,
      body,
      view,
      async work(tx, { id, version, body: { otherId, reason } }) {
        const child = atVersion(await queries.childStore.get(tx, id), version, NAME)
        await setReason(tx, reason)
        await work(tx, child, otherId)
        await tx.client.query('set constraints all immediate')
        const row = atVersion(await queries.childStore.get(tx, id), null, NAME)
        return {
          status: 200,
          headers: { etag: etagOf(row.version) },
          body: { ...present(row), warnings: await warningsAbout(tx, id) },
        }
      },
    })

  act(
    'merge',
    'Makes one record of two of the same child: everything recorded of the other one is this one’s from then on. The other record is kept, says where it went, and can be taken apart again (`unmerge`); the history of both tells it. What was made from returns is made anew from the returns of both, and later returns under either identifier are of this child. Refused as a whole where the two have what could not be of one child, such as placements recorded live that overlap: each is named.',
    async (tx, child, otherId) => {
      if (otherId === child.id)
        throw fieldProblem('otherId', 'is this record: give the other one', 'same-record')
      await returns.merge(tx, { id: child.id, otherId }, async (removals) => {
        const conflicts = await queries.mergeConflicts(tx, child.id, otherId)
        if (conflicts.length > 0) throw conflictProblem(conflicts)
        await queries.mergeChildren(tx, child.id, otherId, removals)
      })
    },
  )
  act(
    'unmerge',
    'Takes a merge back: what was moved, and is there still, is the other record’s again. What was recorded since the merge stays with this one.',
    (tx, child, otherId) =>
      returns.unmerge(tx, { id: child.id, otherId }, () => queries.unmergeChildren(tx, child.id, otherId)),
  )

  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/suspected-duplicates',
    {
      config: { scope: 'children:read' },
      schema: {
        tags: [tag],
        summary: 'List: suspected duplicates',
        description:
          'Pairs of records that look like one child’s and of which nobody has said that they are not. Merge the two, or record that they are two children (`/v1/child-distinctions`). As CSV with `Accept: text/csv`.',
        headers: purpose,
        querystring: z.strictObject({ childId: id.optional(), ...page.shape }),
        produces: ['application/json', 'text/csv'],
        response: { 200: pageOf(suspicion) },
      },
    },
    async (request, reply) => {
      const { childId, limit, cursor } = request.query
      const lastPair = decodeCursor(cursor, cursorKey)
      const table = await readAs(pool, request.principal, async (tx) => {
        const pairs = await queries.suspectedDuplicates(tx, { childId, lastPair, limit: limit + 1 })
        const { items, nextCursor } = cutPage(pairs, limit, (pair) => [pair.childId, pair.otherChildId])
        await logChildAccess(
          tx,
          request,
          items.flatMap((pair) => [pair.childId, pair.otherChildId]),
        )
        return {
          items: items.map((pair) => ({ ...pair, href: `/v1/children/${pair.childId}/merge` })),
          nextCursor,
        }
      })
      return wantsCsv(request)
        ? sendCsv(request, reply, table, Object.keys(suspicion.shape))
        : reply.send(table)
    },
  )
}
