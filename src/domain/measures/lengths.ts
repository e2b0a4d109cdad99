import { factSets } from './fact-sets.ts'
import { lookedAfter } from './looked-after.ts'
import type { Measure } from './measure.ts'

const inDays =
  'The median in days, with the quartiles, between the two nearest lengths in proportion; a month is about 30.4 days, a year 365.25.'
const unknownStart =
  'Where care or the placement began before the first day on record, nobody knows when: left out, and shown.'

const lengths = {
  unit: 'days',
  polarity: 'none',
  version: 1,
  denominator: null,
} as const satisfies Partial<Measure>
const ofCare = {
  ...lengths,
  source:
    'Own definition, as requests for information ask. Without a break: DfE, SSDA903 guide, period of care; series of short breaks (V3, V4) are not counted.',
  median: { since: 'careStartedOn' },
  unknown: { words: 'Children whose first day in care is not known', facts: ['careStartedOn'] },
} as const satisfies Partial<Measure>
const ofPlacement = {
  ...lengths,
  source:
    'Own definition, as requests for information ask. One placement: as `placements-3-plus` counts them, DfE, SSDA903 guide.',
  median: { since: 'placementStartedOn' },
} as const satisfies Partial<Measure>

/** Measures of how long children are in care and in a placement. */
export const lengthMeasures = {
  'length-of-care': {
    ...ofCare,
    title: 'Time in care so far',
    definition: `How long the children looked after on the day have been looked after without a break up to it. ${inDays} ${unknownStart}`,
    of: 'careNights',
    numerator: { words: 'Children looked after on the day', where: lookedAfter },
    dimensions: factSets.careNights.dimensions,
  },
  'length-of-placement': {
    ...ofPlacement,
    title: 'Time in the placement so far',
    definition: `How long the children looked after on the day have been in their usual placement up to it; placements one after another with the same carer or in the same home are one, and a temporary stay does not end it. ${inDays} ${unknownStart}`,
    of: 'careNights',
    numerator: { words: 'Children looked after on the day', where: lookedAfter },
    unknown: {
      words: 'Children with no usual placement recorded, or the first day of which is not known',
      facts: ['placementStartedOn'],
    },
    dimensions: factSets.careNights.dimensions,
  },
  'length-of-care-ended': {
    ...ofCare,
    title: 'Time in care of those who left',
    definition: `How long the children who ceased to be looked after in the period, as in \`ceased-care\`, had been looked after without a break. ${inDays} ${unknownStart}`,
    of: 'careEnds',
    over: 'period',
    numerator: { words: 'Children who ceased to be looked after', where: lookedAfter },
    dimensions: factSets.careEnds.dimensions,
  },
  'length-of-placements-ended': {
    ...ofPlacement,
    title: 'Length of the placements that ended',
    definition: `How long the placements that ended in the period, as in \`placements-ended\`, had lasted; placements one after another with the same carer or in the same home are one. ${inDays} ${unknownStart}`,
    of: 'endings',
    over: 'period',
    numerator: { words: 'Placements ended', where: lookedAfter },
    unknown: {
      words: 'Placements whose first day is not known, or that were for short breaks alone',
      facts: ['placementStartedOn'],
    },
    dimensions: factSets.endings.dimensions,
  },
} as const satisfies Record<string, Measure>
