import { z } from 'zod'

/** A place to avoid, judged against one home. */
export const placeJudged = z.object({
  place: z.string(),
  miles: z.number().describe('How far around it is to be avoided.'),
  milesBeyond: z
    .number()
    .nullable()
    .describe(
      'Straight-line miles from the home to the edge of what is to be avoided, 0 or less inside it; null where the place or the home is not known.',
    ),
  inside: z.boolean().nullable().describe('Null where it cannot be told: find out.'),
})
