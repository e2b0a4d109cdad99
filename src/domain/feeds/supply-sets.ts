import type { FeedSet } from './set.ts'
import { bedColumn, homeColumn, monthColumn, providerSectorColumn } from './shared-columns.ts'

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
  'bed-states': {
    title: 'States of beds',
    words:
      'Nights of a bed, one after another, in one state: every night on which it was open, up to today. An occupied bed whose child has stayed past the planned end is occupied still.',
    key: ['bedId', 'fromOn'],
    period: null,
    columns: {
      bedId: bedColumn,
      homeId: { ...homeColumn, words: 'The home: `homeId` of the set `homes`.' },
      fromOn: dayOf('The first night.'),
      toOn: dayOf('The day after the last night. Empty: it goes on today.'),
      state: { type: 'text', words: 'State.', codes: 'bedState' },
      voidReason: { type: 'text', words: 'Why it is void, or `not-void`.', codes: 'voidReason' },
    },
  },
  fees: {
    title: 'Fees',
    words: 'What a home asks for a bed, from one day until another.',
    key: ['feeId'],
    period: null,
    columns: {
      feeId: { type: 'id', words: 'The fee.' },
      homeId: { ...homeColumn, words: 'The home: `homeId` of the set `homes`.' },
      startsOn: dayOf('Its first day.'),
      endsOn: dayOf('The day from which it is no longer asked. Empty: it still is.'),
      weeklyFee: { type: 'decimal', words: 'Pounds a week.' },
    },
  },
  'home-grades': {
    title: 'Judgements of homes',
    words:
      "Days on which one judgement of Ofsted's stood of a home: its own latest one, else that of its provider, on the scale of its kind.",
    key: ['homeId', 'fromOn'],
    period: null,
    columns: {
      homeId: { ...homeColumn, words: 'The home: `homeId` of the set `homes`.' },
      fromOn: dayOf('The day of the judgement.'),
      toOn: dayOf('The day of the next. Empty: it still stands.'),
      grade: { type: 'text', words: 'The judgement.', codes: 'ofstedGrade' },
    },
  },
  'contract-months': {
    title: 'Block contracts, by month',
    words:
      'A block contract with a night in a month: bed-nights bought, and those occupied in its home. The present month goes up to today.',
    key: ['month', 'contractId'],
    period: 'month',
    columns: {
      month: monthColumn,
      contractId: { type: 'id', words: 'The contract.' },
      homeId: { ...homeColumn, words: 'The home: `homeId` of the set `homes`.' },
      nightsBought: { type: 'integer', words: 'The beds bought on every night of its term in the month.' },
      nightsUsed: { type: 'integer', words: 'Bed-nights occupied in the home on those nights.' },
      nightsUsedByLeavers: {
        type: 'integer',
        words: 'Of `nightsUsed`, those of young people aged 18 to 25.',
      },
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
