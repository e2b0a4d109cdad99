import type { DimensionName } from '../measures/dimensions.ts'
import type { FeedColumn, FeedSet } from './set.ts'
import { columnsOfCare, childKeyColumn, ethnicityColumn, sexColumn } from './shared-columns.ts'

const yearColumn: FeedColumn = {
  type: 'integer',
  words: 'The collection year: 2024 is that from 1 April 2023 to 31 March 2024.',
}
const flagOf = (codes: DimensionName, words: string): FeedColumn => ({
  type: 'text',
  words: `${words} Empty: the return does not say.`,
  codes,
})

/** Sets of what imported returns (SSDA903) say, as they say it last. Age, legal status and placement held on the night. */
export const returnedSets = {
  'returned-modules': {
    title: 'Modules of the returns',
    words:
      'A module of which the returns of a collection year have rows. Of a year without it nothing is known.',
    key: ['module', 'collectionYear'],
    period: null,
    columns: {
      module: { type: 'text', words: 'The module, such as `missing`, `reviews` or `oc2`.' },
      collectionYear: yearColumn,
    },
  },
  'missing-incidents': {
    title: 'Incidents of children missing',
    words: 'A child looked after who went missing or away without authorisation, by the returns.',
    key: ['childKey', 'startedOn', 'missingKind'],
    period: null,
    columns: {
      childKey: childKeyColumn,
      startedOn: { type: 'date', words: 'The day on which it began.' },
      missingKind: { type: 'text', words: 'Missing, or away.', codes: 'missingKind' },
      endedOn: { type: 'date', words: 'The day on which it ended. Empty: the returns have no end.' },
      ...columnsOfCare,
    },
  },
  reviews: {
    title: 'Reviews held',
    words: 'A review of a child in care, by the returns.',
    key: ['childKey', 'heldOn'],
    period: null,
    columns: {
      childKey: childKeyColumn,
      heldOn: { type: 'date', words: 'The day on which it was held.' },
      participation: { type: 'text', words: 'How the child took part.', codes: 'participation' },
      ...columnsOfCare,
    },
  },
  'reviews-due': {
    title: 'Reviews that fell due',
    words: 'A review of a child in care that fell due, in the years of which returns have reviews.',
    key: ['childKey', 'careFrom', 'reviewNumber'],
    period: null,
    columns: {
      childKey: childKeyColumn,
      careFrom: { type: 'date', words: 'The day since which reviews are counted.' },
      reviewNumber: { type: 'integer', words: 'Which review since then: 1, 2 and so on.' },
      countedOn: {
        type: 'date',
        words:
          'The day on which it was held, or if it was not held by then the last day on which it was due.',
      },
      reviewInTime: {
        type: 'text',
        words: 'Whether it was held in time. Empty: unknown.',
        codes: 'reviewInTime',
      },
      ...columnsOfCare,
    },
  },
  'health-years': {
    title: 'Health of children in care, by year',
    words:
      'A child looked after for 12 months on a 31 March, with what the return (OC2) says of the year. It stands until the next 31 March.',
    key: ['asAt', 'childKey'],
    period: null,
    columns: {
      asAt: { type: 'date', words: 'The 31 March.' },
      childKey: childKeyColumn,
      ...columnsOfCare,
      healthAssessed: flagOf('healthAssessed', 'Whether health was assessed in the year.'),
      teethChecked: flagOf('teethChecked', 'Whether a dentist checked the teeth in the year.'),
      immunised: flagOf('immunised', 'Whether immunisations are up to date.'),
      developmentChecked: flagOf('developmentChecked', 'Whether development assessments are up to date.'),
      substanceMisuse: flagOf('substanceMisuse', 'Whether a substance misuse problem was identified.'),
      interventionReceived: flagOf('interventionReceived', 'Whether there was an intervention for it.'),
      convicted: flagOf('convicted', 'Whether convicted or cautioned in the year.'),
      sdqScore: {
        type: 'integer',
        words: 'Score of strengths and difficulties, of ages 5 to 16. Empty: none.',
      },
      sdq: { type: 'text', words: 'What the score means.', codes: 'sdq' },
    },
  },
  'care-leavers': {
    title: 'Care leavers, by the return',
    words: 'What the return (OC3) says of a care leaver at the birthday in its collection year.',
    key: ['collectionYear', 'childKey'],
    period: null,
    columns: {
      collectionYear: yearColumn,
      childKey: childKeyColumn,
      birthdayMonth: { type: 'date', refers: 'dates', words: 'The first day of the month of the birthday.' },
      age: { type: 'integer', words: 'The age that it is; 17 to 21 are asked about.' },
      sex: sexColumn,
      ethnicity: ethnicityColumn,
      inTouch: {
        type: 'text',
        words: 'Whether the authority is in touch. Empty: not said.',
        codes: 'inTouch',
      },
      activity: {
        type: 'text',
        words: 'What the young person does. Empty: not said.',
        codes: 'activity',
      },
      accommodation: {
        type: 'text',
        words: 'Whether the accommodation is suitable. Empty: not said.',
        codes: 'accommodation',
      },
      accommodationKind: {
        type: 'text',
        words: 'Where the young person lives. Empty: not said.',
        codes: 'accommodationKind',
      },
    },
  },
} as const satisfies Record<string, FeedSet>
