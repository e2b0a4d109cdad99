import { factSets } from './fact-sets.ts'
import { lookedAfter } from './looked-after.ts'
import type { Measure } from './measure.ts'

const source =
  'Own definition, as requests for information ask: DfE publishes numbers of one day, and of those who start and cease.'

/** Measures of the different children looked after at any time in a period. */
export const duringMeasures = {
  'children-looked-after-during': {
    title: 'Children looked after at any time in the period',
    definition:
      'Different children looked after on a night or more of the period, each once, however often in and out of care. Nights of short breaks (V3, V4) are not counted. What is said of a child is what held on the last night in the period on which the child was looked after; so groups add up to the whole, but months and quarters do not add up to the year.',
    source,
    unit: 'children',
    polarity: 'none',
    version: 1,
    of: 'careDuring',
    over: 'period',
    denominator: null,
    numerator: { words: 'Children looked after at any time in the period', where: lookedAfter },
    unknown: null,
    dimensions: factSets.careDuring.dimensions,
  },
  'children-with-a-night-during': {
    title: 'Children with a night of care of a kind in the period',
    definition:
      "Different children with a night or more in the period that meets every filter, each once: `placementType=residential` counts the children who were in a children's home at any time in the period, for however short a stay. By a dimension, a child counts in every group in which it had such a night, so the groups do not add up to the whole; nor do months and quarters to the year. Nights of short breaks (V3, V4) are not counted. Without filter or dimension it is `children-looked-after-during`.",
    source,
    unit: 'children',
    polarity: 'none',
    version: 1,
    of: 'careNights',
    over: 'period',
    distinct: 'child',
    denominator: null,
    numerator: { words: 'Children with a night or more of it', where: lookedAfter },
    unknown: null,
    dimensions: factSets.careNights.dimensions,
  },
} as const satisfies Record<string, Measure>
