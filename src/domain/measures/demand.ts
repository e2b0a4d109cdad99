import { factSets } from './fact-sets.ts'
import { notKnown, notKnownIncluded, omit } from './looked-after.ts'
import type { Measure } from './measure.ts'

const own = 'Own definition.'
const noHindsight =
  'As known on the day asked of: what became of a request or search after it is not told of it.'
const ofSearches = factSets.searches.dimensions
const ofRequests = factSets.requests.dimensions

const sought = {
  of: 'searches',
  over: 'period',
  version: 2,
  changes: [noHindsight],
  source: own,
  unknown: null,
} as const satisfies Partial<Measure>
const ofRequest = {
  of: 'requests',
  over: 'period',
  version: 2,
  changes: [noHindsight],
  source: own,
  unknown: null,
} as const satisfies Partial<Measure>
const shareOfPlaced = {
  ...ofRequest,
  unit: 'percent',
  polarity: 'high',
  denominator: {
    words: 'Children placed by a request received in the period',
    where: { requestOutcome: { in: ['placed'] } },
  },
} as const satisfies Partial<Measure>

/** Measures of demand: searches and requests, and how far they were met. They contain no child's identity. */
export const demandMeasures = {
  searches: {
    ...sought,
    title: 'Searches for a bed',
    definition:
      'Searches for beds made in the period, each counted once for every child searched for. What became of one is what was known on the last day of the period.',
    unit: 'children',
    polarity: 'none',
    denominator: null,
    numerator: { words: 'Children searched for, in each search', where: {} },
    dimensions: ofSearches,
  },
  'searches-found-nothing': {
    ...sought,
    title: 'Searches that found nothing',
    definition:
      'Share of the searches for beds made in the period that found no option, each counted once for every child searched for. The rule first in the way is the one that alone kept the most free beds out; the nearest miss, what would have made an option of the best home that broke one rule.',
    unit: 'percent',
    polarity: 'low',
    denominator: { words: 'Children searched for, in each search', where: {} },
    numerator: { words: 'Of searches that found nothing', where: { searchFound: { in: ['no'] } } },
    dimensions: omit(ofSearches, 'searchFound'),
  },
  requests: {
    ...ofRequest,
    title: 'Children for whom a home was requested',
    definition:
      'Placement requests received in the period, each counted once for every child, whatever became of it. What is told of it is what was known on the last day of the period: one placed after it is open.',
    unit: 'children',
    polarity: 'none',
    denominator: null,
    numerator: { words: 'Children of requests received in the period', where: {} },
    dimensions: ofRequests,
  },
  'requests-found-nothing': {
    ...ofRequest,
    title: 'Requests that found nothing',
    definition:
      'Of the children of placement requests received in the period for whom a bed was searched for, the share of whose searches none found an option.',
    unit: 'percent',
    polarity: 'low',
    denominator: {
      words: 'Children of requests with a search',
      where: { requestFound: { in: ['found', 'nothing'] } },
    },
    numerator: {
      words: 'None of whose searches found an option',
      where: { requestFound: { in: ['nothing'] } },
    },
    dimensions: omit(ofRequests, 'requestFound'),
  },
  'days-request-to-start': {
    ...ofRequest,
    title: 'Days from request to start',
    definition:
      'Mean days from the day a placement request was received to the day the placement made by it started, of the children placed by requests received in the period. One recorded after the start counts as no days.',
    unit: 'days',
    polarity: 'low',
    denominator: shareOfPlaced.denominator,
    numerator: { words: 'Sum of their days', where: {}, sum: 'daysToStart' },
    dimensions: ofRequests,
  },
  'days-waited': {
    ...ofRequest,
    title: 'Days waited',
    definition:
      'Mean days from the day a placement request was received until the child was placed or the request withdrawn, or until the last day of the period (today, for one to come) where it was open on it, of the children of requests received in the period.',
    unit: 'days',
    polarity: 'low',
    denominator: { words: 'Children of requests received in the period', where: {} },
    numerator: { words: 'Sum of their days', where: {}, sum: 'daysWaited' },
    dimensions: ofRequests,
  },
  'requests-same-day': {
    ...shareOfPlaced,
    title: 'Placed on the day of the request',
    polarity: 'none',
    definition:
      'Share of the children placed by requests received in the period whose placement started on the day that the request was received.',
    numerator: { words: 'Placed on the day', where: { sameDay: { in: ['yes'] } } },
    dimensions: ofRequests,
  },
  'requests-met-in-house': {
    ...shareOfPlaced,
    title: 'Requests met in house',
    definition:
      "Share of the children placed by requests received in the period who were placed in the authority's own provision (PLACE_PROVIDER PR1).",
    numerator: {
      words: "Placed in the authority's own provision",
      where: { providerSector: { in: ['own'] } },
    },
    unknown: { words: 'Children whose provider is not recorded', facts: ['providerSector'] },
    dimensions: omit(ofRequests, 'providerSector'),
  },
  'requests-met-in-authority': {
    ...shareOfPlaced,
    version: 2,
    changes: [`${noHindsight} ${notKnownIncluded}`],
    title: 'Requests met in the authority',
    definition:
      'Share of the children placed by requests received in the period who were placed in the authority, as in `placed-in-authority`. Those of whom it is not known are in the denominator.',
    numerator: { words: 'Placed in the authority', where: { location: { in: ['in'] } } },
    unknown: { words: 'Children for whom it is not known whether they are in or out', facts: ['location'] },
    switches: { notKnown },
    dimensions: omit(ofRequests, 'location'),
  },
  'requests-first-choice': {
    ...shareOfPlaced,
    title: 'Requests met by the first choice',
    definition:
      'Share of the children placed by requests received in the period who were placed in the home that came first in the last search that found something for the request before the placement was agreed.',
    numerator: { words: 'Placed in the home that came first', where: { firstChoice: { in: ['yes'] } } },
    unknown: { words: 'Children placed without such a search', facts: ['firstChoice'] },
    dimensions: omit(ofRequests, 'firstChoice'),
  },
} as const satisfies Record<string, Measure>
