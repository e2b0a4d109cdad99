import { z } from 'zod'
import { asked } from '../matching/asked.ts'
import { criterionId, option } from '../matching/option.ts'
import { id } from '../http/fields.ts'

export const search = asked
  .extend({
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

export const answer = z.object({
  id: id.describe('The search, as it is kept.'),
  profile: z.string().describe('The named weights that the score is made with.'),
  found: z.number().int().nullable().describe('How many options there are in all; on the first page alone.'),
  excluded: z
    .array(
      z.object({
        criterion: criterionId,
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
