import { z } from 'zod'
import { codesOf, sexes } from '../../domain/codes.ts'
import { moveDirections } from '../../domain/moves/ladder.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import { additionalSupport } from '../../domain/referral.ts'
import { ageTo, civilDate } from '../../platform/http/fields.ts'
import { level, picture } from '../care-record/schema.ts'
import { option } from '../matching/option.ts'
import { placeJudged } from '../matching/place-judged.ts'

const difference = (what: string) =>
  z
    .number()
    .nullable()
    .describe(`${what} of the option less that of today's placement; null where either is not known.`)

const search = {
  from: civilDate.describe('First night of the move.'),
  to: civilDate
    .nullable()
    .default(null)
    .describe('The day of leaving; without it the bed is to be free with no end.'),
  capabilities: z
    .array(z.string().regex(/^[a-z0-9-]{2,40}$/, 'takes lower-case letters, digits and hyphens'))
    .max(20)
    .default([])
    .describe('Needs that the next home must be able to meet, as its `capabilities` name them.'),
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
    .describe('True: only within the authority. False: only outside.'),
  limit: z.number().int().min(1).max(20).default(5).describe('Options for each step at most.'),
}

const inOrder = ({ from, to }: { from: string; to: string | null }) => to === null || to > from
const order = { path: ['to'], error: 'must be later than from: it is the day of leaving' }

export const moveSearch = z
  .strictObject({
    direction: z
      .enum(moveDirections)
      .describe('Up: more support. Down: less. Stability: support, or a move within the level.'),
    ...search,
  })
  .refine(inOrder, order)

const searchDirection = z
  .enum([...moveDirections, 'entry'])
  .describe('As in move options; or entry, for a child who has no placement yet: every ordinary type.')

/** As `moveSearch`, with the direction `entry` for a child who has no placement yet. */
export const placementSearch = z
  .strictObject({ direction: searchDirection, ...search })
  .refine(inOrder, order)
export type PlacementSearch = z.output<typeof placementSearch>

const step = z.object({
  to: level.nullable().describe('The level of the ladder; null for an entry to care.'),
  title: z.string(),
  types: z.array(z.enum(placementTypeCodes)),
  reachedBy: z
    .enum(['vacancy', 'same-carer', 'offer', 'assessment'])
    .describe('Into a vacancy, by staying with the carer, by an offer of support, after an assessment.'),
  open: z.boolean(),
  why: z.string().nullable().describe('Why it is not open; null when it is.'),
  note: z.string().describe('What the step asks for, and where that is written.'),
  href: z
    .string()
    .nullable()
    .describe('What carries it out where no vacancy is needed; null where nothing here does.'),
  options: z
    .array(
      option.extend({
        costDifference: difference('Pounds a week'),
        distanceDifference: difference('Miles from home'),
        areasToAvoid: z
          .array(placeJudged)
          .describe('Each area that the child must avoid, judged against this home.'),
        company: z
          .array(z.object({ age: z.number().int(), ageTo, sex: z.enum(codesOf(sexes)) }))
          .describe('Who lives there on the first night, the youngest first.'),
      }),
    )
    .describe('Vacancies, best first.'),
})

export const moveOptionsView = picture.extend({
  direction: searchDirection,
  from: z.string(),
  to: z.string().nullable(),
  profile: z
    .object({ name: z.string(), version: z.number().int() })
    .nullable()
    .describe('The weights that scores are made with; null where no step was searched.'),
  steps: z.array(step).describe('Every step of the ladder in that direction, open or not.'),
  support: z
    .array(z.object({ code: z.enum(codesOf(additionalSupport)), title: z.string() }))
    .describe('For stability: what can be added to the present placement (regional referral standard).'),
})
export type MoveOptions = z.output<typeof moveOptionsView>
