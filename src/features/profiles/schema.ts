import { z } from 'zod'
import { gatewayGrades } from '../../domain/codes.ts'
import { preferences, type PreferId } from '../../domain/matching/criteria.ts'
import { profileName, standardProfile } from '../../domain/matching/profile.ts'
import { civilDate } from '../../platform/http/fields.ts'

const weight = z.number().int().min(0).max(100)
const weights = z.object(
  Object.fromEntries(preferences.map(({ id, title }) => [id, weight.describe(title)])) as Record<
    PreferId,
    typeof weight
  >,
)

const gatewayGrade = z
  .enum(gatewayGrades)
  .nullable()
  .describe('A home judged below it is offered only by a named exemption; null where none is asked for.')

export const newProfile = z
  .strictObject({
    name: z
      .string()
      .regex(profileName, 'takes lower-case letters, digits and hyphens')
      .refine((name) => name !== standardProfile.name, { error: 'is the name of the built-in profile' })
      .meta({ examples: ['cheshire-east'] }),
    weights: weights
      .partial()
      .strict()
      .refine((shares) => Object.values(shares).reduce((sum, points) => sum + points, 0) === 100, {
        error: 'must add up to 100; a preference left out weighs nothing',
      })
      .meta({ examples: [{ kin: 30, 'distance-to-home': 40, 'distance-to-school': 30 }] }),
    gatewayGrade: gatewayGrade.default(null),
    inForceFrom: civilDate.describe('The first day on which a search may use it without naming its version.'),
    byDefault: z
      .boolean()
      .default(true)
      .describe('Whether searches that name no profile use it from then on.'),
  })
  .meta({ id: 'NewMatchingProfile' })

export const profile = z
  .object({
    name: z.string(),
    version: z.number().int(),
    weights,
    gatewayGrade: gatewayGrade,
    inForceFrom: z.string().nullable().describe('Null for the built-in profile.'),
    byDefault: z.boolean(),
    publishedBy: z.string().nullable(),
    publishedAt: z.string().nullable(),
  })
  .meta({ id: 'MatchingProfile' })
export type ProfileView = z.output<typeof profile>
export type NewProfile = z.output<typeof newProfile>
