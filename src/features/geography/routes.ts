import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { isSyntheticPostcode } from '../../domain/geography/synthetic.ts'
import { displayPostcode } from '../../domain/postcodes.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/problem.ts'
import { authoritiesAfter, authorityByCode, postcodeByCode } from './queries/lookup.ts'
import { authorityCode, authorityParams, authorityView, postcodeParams, postcodeView } from './schema.ts'

const config = { scope: 'geography:read' } as const
const tags = ['Geography']

/** Registers the routes of authorities and postcodes, which are the same for every authority. */
export function registerGeography(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/v1/authorities',
    {
      config,
      schema: {
        tags,
        summary: 'List: authority',
        description: "England's upper-tier authorities, in order of code; as CSV with `Accept: text/csv`.",
        querystring: z.strictObject(page.shape),
        produces: ['application/json', 'text/csv'],
        response: { 200: pageOf(authorityView) },
      },
    },
    async (request, reply) => {
      const { limit, cursor } = request.query
      const lastCode = decodeCursor(cursor, z.tuple([authorityCode]))?.[0]
      const csv = wantsCsv(request)
      const rows = await readAs(pool, request.principal, (tx) => authoritiesAfter(tx, lastCode, limit + 1))
      const table = cutPage(rows, limit, (row) => [row.code])
      return csv ? sendCsv(request, reply, table, Object.keys(authorityView.shape)) : reply.send(table)
    },
  )

  app.get(
    '/v1/authorities/:code',
    {
      config,
      schema: {
        tags,
        summary: 'Read: authority',
        description: 'An upper-tier authority of England, by its ONS code.',
        params: authorityParams,
        response: { 200: authorityView },
      },
    },
    async (request) => {
      const row = await readAs(pool, request.principal, (tx) => authorityByCode(tx, request.params.code))
      if (row === undefined) throw notFound('authority')
      return row
    },
  )

  app.get(
    '/v1/postcodes/:postcode',
    {
      config,
      schema: {
        tags,
        summary: 'Read: postcode',
        description: 'Where a postcode is and whose it is, by the postcode directory that was loaded last.',
        params: postcodeParams,
        response: { 200: postcodeView },
      },
    },
    async (request) => {
      const compact = request.params.postcode
      const row = await readAs(pool, request.principal, (tx) => postcodeByCode(tx, compact))
      if (row === undefined) throw notFound('postcode')
      return { ...row, postcode: displayPostcode(compact), synthetic: isSyntheticPostcode(compact) }
    },
  )
}
