import { z } from 'zod'
import { thresholdWords, type Indicator } from '../../domain/moves/indicators.ts'
import { pageOf } from '../../platform/http/cursor.ts'

const value = z.union([z.number(), z.string(), z.boolean()]).nullable()

/** An indicator's value for one child; in CSV it becomes two columns. */
const indicatorView = z.object({
  value: value.describe('Null where it is not recorded.'),
  speaks: z
    .boolean()
    .nullable()
    .describe('Whether the value is within the threshold; null where not recorded.'),
})

/** One child on a watch list that shows these indicators. */
function itemOf(indicators: readonly Indicator[]) {
  return z.object({
    childId: z.string(),
    reference: z.string(),
    age: z.number().int(),
    legalStatus: z.string().nullable(),
    placementId: z.string().nullable(),
    placementType: z.string().nullable().describe('Null where no placement is recorded on the day.'),
    placedOn: z.string().nullable(),
    weeklyCost: z.number().nullable(),
    spoken: z.number().int().describe('How many indicators speak: a count, not a score.'),
    indicators: z.object(
      Object.fromEntries(
        indicators.map((indicator) => [
          indicator.id,
          indicatorView.describe(
            `${indicator.title}. Speaks at: ${thresholdWords(indicator)}. Source: ${indicator.source}.`,
          ),
        ]),
      ),
    ),
  })
}

/** A page of a watch list, with the definitions of its indicators. */
export function watchPage(indicators: readonly Indicator[]) {
  return pageOf(itemOf(indicators)).extend({
    asAt: z.string(),
    indicators: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        threshold: z.string(),
        source: z.string(),
      }),
    ),
  })
}
