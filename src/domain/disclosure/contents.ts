import type { DimensionName } from '../measures/dimensions.ts'
import type { MeasureId } from '../measures/measures.ts'

/**
 * Who or what is counted in a release. `spine` divides all of it; each spoke divides it once more, alone. No table goes
 * across two spokes, and so whatever could be worked out from all tables together follows from sums along the spine.
 */
export interface Population {
  /** The measure whose denominator it is or, where it has none, whose numerator. */
  of: MeasureId
  spine: readonly DimensionName[]
  spokes: readonly (readonly DimensionName[])[]
  /** Of children on a day: what is asked of them at the end of each month besides. */
  months?: readonly DimensionName[]
}

export const populations = {
  'looked-after': {
    of: 'children-looked-after',
    spine: ['ageBand'],
    spokes: [
      ['placementType', 'placementsInYear'],
      ['legalStatus'],
      ['sex'],
      ['uasc'],
      ['disability'],
      ['location', 'distanceBand'],
      ['timeInCare', 'timeInPlacement'],
      ['ethnicity'],
      ['need'],
    ],
    months: ['placementType'],
  },
  siblings: { of: 'siblings-apart', spine: [], spokes: [['together']] },
  'left-care': { of: 'ceased-care', spine: [], spokes: [['careEndReason']] },
  moves: { of: 'moves', spine: [], spokes: [['endPlanned']] },
  'care-leavers': { of: 'suitable-accommodation', spine: ['leaverAgeBand'], spokes: [['accommodation']] },
} as const satisfies Record<string, Population>
export type PopulationId = keyof typeof populations

/** One table: a measure of a population, whole or divided, on the last day or over the year, or in steps of it. */
export interface Table {
  population: PopulationId
  measure: MeasureId
  by: readonly DimensionName[]
  every: 'year' | 'quarter' | 'month'
}

const whole = (population: PopulationId, measure: MeasureId): Table => ({
  population,
  measure,
  by: [],
  every: 'year',
})
const divided = (population: PopulationId, measure: MeasureId, ...by: DimensionName[]): Table => ({
  ...whole(population, measure),
  by,
})
const byAge = [
  'unaccompanied',
  'disabled',
  'placed-in-authority',
  'over-20-miles',
  'over-20-miles-out-of-authority',
  'fostered',
  'with-internal-foster',
  'with-ifa',
  'with-connected-carers',
  'with-parents',
  'in-residential',
  'in-supported-accommodation',
  'in-unregistered',
  'placements-3-plus',
  'long-term-stability',
] as const satisfies MeasureId[]

/**
 * What a release holds. A measure that is not here is not published: sums and means of miles and money would give a
 * child away by subtraction, and beds and homes are not of children.
 */
export const tables: readonly Table[] = [
  whole('looked-after', 'children-looked-after'),
  divided('looked-after', 'children-looked-after', 'ageBand'),
  divided('looked-after', 'children-looked-after', 'sex'),
  divided('looked-after', 'children-looked-after', 'uasc'),
  divided('looked-after', 'children-looked-after', 'ethnicity'),
  divided('looked-after', 'children-looked-after', 'need'),
  divided('looked-after', 'children-looked-after', 'legalStatus'),
  divided('looked-after', 'children-looked-after', 'legalStatus', 'ageBand'),
  divided('looked-after', 'children-looked-after', 'placementType'),
  divided('looked-after', 'children-looked-after', 'placementType', 'ageBand'),
  { ...whole('looked-after', 'children-looked-after'), every: 'month' },
  { ...whole('looked-after', 'in-unregistered'), every: 'month' },
  ...byAge.flatMap((measure) => [
    whole('looked-after', measure),
    divided('looked-after', measure, 'ageBand'),
  ]),
  whole('siblings', 'siblings-apart'),
  whole('left-care', 'ceased-care'),
  { ...whole('left-care', 'ceased-care'), every: 'quarter' },
  whole('left-care', 'ceased-by-adoption'),
  whole('left-care', 'ceased-by-sgo'),
  whole('moves', 'moves'),
  { ...whole('moves', 'moves'), every: 'quarter' },
  whole('moves', 'unplanned-endings'),
  whole('care-leavers', 'suitable-accommodation'),
  divided('care-leavers', 'suitable-accommodation', 'leaverAgeBand'),
]
