import { factSets } from './fact-sets.ts'
import { lookedAfter, omit } from './looked-after.ts'
import type { Measure } from './measure.ts'

const incidents = factSets.missingIncidents.dimensions
const children = factSets.missingChildren.dimensions
const guide = 'DfE, SSDA903 guide: Missing; DfE, Children looked after in England including adoptions.'
const untilReturned =
  'Where no return of a part of the period says who was missing, the children looked after in it are unknown, and not counted as never missing.'

const ofIncidents = {
  source: guide,
  unit: 'incidents',
  polarity: 'low',
  version: 1,
  of: 'missingIncidents',
  over: 'period',
  denominator: null,
  unknown: {
    words: 'Children of whom the returns do not say whether they were missing in the period',
    facts: ['missingKind'],
  },
  dimensions: omit(incidents, 'missingKind'),
} as const satisfies Partial<Measure>
const ofChildren = {
  source: guide,
  polarity: 'low',
  version: 1,
  of: 'missingChildren',
  over: 'period',
  unknown: {
    words: 'Children of whom the returns do not say whether they were missing in the period',
    facts: ['missingInPeriod'],
  },
  dimensions: omit(children, 'missingInPeriod'),
} as const satisfies Partial<Measure>

/** Measures of children who go missing from care, or away without authorisation, as returned in Missing. */
export const missingMeasures = {
  'missing-incidents': {
    ...ofIncidents,
    title: 'Incidents of children missing',
    definition: `Incidents that began in the period of children looked after who were not where they were placed or expected, and nobody knew where. What is said of the child is what held on that night. ${untilReturned}`,
    numerator: {
      words: 'Incidents of children missing',
      where: { ...lookedAfter, missingKind: { notIn: ['away'] } },
    },
  },
  'away-incidents': {
    ...ofIncidents,
    title: 'Incidents of children away without authorisation',
    definition: `Incidents that began in the period of children looked after who were away from their placement without authorisation, though it was known where they were. Many authorities return all incidents as missing. ${untilReturned}`,
    numerator: {
      words: 'Incidents of children away without authorisation',
      where: { ...lookedAfter, missingKind: { notIn: ['missing'] } },
    },
  },
  'children-missing': {
    ...ofChildren,
    title: 'Children who went missing',
    definition: `Different children looked after who went missing in the period, each once; those only away without authorisation are not counted. ${untilReturned}`,
    unit: 'children',
    denominator: null,
    numerator: {
      words: 'Children who went missing',
      where: { ...lookedAfter, missingInPeriod: { notIn: ['never'] } },
    },
  },
  'children-missing-5-times': {
    ...ofChildren,
    title: 'Children missing five times or more',
    definition: `Different children looked after who went missing five times or more in the period. ${untilReturned}`,
    source: `Own definition, as requests for information ask. ${guide}`,
    unit: 'children',
    denominator: null,
    numerator: {
      words: 'Children missing five times or more',
      where: { ...lookedAfter, missingInPeriod: { notIn: ['never', 'once', '2-to-4-times'] } },
    },
  },
  'share-missing': {
    ...ofChildren,
    title: 'Share of children who went missing',
    definition: `Share of the children looked after at any time in the period who went missing in it. ${untilReturned}`,
    unit: 'percent',
    denominator: { words: 'Children looked after at any time in the period', where: lookedAfter },
    numerator: { words: 'Those who went missing', where: { timesMissing: { over: 0 } } },
  },
  'missing-incidents-per-child': {
    ...ofChildren,
    title: 'Incidents for each child who went missing',
    definition: `Incidents of children missing that began in the period, divided by the different children who went missing in it. ${untilReturned}`,
    unit: 'incidents-per-child',
    denominator: {
      words: 'Children who went missing',
      where: { ...lookedAfter, missingInPeriod: { notIn: ['never'] } },
    },
    numerator: { words: 'Incidents of children missing', where: {}, sum: 'timesMissing' },
  },
} as const satisfies Record<string, Measure>
