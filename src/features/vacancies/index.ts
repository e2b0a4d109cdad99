import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, logCompanyShown, purpose } from '../../platform/http/access-log.ts'
import { keepEntry } from '../../platform/http/entries.ts'
import { id } from '../../platform/http/fields.ts'
import { notFound } from '../../platform/http/problem.ts'
import { compareOptions, compareQuery, comparison } from './compare.ts'
import { readSearch } from './queries/record.ts'
import * as schema from './schema.ts'
import { searchVacancies } from './service.ts'

export { registerVacancyPages } from './page/index.ts'

/** Routes of the search for free beds. `clock` returns the present instant; its day decides which stays are overdue. */
export function registerVacancies(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
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
        response: { 200: schema.searchAnswer },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const { answer, entry, childIds } = await searchVacancies(tx, request.body, ukDate(clock()))
        if (entry) await keepEntry(tx, request, entry)
        await logChildAccess(tx, request, childIds)
        return answer
      }),
  )

  app.get(
    '/v1/vacancy-searches/:id',
    {
      config: { scope: 'vacancies:search' },
      schema: {
        tags: ['Vacancies'],
        summary: 'Read: vacancy search',
        description:
          'A search as it was kept: what was asked, in codes, and what it came to on its first page.',
        headers: purpose,
        params: z.object({ id }),
        response: { 200: schema.searchView },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const search = await readSearch(tx, request.params.id)
        if (search === undefined) throw notFound('vacancy search')
        await logChildAccess(
          tx,
          request,
          search.criteria.children.flatMap(({ childId }) => childId ?? []),
        )
        return search
      }),
  )

  app.get(
    '/v1/vacancy-searches/:id/compare',
    {
      config: { scope: 'vacancies:search' },
      schema: {
        tags: ['Vacancies'],
        summary: 'Compare options',
        description:
          'Two to five options of a search side by side, on what is recorded now: the reasons for each, who lives there by age and sex, what it costs over the stay against what the children have today, and what would be further or nearer. A search keeps no postcode: where it gave one, distances are from the middle of its sector. Journeys are straight lines.',
        headers: purpose,
        params: z.object({ id }),
        querystring: compareQuery,
        response: { 200: comparison },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const search = await readSearch(tx, request.params.id)
        if (search === undefined) throw notFound('vacancy search')
        const beds = request.query.beds.split(',')
        const { answer, childIds, homeIds } = await compareOptions(tx, search, beds, ukDate(clock()))
        await logChildAccess(tx, request, childIds)
        await logCompanyShown(tx, request, homeIds, answer.from)
        return answer
      }),
  )
}
