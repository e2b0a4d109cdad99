import { z } from 'zod'
import { keyScopes } from '../../domain/access.ts'
import { recordFields, words } from '../../platform/http/fields.ts'

/** Days that a secret of a service key can live at most. */
const LONGEST_DAYS = 400
/** Hours for which a replaced secret can count beside its successor. */
const LONGEST_OVERLAP_HOURS = 720

const scopeList = z
  .array(z.enum(keyScopes))
  .min(1)
  .describe('What it may do. Ask for no more than it needs: what takes a person to decide is not among them.')
  .meta({ examples: [['measures:read', 'releases:read']] })

export const keyFields = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'takes 2 to 40 lower-case letters, digits and hyphens')
    .describe('The system, as the history of records shall name it: `key:` and this.')
    .meta({ examples: ['power-bi'] }),
  purpose: words(200)
    .describe('What it is for and who looks after it, as a post or team; name no one.')
    .meta({ examples: ['Monthly sufficiency report; performance team'] }),
  scopes: scopeList,
})

const secretState = z.object({
  prefix: z.string().describe('How the key begins, after `sufk_`.'),
  issuedAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable().describe('The hour in which it was last used; null: never.'),
})

export const keyView = z.object({
  ...recordFields,
  name: z.string(),
  purpose: z.string(),
  scopes: z.array(z.string()),
  secretIssuedAt: z.string().nullable().describe('When it last got a secret; nothing is let in before.'),
  revokedAt: z.string().nullable().describe('When it was revoked, for ever; null while it was not.'),
  secrets: z
    .array(secretState)
    .optional()
    .describe('Its secrets, the latest first. Absent where the answer is about the past.'),
})

export const newSecret = z.strictObject({
  days: z.number().int().min(1).max(LONGEST_DAYS).default(365).describe('Days until it expires.'),
  overlapHours: z
    .number()
    .int()
    .min(0)
    .max(LONGEST_OVERLAP_HOURS)
    .default(24)
    .describe('Hours for which the secret before still counts beside it: time to change it in the system.'),
})
export type NewSecret = z.output<typeof newSecret>

export const issuedSecret = z.object({
  key: z
    .string()
    .describe('The whole key, shown this once.')
    .meta({ examples: ['sufk_7f3a9c2e51d0_q3V0cGx1c3VsdHJhbG9uZ3NlY3JldHRoYXRub2JvZHk'] }),
  prefix: z.string(),
  expiresAt: z.string(),
})
