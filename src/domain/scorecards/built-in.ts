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
  details: { title: string; unit: ScorecardUnit; polarity: Polarity; source: string; frequency?: 'year' },
): ScorecardRow => ({ ref, series, ...details })

const caseSystem = "The children's social care case system"
const virtualSchool = "The virtual school's register"
const nhs = 'The NHS provider of health services for children in care'
/** What a return of a whole year says is known once it has come. */
const ofYear = { frequency: 'year' } as const
const aged19To21 = { filter: { leaverAgeBand: ['19-21'] } }

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
    measureRow('1.6', 'looked-after-rate-per-10000'),
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
    measureRow('2.12', 'good-or-outstanding'),
    measureRow('2.13', 'siblings-apart'),
    measureRow('2.14', 'unregistered-nights'),
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
      source: caseSystem,
    }),
    measureRow('4.4', 'missing-incidents', {
      title: 'Incidents of children missing, as returned',
      ...ofYear,
    }),
    measureRow('4.5', 'share-missing', ofYear),
    measureRow('4.6', 'children-missing-5-times', ofYear),
    measureRow('4.7', 'deprived-of-liberty'),
  ],
  'Good care, well planned': [
    seriesRow('5.1', 'reviews-in-time', {
      title: 'Statutory reviews held in time',
      unit: 'percent',
      polarity: 'high',
      source: caseSystem,
    }),
    seriesRow('5.2', 'visits-in-time', {
      title: 'Statutory visits made in time',
      unit: 'percent',
      polarity: 'high',
      source: caseSystem,
    }),
    seriesRow('5.3', 'care-plans-up-to-date', {
      title: 'Children with an up-to-date care plan',
      unit: 'percent',
      polarity: 'high',
      source: caseSystem,
    }),
    seriesRow('5.4', 'children-taking-part-in-reviews', {
      title: 'Children who took part in their review',
      unit: 'percent',
      polarity: 'high',
      source: caseSystem,
    }),
    seriesRow('5.5', 'permanent-plan-by-second-review', {
      title: 'With a plan for permanence by the second review',
      unit: 'percent',
      polarity: 'high',
      source: caseSystem,
    }),
    measureRow('5.6', 'days-entry-to-adoptive-placement'),
    measureRow('5.7', 'days-placement-order-to-match'),
    measureRow('5.8', 'reviews-in-time', { title: 'Reviews held in time, as returned', ...ofYear }),
    measureRow('5.9', 'took-part-in-reviews', { title: 'Took part in their review, as returned', ...ofYear }),
  ],
  Health: [
    seriesRow('6.1', 'initial-health-assessments-in-time', {
      title: 'Initial health assessments in time',
      unit: 'percent',
      polarity: 'high',
      source: nhs,
    }),
    seriesRow('6.2', 'review-health-assessments-in-time', {
      title: 'Review health assessments in time',
      unit: 'percent',
      polarity: 'high',
      source: nhs,
    }),
    measureRow('6.3', 'dental-checks', ofYear),
    measureRow('6.4', 'immunisations-up-to-date', ofYear),
    measureRow('6.5', 'sdq-mean-score', ofYear),
    measureRow('6.6', 'substance-misuse', ofYear),
    measureRow('6.7', 'health-assessments', ofYear),
    measureRow('6.8', 'development-checks', ofYear),
    measureRow('6.9', 'sdq-scored', ofYear),
    measureRow('6.10', 'convicted', ofYear),
  ],
  Education: [
    seriesRow('7.1', 'personal-education-plans-in-time', {
      title: 'Personal education plans in time',
      unit: 'percent',
      polarity: 'high',
      source: virtualSchool,
    }),
    seriesRow('7.2', 'school-attendance', {
      title: 'School attendance',
      unit: 'percent',
      polarity: 'high',
      source: virtualSchool,
    }),
    seriesRow('7.3', 'persistent-absence', {
      title: 'Persistently absent from school',
      unit: 'percent',
      polarity: 'low',
      source: virtualSchool,
    }),
    seriesRow('7.4', 'suspensions', {
      title: 'Children suspended from school',
      unit: 'percent',
      polarity: 'low',
      source: virtualSchool,
    }),
    seriesRow('7.5', 'key-stage-2-expected-standard', {
      title: 'Reaching the expected standard at key stage 2',
      unit: 'percent',
      polarity: 'high',
      source: virtualSchool,
      frequency: 'year',
    }),
    seriesRow('7.6', 'attainment-8', {
      title: 'Average Attainment 8 score',
      unit: 'score',
      polarity: 'high',
      source: virtualSchool,
      frequency: 'year',
    }),
  ],
  'Becoming an adult': [
    seriesRow('8.1', 'pathway-plans-up-to-date', {
      title: 'Care leavers with an up-to-date pathway plan',
      unit: 'percent',
      polarity: 'high',
      source: caseSystem,
    }),
    measureRow('8.2', 'suitable-accommodation', {
      title: 'Care leavers aged 19 to 21 in suitable accommodation',
      ...aged19To21,
      published: 'suitable-accommodation-19-21',
    }),
    measureRow('8.3', 'care-leavers-in-work-or-education', {
      title: 'Care leavers aged 19 to 21 in education, employment or training',
      ...aged19To21,
    }),
    measureRow('8.4', 'care-leavers-in-touch', {
      title: 'Care leavers aged 19 to 21 with whom the authority is in touch',
      ...aged19To21,
    }),
    measureRow('8.5', 'care-leavers-in-higher-education'),
    measureRow('8.6', 'suitable-accommodation', {
      title: 'Care leavers aged 17 and 18 in suitable accommodation',
      filter: { leaverAgeBand: ['17-18'] },
      published: 'suitable-accommodation-17-18',
    }),
    measureRow('8.7', 'care-leavers-in-bed-and-breakfast'),
    measureRow('8.8', 'in-staying-put'),
  ],
}

/**
 * The scorecards of every authority. This one follows the tables of corporate parenting committees, such as Cheshire
 * East's of 43 rows in 2018: measures that can be calculated from what is recorded and returned, and rows for figures that
 * health, education and social work record in other systems, each with the system that has them. The rows of the pack are
 * not published in a form that could be copied: the choice is our own, by its subjects.
 */
export const builtInScorecards: Readonly<Record<string, ScorecardLayout>> = {
  'corporate-parenting': {
    title: 'Corporate parenting scorecard',
    description: 'How the children in our care and those who have left it are doing, quarter by quarter.',
    rows: Object.entries(groups).flatMap(([priority, rows]) => rows.map((row) => ({ ...row, priority }))),
  },
}
