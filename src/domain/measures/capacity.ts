import { factSets } from './fact-sets.ts'
import { lookedAfter, omit, untilEighteen } from './looked-after.ts'
import type { Condition, Measure } from './measure.ts'
import { unknownIsNotNothing } from './money.ts'

const available = { bedState: { notIn: ['void'] } } as const satisfies Condition

const toTarget = {
  version: 1,
  polarity: 'low',
  source:
    "Own definition. 85 % is the target of Cheshire East's Sufficiency Strategy 2024 to 2027, action 4.4, which measures it over open beds.",
  denominator: null,
  switches: {
    targetOccupancy: {
      '0.85': { label: '85 %', share: 0.85 },
      '0.80': { label: '80 %', share: 0.8 },
      '0.90': { label: '90 %', share: 0.9 },
      '0.95': { label: '95 %', share: 0.95 },
      '1.00': { label: '100 %', share: 1 },
    },
    capacity: {
      available: { label: 'Beds available, as in `occupancy`', numerator: available },
      open: { label: 'Beds open, those void included, as in `utilisation`' },
    },
  },
  dimensions: omit(factSets.bedNights.dimensions, 'bedState', 'voidReason', 'voidGroup'),
} as const satisfies Partial<Measure>

/** Children in, and beds of, the placement types in which a vacancy can go to any child rather than to a named one. */
const soughtIn = {
  ...lookedAfter,
  ...available,
  placementType: {
    in: [
      'internal-foster',
      'ifa',
      'other-authority-foster',
      'residential',
      'supported-accommodation',
      'supported-lodgings',
    ],
  },
} as const satisfies Condition

const byArea = {
  version: 1,
  of: 'areaNights',
  source: 'Own definition. Duty to have enough accommodation in the area: Children Act 1989 s22G.',
  denominator: null,
  unknown: null,
  dimensions: factSets.areaNights.dimensions,
} as const satisfies Partial<Measure>
const inSuchHomes =
  "foster homes but for connected carers', children's homes, supported accommodation and lodgings"

/** Measures of the shortfall of beds: against target occupancy, and against each area's need. */
export const capacityMeasures = {
  'beds-to-target-occupancy': {
    ...toTarget,
    title: 'Beds to fill to reach the target occupancy',
    definition:
      'How many more beds would have to be occupied on the night: the target share of the beds, less those occupied. Below 0 where more are occupied. The target is a share of the beds available or of all that are open.',
    unit: 'beds',
    of: 'bedNights',
    numerator: {
      words: 'The target share of the beds, less beds occupied',
      where: {},
      share: 0.85,
      less: { bedState: { in: ['occupied'] } },
    },
    unknown: null,
  },
  'cost-to-target-occupancy': {
    ...toTarget,
    version: 2,
    changes: [unknownIsNotNothing],
    title: 'Cost of beds short of the target occupancy',
    definition:
      "The target share of the fees for the beds on every night of the period, less the fees for those occupied, each night at a seventh of the home's weekly fee for a bed. Below 0 where more are occupied.",
    unit: 'pounds',
    of: 'bedCostNights',
    over: 'period',
    numerator: {
      words: 'The target share of the fees for the beds, less those for beds occupied',
      where: {},
      sum: 'nightlyCost',
      share: 0.85,
      less: { bedState: { in: ['occupied'] } },
    },
    unknown: { words: 'Bed-nights of homes with no fee recorded', facts: ['weeklyCost'] },
  },
  'children-by-area': {
    ...byArea,
    version: 2,
    changes: [untilEighteen],
    title: 'Where children come from',
    definition: `Children looked after on the day in ${inSuchHomes}; by \`district\`, that of their home. Of unaccompanied children, and wherever no home is recorded, it is unknown.`,
    unit: 'children',
    polarity: 'none',
    numerator: { words: 'Children in such homes', where: soughtIn, sum: 'needed' },
  },
  'beds-by-area': {
    ...byArea,
    title: 'Where beds are',
    definition: `Beds available (open and not void) in ${inSuchHomes} that the authority keeps the record of; by \`district\`, that of the home.`,
    unit: 'beds',
    polarity: 'none',
    numerator: { words: 'Beds available in such homes', where: soughtIn, sum: 'offered' },
  },
  'beds-short-by-area': {
    ...byArea,
    version: 2,
    changes: [untilEighteen],
    title: 'Beds short where children come from',
    definition:
      'Children as in `children-by-area` less beds as in `beds-by-area`: the gap of an area, were every child to live in it. Below 0 where there are more beds than children.',
    unit: 'beds',
    polarity: 'low',
    numerator: { words: 'Children less beds', where: soughtIn, sum: 'shortfall' },
  },
} as const satisfies Record<string, Measure>
