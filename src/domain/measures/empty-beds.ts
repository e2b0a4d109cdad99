import { factSets } from './fact-sets.ts'
import { omit } from './looked-after.ts'
import type { Measure } from './measure.ts'

const empty = {
  source: "Own definition; close to Ofsted's vacant and not available places.",
  polarity: 'low',
  version: 1,
  of: 'emptyNights',
  denominator: null,
  unknown: null,
} as const satisfies Partial<Measure>
const { dimensions } = factSets.emptyNights

/** Measures of beds that nobody is in: why, and for how long. */
export const emptyBedMeasures = {
  'empty-beds': {
    ...empty,
    title: 'Beds that nobody is in',
    definition:
      'Beds open on the day and not occupied: vacant, committed to a child who has not come yet, or void, by the reason of the void. How long nobody has been in a bed (`timeEmpty`) is counted from the day on which the last child left, else from that on which it opened, whatever its state since: its first seven nights are up to a week, then months are by the calendar. `bedState=vacant` counts vacant beds alone, as in `vacant-beds`.',
    unit: 'beds',
    numerator: { words: 'Beds open and not occupied', where: {} },
    dimensions,
  },
  'vacant-nights': {
    ...empty,
    title: 'Nights on which beds were vacant',
    definition:
      'Bed-nights of the period on which a bed was open and neither void nor occupied nor committed to a child.',
    unit: 'nights',
    over: 'period',
    numerator: { words: 'Bed-nights vacant', where: { bedState: { in: ['vacant'] } } },
    dimensions: omit(dimensions, 'bedState', 'voidReason', 'voidGroup'),
  },
  'void-nights': {
    ...empty,
    title: 'Nights on which beds were void',
    definition:
      'Bed-nights of the period on which a bed was open and void: out of use, for the reason recorded. As a share of the bed-nights open, divide by the denominator of `utilisation-over-period`.',
    unit: 'nights',
    over: 'period',
    numerator: { words: 'Bed-nights void', where: { bedState: { in: ['void'] } } },
    dimensions: omit(dimensions, 'bedState'),
  },
} as const satisfies Record<string, Measure>
