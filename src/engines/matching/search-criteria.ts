import { z } from 'zod'
import { codesOf, sexes } from '../../domain/codes.ts'
import type { ReferralNeeds } from '../../domain/matching/from-referral.ts'
import { profileName } from '../../domain/matching/profile.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import { civilDate, id, postcode, words } from '../../platform/http/fields.ts'
import { needsOfChild } from '../../platform/http/needs-of-child.ts'

const child = z
  .strictObject({
    childId: id
      .optional()
      .describe(
        "A child on record, whose birth, sex, postcodes and needs are then read; or give the child's own facts. Needs given beside it are added to those on record where they are lists, and stand in their place where they are not.",
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
    parent: z
      .number()
      .int()
      .min(0)
      .max(7)
      .optional()
      .describe(
        'The position in this search, from 0, of the parent who comes with this child. Of children on record their `parentId` says it.',
      ),
    ...needsOfChild,
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

/** The criteria of a search for beds: the children, the nights, and where the bed must be. */
export const searchCriteria = z.strictObject({
  children: z
    .array(child)
    .min(1)
    .max(8)
    .describe(
      'One child; or brothers and sisters, or a parent with their child, who are offered beds in one home together.',
    ),
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
  homePostcode: postcode.nullable().default(null).describe("In place of the postcode on the child's record."),
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
  profile: z
    .strictObject({
      name: z.string().regex(profileName),
      version: z.number().int().min(1).optional().describe('The latest in force, where it is left out.'),
    })
    .nullable()
    .default(null)
    .describe(
      'The profile of weights to rank by, such as one that a past search was made with; without it, the one that the authority uses by default.',
    ),
  gatewayExemption: words(200)
    .nullable()
    .default(null)
    .describe(
      'Who allows, for this search, homes judged below the grade that the profile asks for, and when: it is kept with the search.',
    ),
})

export type SearchCriteria = z.output<typeof searchCriteria> & {
  /** Needs from the referral of a placement request; they take precedence over the record, and the search over them. */
  referral?: ReferralNeeds
  /** Whether the placement request is an emergency; without a request, the kind of stay says so. */
  emergency?: boolean
}
