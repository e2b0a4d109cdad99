import { factSets } from './fact-sets.ts'
import { lookedAfter } from './looked-after.ts'
import type { Measure } from './measure.ts'

const ofOrders = {
  source: 'DfE, SSDA903 guide: DoLo, collected from 2026/27. What is counted: own definition.',
  polarity: 'low',
  version: 1,
  of: 'libertyNights',
  denominator: null,
  unknown: null,
  dimensions: factSets.libertyNights.dimensions,
} as const satisfies Partial<Measure>
const which =
  'under a deprivation of liberty order of the High Court that the authority has recorded, or returned in DoLo; an order that both say counts once. Secure orders (Children Act 1989 s25) are not among them: read children in secure homes by `placementType`'

/** Measures of children deprived of their liberty by order of the High Court. */
export const libertyMeasures = {
  'deprived-of-liberty': {
    ...ofOrders,
    title: 'Children deprived of their liberty',
    definition: `Children looked after on the day ${which}.`,
    unit: 'children',
    numerator: { words: 'Children under such an order', where: lookedAfter },
  },
  'deprived-of-liberty-during': {
    ...ofOrders,
    title: 'Children deprived of their liberty in the period',
    definition: `Different children looked after, each once, who were in the period ${which}. By a dimension, a child counts in every group in which it had such a night, so the groups do not add up to the whole.`,
    unit: 'children',
    over: 'period',
    distinct: 'child',
    numerator: { words: 'Children under such an order in the period', where: lookedAfter },
  },
  'deprivation-of-liberty-nights': {
    ...ofOrders,
    title: 'Nights of deprivation of liberty',
    definition: `Nights in the period of children looked after ${which}.`,
    unit: 'nights',
    over: 'period',
    numerator: { words: 'Nights under such an order', where: lookedAfter },
  },
} as const satisfies Record<string, Measure>
