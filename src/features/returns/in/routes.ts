import type { FastifyInstance } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../../domain/dates.ts'
import { readAs, type Tx } from '../../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../../platform/http/access-log.ts'
import { removalReason } from '../../../platform/http/change-reason.ts'
import { sendCsv, wantsCsv } from '../../../platform/http/csv.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../../platform/http/cursor.ts'
import { idempotencyKey, once } from '../../../platform/http/idempotency.ts'
import { notFound } from '../../../platform/http/problem.ts'
import { digestsOf } from '../../../platform/http/uploads.ts'
import { JobQueue, type Takeovers } from '../../../platform/jobs/queue.ts'
import { settleJobs } from '../../../platform/jobs/rows.ts'
import {
  childrenOf,
  findingsAfter,
  importById,
  importJobs,
  importsBefore,
  type ImportRow,
} from './queries/imports.ts'
import { importInThread, importTakenOver } from './jobs.ts'
import type { KeptImport } from './kept-imports.ts'
import { findingView, importChildView, importForm, importView, params, reportQuery } from './schema.ts'
import { childIdsOfReferences, importChildrenAfter } from './queries/children.ts'
import { submit } from './service.ts'
import { submitUndo, undoJob } from './undo.ts'
import { receiveReturns } from './uploads.ts'

export interface ImportsOptions {
  pool: Pool
  clock: () => Date
  /** How much a submission may hold, as sent and unpacked. */
  maxBytes: number
  /** How imports of dead processes are taken over; without it they are not. */
  takeovers?: Takeovers | undefined
}

const tags = ['Imports']
const read = { scope: 'imports:read' } as const

const viewOf = ({ counts, ...row }: ImportRow) => ({
  ...row,
  counts: Object.keys(counts as object).length > 0 ? counts : null,
})

async function requireImport(tx: Tx, id: string): Promise<ImportRow> {
  const row = await importById(tx, id)
  if (row === undefined) throw notFound('import')
  return row
}

export function registerImports(
  instance: FastifyInstance,
  { pool, clock, maxBytes, takeovers }: ImportsOptions,
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  // Each has a thread, memory and a connection of its own, so that others wait for their turn; an authority has at most one.
  const jobs = new JobQueue(pool, instance.log, importJobs, { atOnce: 2 })
  jobs.takeOver(takeovers, ({ id, work }) => importTakenOver(pool, id, work as KeptImport))
  app.addHook('onClose', () => jobs.close())

  app.post(
    '/v1/imports',
    {
      config: { scope: 'imports:write' },
      // The form is read as it streams in, not as a body.
      validatorCompiler: (part) =>
        part.httpPart === 'body' ? (value: unknown) => ({ value }) : validatorCompiler(part as never),
      schema: {
        tags,
        summary: "Import: the authority's SSDA903 returns",
        description:
          'Modules are known by their columns, whatever the files are called, and their collection year by what is said of it (the field year, YEAR columns, names) and by their dates; where that is in doubt, nothing of the file is used until the year is said. Years are stacked, episodes become periods of care, legal statuses and placements, and what is repaired on the way is told. Answers at once; the import is done in the background. Read the resource in `Location` until it has finished, then its report. Sending the same files again changes nothing; with the same `Idempotency-Key` it is answered with the first import. With `dryRun` it is told what would come of it, and nothing is applied. One import of an authority is at work at a time.',
        consumes: ['multipart/form-data'],
        headers: idempotencyKey,
        body: importForm,
        response: { 202: importView },
      },
    },
    async (request, reply) => {
      const today = ukDate(clock())
      const { discard, ...upload } = await receiveReturns(request, { maxBytes, today })
      const { principal } = request
      const options = { ...upload, maxBytes, today }
      const rows: ImportRow[] = []
      try {
        const content = { ...upload, files: await digestsOf(upload.files) }
        await once({ pool, request, reply, content }, async (tx) => {
          const row = await submit(tx, options, { keep: true })
          rows.push(row)
          return { status: 202, headers: { location: `/v1/imports/${row.id}` }, body: viewOf(row) }
        })
      } catch (error) {
        await discard()
        throw error
      }
      const [row] = rows
      // Sent again with its key, it is answered like the first time, and its files are not needed.
      if (row === undefined) await discard()
      else void jobs.add({ ...importInThread(pool, principal, row.id, options), release: discard })
      return reply
    },
  )

  app.get(
    '/v1/imports',
    {
      config: read,
      schema: {
        tags,
        summary: 'List: import',
        description: 'The latest first.',
        querystring: z.strictObject(page.shape),
        response: { 200: pageOf(importView) },
      },
    },
    async (request, reply) => {
      const { limit, cursor } = request.query
      const pageEnd = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]))
      await settleJobs(pool, request.principal, importJobs)
      const table = await readAs(pool, request.principal, async (tx) => {
        const rows = await importsBefore(tx, pageEnd, limit + 1)
        return cutPage(rows, limit, (row) => [row.createdAt, row.id])
      })
      return reply.send({ ...table, items: table.items.map(viewOf) } as never)
    },
  )

  app.get(
    '/v1/imports/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'Read: import',
        description: 'How far an import is and, when it has finished, what came of it.',
        params,
        response: { 200: importView },
      },
    },
    async (request, reply) => {
      await settleJobs(pool, request.principal, importJobs)
      const row = await readAs(pool, request.principal, (tx) => requireImport(tx, request.params.id))
      return reply.send(viewOf(row) as never)
    },
  )

  app.post(
    '/v1/imports/:id/undo',
    {
      config: { scope: 'imports:write' },
      schema: {
        tags,
        summary: 'Undo: import',
        description:
          'Brings records back to what they were before an import. The rows of the returns are again what they were; the record of a child whom nothing has changed since is as before, that of a child of whom later imports tell is made anew from what remains, and a child whom somebody has changed since stays as is and is told in the report. Answers at once with an import of the kind `undo`: read the resource in `Location` until it has finished. An import is undone once.',
        headers: removalReason,
        params,
        response: { 202: importView },
      },
    },
    async (request, reply) => {
      const { principal } = request
      const today = ukDate(clock())
      const row = await submitUndo(pool, principal, request.params.id, { keepFor: today })
      if (row === undefined) throw notFound('import')
      void jobs.add(undoJob(pool, principal, row, today))
      return reply
        .code(202)
        .header('location', `/v1/imports/${row.id}`)
        .send(viewOf(row) as never)
    },
  )

  app.get(
    '/v1/imports/:id/report',
    {
      config: read,
      schema: {
        tags,
        summary: 'Read: report of an import',
        description:
          'Everything that was rejected, repaired or noted, with the row, the column, its value and the reason, and how the files were read; as CSV with `Accept: text/csv`.',
        headers: purpose,
        params,
        produces: ['application/json', 'text/csv'],
        querystring: reportQuery,
        response: { 200: pageOf(findingView) },
      },
    },
    async (request, reply) => {
      const { limit, cursor, kind } = request.query
      const lastId = decodeCursor(cursor, z.tuple([z.number().int()]))?.[0] ?? 0
      const table = await readAs(pool, request.principal, async (tx) => {
        await requireImport(tx, request.params.id)
        const rows = await findingsAfter(tx, request.params.id, { kind, lastId, limit: limit + 1 })
        const { items, nextCursor } = cutPage(rows, limit, (row) => [row.id])
        const ids = items.map(({ id }) => id)
        await logChildAccess(tx, request, await childrenOf(tx, request.params.id, ids))
        return { items: items.map((row) => ({ ...row })), nextCursor }
      })
      return wantsCsv(request)
        ? sendCsv(request, reply, table, Object.keys(findingView.shape))
        : reply.send(table)
    },
  )

  app.get(
    '/v1/imports/:id/children',
    {
      config: read,
      schema: {
        tags,
        summary: 'List: children whose records an import changes',
        description:
          'What the import did, or a dry run would do, to the record of each child and to what belongs to it: how many periods of care, legal statuses and placements are new, changed and removed. By reference; as CSV with `Accept: text/csv`.',
        headers: purpose,
        params,
        produces: ['application/json', 'text/csv'],
        querystring: z.strictObject(page.shape),
        response: { 200: pageOf(importChildView) },
      },
    },
    async (request, reply) => {
      const { limit, cursor } = request.query
      const last = decodeCursor(cursor, z.tuple([z.string()]))?.[0] ?? ''
      const isCsv = wantsCsv(request)
      const table = await readAs(pool, request.principal, async (tx) => {
        await requireImport(tx, request.params.id)
        const rows = await importChildrenAfter(tx, request.params.id, { last, limit: limit + 1 })
        const { items, nextCursor } = cutPage(rows, limit, ({ reference }) => [reference])
        const references = items.map(({ reference }) => reference)
        await logChildAccess(tx, request, await childIdsOfReferences(tx, references))
        return { items: items.map((row) => ({ ...row })), nextCursor }
      })
      return isCsv ? sendCsv(request, reply, table) : reply.send(table)
    },
  )
}
