import { z } from 'zod'
import { careLevelCodes } from '../../domain/moves/ladder.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import { id } from '../../platform/http/fields.ts'

export const level = z.enum(careLevelCodes)

export const usualPlacement = z.object({
  id,
  type: z.enum(placementTypeCodes),
  title: z.string().describe('What the type is called.'),
  homeName: z.string().nullable(),
  from: z.string(),
  startedBefore: z
    .boolean()
    .describe('It began before `from`, and nobody knows when: `from` is the first day known of.'),
  to: z.string().nullable().describe('Null while the child was still there on the day.'),
  endReason: z.string().nullable().describe('In words (SSDA903 REASON_PLACE_CHANGE).'),
  unplanned: z
    .boolean()
    .nullable()
    .describe('Whether the ending was unplanned; null while it has not ended.'),
  distanceMiles: z.number().nullable(),
})

/** A child's care on a day as panels and move options show it. */
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
    lookedAfterBefore: z
      .boolean()
      .describe('Care began before `lookedAfterSince`, and nobody knows when: it is the first day known of.'),
    statusAllows: z
      .string()
      .nullable()
      .describe('What the legal status makes possible. It is no plan: the care plan is a record of its own.'),
  }),
  current: usualPlacement
    .omit({ to: true, endReason: true, unplanned: true })
    .extend({
      level: level.nullable(),
      weeklyCost: z.number().nullable(),
      ofstedGrade: z.string().nullable(),
    })
    .nullable()
    .describe('The usual placement on the day; null where none is recorded.'),
  history: z.array(usualPlacement).describe('Every usual placement begun by then, latest first.'),
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
