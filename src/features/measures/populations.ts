import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { civilDate, recordFields, words } from '../../platform/http/fields.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { populationStore } from './queries/populations.ts'

const population = z.object({
  asAt: civilDate.describe("The day of the estimate; of ONS's mid-year estimates, 30 June."),
  people: z.number().int().min(1).max(10_000_000).describe('People aged 0 to 17 in the authority.'),
  source: words(200)
    .nullish()
    .meta({ examples: ['ONS mid-2023 estimates'] }),
})

const populationView = z.object({
  ...recordFields,
  asAt: z.string(),
  people: z.number().int(),
  source: z.string().nullable(),
})

/** Routes of population estimates, the denominators of rates per 10,000. */
export function registerPopulations(app: FastifyInstance, pool: Pool): void {
  registerResource(app, pool, {
    tag: 'Measures',
    scopes: { read: 'measures:read', write: 'measures:write' },
    path: 'populations',
    name: 'population estimate',
    description:
      'How many people aged 0 to 17 live in the authority, by an estimate that stands from its day until the next one. Rates per 10,000 are over it.',
    fields: population,
    view: populationView,
    filters: z.object({}),
    store: populationStore,
  })
}
