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
  details: { title: string; unit: ScorecardUnit; polarity: Polarity; frequency?: 'year' },
): ScorecardRow => ({ ref, series, ...details })

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
    seriesRow('4.3', 'missing-episodes', {
      title: 'Episodes of children missing from care',
      unit: 'count',
      polarity: 'low',
    }),
  ],
  'Good care, well planned': [
    seriesRow('5.1', 'reviews-in-time', {
      title: 'Statutory reviews held in time',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('5.2', 'visits-in-time', {
      title: 'Statutory visits made in time',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('5.3', 'care-plans-up-to-date', {
      title: 'Children with an up-to-date care plan',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('5.4', 'children-taking-part-in-reviews', {
      title: 'Children who took part in their review',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('5.5', 'permanent-plan-by-second-review', {
      title: 'With a plan for permanence by the second review',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('5.6', 'entry-to-adoption-days', {
      title: 'Days from coming into care to moving in with adopters',
      unit: 'days',
      polarity: 'low',
    }),
  ],
  Health: [
    seriesRow('6.1', 'initial-health-assessments-in-time', {
      title: 'Initial health assessments in time',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('6.2', 'review-health-assessments-in-time', {
      title: 'Review health assessments in time',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('6.3', 'dental-checks', {
      title: 'Teeth checked by a dentist in the year',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('6.4', 'immunisations-up-to-date', {
      title: 'Immunisations up to date',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('6.5', 'strengths-and-difficulties-score', {
      title: 'Average strengths and difficulties score',
      unit: 'score',
      polarity: 'low',
      frequency: 'year',
    }),
    seriesRow('6.6', 'substance-misuse', {
      title: 'Identified with a substance misuse problem',
      unit: 'percent',
      polarity: 'low',
      frequency: 'year',
    }),
  ],
  Education: [
    seriesRow('7.1', 'personal-education-plans-in-time', {
      title: 'Personal education plans in time',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('7.2', 'school-attendance', { title: 'School attendance', unit: 'percent', polarity: 'high' }),
    seriesRow('7.3', 'persistent-absence', {
      title: 'Persistently absent from school',
      unit: 'percent',
      polarity: 'low',
    }),
    seriesRow('7.4', 'suspensions', {
      title: 'Children suspended from school',
      unit: 'percent',
      polarity: 'low',
    }),
    seriesRow('7.5', 'key-stage-2-expected-standard', {
      title: 'Reaching the expected standard at key stage 2',
      unit: 'percent',
      polarity: 'high',
      frequency: 'year',
    }),
    seriesRow('7.6', 'attainment-8', {
      title: 'Average Attainment 8 score',
      unit: 'score',
      polarity: 'high',
      frequency: 'year',
    }),
  ],
  'Becoming an adult': [
    seriesRow('8.1', 'pathway-plans-up-to-date', {
      title: 'Care leavers with an up-to-date pathway plan',
      unit: 'percent',
      polarity: 'high',
    }),
    measureRow('8.2', 'suitable-accommodation', {
      title: 'Care leavers aged 19 to 21 in suitable accommodation',
      filter: { leaverAgeBand: ['19-21'] },
      published: 'suitable-accommodation-19-21',
    }),
    seriesRow('8.3', 'care-leavers-in-work-or-education', {
      title: 'Care leavers aged 19 to 21 in education, employment or training',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('8.4', 'care-leavers-in-touch', {
      title: 'Care leavers in touch with the authority',
      unit: 'percent',
      polarity: 'high',
    }),
    seriesRow('8.5', 'care-leavers-at-university', {
      title: 'Care leavers at university',
      unit: 'young-people',
      polarity: 'high',
      frequency: 'year',
    }),
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
