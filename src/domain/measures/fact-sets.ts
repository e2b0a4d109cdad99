import type { DimensionName } from './dimensions.ts'

const ofChild = [
  'ageBand',
  'ageBandDfe',
  'ageInYears',
  'sex',
  'ethnicity',
  'legalStatus',
  'need',
  'uasc',
  'disability',
] as const satisfies DimensionName[]
const ofPlacement = [
  'placementType',
  'careFamily',
  'placeCode',
  'longTermMatch',
  'providerSector',
  'location',
  'receivingAuthority',
  'nearness',
  'distanceBand',
  'distanceBandFine',
  'homeKind',
  'unregistered',
] as const satisfies DimensionName[]
const ofStability = [
  'placementsInYear',
  'movesInYear',
  'placementsInTwoYears',
  'lookedAfterYearBefore',
  'careStart',
  'timeInCare',
  'timeInPlacement',
] as const satisfies DimensionName[]
const careNight = [...ofPlacement, ...ofChild, ...ofStability] as const satisfies DimensionName[]
const ofBed = [
  'placementType',
  'careFamily',
  'providerSector',
  'homeKind',
  'bedKind',
  'bedState',
  'voidReason',
  'voidGroup',
] as const satisfies DimensionName[]
const ofCarers = ['carerType', 'carerDistrict', 'transferredFrom'] as const satisfies DimensionName[]
const ofYoungAdult = [
  'adultAge',
  'sex',
  'ethnicity',
  'providerSector',
  'location',
] as const satisfies DimensionName[]
const ofHealth = [
  'healthAssessed',
  'teethChecked',
  'immunised',
  'developmentChecked',
  'substanceMisuse',
  'interventionReceived',
  'convicted',
  'sdq',
] as const satisfies DimensionName[]
const ofHome = ['home', 'provider'] as const satisfies DimensionName[]

/** The sets of facts that measures count. A fact holds over a range of nights, or on a single day. */
export const factSets = {
  careNights: {
    title: 'A child in the care of the authority, night by night',
    dimensions: careNight,
  },
  gradedNights: {
    title: "The same, with Ofsted's judgement of the home, else of its provider, as it stood",
    dimensions: [...careNight, ...ofHome, 'ofstedGrade'],
  },
  costNights: {
    title: 'The same, with what the placement costs: its own weekly cost, else the weekly fee of the home',
    dimensions: [...careNight, ...ofHome],
  },
  populationNights: {
    title: 'A child in care, and the children aged 0 to 17 of the authority, by the estimate that stands',
    dimensions: careNight,
  },
  siblingNights: {
    title: 'A group of siblings of whom two or more are looked after',
    dimensions: ['together', 'apartReason'],
  },
  bedNights: {
    title: 'A bed that the authority keeps the record of, on a night when it is open',
    dimensions: [...ofBed, ...ofHome],
  },
  emptyNights: {
    title: 'A bed that is open with nobody in it, by how long nobody has been',
    dimensions: [...ofBed, 'timeEmpty', ...ofHome],
  },
  bedCostNights: {
    title: 'The same, with the weekly fee of the home',
    dimensions: [...ofBed, ...ofHome],
  },
  blockNights: {
    title: 'Bed-nights bought in block contracts, and bed-nights occupied in the homes under them',
    dimensions: ['placementType', 'careFamily', 'providerSector', 'homeKind', ...ofHome],
  },
  areaNights: {
    title: 'A child in care, by where the child comes from, and a bed that is open, by where it is',
    dimensions: ['district', 'placementType', 'careFamily'],
  },
  careDuring: {
    title:
      'A child who was looked after in the period, with what held on the last night in it on which the child was',
    dimensions: careNight,
  },
  careStarts: {
    title:
      'A child who started to be looked after, at the first time in the period, with what held on the first night',
    dimensions: [...ofPlacement, ...ofChild, 'careStart'],
  },
  careEnds: {
    title:
      'A child who ceased to be looked after, at the last time in the period, with what held on the last night',
    dimensions: [...careNight, 'careEndReason'],
  },
  placementEnds: {
    title: 'A move: the end of a placement from which care goes on, with what held on its last night',
    dimensions: [...careNight, 'moveReason', 'endPlanned'],
  },
  placementStarts: {
    title: 'A placement on the day it began, with what held on its first night',
    dimensions: [...ofPlacement, ...ofChild, 'placementOrder', 'emergencyPlacement', 'keepsSchool'],
  },
  endings: {
    title:
      'The end of a placement, whether care goes on or not, with what held on its last night and who had given notice',
    dimensions: [...ofPlacement, ...ofChild, 'moveReason', 'endPlanned', 'noticeGiver', 'noticeLength'],
  },
  notices: {
    title: 'Notice that a placement is to end, on the day it was given, with what held on that night',
    dimensions: [...ofPlacement, ...ofChild, 'noticeGiver', 'noticeLength'],
  },
  fosterLeavers: {
    title: 'A young person who left care in a foster placement on the 18th birthday, looked at again',
    dimensions: ['leaverMark', 'stayedPut', 'providerSector', 'placementType', 'sex', 'ethnicity'],
  },
  closeLeavers: {
    title:
      "A young person who left care in a children's home or supported accommodation on the 18th birthday, looked at again",
    dimensions: ['leaverMark', 'stayedClose', 'providerSector', 'placementType', 'sex', 'ethnicity'],
  },
  leaverNights: {
    title: 'A care leaver aged 18 to 25 in a placement that is recorded, night by night',
    dimensions: [
      'placementType',
      'careFamily',
      'homeKind',
      'accommodationCategory',
      'contractKind',
      'hasBed',
      'adultAgeInYears',
      'sex',
      'ethnicity',
      'providerSector',
      'location',
    ],
  },
  afterCareNights: {
    title: 'A young adult in Staying Put or Staying Close, night by night',
    dimensions: ['placementType', ...ofYoungAdult],
  },
  afterCareStarts: {
    title: 'A young adult on the day on which Staying Put or Staying Close first began in the period',
    dimensions: ['placementType', ...ofYoungAdult],
  },
  careLeavers: {
    title: 'What the return (OC3) says of a care leaver at a birthday, as imported last',
    dimensions: [
      'leaverAgeBand',
      'accommodation',
      'accommodationKind',
      'inTouch',
      'activity',
      'sex',
      'ethnicity',
    ],
  },
  missingIncidents: {
    title: 'An incident of a child missing or away without authorisation, on the day that it began',
    dimensions: [...ofPlacement, ...ofChild, 'missingKind', 'timeMissing'],
  },
  missingChildren: {
    title:
      'A child looked after in the period, with how often missing in it, and what held on the last night',
    dimensions: [...ofPlacement, ...ofChild, 'missingInPeriod'],
  },
  reviewsDue: {
    title:
      'A review of a child, on the day it was held or, if it was not held by then, was due at the latest',
    dimensions: [...ofPlacement, ...ofChild, 'reviewInTime'],
  },
  reviewedChildren: {
    title: 'A child looked after at the end of the period of whom a review fell due in it',
    dimensions: [...ofPlacement, ...ofChild, 'reviewInTime'],
  },
  reviewsHeld: {
    title: 'A review of a child, on the day it was held',
    dimensions: [...ofPlacement, ...ofChild, 'participation'],
  },
  workerNights: {
    title:
      'A child looked after for the 12 months to a 31 March, with what the return (SWEpisodes) says of social workers in them, until the next',
    dimensions: [...ofPlacement, ...ofChild, 'socialWorkerChanges'],
  },
  healthNights: {
    title:
      'A child looked after for 12 months on the last 31 March, with what the return (OC2) says of the year, as imported last',
    dimensions: [...ofPlacement, ...ofChild, ...ofHealth],
  },
  adoptions: {
    title: 'A child on the day of the adoption, with what held on the last night in care',
    dimensions: [...ofPlacement, ...ofChild],
  },
  libertyNights: {
    title: 'A child in care under a deprivation of liberty order, night by night',
    dimensions: careNight,
  },
  carerNights: {
    title: 'A fostering household on its journey, night by night',
    dimensions: [...ofCarers, 'carerStage'],
  },
  carerEvents: {
    title: 'What happened on the journey of a fostering household, on its day',
    dimensions: [...ofCarers, 'carerEvent', 'stageReached', 'timeToApproval'],
  },
  searches: {
    title: 'A child searched for, on the day of the search',
    dimensions: [
      'typeAsked',
      'ageBand',
      'ageBandDfe',
      'sex',
      'homeDistrict',
      'capability',
      'searchFound',
      'firstRule',
      'nearestMiss',
      'searchOutcome',
    ],
  },
  requests: {
    title: 'A child for whom a home was requested, on the day that the request was received',
    dimensions: [
      'urgency',
      'ageBand',
      'ageBandDfe',
      'sex',
      'homeDistrict',
      'requestFound',
      'requestOutcome',
      'placementType',
      'careFamily',
      'providerSector',
      'location',
      'sameDay',
      'firstChoice',
    ],
  },
} as const satisfies Record<string, { title: string; dimensions: readonly DimensionName[] }>

export type FactSet = keyof typeof factSets

/** Fact sets whose facts differ from period to period: what is known at its end, or a child's first or last event in it. */
export const ofEachPeriod: readonly FactSet[] = [
  'careDuring',
  'careStarts',
  'careEnds',
  'afterCareStarts',
  'searches',
  'requests',
  'missingIncidents',
  'missingChildren',
  'reviewedChildren',
]

/** Fact sets without history, for which a question cannot use `knownAt`. */
export const withoutHistory: readonly FactSet[] = [
  'careLeavers',
  'missingIncidents',
  'missingChildren',
  'reviewsDue',
  'reviewedChildren',
  'reviewsHeld',
  'workerNights',
  'healthNights',
  'adoptions',
  'libertyNights',
]
