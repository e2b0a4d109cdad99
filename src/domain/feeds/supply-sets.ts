import type { FeedSet } from './set.ts'
import { bedColumn, homeColumn, providerSectorColumn } from './shared-columns.ts'

const dayOf = (words: string) => ({ type: 'date', words }) as const

/** Sets about beds, who provides them, and the households that are to foster. */
export const supplySets = {
  beds: {
    title: 'Beds',
    words: 'A bed of a home, open or not.',
    key: ['bedId'],
    period: null,
    columns: {
      bedId: { type: 'id', words: bedColumn.words },
      homeId: { ...homeColumn, words: 'The home: `homeId` of the set `homes`.' },
      kind: { type: 'text', words: 'Kind of bed.', codes: 'bedKind' },
      opensOn: dayOf('Its first day.'),
      closesOn: dayOf('The day from which it is closed. Empty: it stays open.'),
    },
  },
  voids: {
    title: 'Voids',
    words: 'A time for which a bed is out of use. No words about it, which may tell of a child.',
    key: ['voidId'],
    period: null,
    columns: {
      voidId: { type: 'id', words: 'The void.' },
      bedId: bedColumn,
      homeId: { ...homeColumn, words: 'The home: `homeId` of the set `homes`.' },
      reason: { type: 'text', words: 'Why.', codes: 'voidReason' },
      startsOn: dayOf('The first night.'),
      endsOn: dayOf('The day from which the bed can be used again. Empty: it is not known.'),
    },
  },
  providers: {
    title: 'Providers',
    words: 'An organisation that provides homes.',
    key: ['providerId'],
    period: null,
    columns: {
      providerId: { type: 'id', words: 'The provider.' },
      name: { type: 'text', words: 'Its name.', needs: 'homes:read' },
      sector: { ...providerSectorColumn, words: 'Its sector.' },
      ofstedUrn: { type: 'text', words: 'Its number at Ofsted.' },
    },
  },
  'carer-journeys': {
    title: "Carers' journeys",
    words:
      'The way of a fostering household from enquiry to approval, and until it leaves. No name or reference.',
    key: ['journeyId'],
    period: null,
    columns: {
      journeyId: { type: 'id', words: 'The journey.' },
      homeId: { ...homeColumn, words: 'The household, once it is a home. Empty: not yet, or never.' },
      carerType: { type: 'text', words: 'Type of carer.', codes: 'carerType' },
      transferredFrom: {
        type: 'text',
        words: 'Where the household fostered before.',
        codes: 'transferredFrom',
      },
      enquiredOn: dayOf('The day of the enquiry.'),
      appliedOn: dayOf('The day of the application.'),
      assessmentStartedOn: dayOf('The day on which the assessment started.'),
      panelOn: dayOf('The day of the panel.'),
      approvedOn: dayOf('The day of the approval.'),
      closedOn: dayOf('The day on which the journey ended. Empty: it goes on.'),
      outcome: { type: 'text', words: 'How it ended.', codes: 'carerEvent' },
      places: { type: 'integer', words: 'Places that the household is approved for.' },
    },
  },
} as const satisfies Record<string, FeedSet>
