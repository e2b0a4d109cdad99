import { factSets } from './fact-sets.ts'
import { lookedAfter, untilEighteen } from './looked-after.ts'
import type { Condition, Measure } from './measure.ts'

/** What the measures of sums of money changed when they stopped giving £0 for what is not known. */
export const unknownIsNotNothing = 'Where no cost is recorded the sum is not known (null), and not £0.'

const empty = (where: Condition, words: string) =>
  ({
    unit: 'pounds',
    polarity: 'low',
    version: 2,
    changes: [unknownIsNotNothing],
    of: 'bedCostNights',
    over: 'period',
    source: 'Own definition.',
    denominator: null,
    numerator: { words, where, sum: 'nightlyCost' },
    unknown: { words: 'Bed-nights of homes with no fee recorded', facts: ['weeklyCost'] },
    dimensions: factSets.bedCostNights.dimensions,
  }) as const satisfies Partial<Measure>

const pricedNights = {
  source: 'Own definition: nights × nightly fee ÷ nights.',
  polarity: 'low',
  version: 1,
  of: 'costNights',
  over: 'period',
  denominator: {
    words: 'Nights in placement, those of short breaks (V3, V4) too, whose cost is known',
    where: {},
  },
  unknown: { words: 'Nights of which the placement, or its cost, is not recorded', facts: ['weeklyCost'] },
  dimensions: factSets.costNights.dimensions,
} as const satisfies Partial<Measure>

const extremeFee = (which: 'lowest' | 'highest', title: string) =>
  ({
    ...pricedNights,
    title,
    definition: `The ${which} weekly cost of a placement on any night of the period: that agreed for the placement, else the weekly fee of the home. Counted are the nights whose cost is known, of which it is the ${which}. One night is enough. \`average-weekly-fee\` is the mean over the same nights.`,
    source: 'Own definition, as requests for information ask for it.',
    unit: 'pounds-a-week',
    polarity: 'none',
    denominator: null,
    numerator: {
      words: 'Nights in placement, those of short breaks (V3, V4) too, whose cost is known',
      where: {},
    },
    extreme: { which, of: 'weeklyCost' },
  }) as const satisfies Measure

/** Measures of the cost of placements and of empty beds. */
export const moneyMeasures = {
  'weekly-cost': {
    title: 'Weekly cost of a placement',
    definition:
      'Mean weekly cost of the placements of children looked after on the day: that agreed for the placement, else the weekly fee of the home. One that is not recorded is left out, never counted as nothing.',
    source: 'Own definition.',
    unit: 'pounds-a-week',
    polarity: 'low',
    version: 2,
    changes: [untilEighteen],
    of: 'costNights',
    denominator: { words: 'Children looked after on the day', where: lookedAfter },
    numerator: { words: 'Sum of their weekly costs in pounds', where: {}, sum: 'weeklyCost' },
    unknown: { words: 'Children the cost of whose placement is not recorded', facts: ['weeklyCost'] },
    dimensions: factSets.costNights.dimensions,
  },
  'placement-spend': {
    title: 'Spend on placements',
    definition:
      'Nights that children spent in placements in the period, those of short breaks (V3, V4) too, each at a seventh of the weekly cost: that agreed for the placement, else the weekly fee of the home. Without any cost that is known, it is not known, which is not £0. By `legalStatus` or `placementType`, short breaks stand apart.',
    source: 'Own definition: nights × nightly fee.',
    unit: 'pounds',
    polarity: 'low',
    version: 3,
    changes: [untilEighteen, `Short breaks are counted. ${unknownIsNotNothing}`],
    of: 'costNights',
    over: 'period',
    denominator: null,
    numerator: { words: 'Pounds', where: {}, sum: 'nightlyCost' },
    unknown: { words: 'Nights of which the placement, or its cost, is not recorded', facts: ['weeklyCost'] },
    dimensions: factSets.costNights.dimensions,
  },
  'cost-per-night': {
    ...pricedNights,
    title: 'Cost of a night in placement',
    definition:
      'Pounds spent on placements in the period, as in `placement-spend`, divided by the nights of the same placements. Nights whose cost is not recorded are in neither, and shown.',
    unit: 'pounds-a-night',
    numerator: { words: 'Pounds', where: {}, sum: 'nightlyCost' },
  },
  'average-weekly-fee': {
    ...pricedNights,
    title: 'Average weekly fee over a period',
    definition:
      'Mean weekly cost of placements over the nights of the period, each night counted once: that agreed for the placement, else the weekly fee of the home. Seven times `cost-per-night`. Nights whose cost is not recorded are left out, and shown. `weekly-cost` is of one day.',
    unit: 'pounds-a-week',
    numerator: { words: 'Sum over the nights of the weekly cost in pounds', where: {}, sum: 'weeklyCost' },
  },
  'lowest-weekly-fee': extremeFee('lowest', 'Lowest weekly fee over a period'),
  'highest-weekly-fee': extremeFee('highest', 'Highest weekly fee over a period'),
  'void-cost': {
    ...empty({ bedState: { in: ['void'] } }, 'Pounds of fees for void beds'),
    title: 'Cost of void beds',
    definition:
      "Nights on which beds were void in the period, each at a seventh of the home's weekly fee for a bed.",
  },
  'solo-use-cost': {
    ...empty(
      { voidReason: { in: ['solo-occupancy', 'reduced-occupancy'] } },
      'Pounds of fees for beds kept empty',
    ),
    title: 'Cost of solo use',
    definition:
      "Nights on which beds were kept empty for the child already there (solo or reduced occupancy) in the period, each at a seventh of the home's weekly fee for a bed.",
  },
  'block-contracts-used': {
    title: 'Use of block contracts',
    definition:
      'Nights on which beds were occupied in homes under a block contract in the period, as a share of the nights bought: the beds of the contract on every night of its term in the period. It is over 100 % where more beds are used than were bought.',
    source: 'Own definition.',
    unit: 'percent',
    polarity: 'high',
    version: 1,
    of: 'blockNights',
    over: 'period',
    denominator: { words: 'Bed-nights bought', where: {}, sum: 'bedsBought' },
    numerator: { words: 'Bed-nights occupied', where: {}, sum: 'bedsUsed' },
    unknown: null,
    dimensions: factSets.blockNights.dimensions,
  },
  'block-contracts-used-by-leavers': {
    title: 'Use of block contracts by care leavers',
    definition:
      'Nights on which young people aged 18 to 25 occupied beds in homes under a block contract in the period, as a share of the nights bought, as in `block-contracts-used`. Beds bought for care leavers outside homes that are recorded here are not known.',
    source: 'Own definition.',
    unit: 'percent',
    polarity: 'none',
    version: 1,
    of: 'blockNights',
    over: 'period',
    denominator: { words: 'Bed-nights bought', where: {}, sum: 'bedsBought' },
    numerator: { words: 'Bed-nights occupied by care leavers', where: {}, sum: 'bedsUsedByLeavers' },
    unknown: null,
    dimensions: factSets.blockNights.dimensions,
  },
} as const satisfies Record<string, Measure>
