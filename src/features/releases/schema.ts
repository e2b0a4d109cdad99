import { z } from 'zod'
import { figureSymbols, type FigureSymbol } from '../../domain/disclosure/policy.ts'
import { measureIds } from './contents.ts'

export const financialYearField = z
  .string()
  .regex(/^(19|20|21)\d{2}\/\d{2}$/, 'is not a financial year; write it as 2022/23')
  .describe('The financial year, 1 April to 31 March, as people write it.')
  .meta({ examples: ['2022/23'] })

export const releaseBody = z.strictObject({ financialYear: financialYearField })

export const previewQuery = z.strictObject({ financialYear: financialYearField })

export const measureFilter = z.strictObject({
  measure: z
    .enum(measureIds)
    .optional()
    .describe('The tables of this measure alone.')
    .meta({ examples: ['in-unregistered'] }),
})

export const symbolCode = z.enum(Object.keys(figureSymbols) as [FigureSymbol, ...FigureSymbol[]])
const meaning = Object.entries(figureSymbols).map(([code, words]) => `${code}: ${words}.`)
export const releasedFigure = z
  .union([z.number(), symbolCode])
  .describe(`A whole number or, in its place, a symbol. ${meaning.join(' ')}`)
  .meta({ examples: [118] })
export const releasedFigureOrNull = z
  .union([z.number(), symbolCode, z.null()])
  .describe('As the numerator; null of a measure that is a count.')
  .meta({ examples: [533] })

export const tableView = z.object({
  measure: z.object({
    id: z.string(),
    title: z.string(),
    definition: z.string().describe('As it was when the release was made.'),
    source: z.string(),
    version: z.number().int().describe('Of the definition.'),
    numerator: z.string().describe('What is counted.'),
    denominator: z.string().nullable().describe('Of what; null of a measure that is a count.'),
    unknown: z.string().nullable().describe('What is counted apart because it is not known.'),
  }),
  by: z.array(z.string()).describe('What the table is divided by; empty where it is whole.'),
  every: z
    .enum(['year', 'quarter', 'month'])
    .describe('Whether it is of the year, or of each quarter or month of it.'),
  items: z.array(
    z.object({
      from: z.string().nullable().describe('The first day counted; null where it is of one day.'),
      asAt: z.string().describe('The day that it is of, or the last counted.'),
      group: z.record(z.string(), z.string()).describe('The code of each dimension.'),
      labels: z.record(z.string(), z.string()).describe('What each code means.'),
      numerator: releasedFigure,
      denominator: releasedFigureOrNull,
      percent: releasedFigureOrNull.describe(
        'The numerator of a hundred of the denominator, to a whole number.',
      ),
      rate: releasedFigure
        .optional()
        .describe('Of a rate: the numerator for every 10,000 of the denominator, to a whole number.'),
      unknown: releasedFigureOrNull.describe(
        'Of how many what must be known is not: left out, unless the definition has them in the denominator.',
      ),
    }),
  ),
})

const yearFields = {
  financialYear: z.string(),
  from: z.string(),
  to: z.string().describe('The last day of the year. Measures of a day are as at it.'),
}
export const symbolsView = z
  .record(z.string(), z.string())
  .describe('What stands in the place of figures, and why.')

export const releaseSummaryView = z.object({
  id: z.string(),
  ...yearFields,
  releasedAt: z.string().describe('What was recorded by then is in it; what is corrected later is not.'),
  href: z.string(),
})
export const releaseListView = z.object({ items: z.array(releaseSummaryView) })

export const releaseView = releaseSummaryView.extend({ symbols: symbolsView, tables: z.array(tableView) })

export const previewView = z.object({
  ...yearFields,
  tally: z
    .object({
      counts: z.number().int().describe('Counts in the tables; one that stands in several is one.'),
      shown: z.number().int(),
      small: z.number().int().describe('Not shown because they are of 1 to 5 (`c`).'),
      toProtect: z
        .number()
        .int()
        .describe('Not shown because one of those could be worked out from them (`c`).'),
      notGiven: z.number().int().describe('Parts of a count of 1 to 5 (`x`).'),
    })
    .describe('What becomes of the counts.'),
  symbols: symbolsView,
  tables: z.array(tableView),
})
