import { z } from 'zod'
import { bedKinds, codesOf, homeKinds, sectors, sexes } from '../domain/codes.ts'
import { musts, preferences } from '../domain/matching/criteria.ts'
import { placementTypeCodes } from '../domain/placement-types.ts'
import { civilDate, id, postcode } from '../http/fields.ts'

const child = z
  .strictObject({
    childId: id
      .optional()
      .describe(
        "A child on record, whose birth, sex and postcodes are then read; or give the child's own facts.",
      ),
    age: z
      .number()
      .int()
      .min(0)
      .max(25)
      .optional()
      .describe('Age on the first night, where no date of birth is given.'),
    dateOfBirth: civilDate.optional(),
    sex: z.enum(codesOf(sexes)).optional().describe('Given with age or dateOfBirth.'),
    capabilities: z
      .array(z.string().regex(/^[a-z0-9-]{2,40}$/, 'takes lower-case letters, digits and hyphens'))
      .max(20)
      .optional()
      .describe('Needs that the home must be able to meet, as its `capabilities` name them.'),
  })
  .superRefine(({ childId, age, dateOfBirth, sex }, context) => {
    const fault = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    if (childId !== undefined) {
      const own = { age, dateOfBirth, sex }
      for (const [field, value] of Object.entries(own)) {
        if (value !== undefined)
          fault(field, 'is read from the record of the child; leave it out or leave out childId')
      }
      return
    }
    if (age === undefined && dateOfBirth === undefined) fault('age', 'give childId, age or dateOfBirth')
    if (age !== undefined && dateOfBirth !== undefined) fault('age', 'give age or dateOfBirth, not both')
    if (sex === undefined) fault('sex', 'is needed with age or dateOfBirth: female, male or unknown')
  })

export const search = z
  .strictObject({
    children: z
      .array(child)
      .min(1)
      .max(8)
      .describe('One child; or brothers and sisters, who are offered beds in one home together.'),
    from: civilDate.describe('First night.'),
    to: civilDate
      .nullable()
      .default(null)
      .describe(
        'The day of leaving, whose night is not asked for. Without it the bed must be free with no end.',
      ),
    stay: z
      .enum(['placement', 'emergency', 'short-break'])
      .default('placement')
      .describe('Emergency and short-break beds are offered for such stays alone.'),
    homePostcode: postcode
      .nullable()
      .default(null)
      .describe("In place of the postcode on the child's record."),
    schoolPostcode: postcode
      .nullable()
      .default(null)
      .describe("In place of the postcode on the child's record."),
    types: z
      .array(z.enum(placementTypeCodes))
      .min(1)
      .max(placementTypeCodes.length)
      .nullable()
      .default(null)
      .describe('Placement types to offer; without it, all that an ordinary need may lead to.'),
    maxMiles: z
      .number()
      .positive()
      .max(1000)
      .nullable()
      .default(null)
      .describe('Straight-line miles from home.'),
    inAuthority: z
      .boolean()
      .nullable()
      .default(null)
      .describe('True: only homes within the authority. False: only homes outside it.'),
    limit: z.number().int().min(1).max(100).default(20),
    cursor: z
      .string()
      .max(500)
      .nullable()
      .default(null)
      .describe('`nextCursor` of the page before, with the same search.'),
  })
  .refine(({ from, to }) => to === null || to > from, {
    path: ['to'],
    error: 'must be later than from: it is the day of leaving',
  })
  .meta({
    examples: [
      {
        children: [{ age: 9, sex: 'male' }],
        from: '2024-01-08',
        homePostcode: 'CW1 3CC',
        maxMiles: 20,
        limit: 5,
      },
    ],
  })
export type Search = z.output<typeof search>

const bed = z.object({ id, label: z.string(), kind: z.enum(codesOf(bedKinds)) })

const criterionIds = [...musts, ...preferences].map((criterion) => criterion.id)

const reason = z.object({
  criterion: z.enum(criterionIds),
  kind: z.enum(['must', 'prefer']),
  met: z.boolean().nullable().describe('Null where it cannot be told: `detail` says what to find out.'),
  points: z.number().int().describe('The points of all reasons add up to the score.'),
  detail: z.string().meta({ examples: ['4.2 miles from home.'] }),
})

const option = z.object({
  bed: bed.describe('The bed; for brothers and sisters, that of the first child.'),
  beds: z.array(bed).describe('A bed for each child, in the order of the search.'),
  home: z.object({
    id,
    name: z.string(),
    kind: z.enum(codesOf(homeKinds)),
    provider: z.object({ id, name: z.string(), sector: z.enum(codesOf(sectors)) }),
    area: z
      .object({ code: z.string(), name: z.string() })
      .nullable()
      .describe('The authority that it is in; null where that is not known.'),
    postcode: z.string().nullable().describe('Null where the address is confidential, whatever the token.'),
    confidential: z.boolean(),
  }),
  type: z.enum(placementTypeCodes),
  distanceMiles: z
    .number()
    .nullable()
    .describe(
      "From home; of brothers and sisters, the furthest. Null where it is not known. Of another authority's confidential home, whole miles from the middle of the grid square it is in.",
    ),
  schoolMiles: z.number().nullable().describe('From school, in the same way.'),
  inAuthority: z.boolean().nullable(),
  weeklyCost: z
    .number()
    .nullable()
    .describe('Pounds a week for each child, on the first night; null where no fee is known.'),
  ofstedGrade: z
    .string()
    .describe('`unknown` where no judgement is recorded.')
    .meta({ examples: ['good'] }),
  score: z.number().int(),
  reasons: z.array(reason),
})

export const answer = z.object({
  id: id.describe('The search, as it is kept.'),
  profile: z.string().describe('The named weights that the score is made with.'),
  found: z.number().int().nullable().describe('How many options there are in all; on the first page alone.'),
  excluded: z
    .array(
      z.object({
        criterion: z.enum(criterionIds),
        beds: z
          .number()
          .int()
          .describe(
            'Beds that are free where they are asked for and that this rule keeps out, whatever else does.',
          ),
      }),
    )
    .nullable()
    .describe('Why other free beds are not offered; on the first page alone.'),
  items: z.array(option).describe('Best first.'),
  nextCursor: z.string().nullable().describe('Send as `cursor` with the same search; null on the last page.'),
})
export type Answer = z.output<typeof answer>
