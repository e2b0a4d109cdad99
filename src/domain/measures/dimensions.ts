import {
  accommodationCategories,
  bedKinds,
  careEndReasons,
  carerTypes,
  contractKinds,
  ethnicities,
  homeKinds,
  journeyOutcomes,
  legalStatusLabels,
  locations,
  needs,
  ofstedGrades,
  placeLabels,
  placementEndReasons,
  sectors,
  separationCategories,
  sexes,
  transferSources,
  voidReasons,
  type Labels,
} from '../codes.ts'
import { noticeGivers } from '../checklist/items.ts'
import { authorities } from '../geography/authorities.ts'
import { musts } from '../matching/criteria.ts'
import { cureKinds } from '../matching/near-miss.ts'
import { careFamilies, placementTypeCodes, placementTypes } from '../placement-types.ts'
import { accommodationKinds } from '../ssda903/code-lists.ts'

/**
 * A dimension by which measures can be broken down. Its codes are the values of the fact itself (`codes`, and any other
 * value that matches `others`), groups of those values (`groups`), ranges of numbers up to and including `to` (`bands`,
 * ascending), or ids of records (`records`).
 */
export type Dimension = { title: string; fact: string } & (
  | { codes: Labels; others?: RegExp }
  | { groups: Readonly<Record<string, { label: string; values: readonly string[] }>> }
  | { bands: Readonly<Record<string, { label: string; to: number }>> }
  | { records: 'homes' | 'providers' }
)

const placementTypeLabels: Labels = Object.fromEntries(
  placementTypeCodes.map((code) => [code, placementTypes[code].label]),
)
const careFamilyLabels = {
  fostering: 'Fostering',
  residential: 'Residential',
  supported: 'Supported',
  family: 'Family',
  adoption: 'Adoption',
  other: 'Other',
} as const satisfies Record<(typeof careFamilies)[number], string>
const voidGroupLabels = {
  building: 'Building',
  staffing: 'Staffing',
  carer: 'Carer',
  matching: 'Matching',
  regulatory: 'Regulatory',
  notice: 'Notice',
  other: 'Other',
} as const satisfies Record<(typeof voidReasons)[keyof typeof voidReasons]['group'], string>

const longTermPlaces: readonly string[] = ['U1', 'U4']
const adopterPlaces: readonly string[] = ['U2', 'U5']
const otherFosterPlaces: readonly string[] = ['U3', 'U6']
const fosterPlaces = [...longTermPlaces, ...adopterPlaces, ...otherFosterPlaces]

const distanceOver = (miles: number) => ({ label: `Over ${miles} miles`, to: Infinity })
const distanceBetween = (from: number, to: number) => ({ label: `Over ${from}, up to ${to} miles`, to })
const upToThree = {
  '1': { label: 'One', to: 1 },
  '2': { label: 'Two', to: 2 },
  '3+': { label: 'Three or more', to: Infinity },
} as const

const ruleLabels: Labels = Object.fromEntries(musts.map(({ id, title }) => [id, title]))
const yesNo = { yes: 'Yes', no: 'No' } as const satisfies Labels
const pipelineStages = {
  enquiry: 'Enquiry',
  application: 'Application',
  assessment: 'Assessment',
  panel: 'Panel',
} as const satisfies Labels
const notVoid = { 'not-void': 'Not void' } as const satisfies Labels

/** All dimensions by name. Each also has the code `unknown`, for facts that are not recorded. */
export const dimensions = {
  placementType: { title: 'Placement type', fact: 'placementType', codes: placementTypeLabels },
  careFamily: {
    title: 'Care family',
    fact: 'placementType',
    groups: Object.fromEntries(
      careFamilies.map((family) => [
        family,
        {
          label: careFamilyLabels[family],
          values: placementTypeCodes.filter((code) => placementTypes[code].careFamily === family),
        },
      ]),
    ),
  },
  providerSector: {
    title: 'Provider sector',
    fact: 'providerSector',
    codes: { parents: 'Parents or person with parental responsibility', ...sectors },
  },
  ageBand: {
    title: 'Age band',
    fact: 'age',
    bands: {
      '0-4': { label: '0 to 4', to: 4 },
      '5-10': { label: '5 to 10', to: 10 },
      '11-15': { label: '11 to 15', to: 15 },
      '16+': { label: '16 and over', to: Infinity },
    },
  },
  ageBandDfe: {
    title: 'Age band (DfE)',
    fact: 'age',
    bands: {
      'under-1': { label: 'Under 1', to: 0 },
      '1-4': { label: '1 to 4', to: 4 },
      '5-9': { label: '5 to 9', to: 9 },
      '10-15': { label: '10 to 15', to: 15 },
      '16+': { label: '16 and over', to: Infinity },
    },
  },
  ageInYears: {
    title: 'Age in whole years',
    fact: 'age',
    bands: Object.fromEntries(
      Array.from({ length: 18 }, (_, age) => [
        String(age),
        { label: age === 0 ? 'Under 1' : String(age), to: age === 17 ? Infinity : age },
      ]),
    ),
  },
  sex: { title: 'Sex', fact: 'sex', codes: sexes },
  ethnicity: { title: 'Ethnicity', fact: 'ethnicity', codes: ethnicities },
  legalStatus: { title: 'Legal status', fact: 'legalStatus', codes: legalStatusLabels },
  need: { title: 'Category of need', fact: 'need', codes: needs },
  uasc: { title: 'Unaccompanied asylum-seeking child', fact: 'uasc', codes: yesNo },
  disability: { title: 'Disability', fact: 'disability', codes: yesNo },
  location: { title: 'In or out of the authority', fact: 'location', codes: locations },
  distanceBand: {
    title: 'Distance from home',
    fact: 'distanceMiles',
    bands: {
      'up-to-5': { label: 'Up to 5 miles', to: 5 },
      'over-5-to-10': distanceBetween(5, 10),
      'over-10-to-20': distanceBetween(10, 20),
      'over-20-to-50': distanceBetween(20, 50),
      'over-50': distanceOver(50),
    },
  },
  distanceBandFine: {
    title: 'Distance from home, in finer bands and beyond 100 miles',
    fact: 'distanceMiles',
    bands: {
      'up-to-5': { label: 'Up to 5 miles', to: 5 },
      'over-5-to-10': distanceBetween(5, 10),
      'over-10-to-20': distanceBetween(10, 20),
      'over-20-to-30': distanceBetween(20, 30),
      'over-30-to-40': distanceBetween(30, 40),
      'over-40-to-50': distanceBetween(40, 50),
      'over-50-to-75': distanceBetween(50, 75),
      'over-75-to-100': distanceBetween(75, 100),
      'over-100': distanceOver(100),
    },
  },
  receivingAuthority: {
    title: 'Upper-tier authority in which the placement lies',
    fact: 'receivingAuthority',
    codes: {
      ...Object.fromEntries(authorities.map(({ code, name }) => [code, name])),
      'outside-england': 'Outside England',
    },
  },
  nearness: {
    title: 'Whether the placement lies in the authority, in one that adjoins it, or beyond',
    fact: 'nearness',
    codes: {
      inside: 'In the authority',
      adjoining: 'In an authority that shares a boundary with it',
      beyond: 'Beyond, or outside England',
    },
  },
  placeCode: {
    title: 'Code of the placement in the SSDA903 return (PLACE)',
    fact: 'placeCode',
    codes: placeLabels,
    others: /^[A-Z]\d{1,2}$/,
  },
  longTermMatch: {
    title: 'Whether a foster placement is long-term, by its PLACE code',
    fact: 'placeCode',
    groups: {
      'long-term': { label: 'Long-term fostering (U1, U4)', values: longTermPlaces },
      'with-adopter': {
        label: 'With a foster carer who is also an approved adopter (U2, U5)',
        values: adopterPlaces,
      },
      'not-long-term': { label: 'Neither (U3, U6)', values: otherFosterPlaces },
      'not-fostered': {
        label: 'Not in foster care',
        values: Object.keys(placeLabels).filter((code) => !fosterPlaces.includes(code)),
      },
    },
  },
  placementsInYear: {
    title: 'Placements in the year that ends on the day',
    fact: 'placementsInYear',
    bands: { '0': { label: 'None recorded', to: 0 }, ...upToThree },
  },
  placementsInTwoYears: {
    title: 'Placements in the two years that end on the day',
    fact: 'placementsInTwoYears',
    bands: { '0': { label: 'None recorded', to: 0 }, ...upToThree },
  },
  movesInYear: {
    title: 'Moves in the year that ends on the day: its placements less one',
    fact: 'movesInYear',
    bands: { '0': { label: 'None', to: 0 }, ...upToThree },
  },
  lookedAfterYearBefore: {
    title: 'Whether looked after on the same day of the year before, short breaks not counted',
    fact: 'lookedAfterYearBefore',
    codes: yesNo,
  },
  careStart: {
    title: 'First day of care: unknown where care began before the first day on record',
    fact: 'careStart',
    codes: { known: 'Known' },
  },
  timeInCare: {
    title: 'Time looked after without a break',
    fact: 'timeInCare',
    codes: { 'under-2.5-years': 'Under two and a half years', '2.5-years+': 'Two and a half years or more' },
  },
  timeInPlacement: {
    title: 'Time in the same placement',
    fact: 'timeInPlacement',
    codes: { 'under-2-years': 'Under two years', '2-years+': 'Two years or more' },
  },
  unregistered: {
    title: 'In an emergency or unregistered place on the night',
    fact: 'unregistered',
    codes: yesNo,
  },
  homeKind: { title: 'Kind of home', fact: 'homeKind', codes: homeKinds },
  home: { title: 'Home', fact: 'home', records: 'homes' },
  provider: { title: 'Provider', fact: 'provider', records: 'providers' },
  ofstedGrade: {
    title: "Ofsted's judgement of the home, else of its provider",
    fact: 'ofstedGrade',
    codes: ofstedGrades,
  },
  careEndReason: { title: 'Why care ended', fact: 'careEndReason', codes: careEndReasons },
  moveReason: { title: 'Why the placement ended', fact: 'moveReason', codes: placementEndReasons },
  endPlanned: { title: 'Whether the end of the placement was planned', fact: 'endPlanned', codes: yesNo },
  placementOrder: {
    title: 'Whether the placement is the first of a period of care',
    fact: 'placementOrder',
    codes: { first: 'First of the period of care', later: 'After another in the same period of care' },
  },
  emergencyPlacement: {
    title: 'Whether the placement was made in an emergency',
    fact: 'emergencyPlacement',
    codes: yesNo,
  },
  keepsSchool: {
    title: 'Whether the child stays at the same school',
    fact: 'keepsSchool',
    codes: yesNo,
  },
  noticeGiver: {
    title: 'Who gave notice that the placement would end',
    fact: 'noticeGiver',
    codes: { ...noticeGivers, none: 'No notice recorded' },
  },
  noticeLength: {
    title: 'Days from the notice to the end',
    fact: 'noticeDays',
    bands: {
      'same-day': { label: 'The same day', to: 0 },
      '1-to-6': { label: '1 to 6 days', to: 6 },
      '7-to-27': { label: '7 to 27 days', to: 27 },
      '28+': { label: '28 days or more', to: Infinity },
    },
  },
  leaverMark: {
    title: 'When the young person is looked at again',
    fact: 'leaverMark',
    codes: { '18': 'Three months after the 18th birthday', '19': '19th birthday', '20': '20th birthday' },
  },
  stayedPut: { title: 'Staying Put with the former foster carer', fact: 'stayedPut', codes: yesNo },
  stayedClose: { title: 'Staying Close', fact: 'stayedClose', codes: yesNo },
  adultAge: {
    title: 'Age of the young adult',
    fact: 'age',
    bands: {
      '18': { label: '18', to: 18 },
      '19': { label: '19', to: 19 },
      '20': { label: '20', to: 20 },
      '21+': { label: '21 and over', to: Infinity },
    },
  },
  adultAgeInYears: {
    title: 'Age of the care leaver in years',
    fact: 'age',
    bands: Object.fromEntries(
      [18, 19, 20, 21, 22, 23, 24, 25].map((age) => [
        String(age),
        { label: String(age), to: age === 25 ? Infinity : age },
      ]),
    ),
  },
  accommodationCategory: {
    title: 'Category of supported accommodation',
    fact: 'accommodationCategory',
    codes: { ...accommodationCategories, none: 'No supported accommodation' },
  },
  contractKind: {
    title: 'Contract under which the home is bought',
    fact: 'contractKind',
    codes: { ...contractKinds, none: 'No contract recorded' },
  },
  hasBed: { title: 'Whether in a bed that is recorded', fact: 'hasBed', codes: yesNo },
  leaverAgeBand: {
    title: 'Age of the care leaver',
    fact: 'age',
    bands: { '17-18': { label: '17 and 18', to: 18 }, '19-21': { label: '19 to 21', to: Infinity } },
  },
  accommodation: {
    title: 'Accommodation of the care leaver',
    fact: 'accommodation',
    codes: {
      suitable: 'Suitable',
      unsuitable: 'Unsuitable',
      'not-in-touch': 'Not in touch, or no longer needs the service',
      gone: 'Died, returned home for six months or more, gone abroad or deported',
    },
  },
  accommodationKind: {
    title: 'Where the care leaver lives',
    fact: 'accommodationKind',
    codes: accommodationKinds,
  },
  inTouch: {
    title: 'Whether the authority is in touch with the care leaver',
    fact: 'inTouch',
    codes: {
      yes: 'In touch',
      no: 'Not in touch',
      refused: 'Refuses contact',
      'not-required': 'Service no longer required',
      'returned-home': 'Returned home for six months or more',
      died: 'Died after leaving care',
    },
  },
  activity: {
    title: 'What the care leaver does',
    fact: 'activity',
    groups: {
      'higher-education': { label: 'Higher education', values: ['F1', 'P1'] },
      'other-education': { label: 'Other education', values: ['F2', 'P2'] },
      apprenticeship: { label: 'Apprenticeship, from 2021/22', values: ['F4', 'P4'] },
      'training-or-employment': {
        label: 'Training or employment; up to 2020/21 apprenticeships as well',
        values: ['F3', 'P3', 'F5', 'P5'],
      },
      'not-for-health': { label: 'None of these: illness or disability', values: ['G4'] },
      'not-for-parenting': { label: 'None of these: pregnancy or parenting', values: ['G6'] },
      'not-otherwise': { label: 'None of these: other reasons', values: ['G5'] },
    },
  },
  missingKind: {
    title: 'Missing, or away without authorisation',
    fact: 'missingKind',
    codes: {
      missing: 'Missing: nobody knows where',
      away: 'Away from the placement without authorisation: it is known where',
    },
  },
  timeMissing: {
    title: 'How long the child was missing or away',
    fact: 'daysMissing',
    bands: {
      'up-to-1': { label: 'Back the same day or the next', to: 1 },
      '2-to-7': { label: '2 to 7 days', to: 7 },
      '8-to-28': { label: '8 to 28 days', to: 28 },
      'over-28': { label: 'Over 28 days', to: Infinity },
    },
  },
  missingInPeriod: {
    title: 'How often missing in the period',
    fact: 'timesMissing',
    bands: {
      never: { label: 'Never', to: 0 },
      once: { label: 'Once', to: 1 },
      '2-to-4-times': { label: '2 to 4 times', to: 4 },
      '5-times+': { label: '5 times or more', to: Infinity },
    },
  },
  reviewInTime: { title: 'Whether the review was held in time', fact: 'reviewInTime', codes: yesNo },
  participation: {
    title: 'How the child took part in the review',
    fact: 'participation',
    groups: {
      'under-4': { label: 'Under 4: not asked', values: ['PN0'] },
      'took-part': {
        label: 'Took part: spoke, or had the views put by others',
        values: ['PN1', 'PN2', 'PN3', 'PN5', 'PN6'],
      },
      'did-not': { label: 'Did not: views were not put', values: ['PN4', 'PN7'] },
    },
  },
  socialWorkerChanges: {
    title: 'Changes of social worker in the year to the last 31 March',
    fact: 'socialWorkerChanges',
    bands: {
      '0': { label: 'None', to: 0 },
      '1': { label: 'One', to: 1 },
      '2+': { label: 'Two or more', to: Infinity },
    },
  },
  healthAssessed: { title: 'Health assessment in the year', fact: 'healthAssessed', codes: yesNo },
  teethChecked: { title: 'Teeth checked by a dentist in the year', fact: 'teethChecked', codes: yesNo },
  immunised: { title: 'Immunisations up to date', fact: 'immunised', codes: yesNo },
  developmentChecked: {
    title: 'Development assessments up to date, of children under 5',
    fact: 'developmentChecked',
    codes: yesNo,
  },
  substanceMisuse: {
    title: 'Identified in the year as having a substance misuse problem',
    fact: 'substanceMisuse',
    codes: yesNo,
  },
  interventionReceived: {
    title: 'Intervention received for substance misuse',
    fact: 'interventionReceived',
    codes: yesNo,
  },
  convicted: {
    title: 'Convicted in the year, or given a youth caution',
    fact: 'convicted',
    codes: yesNo,
  },
  sdq: {
    title: 'Score of strengths and difficulties (SDQ), asked of ages 5 to 16',
    fact: 'sdq',
    codes: {
      normal: '0 to 13: normal',
      borderline: '14 to 16: borderline cause for concern',
      concern: '17 to 40: cause for concern',
      'no-score': 'No score',
      'not-of-age': 'Under 5 or 17: not asked',
    },
  },
  together: { title: 'Whether siblings live in one home', fact: 'together', codes: yesNo },
  apartReason: {
    title: 'Why siblings must live apart',
    fact: 'apartReason',
    codes: { ...separationCategories, several: 'Several reasons', 'not-apart': 'Not apart' },
  },
  bedKind: { title: 'Kind of bed', fact: 'bedKind', codes: bedKinds },
  bedState: {
    title: 'State of the bed',
    fact: 'bedState',
    codes: { void: 'Void', occupied: 'Occupied', committed: 'Committed', vacant: 'Vacant' },
  },
  voidReason: {
    title: 'Reason of the void',
    fact: 'voidReason',
    codes: {
      ...Object.fromEntries(Object.entries(voidReasons).map(([code, { label }]) => [code, label])),
      ...notVoid,
    },
  },
  voidGroup: {
    title: 'What would cure the void',
    fact: 'voidReason',
    groups: {
      ...Object.fromEntries(
        Object.entries(voidGroupLabels).map(([group, label]) => [
          group,
          {
            label,
            values: Object.entries(voidReasons)
              .filter(([, reason]) => reason.group === group)
              .map(([code]) => code),
          },
        ]),
      ),
      'not-void': { label: notVoid['not-void'], values: ['not-void'] },
    },
  },
  timeEmpty: {
    title: 'How long nobody has been in the bed',
    fact: 'timeEmpty',
    codes: {
      'up-to-week': 'Up to a week',
      'up-to-month': 'Over a week, up to a month',
      'up-to-3-months': 'Over a month, up to three',
      'up-to-6-months': 'Over three months, up to six',
      'over-6-months': 'Over six months',
    },
  },
  typeAsked: {
    title: 'Placement type asked for',
    fact: 'typeAsked',
    codes: { any: 'Any', several: 'Several', ...placementTypeLabels },
  },
  homeDistrict: {
    title: 'Postcode district of the home',
    fact: 'homeDistrict',
    codes: {},
    others: /^[A-Z]{1,2}\d[A-Z\d]?$/,
  },
  district: {
    title: 'Postcode district: where a child comes from, where a bed is',
    fact: 'district',
    codes: {},
    others: /^[A-Z]{1,2}\d[A-Z\d]?$/,
  },
  capability: {
    title: 'Need that the home must be able to meet',
    fact: 'capability',
    codes: { none: 'None', several: 'Several' },
    others: /^[a-z0-9-]{2,40}$/,
  },
  searchFound: { title: 'Whether an option was found', fact: 'searchFound', codes: yesNo },
  firstRule: {
    title: 'Rule first in the way',
    fact: 'firstRule',
    codes: { ...ruleLabels, found: 'Something was found' },
  },
  nearestMiss: {
    title: 'What would cure the nearest miss, else the rule that it breaks',
    fact: 'nearestMiss',
    codes: { ...cureKinds, ...ruleLabels, none: 'None' },
  },
  searchOutcome: {
    title: 'What became of the search',
    fact: 'searchOutcome',
    codes: {
      'placed-there': 'Placed in a home that it found',
      'placed-elsewhere': 'Placed in another home',
      withdrawn: 'Request withdrawn',
      open: 'Request open',
      'no-request': 'Made for no request',
    },
  },
  urgency: { title: 'Urgency', fact: 'urgency', codes: { planned: 'Planned', emergency: 'Emergency' } },
  requestFound: {
    title: 'What was found for the request',
    fact: 'requestFound',
    codes: { found: 'An option', nothing: 'Nothing', 'not-searched': 'No search was made' },
  },
  requestOutcome: {
    title: 'What became of the request',
    fact: 'requestOutcome',
    codes: { placed: 'Placed', withdrawn: 'Withdrawn', open: 'Open' },
  },
  sameDay: { title: 'Whether placed on the day of the request', fact: 'sameDay', codes: yesNo },
  firstChoice: { title: 'Whether placed in the home that came first', fact: 'firstChoice', codes: yesNo },
  carerType: { title: 'Type of carer', fact: 'carerType', codes: carerTypes },
  carerDistrict: {
    title: 'Postcode district of the fostering household',
    fact: 'carerDistrict',
    codes: {},
    others: /^[A-Z]{1,2}\d[A-Z\d]?$/,
  },
  transferredFrom: {
    title: 'Where the household fostered before',
    fact: 'transferredFrom',
    codes: { none: 'Comes from no other service', ...transferSources },
  },
  carerStage: {
    title: 'Stage of the journey',
    fact: 'carerStage',
    codes: { ...pipelineStages, approved: 'Approved' },
  },
  carerEvent: {
    title: 'What happened on the journey',
    fact: 'carerEvent',
    codes: {
      ...pipelineStages,
      approval: 'Approval',
      ...Object.fromEntries(Object.entries(journeyOutcomes).map(([code, { label }]) => [code, label])),
    },
  },
  stageReached: {
    title: 'Last stage known before the decision on approval',
    fact: 'stageReached',
    codes: pipelineStages,
  },
  timeToApproval: {
    title: 'Days from enquiry to approval',
    fact: 'daysToApproval',
    bands: {
      'up-to-120': { label: 'Up to 120 days', to: 120 },
      '121-180': { label: '121 to 180 days', to: 180 },
      '181-240': { label: '181 to 240 days', to: 240 },
      'over-240': { label: 'Over 240 days', to: Infinity },
    },
  },
} as const satisfies Record<string, Dimension>

/** The pattern of codes that are not listed; null where all codes are. */
export function othersOf(name: DimensionName): RegExp | null {
  const dimension: Dimension = dimensions[name]
  return ('others' in dimension && dimension.others) || null
}

export type DimensionName = keyof typeof dimensions
export const dimensionNames = Object.keys(dimensions) as DimensionName[]

/** The table whose record ids are a dimension's codes; null where its codes are fixed. */
export function recordsOf(name: DimensionName): 'homes' | 'providers' | null {
  const dimension: Dimension = dimensions[name]
  return 'records' in dimension ? dimension.records : null
}

/** A dimension's fixed codes with their labels, in order; the last is `unknown`. */
export function labelsOf(name: DimensionName): Labels {
  const dimension: Dimension = dimensions[name]
  if ('codes' in dimension) return { ...dimension.codes, unknown: 'Unknown' }
  if ('records' in dimension) return { unknown: 'Unknown' }
  const spans = 'groups' in dimension ? dimension.groups : dimension.bands
  const labels = Object.entries(spans).map(([code, { label }]) => [code, label] as const)
  return { ...Object.fromEntries(labels), unknown: 'Unknown' }
}
