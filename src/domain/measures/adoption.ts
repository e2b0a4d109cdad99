import { factSets } from './fact-sets.ts'
import type { Measure, NumberFact } from './measure.ts'

const whichDays =
  'Placed: on the day that PlacedAdoption says, where it did not cease; else on the first day of the adoptive placement. The scorecards are of three years: `from` gives the first day.'
const months14 = '14 months, the threshold of the scorecards, are 426 days'

const ofAdoptions = {
  polarity: 'low',
  version: 1,
  of: 'adoptions',
  over: 'period',
  dimensions: factSets.adoptions.dimensions,
} as const satisfies Partial<Measure>

const meanDays = (
  fact: NumberFact,
  { title, definition, indicator, gap }: Record<'title' | 'definition' | 'indicator' | 'gap', string>,
) =>
  ({
    ...ofAdoptions,
    title,
    definition: `${definition} ${whichDays}`,
    source: `DfE, adoption scorecards: ${indicator}. SSDA903 guide: AD1, PlacedAdoption.`,
    unit: 'days',
    denominator: { words: 'Children adopted in the period', where: {} },
    numerator: { words: 'Sum of the days', where: {}, sum: fact },
    unknown: { words: gap, facts: [fact] },
  }) as const satisfies Measure

/** Measures of how long children waited who were adopted, as in the adoption scorecards. */
export const adoptionMeasures = {
  adoptions: {
    ...ofAdoptions,
    title: 'Children adopted',
    definition: 'Children whose care ended by adoption in the period (REC E11 and E12).',
    source: 'DfE, SSDA903 guide: REC; Children looked after in England including adoptions.',
    unit: 'children',
    polarity: 'none',
    denominator: null,
    numerator: { words: 'Children adopted', where: {} },
    unknown: null,
  },
  'days-entry-to-adoptive-placement': meanDays('daysToPlacement', {
    title: 'Days from entering care to adoptive placement (A1)',
    definition:
      'Of the children adopted in the period, the average number of days from entering care to being placed for adoption with those who adopted them.',
    indicator: 'A1',
    gap: 'Children of whom either day is not known',
  }),
  'days-entry-to-moving-in': meanDays('daysToMovingIn', {
    title: 'Days from entering care to moving in with the adoptive family (A10)',
    definition:
      'Of the children adopted in the period, the average number of days from entering care to moving in with those who adopted them. Where foster carers adopted the child, the child moved in when they began to foster it.',
    indicator: 'A10, which adjusts A1 for adoption by foster carers',
    gap: 'Children of whom either day is not known',
  }),
  'days-placement-order-to-match': meanDays('daysToMatch', {
    title: 'Days from placement order to match (A2)',
    definition:
      'Of the children adopted in the period, the average number of days from the first placement order (or freeing order) of the period of care to the decision on the match; 0 where the match came first. Children without such an order, or who were not placed for adoption, are left out.',
    indicator: 'A2',
    gap: 'Children without an order, a match, or an adoptive placement that is known',
  }),
  'adopted-within-14-months': {
    ...ofAdoptions,
    title: 'Placed with adopters within 14 months',
    definition: `Share of the children adopted in the period who were placed for adoption less than 14 months after entering care: ${months14}. A3 of the scorecards also has those in it who still wait. ${whichDays}`,
    source: "Own definition, close to A3 of DfE's adoption scorecards.",
    unit: 'percent',
    polarity: 'high',
    denominator: { words: 'Children adopted in the period', where: {} },
    numerator: { words: 'Those placed within 14 months', where: { daysToPlacement: { under: 426 } } },
    unknown: { words: 'Children of whom either day is not known', facts: ['daysToPlacement'] },
  },
} as const satisfies Record<string, Measure>
