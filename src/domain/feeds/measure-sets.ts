import type { FeedSet } from './set.ts'
import { monthColumn } from './shared-columns.ts'

/** Sets of measures: what there is, and their values by month. */
export const measureSets = {
  'measure-values': {
    title: 'Values of measures, by month',
    words:
      "A measure on the last day of a month, or over a period that ends on it, whole or for one code of one dimension: the API's own number, of this financial year and the five before. Groups in which nothing is counted have no row. The present month goes up to today. Computed again every hour if anything has changed; until then `isCurrent` is false.",
    key: ['month', 'measure', 'period', 'dimension', 'code'],
    period: 'month',
    columns: {
      month: monthColumn,
      measure: { type: 'text', refers: 'measures', words: 'The measure.' },
      period: {
        type: 'text',
        words:
          'What it is of: `day`, the last of the month; or over a period that ends on it, `month`, `year-to-date` (since 1 April) or `rolling-year` (twelve months).',
      },
      dimension: { type: 'text', words: 'The dimension by which it is divided, or `none` of the whole.' },
      code: {
        type: 'text',
        words:
          'The code of the dimension, `unknown` where that is not recorded, or `all` of the whole. `codes` has its label, under the name of the dimension.',
      },
      fromOn: { type: 'date', words: 'The first day of the period, or the day.' },
      asAt: { type: 'date', words: 'The last day of the period, or the day.' },
      numerator: { type: 'decimal', words: 'The numerator. Empty: a sum of which nothing is known.' },
      denominator: { type: 'decimal', words: 'The denominator. Empty: the measure has none.' },
      value: {
        type: 'decimal',
        words: 'The value in the unit of the measure. Empty: the denominator is 0, or nothing is known.',
      },
      unknown: { type: 'integer', words: 'How many are left out because something is not known of them.' },
      unit: { type: 'text', words: 'The unit of the value.' },
      definitionVersion: { type: 'integer', words: 'The version of the definition.' },
      computedAt: { type: 'instant', words: 'When the values were last computed: all at once.' },
      isCurrent: {
        type: 'boolean',
        words:
          'Whether nothing that they are computed from has changed since: else they are about to be computed again.',
      },
    },
  },
  measures: {
    title: 'Measures',
    words: 'A measure of the catalogue, as it is defined now.',
    key: ['measure'],
    period: null,
    columns: {
      measure: { type: 'text', words: 'Its id.' },
      title: { type: 'text', words: 'Its title.' },
      definition: { type: 'text', words: 'What it is.' },
      source: { type: 'text', words: 'Where the definition comes from.' },
      unit: { type: 'text', words: 'The unit of its value.' },
      polarity: { type: 'text', words: 'Whether a high or a low value is good, or `none`.' },
      isOverPeriod: { type: 'boolean', words: 'Whether it is over a period; else it is of a day.' },
      version: { type: 'integer', words: 'The version of the definition.' },
    },
  },
} as const satisfies Record<string, FeedSet>
