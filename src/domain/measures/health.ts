import type { DimensionName } from './dimensions.ts'
import { factSets } from './fact-sets.ts'
import { omit } from './looked-after.ts'
import type { Condition, Measure } from './measure.ts'

const dimensions = factSets.healthNights.dimensions
const guide =
  'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'
const cohort =
  'children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted'
const standing =
  'A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'

const ofYear = { source: guide, of: 'healthNights', version: 1 } as const satisfies Partial<Measure>

/** The share of whom a column of OC2 says yes. Those of whom it says nothing are in the denominator, as DfE has them. */
const shareWith = (
  fact: DimensionName & (typeof dimensions)[number],
  {
    title,
    words,
    polarity,
    scope = {},
    ages = '',
  }: { title: string; words: string; polarity: 'high' | 'low'; scope?: Condition; ages?: string },
) =>
  ({
    ...ofYear,
    title,
    definition: `Share of ${cohort}${ages && `, ${ages}`}: ${words}. Those of whom the return does not say are in the denominator. ${standing}`,
    unit: 'percent',
    polarity,
    denominator: { words: `Children looked after for 12 months${ages && `, ${ages}`}`, where: scope },
    numerator: { words: `Those ${words}`, where: { [fact]: { in: ['yes'] } } },
    unknown: { words: 'Children of whom the return does not say', facts: [fact], inDenominator: true },
    dimensions: omit(dimensions, fact),
  }) satisfies Measure

const hasScore = { sdq: { in: ['normal', 'borderline', 'concern'] } } as const

/** Measures of the health of children looked after for 12 months, as returned in OC2. */
export const healthMeasures = {
  'health-assessments': shareWith('healthAssessed', {
    title: 'Annual health assessments',
    words: 'who had the annual health assessment in the year',
    polarity: 'high',
  }),
  'dental-checks': shareWith('teethChecked', {
    title: 'Teeth checked by a dentist',
    words: 'whose teeth were checked by a dentist in the year',
    polarity: 'high',
  }),
  'immunisations-up-to-date': shareWith('immunised', {
    title: 'Immunisations up to date',
    words: 'whose immunisations were up to date',
    polarity: 'high',
  }),
  'development-checks': shareWith('developmentChecked', {
    title: 'Development assessments up to date',
    words: 'whose development assessments were up to date',
    polarity: 'high',
    scope: { age: { under: 5 } },
    ages: 'under 5 on it',
  }),
  'substance-misuse': shareWith('substanceMisuse', {
    title: 'Substance misuse',
    words: 'identified in the year as having a substance misuse problem',
    polarity: 'low',
  }),
  'substance-misuse-intervention': shareWith('interventionReceived', {
    title: 'Intervention for substance misuse',
    words: 'who received an intervention for it in the year',
    polarity: 'high',
    scope: { substanceMisuse: { in: ['yes'] } },
    ages: 'identified as having a substance misuse problem',
  }),
  convicted: shareWith('convicted', {
    title: 'Convicted or cautioned',
    words: 'who were convicted in the year, or given a youth caution',
    polarity: 'low',
    scope: { age: { over: 9 } },
    ages: 'aged 10 or over on it',
  }),
  'sdq-scored': {
    ...ofYear,
    title: 'Score of strengths and difficulties returned',
    definition: `Share of ${cohort}, aged 5 to 16 on it, for whom a score of the strengths and difficulties questionnaire (SDQ) was returned. Those without a row in the return are in the denominator. ${standing}`,
    unit: 'percent',
    polarity: 'high',
    denominator: {
      words: 'Children looked after for 12 months, aged 5 to 16',
      where: { sdq: { notIn: ['not-of-age'] } },
    },
    numerator: { words: 'Those with a score', where: hasScore },
    unknown: { words: 'Children without a row in the return', facts: ['sdq'], inDenominator: true },
    dimensions: omit(dimensions, 'sdq'),
  },
  'sdq-mean-score': {
    ...ofYear,
    title: 'Average score of strengths and difficulties',
    definition: `Average score of the strengths and difficulties questionnaire (SDQ) of ${cohort}, aged 5 to 16 on it, for whom one was returned. 0 to 13 is normal, 14 to 16 a borderline cause for concern, 17 to 40 a cause for concern. ${standing}`,
    unit: 'score',
    polarity: 'low',
    denominator: { words: 'Children aged 5 to 16 with a score', where: hasScore },
    numerator: { words: 'Sum of their scores', where: {}, sum: 'sdqScore' },
    unknown: null,
    dimensions: omit(dimensions, 'sdq'),
  },
  'sdq-concern': {
    ...ofYear,
    title: 'Strengths and difficulties: cause for concern',
    definition: `Share of ${cohort}, aged 5 to 16 on it, with a score of the strengths and difficulties questionnaire (SDQ), whose score was 17 or over, a cause for concern. ${standing}`,
    unit: 'percent',
    polarity: 'low',
    denominator: { words: 'Children aged 5 to 16 with a score', where: hasScore },
    numerator: { words: 'Those with a score of 17 or over', where: { sdq: { in: ['concern'] } } },
    unknown: null,
    dimensions: omit(dimensions, 'sdq'),
  },
} as const satisfies Record<string, Measure>
