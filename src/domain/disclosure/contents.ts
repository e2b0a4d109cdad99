import type { DimensionName } from '../measures/dimensions.ts'
import type { MeasureId } from '../measures/measures.ts'

/**
 * Who or what a release counts. Every table is by the dimensions of `spine`, or by those and the dimensions of one spoke;
 * none crosses two spokes. So all tables are linked by sums along the spine alone, which keeps the system small.
 */
export interface Population {
  /** The measure whose denominator is this population, or whose numerator is, where it has no denominator. */
  measure: MeasureId
  spine: readonly DimensionName[]
  spokes: readonly (readonly DimensionName[])[]
  /** The dimensions by which it is also counted at the end of each month; without it, only at the end of the year. */
  months?: readonly DimensionName[]
}

export const releasePopulations = {
  'looked-after': {
    measure: 'children-looked-after',
    spine: ['ageBand'],
    spokes: [
      ['placementType', 'placementsInYear'],
      ['unregistered'],
      ['legalStatus'],
      ['sex'],
      ['uasc'],
      ['disability'],
      ['location', 'distanceBand'],
      ['timeInCare', 'timeInPlacement'],
      ['ethnicity'],
      ['need'],
    ],
    months: ['unregistered'],
  },
  siblings: { measure: 'siblings-apart', spine: [], spokes: [['together']] },
  'left-care': { measure: 'ceased-care', spine: [], spokes: [['careEndReason']] },
  moves: { measure: 'moves', spine: [], spokes: [['endPlanned']] },
  'care-leavers': {
    measure: 'suitable-accommodation',
    spine: ['leaverAgeBand'],
    spokes: [['accommodation']],
  },
} as const satisfies Record<string, Population>
export type PopulationId = keyof typeof releasePopulations

/**
 * The populations about which questions of the public are answered, each with all that a table may be about: its spine and one
 * spoke. Those of a day; and what happens over a financial year, by facts of the event alone. Facts of the child (sex, age, need)
 * are left out of these: the children of two year ends and those who came in between would be subtracted to find those who left.
 */
export const answerPopulations = {
  'looked-after': {
    spine: releasePopulations['looked-after'].spine,
    spokes: releasePopulations['looked-after'].spokes,
  },
  'left-care': { spine: [], spokes: [['careEndReason']] },
  moves: { spine: [], spokes: [['endPlanned', 'moveReason']] },
} as const satisfies Partial<Record<PopulationId, Pick<Population, 'spine' | 'spokes'>>>
export type AnswerPopulation = keyof typeof answerPopulations

/** One table of a release: a measure, by dimensions or as a total, for the whole year or for each quarter or month. */
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
const tableBy = (population: PopulationId, measure: MeasureId, ...dimensions: DimensionName[]): Table => ({
  ...whole(population, measure),
  by: dimensions,
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
  'placements-3-plus',
  'long-term-stability',
] as const satisfies MeasureId[]

/**
 * The tables of a release. A measure that is not listed is not published. Sums and means of miles and money are left out
 * because subtracting one year's from the next's can reveal one child's; beds and homes, because they count no children.
 */
export const tables: readonly Table[] = [
  whole('looked-after', 'children-looked-after'),
  tableBy('looked-after', 'children-looked-after', 'ageBand'),
  tableBy('looked-after', 'children-looked-after', 'sex'),
  tableBy('looked-after', 'children-looked-after', 'uasc'),
  tableBy('looked-after', 'children-looked-after', 'ethnicity'),
  tableBy('looked-after', 'children-looked-after', 'need'),
  tableBy('looked-after', 'children-looked-after', 'legalStatus'),
  tableBy('looked-after', 'children-looked-after', 'legalStatus', 'ageBand'),
  tableBy('looked-after', 'children-looked-after', 'placementType'),
  tableBy('looked-after', 'children-looked-after', 'placementType', 'ageBand'),
  { ...whole('looked-after', 'children-looked-after'), every: 'month' },
  whole('looked-after', 'in-unregistered'),
  { ...whole('looked-after', 'in-unregistered'), every: 'month' },
  ...byAge.flatMap((measure) => [
    whole('looked-after', measure),
    tableBy('looked-after', measure, 'ageBand'),
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
  tableBy('care-leavers', 'suitable-accommodation', 'leaverAgeBand'),
]
