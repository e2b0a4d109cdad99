import { z } from 'zod'
import { rowView as operational, scorecardView } from '../../../engines/scorecards/schema.ts'
import * as releases from '../schema.ts'

const figure = z.object({
  from: z.string().nullable().describe('The first day counted; null where it is of one day.'),
  asAt: z.string().describe('The day that it is of, or the last counted.'),
  value: z
    .number()
    .nullable()
    .describe(
      'The count or, to a whole number, the percentage or rate; null where a symbol is in its place.',
    ),
  symbol: releases.symbolCode.nullable().describe('What is in its place; null where it is shown.'),
  meaning: z.string().nullable().describe('Of the symbol.'),
  numerator: releases.releasedFigure,
  denominator: releases.releasedFigureOrNull,
  unknown: releases.releasedFigureOrNull.describe(
    'How many are left out because what must be known of them is not.',
  ),
  definition: z.string().describe('As it was when the release was made.'),
  definitionVersion: z.number().int(),
})

const { target, level, direction } = operational.shape
const rule = target.unwrap().shape.rule.pick({ amberWithin: true, basis: true })

const rowView = operational
  .pick({
    ref: true,
    kind: true,
    measure: true,
    filter: true,
    title: true,
    unit: true,
    polarity: true,
    neighbours: true,
    national: true,
    priority: true,
  })
  .extend({
    target: target
      .unwrap()
      .omit({ id: true, version: true, ownerRole: true, partOfYear: true, due: true })
      .extend({ rule })
      .nullable()
      .describe('The target in force on the last day of the year.'),
    before: figure
      .nullable()
      .describe('As the release of the year before shows it; null where it is not released.'),
    figure: figure.nullable().describe('As the release shows it; null where it is not released.'),
    level: level
      .omit({ period: true })
      .describe('By the figure that is shown; n-a where a symbol is in its place.'),
    direction: direction.omit({ from: true, to: true, fromAsAt: true, fromValue: true }).extend({
      why: z
        .enum(['no-figure', 'definition-changed'])
        .nullable()
        .describe('Why there is none: one of the figures is not shown, or both are not of one definition.'),
    }),
  })

export const releasedScorecardView = scorecardView.pick({ scorecard: true, summary: true }).extend({
  authority: z.object({ code: z.string(), name: z.string() }),
  release: releases.releaseSummaryView,
  before: releases.releaseSummaryView
    .nullable()
    .describe('The release of the year before; null where none is.'),
  symbols: releases.symbolsView,
  rows: z.array(rowView),
})
