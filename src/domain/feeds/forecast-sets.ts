import type { Scope } from '../access.ts'
import type { FeedColumn, FeedSet } from './set.ts'

const forecastId: FeedColumn = { type: 'id', refers: 'forecasts', words: 'The forecast.' }
const needs = 'forecasts:read'

const month: FeedColumn = {
  type: 'date',
  words: 'The first day of the month; it may lie beyond the set `dates`.',
}
const category: FeedColumn = {
  type: 'text',
  words: '`fostering`, `residential`, `supported` or `other`; or `all`.',
}
const ageBand: FeedColumn = {
  type: 'text',
  words: '`under-1`, `1-4`, `5-9`, `10-15` or `16-17`; or `all`.',
}
const asAt: FeedColumn = { type: 'date', words: 'The last day of the month.' }
const percentilesFor = (scope?: Scope) => {
  const percentile = (type: FeedColumn['type'], words: string): FeedColumn =>
    scope ? { type, words, needs: scope } : { type, words }
  return {
    p10: percentile(
      'integer',
      '1 time in 10 there are fewer. Empty: so few are expected that this says nothing.',
    ),
    p25: percentile('integer', '1 time in 4 there are fewer.'),
    p50: percentile('decimal', 'Half of the time there are fewer.'),
    p75: percentile('integer', '1 time in 4 there are more.'),
    p90: percentile('integer', '1 time in 10 there are more.'),
  }
}

/** Sets of forecasts that are done. Who may not read forecasts has of their numbers only those that are published. */
export const forecastSets = {
  forecasts: {
    title: 'Forecasts',
    words: 'A forecast of children in care that is done. None is ever changed.',
    key: ['forecastId'],
    period: null,
    columns: {
      forecastId: { type: 'id', words: 'The forecast.' },
      title: { type: 'text', words: 'What it was called. Empty: nothing.', needs },
      asAt: { type: 'date', words: 'Its origin: the last night of which all was known.' },
      knownAt: {
        type: 'instant',
        words:
          'The instant of which it takes what was known: that asked for, else the one at which it was made.',
      },
      method: { type: 'text', words: 'How it was made, such as `semi-markov-1` or `naive`, the last value.' },
      children: { type: 'integer', words: 'Children in care on the night of its origin.' },
      historyFrom: { type: 'date', words: 'The first day of the history from which it was learned.' },
      monthsAhead: { type: 'integer', words: 'How many months it reaches ahead.' },
      finishedAt: { type: 'instant', words: 'When it was done.' },
    },
  },
  'forecast-months': {
    title: 'What forecasts say, by month',
    words:
      'What a forecast says of the last night of a month, of all children or of those of a category, a placement type and an age band (`all`: of any); and once the month is over, how many came. Rows of one `category`, `placementType` and `ageBand` that are not `all` sum to the whole in `mean` alone.',
    key: ['forecastId', 'month', 'category', 'placementType', 'ageBand'],
    period: null,
    columns: {
      forecastId,
      month,
      category,
      placementType: {
        type: 'text',
        words:
          '`internal-foster`, `ifa`, `connected-carer`, `residential`, `supported`, `with-parents`, `adoption` or `other`; or `all`.',
      },
      ageBand,
      asAt,
      centre: {
        type: 'text',
        words:
          'Whether the method is the centre (`model`) or, where it has been worse in back-tests, the last value (`last-value`).',
      },
      mean: { type: 'decimal', words: 'Mean of the simulated futures.', needs },
      ...percentilesFor(needs),
      none: { type: 'decimal', words: 'Of so few: the chance of no child, from 0 to 1.', needs },
      oneOrMore: { type: 'decimal', words: 'Of so few: the chance of one or more.', needs },
      twoOrMore: { type: 'decimal', words: 'Of so few: the chance of two or more.', needs },
      isPublic: {
        type: 'boolean',
        words: 'Whether the publication of the forecast has it: `published-fans`.',
      },
      children: {
        type: 'integer',
        words: 'How many there were, as it is recorded now. Empty: the month is not over.',
      },
      hit: {
        type: 'boolean',
        words:
          'Whether `children` lies between `p10` and `p90`. Empty: the month is not over, or there are no percentiles.',
        needs,
      },
    },
  },
  'published-fans': {
    title: 'What is published of forecasts, by month',
    words:
      'What the publication of a forecast has of the last night of a month: percentiles of all children, of a category and of an age band (`all`: of any), of groups of at least 10.',
    key: ['forecastId', 'month', 'category', 'ageBand'],
    period: null,
    columns: { forecastId, month, category, ageBand, asAt, ...percentilesFor() },
  },
  'forecast-scores': {
    title: 'Back-tests of forecasts',
    words:
      'How the method of a forecast would have done from earlier months, at a level and so many months ahead.',
    key: ['forecastId', 'level', 'horizon'],
    period: null,
    columns: {
      forecastId,
      level: {
        type: 'text',
        words: '`total`, `category` of placement types, `age` band, or `cell` of both.',
      },
      horizon: { type: 'integer', words: 'Months ahead.' },
      origins: { type: 'integer', words: 'From how many earlier months.' },
      independentOrigins: { type: 'integer', words: 'How many of those do not overlap.' },
      error: { type: 'decimal', words: 'Mean distance of the middle from what came, in children.', needs },
      naiveRatio: {
        type: 'decimal',
        words: '`error` ÷ that of the last value: under 1 is closer. Empty: the last value was never off.',
        needs,
      },
      demandModelRatio: {
        type: 'decimal',
        words: '`error` ÷ that of the open regional demand model, learned from 24 months.',
        needs,
      },
      bias: { type: 'decimal', words: 'Mean of the middle less what came, as a share of what came.', needs },
      coverage: {
        type: 'decimal',
        words: 'Share of what came that lay between `p10` and `p90`: 0.8 is right.',
        needs,
      },
      crps: {
        type: 'decimal',
        words: 'Continuous ranked probability score, in children: less is better.',
        needs,
      },
    },
  },
} as const satisfies Record<string, FeedSet>
