import type { Polarity } from '../measures/measure.ts'
import type { MeasureId } from '../measures/measures.ts'
import type { ScorecardLayout, ScorecardRow } from './row.ts'
import type { ScorecardUnit } from './units.ts'

type About = Pick<ScorecardRow, 'title' | 'polarity' | 'frequency' | 'published' | 'filter'>

/** A row whose figures this service calculates. */
const measureRow = (ref: string, measure: MeasureId, details: About = {}): ScorecardRow => ({
  ref,
  measure,
  ...details,
})

/** A row for figures from other systems, shown once the authority records a series with that key. */
const seriesRow = (
  ref: string,
  series: string,
  title: string,
  unit: ScorecardUnit,
  polarity: Polarity,
  frequency?: 'year',
): ScorecardRow => ({ ref, series, title, unit, polarity, ...(frequency && { frequency }) })

const groups: Readonly<Record<string, readonly ScorecardRow[]>> = {
  'Children in our care': [
    measureRow('1.1', 'children-looked-after'),
    measureRow('1.2', 'started-care'),
    measureRow('1.3', 'ceased-care'),
    measureRow('1.4', 'children-looked-after', {
      title: 'Unaccompanied asylum-seeking children looked after',
      filter: { uasc: ['yes'] },
    }),
    measureRow('1.5', 'with-parents'),
  ],
  'A home that is right, and near': [
    measureRow('2.1', 'placed-in-authority'),
    measureRow('2.2', 'over-20-miles'),
    measureRow('2.3', 'over-20-miles-out-of-authority'),
    measureRow('2.4', 'mean-distance-miles'),
    measureRow('2.5', 'fostered'),
    measureRow('2.6', 'with-internal-foster'),
    measureRow('2.7', 'with-ifa'),
    measureRow('2.8', 'with-connected-carers'),
    measureRow('2.9', 'in-residential'),
    measureRow('2.10', 'residential-under-13'),
    measureRow('2.11', 'in-supported-accommodation'),
  ],
  'Enough places, well used': [
    measureRow('3.1', 'occupancy'),
    measureRow('3.2', 'utilisation'),
    measureRow('3.3', 'void-beds'),
    measureRow('3.4', 'vacant-beds'),
  ],
  'A settled home': [
    measureRow('4.1', 'placements-3-plus'),
    measureRow('4.2', 'long-term-stability'),
    seriesRow('4.3', 'missing-episodes', 'Episodes of children missing from care', 'count', 'low'),
  ],
  'Good care, well planned': [
    seriesRow('5.1', 'reviews-in-time', 'Statutory reviews held in time', 'percent', 'high'),
    seriesRow('5.2', 'visits-in-time', 'Statutory visits made in time', 'percent', 'high'),
    seriesRow('5.3', 'care-plans-up-to-date', 'Children with an up-to-date care plan', 'percent', 'high'),
    seriesRow(
      '5.4',
      'children-taking-part-in-reviews',
      'Children who took part in their review',
      'percent',
      'high',
    ),
    seriesRow(
      '5.5',
      'permanent-plan-by-second-review',
      'With a plan for permanence by the second review',
      'percent',
      'high',
    ),
    seriesRow(
      '5.6',
      'entry-to-adoption-days',
      'Days from coming into care to moving in with adopters',
      'days',
      'low',
    ),
  ],
  Health: [
    seriesRow(
      '6.1',
      'initial-health-assessments-in-time',
      'Initial health assessments in time',
      'percent',
      'high',
    ),
    seriesRow(
      '6.2',
      'review-health-assessments-in-time',
      'Review health assessments in time',
      'percent',
      'high',
    ),
    seriesRow('6.3', 'dental-checks', 'Teeth checked by a dentist in the year', 'percent', 'high'),
    seriesRow('6.4', 'immunisations-up-to-date', 'Immunisations up to date', 'percent', 'high'),
    seriesRow(
      '6.5',
      'strengths-and-difficulties-score',
      'Average strengths and difficulties score',
      'score',
      'low',
      'year',
    ),
    seriesRow(
      '6.6',
      'substance-misuse',
      'Identified with a substance misuse problem',
      'percent',
      'low',
      'year',
    ),
  ],
  Education: [
    seriesRow(
      '7.1',
      'personal-education-plans-in-time',
      'Personal education plans in time',
      'percent',
      'high',
    ),
    seriesRow('7.2', 'school-attendance', 'School attendance', 'percent', 'high'),
    seriesRow('7.3', 'persistent-absence', 'Persistently absent from school', 'percent', 'low'),
    seriesRow('7.4', 'suspensions', 'Children suspended from school', 'percent', 'low'),
    seriesRow(
      '7.5',
      'key-stage-2-expected-standard',
      'Reaching the expected standard at key stage 2',
      'percent',
      'high',
      'year',
    ),
    seriesRow('7.6', 'attainment-8', 'Average Attainment 8 score', 'score', 'high', 'year'),
  ],
  'Becoming an adult': [
    seriesRow(
      '8.1',
      'pathway-plans-up-to-date',
      'Care leavers with an up-to-date pathway plan',
      'percent',
      'high',
    ),
    measureRow('8.2', 'suitable-accommodation', {
      title: 'Care leavers aged 19 to 21 in suitable accommodation',
      filter: { leaverAgeBand: ['19-21'] },
      published: 'suitable-accommodation-19-21',
    }),
    seriesRow(
      '8.3',
      'care-leavers-in-work-or-education',
      'Care leavers aged 19 to 21 in education, employment or training',
      'percent',
      'high',
    ),
    seriesRow('8.4', 'care-leavers-in-touch', 'Care leavers in touch with the authority', 'percent', 'high'),
    seriesRow(
      '8.5',
      'care-leavers-at-university',
      'Care leavers at university',
      'young-people',
      'high',
      'year',
    ),
  ],
}

/**
 * The scorecards of every authority. This one follows the tables of corporate parenting committees, such as Cheshire
 * East's of 2018: measures that can be calculated from where children live, and rows for figures that health, education
 * and social work record in other systems. The choice of rows is our own.
 */
export const builtInScorecards: Readonly<Record<string, ScorecardLayout>> = {
  'corporate-parenting': {
    title: 'Corporate parenting scorecard',
    description: 'How the children in our care and those who have left it are doing, quarter by quarter.',
    rows: Object.entries(groups).flatMap(([priority, rows]) => rows.map((row) => ({ ...row, priority }))),
  },
}
