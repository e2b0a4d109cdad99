import { z } from 'zod'
import { asAtQuery, questionView, freshnessView, itemView } from '../../../engines/figures/schema.ts'
import { page, pageOf } from '../../../platform/http/cursor.ts'
import { figureParts } from './queries.ts'

export const recordsQuery = z.strictObject({
  ...asAtQuery.shape,
  of: z
    .enum(figureParts)
    .default('numerator')
    .describe('What of the figure: what is counted, of what, or what is left out because it is not known.'),
  ...page.shape,
})

const recordView = z.object({
  from: z.string().describe('The first of its nights that are counted; of an event, its day.'),
  to: z.string().describe('The day after the last of them.'),
  nights: z.number().int().describe('How many: 1 in a figure of one day.'),
  amount: z
    .number()
    .describe('What it adds to the figure for each night: 1, or the number that is added up.'),
  adds: z.number().describe('What it adds in all: `nights` times `amount`.'),
  children: z
    .array(z.object({ id: z.string(), reference: z.string().nullable() }))
    .describe('Whom it is of; more than one for a group of siblings, none for a bed.'),
  records: z
    .record(z.string(), z.string().nullable())
    .describe('The other records that it is of: identifiers by `placementId`, `homeId`, `bedId` and so on.'),
  facts: z
    .record(z.string(), z.string())
    .describe('The code of every dimension: what puts it in its cell, and in the cells of other divisions.'),
  labels: z.record(z.string(), z.string()).describe('What each code means.'),
  numbers: z
    .record(z.string(), z.number().nullable())
    .describe('What it has in numbers; null where not known.'),
})

export const recordsView = z.object({
  asAt: z.string(),
  ...questionView,
  of: z.enum(figureParts),
  figure: itemView.describe(
    'The figure of the cell, of the same instant as this page: what the records add up to.',
  ),
  ...pageOf(recordView).shape,
  freshness: freshnessView,
})
