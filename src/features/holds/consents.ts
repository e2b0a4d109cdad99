import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { civilDate, id, recordFields, words } from '../../platform/http/fields.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { placingConsentStore } from './queries/consents.ts'

const authorityCode = z
  .string()
  .regex(/^E\d{8}$/, 'is the code of an authority')
  .meta({ examples: ['E08000007'] })

export const givenBy = words(100)
  .describe('The office that agreed. No name.')
  .meta({ examples: ['Placements manager'] })
export const consentNote = words(500).nullish().describe('On what terms. No name, and nothing of a child.')

const fields = z.object({
  homeId: id.describe('A home of the authority.'),
  forAuthorityCode: authorityCode.describe('The authority that may place there.'),
  startsOn: civilDate.describe('The earliest first night.'),
  endsOn: civilDate.nullish().describe('The latest first night; null for no end.'),
  givenBy,
  note: consentNote,
})

const view = z.object({
  ...recordFields,
  homeId: z.string(),
  forAuthorityCode: z.string(),
  holdId: z
    .string()
    .nullable()
    .describe('The one hold that it is given for; null for every placement that begins in the term.'),
  startsOn: z.string(),
  endsOn: z.string().nullable(),
  givenBy: z.string(),
  note: z.string().nullable(),
})

/** Routes of what an authority agrees to of its homes: that another places in them. */
export function registerConsents(app: FastifyInstance, { pool }: { pool: Pool }): void {
  registerResource(app, pool, {
    tag: 'Holds',
    scopes: { read: 'homes:read', write: 'homes:write' },
    path: 'placing-consents',
    name: 'consent to place',
    description:
      "That an authority agrees to another's placements in one of its homes, whose first night is in a term: given once, it lets the other place there without asking, as an emergency needs. Consent to a single hold is given by `POST /v1/holds-of-others/{id}/consent`, and listed here. Both authorities see it. To withdraw it, give its last day or remove it: placements agreed by then stay.",
    fields,
    fixed: ['homeId', 'forAuthorityCode'],
    happens: ['startsOn', 'endsOn'],
    view,
    filters: z.object({ homeId: id.optional(), forAuthorityCode: authorityCode.optional() }),
    store: placingConsentStore,
  })
}
