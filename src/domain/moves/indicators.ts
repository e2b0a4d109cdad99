import { addDays, addMonths, type CivilDate } from '../dates.ts'
import type { PresentHome } from './care-record.ts'
import type { Journey } from './journey.ts'

type IndicatorValue = string | number | boolean | null

/**
 * A sign in a child's record that a panel looks for, declared as data. It is said to speak when its value reaches its
 * threshold. A value that is not recorded is null and never speaks.
 */
export interface Indicator {
  id: string
  title: string
  unit: string | null
  source: string
  value: (journey: Journey) => IndicatorValue
  /** Speaks at `atLeast` and above, at `atMost` and below, or where the value is one of `among`. */
  threshold: { atLeast: number } | { atMost: number } | { among: readonly (string | boolean)[] }
}

/** Whether a value speaks; null where it is not recorded. */
export function speaks({ threshold }: Indicator, value: IndicatorValue): boolean | null {
  if (value === null) return null
  if ('among' in threshold) return typeof value !== 'number' && threshold.among.includes(value)
  if (typeof value !== 'number') return null
  return 'atLeast' in threshold ? value >= threshold.atLeast : value <= threshold.atMost
}

const own = 'own definition'
const endsBy = (day: CivilDate | null, last: CivilDate) => day !== null && day <= last
const home = (value: (home: PresentHome, journey: Journey) => IndicatorValue) => (journey: Journey) =>
  journey.home && value(journey.home, journey)

/** Below good or, of supported accommodation, below consistently strong. */
const judgedBelowGood = [
  'requires-improvement',
  'inadequate',
  'inconsistent',
  'serious-or-widespread-weaknesses',
]

/** Reasons to consider a step down now. Thresholds are our own definition unless a source is named. */
export const stepDownIndicators: readonly Indicator[] = [
  {
    id: 'settled',
    title: 'Settled in the placement',
    unit: 'months',
    source: `Placements; ${own}`,
    value: ({ monthsInPlacement }) => monthsInPlacement,
    threshold: { atLeast: 6 },
  },
  {
    id: 'no-moves',
    title: 'Moves in the last 12 months',
    unit: 'moves',
    source: `Placements; ${own}`,
    value: ({ moves }) => moves,
    threshold: { atMost: 0 },
  },
  {
    id: 'no-unplanned-endings',
    title: 'Unplanned endings in the last 12 months',
    unit: 'endings',
    source: `Placements; ${own}`,
    value: ({ unplannedEndings }) => unplannedEndings,
    threshold: { atMost: 0 },
  },
  {
    id: 'not-missing',
    title: 'Missing episodes in the last 12 months',
    unit: 'episodes',
    source: `SSDA903 Missing return; ${own}`,
    value: ({ missingEpisodes }) => missingEpisodes,
    threshold: { atMost: 0 },
  },
  {
    id: 'under-13',
    title: 'Age under 13: residential care of young children is reviewed first',
    unit: 'years',
    source: 'The measure residential-under-13',
    value: ({ age }) => age,
    threshold: { atMost: 12 },
  },
  {
    id: 'nearly-18',
    title: 'Months to the eighteenth birthday: a plan for after care is due',
    unit: 'months',
    source: 'Children (Leaving Care) Act 2000: a pathway plan from 16',
    value: ({ monthsTo18 }) => monthsTo18,
    threshold: { atMost: 12 },
  },
  {
    id: 'out-of-area',
    title: 'Outside the authority’s area',
    unit: null,
    source: 'Children Act 1989 s22C(9)',
    value: ({ current }) =>
      current === null || current.location === 'unknown' ? null : current.location === 'out',
    threshold: { among: [true] },
  },
]

/** Signs that a placement may break down. */
export const stabilityIndicators: readonly Indicator[] = [
  {
    id: 'moves',
    title: 'Moves in the last 12 months',
    unit: 'moves',
    source: 'DfE, short-term stability: three placements or more in a year, which is two moves',
    value: ({ moves }) => moves,
    threshold: { atLeast: 2 },
  },
  {
    id: 'unplanned-endings',
    title: 'Unplanned endings in the last 12 months',
    unit: 'endings',
    source: `Placements; ${own}`,
    value: ({ unplannedEndings }) => unplannedEndings,
    threshold: { atLeast: 1 },
  },
  {
    id: 'new-placement',
    title: 'Months in the placement',
    unit: 'months',
    source: `Placements; ${own}`,
    value: ({ monthsInPlacement }) => monthsInPlacement,
    threshold: { atMost: 2 },
  },
  {
    id: 'missing',
    title: 'Missing episodes in the last 12 months',
    unit: 'episodes',
    source: `SSDA903 Missing return; ${own}`,
    value: ({ missingEpisodes }) => missingEpisodes,
    threshold: { atLeast: 1 },
  },
  {
    id: 'overdue',
    title: 'Past its planned end',
    unit: null,
    source: 'Placements',
    value: ({ current, asAt }) => current && endsBy(current.plannedTo, asAt),
    threshold: { among: [true] },
  },
  {
    id: 'emergency',
    title: 'Made in an emergency, within the last three months',
    unit: null,
    source: `Placements; ${own}`,
    value: ({ current, asAt }) => current && current.emergency && current.startedOn > addMonths(asAt, -3),
    threshold: { among: [true] },
  },
  {
    id: 'distant',
    title: 'Miles from home',
    unit: 'miles',
    source: 'DfE and LAIT: over 20 miles',
    value: ({ current }) => current?.distanceMiles ?? null,
    threshold: { atLeast: 20.1 },
  },
  {
    id: 'siblings-apart',
    title: 'Brothers or sisters in care who live elsewhere',
    unit: 'children',
    source: 'Children Act 1989 s22C(8)(c)',
    value: ({ record: { siblings } }) => siblings.inCare - siblings.together,
    threshold: { atLeast: 1 },
  },
  {
    id: 'ofsted',
    title: 'Latest judgement of the home',
    unit: null,
    source: 'Ofsted',
    value: home(({ ofstedGrade }) => ofstedGrade),
    threshold: { among: judgedBelowGood },
  },
  {
    id: 'home-concern',
    title: 'A bed of the home is out of use for its standing or its end',
    unit: null,
    source: 'Voids: restriction, suspension, allegation, resignation, closing',
    value: home(({ concerns }) => concerns.length > 0),
    threshold: { among: [true] },
  },
  {
    id: 'home-closing',
    title: 'The home closes within six months',
    unit: null,
    source: 'Homes',
    value: home(({ closesOn }, { asAt }) => endsBy(closesOn, addMonths(asAt, 6))),
    threshold: { among: [true] },
  },
  {
    id: 'carer-approval',
    title: 'The connected carer’s temporary approval ends within 28 days',
    unit: null,
    source: 'Care Planning Regulations 2010, regulations 24 and 25',
    value: home(({ carerApprovalEndsOn }, { asAt }) => endsBy(carerApprovalEndsOn, addDays(asAt, 28))),
    threshold: { among: [true] },
  },
]

/** An indicator's value for one child; `speaks` is null where it is not recorded. */
export interface IndicatorReading {
  id: string
  value: IndicatorValue
  speaks: boolean | null
}

/** The readings of all indicators of a list for one child, in their order. */
export function readingsOf(indicators: readonly Indicator[], journey: Journey): IndicatorReading[] {
  return indicators.map((indicator) => {
    const value = indicator.value(journey)
    return { id: indicator.id, value, speaks: speaks(indicator, value) }
  })
}

/** An indicator's threshold in words, such as `6 months or more`. */
export function thresholdWords({ threshold, unit }: Indicator): string {
  const suffix = unit === null ? '' : ` ${unit}`
  if ('atLeast' in threshold) return `${threshold.atLeast}${suffix} or more`
  if ('atMost' in threshold)
    return threshold.atMost === 0 ? `no${suffix}` : `${threshold.atMost}${suffix} or fewer`
  return threshold.among.map((value) => (value === true ? 'yes' : String(value))).join(' or ')
}
