import { z } from 'zod'
import { additionalSupport } from '../domain/referral.ts'
import { codesOf } from '../domain/codes.ts'
import { directions, levelCodes } from '../domain/moves/ladder.ts'
import { placementTypeCodes } from '../domain/placement-types.ts'
import { civilDate, id } from '../http/fields.ts'
import { option } from '../matching/option.ts'

const difference = (what: string) =>
  z
    .number()
    .nullable()
    .describe(`${what} of the option less that of today's placement; null where either is not known.`)

const level = z.enum(levelCodes)

export const placement = z.object({
  id,
  type: z.enum(placementTypeCodes),
  title: z.string().describe('What the type is called.'),
  homeName: z.string().nullable(),
  from: z.string(),
  to: z.string().nullable().describe('Null while the child was still there on the day.'),
  endReason: z.string().nullable().describe('In words (SSDA903 REASON_PLACE_CHANGE).'),
  unplanned: z
    .boolean()
    .nullable()
    .describe('Whether the ending was unplanned; null while it has not ended.'),
  distanceMiles: z.number().nullable(),
})

/** What a panel reads of a child on a day. */
export const picture = z.object({
  asAt: z.string().describe('The day of which it speaks.'),
  child: z.object({
    id,
    reference: z.string().describe("The authority's reference; no names are held."),
    age: z.number().int(),
    legalStatus: z.string().nullable(),
    legalStatusLabel: z.string().nullable(),
    legalStatusSince: z.string().nullable(),
    lookedAfterSince: z.string().nullable(),
    plan: z
      .string()
      .nullable()
      .describe('What the legal status makes possible. The care plan itself is not held here.'),
  }),
  current: placement
    .omit({ to: true, endReason: true, unplanned: true })
    .extend({
      level: level.nullable(),
      weeklyCost: z.number().nullable(),
      ofstedGrade: z.string().nullable(),
    })
    .nullable()
    .describe('The usual placement on the day; null where none is recorded.'),
  history: z.array(placement).describe('Every usual placement begun by then, latest first.'),
  facts: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        value: z.union([z.number(), z.string()]).nullable().describe('Null where it is not recorded.'),
        unit: z.string().nullable(),
        source: z.string(),
        meaning: z.string().describe('What it means for a move; where not recorded, what to find out.'),
      }),
    )
    .describe('What is weighed before a move: each with its value, its source and its meaning.'),
})
export type Picture = z.output<typeof picture>

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

export const moveAsk = z
  .strictObject({
    direction: z
      .enum(directions)
      .describe('Up: more support. Down: less. Stability: support, or a move within the level.'),
    ...search,
  })
  .refine(inOrder, order)

const layDirection = z
  .enum([...directions, 'entry'])
  .describe('As in move options; or entry, for a child who has no placement yet: every ordinary type.')

/** As `moveAsk`, and for a child who has no placement yet. */
export const layAsk = z.strictObject({ direction: layDirection, ...search }).refine(inOrder, order)
export type LayAsk = z.output<typeof layAsk>

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
      }),
    )
    .describe('Vacancies, best first.'),
})

export const moveOptions = picture.extend({
  direction: layDirection,
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
export type MoveOptions = z.output<typeof moveOptions>
