import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { inTenant } from '../db/tenant.ts'
import { ukDate } from '../domain/dates.ts'
import { logChildAccess, purpose } from '../http/access-log.ts'
import * as schema from './schema.ts'
import { searchVacancies } from './service.ts'

/** The search for free beds. `clock` gives the instant: a stay past its planned end is judged on the day. */
export function vacancies(app: FastifyInstance, { pool, clock }: { pool: Pool; clock: () => Date }): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/v1/vacancy-searches',
    {
      config: { scope: 'vacancies:search' },
      schema: {
        tags: ['Vacancies'],
        summary: 'Find free beds',
        description:
          'Beds that are free on every night asked for and within registration, over all sectors at once, best first, each with the reasons for its place. The search and what it came to are kept. Confidential addresses never appear.',
        headers: purpose,
        body: schema.search,
        response: { 200: schema.answer },
      },
    },
    async (request) =>
      inTenant(pool, request.principal, async (tx) => {
        const { answer, childIds } = await searchVacancies(tx, request.body, ukDate(clock()))
        await logChildAccess(tx, request, childIds)
        return answer
      }),
  )
}
