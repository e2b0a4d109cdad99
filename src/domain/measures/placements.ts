import { factSets } from './fact-sets.ts'
import { lookedAfter, omit } from './looked-after.ts'
import type { Measure } from './measure.ts'

const ofPeriod = { version: 1, over: 'period' } as const satisfies Partial<Measure>
const continuity =
  'to go on with the same carer or in the same home, to be adopted by the foster carers with whom the child is (PLACE A3 or A5), a temporary stay, a stay of less than a night'

const ends = {
  ...ofPeriod,
  of: 'endings',
  dimensions: factSets.endings.dimensions,
} as const satisfies Partial<Measure>
const noticeSource =
  'Own definition. Notice: the records of this service; the return (SSDA903) has none. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.'

/** Measures of placements that begin and end, and of the notice given of an end. */
export const placementMeasures = {
  'placements-begun': {
    ...ofPeriod,
    title: 'Placements begun',
    definition: `Placements of children looked after that began in the period, with what held on the first night: the first of a period of care, and those after another in it. Not a beginning: ${continuity}. A placement of which it is not known on which day it began, as care or the placement began before the first day on record, is left out, and shown.`,
    source: 'Own definition. DfE, SSDA903 guide: DECOM of an episode with RNE S, P or B.',
    unit: 'placements',
    polarity: 'none',
    of: 'placementStarts',
    denominator: null,
    numerator: { words: 'Placements begun', where: lookedAfter },
    unknown: { words: 'Placements whose first day is not known', facts: ['placementOrder'] },
    dimensions: factSets.placementStarts.dimensions,
  },
  'emergency-placements': {
    ...ofPeriod,
    title: 'Placements made in an emergency',
    definition:
      'Share of the placements begun in the period, as in `placements-begun`, that were made in an emergency. It is recorded of placements agreed in this service; of those that a return brought it is not known. `requests-same-day` tells of placements on the day of the request; the hour of a request is not recorded, so nothing is said of nights and weekends.',
    source: 'Own definition.',
    unit: 'percent',
    polarity: 'low',
    of: 'placementStarts',
    denominator: { words: 'Placements begun', where: lookedAfter },
    numerator: { words: 'Made in an emergency', where: { emergencyPlacement: { in: ['yes'] } } },
    unknown: {
      words: 'Placements of which it is not known, or whose first day is not',
      facts: ['emergencyPlacement', 'placementOrder'],
    },
    dimensions: omit(factSets.placementStarts.dimensions, 'emergencyPlacement'),
  },
  'same-school-after-move': {
    ...ofPeriod,
    title: 'Same school after a move',
    definition:
      'Share of the placements begun in the period after another in the same period of care (`placementOrder=later`), by children aged 5 or over on the first night, of which it is recorded that the child stays at the same school. It is recorded of placements agreed in this service (`keepsSchool`); of those that a return brought it is not known. Changes of school at other times are not recorded.',
    source: 'Own definition. Duty: Children Act 1989 s22C(8)(b): no disruption to education or training.',
    unit: 'percent',
    polarity: 'high',
    of: 'placementStarts',
    denominator: {
      words: 'Placements begun after another, by children aged 5 or over',
      where: { ...lookedAfter, age: { over: 4 }, placementOrder: { notIn: ['first'] } },
    },
    numerator: { words: 'At the same school', where: { keepsSchool: { in: ['yes'] } } },
    unknown: {
      words: 'Placements of which it is not recorded, or whose first day is not known',
      facts: ['keepsSchool', 'placementOrder'],
    },
    dimensions: omit(factSets.placementStarts.dimensions, 'keepsSchool', 'placementOrder'),
  },
  'placements-ended': {
    ...ends,
    title: 'Placements ended',
    definition: `Placements of children looked after that ended in the period, whether care went on or not, with what held on the last night. Not an end: ${continuity}. Those after which care went on are the \`moves\`.`,
    source: noticeSource,
    unit: 'placements',
    polarity: 'none',
    denominator: null,
    numerator: { words: 'Placements ended', where: lookedAfter },
    unknown: null,
  },
  'ended-after-provider-notice': {
    ...ends,
    title: 'Placements ended after notice by the provider',
    definition:
      'Share of the placements that ended in the period, as in `placements-ended`, of which the provider of the home had given notice: on that day or before, and not withdrawn by then. Where no notice is recorded, none is taken to have been given.',
    source: noticeSource,
    unit: 'percent',
    polarity: 'low',
    denominator: { words: 'Placements ended', where: lookedAfter },
    numerator: { words: 'After notice by the provider', where: { noticeGiver: { in: ['provider'] } } },
    unknown: null,
    dimensions: omit(factSets.endings.dimensions, 'noticeGiver', 'noticeLength'),
  },
  'days-notice-to-end': {
    ...ends,
    title: 'Days from notice to the end',
    definition:
      'Mean days from the day on which notice was given to the day on which the placement ended, of the placements that ended in the period after notice, as in `ended-after-provider-notice`, whoever gave it.',
    source: noticeSource,
    unit: 'days',
    polarity: 'high',
    denominator: {
      words: 'Placements ended after notice',
      where: { ...lookedAfter, noticeGiver: { notIn: ['none'] } },
    },
    numerator: { words: 'Sum of the days from notice to the end', where: {}, sum: 'noticeDays' },
    unknown: null,
  },
  'notices-given': {
    ...ofPeriod,
    title: 'Notices given',
    definition:
      'Notices that the placement of a child looked after is to end, by the day on which they were given, whether they were withdrawn later or not, with what held on that night. `noticeLength` is the time from it to the day on which the placement is to end.',
    source: noticeSource,
    unit: 'notices',
    polarity: 'low',
    of: 'notices',
    denominator: null,
    numerator: { words: 'Notices given', where: lookedAfter },
    unknown: null,
    dimensions: factSets.notices.dimensions,
  },
} as const satisfies Record<string, Measure>
