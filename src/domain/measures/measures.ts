import { adoptionMeasures } from './adoption.ts'
import { afterCareMeasures } from './after-care.ts'
import { capacityMeasures } from './capacity.ts'
import { careLeaverMeasures } from './care-leavers.ts'
import { carerMeasures } from './carers.ts'
import { demandMeasures } from './demand.ts'
import { duringMeasures } from './during.ts'
import { emptyBedMeasures } from './empty-beds.ts'
import { factSets } from './fact-sets.ts'
import { healthMeasures } from './health.ts'
import { leavingMeasures } from './leaving.ts'
import { lengthMeasures } from './lengths.ts'
import { libertyMeasures } from './liberty.ts'
import { lookedAfter, notKnown, notKnownIncluded, omit, untilEighteen } from './looked-after.ts'
import type { Measure } from './measure.ts'
import { missingMeasures } from './missing.ts'
import { moneyMeasures } from './money.ts'
import { moveMeasures } from './moves.ts'
import { placementMeasures } from './placements.ts'
import { provisionMeasures } from './provision.ts'
import { reviewMeasures } from './reviews.ts'
import { socialWorkerMeasures } from './social-workers.ts'
import { stabilityMeasures } from './stability.ts'

const careNights = factSets.careNights.dimensions
const bedNights = factSets.bedNights.dimensions

/** Dimensions that say the same of a child as another, by which a measure of it is not divided. */
const ofType = ['placementType', 'careFamily', 'placeCode', 'longTermMatch'] as const
const ofArea = ['location', 'receivingAuthority', 'nearness'] as const
const ofDistance = ['distanceBand', 'distanceBandFine'] as const

const childrensHomes = ['residential'] as const
const supportedAccommodation = ['supported-accommodation', 'supported-lodgings'] as const

const unaccompaniedSwitch = {
  included: { label: 'Included' },
  excluded: { label: 'Excluded', denominator: { uasc: { in: ['no'] } } },
} as const

const disabledOfAll =
  'Those of whom it is not recorded are in the denominator. Before, the share was of those with an answer: of 100 % where only disabled children had one.'

const shareOfPlaced = {
  denominator: { words: 'Children looked after on the day', where: lookedAfter },
  unknown: { words: 'Children whose placement is not recorded', facts: ['placementType'] },
  of: 'careNights',
  unit: 'percent',
  version: 2,
  changes: [untilEighteen],
  dimensions: omit(careNights, ...ofType, 'homeKind'),
} as const satisfies Partial<Measure>

const beds = { of: 'bedNights', unknown: null, version: 1 } as const satisfies Partial<Measure>
const ofBeds = {
  ...beds,
  unit: 'percent',
  dimensions: omit(bedNights, 'bedState', 'voidReason', 'voidGroup'),
} as const
const countOfBeds = {
  ...beds,
  unit: 'beds',
  polarity: 'none',
  denominator: null,
  source: "Own definition; the parts are close to Ofsted's filled, vacant and not available places.",
} as const

/** All measures by id. An id never changes once published. */
export const measures = {
  'children-looked-after': {
    title: 'Children looked after',
    definition:
      'Children looked after on the day. Those looked after only for short breaks, legal status V3 or V4, are not counted. Care ends on the 18th birthday: nobody counts from that day on, whatever is still recorded.',
    source: 'DfE, SSDA903 guide; DfE, Children looked after in England including adoptions.',
    unit: 'children',
    polarity: 'none',
    version: 2,
    changes: [untilEighteen],
    of: 'careNights',
    denominator: null,
    numerator: { words: 'Children looked after on the day', where: lookedAfter },
    unknown: null,
    dimensions: careNights,
  },
  'looked-after-rate-per-10000': {
    title: 'Children looked after per 10,000',
    definition:
      'Children looked after on the day for every 10,000 people aged 0 to 17 in the authority, by the latest population estimate of that day or before. Where none is recorded there is no rate, and the children are counted as left out.',
    source: 'DfE, Children looked after in England including adoptions; ONS mid-year population estimates.',
    unit: 'per-10000',
    polarity: 'none',
    version: 2,
    changes: [untilEighteen],
    of: 'populationNights',
    denominator: { words: 'People aged 0 to 17', where: lookedAfter, sum: 'people' },
    numerator: { words: 'Children looked after on the day', where: {}, sum: 'inCare' },
    unknown: { words: 'Children for whom no population is recorded', facts: ['people'] },
    dimensions: [],
  },
  unaccompanied: {
    title: 'Unaccompanied asylum-seeking children',
    definition: 'Share of children looked after who are unaccompanied asylum-seeking children on the day.',
    source: 'DfE, SSDA903 guide: UASC.',
    unit: 'percent',
    polarity: 'none',
    version: 2,
    changes: [untilEighteen],
    of: 'careNights',
    denominator: { words: 'Children looked after on the day', where: lookedAfter },
    numerator: { words: 'Unaccompanied asylum-seeking children', where: { uasc: { in: ['yes'] } } },
    unknown: null,
    dimensions: omit(careNights, 'uasc'),
  },
  disabled: {
    title: 'Disabled children',
    definition:
      'Share of children looked after who are disabled: recorded so, or in care for the need N2. Of all of them: those of whom it is not recorded are in the denominator.',
    source: 'Own definition, as sufficiency strategies quote it: CIN N2.',
    unit: 'percent',
    polarity: 'none',
    version: 3,
    changes: [untilEighteen, disabledOfAll],
    of: 'careNights',
    denominator: { words: 'Children looked after on the day', where: lookedAfter },
    numerator: { words: 'Disabled', where: { disability: { in: ['yes'] } } },
    unknown: {
      words: 'Children for whom it is not recorded whether they are disabled',
      facts: ['disability'],
      inDenominator: true,
    },
    dimensions: omit(careNights, 'disability'),
  },
  'placed-in-authority': {
    title: 'Placed in the authority',
    definition:
      "Share of children looked after whose placement's postcode lies in the upper-tier authority that is responsible for them. A place outside England is out of the authority. Those of whom it is not known are in the denominator.",
    source:
      'DfE, Children looked after in England including adoptions: placement in or out of the authority boundary.',
    unit: 'percent',
    polarity: 'high',
    version: 3,
    changes: [untilEighteen, notKnownIncluded],
    of: 'careNights',
    denominator: { words: 'Children looked after on the day', where: lookedAfter },
    numerator: { words: 'Placed in the authority', where: { location: { in: ['in'] } } },
    unknown: { words: 'Children for whom it is not known whether they are in or out', facts: ['location'] },
    switches: { notKnown },
    dimensions: omit(careNights, ...ofArea),
  },
  'over-20-miles': {
    title: 'Placed over 20 miles from home',
    definition:
      'Share of children looked after placed more than 20 miles from home in a straight line, in or out of the authority. Those whose distance is not known are in the denominator.',
    source: "DfE children's social care dashboard. Distance: DfE, SSDA903 guide.",
    unit: 'percent',
    polarity: 'low',
    version: 3,
    changes: [untilEighteen, notKnownIncluded],
    of: 'careNights',
    denominator: { words: 'Children looked after on the day', where: lookedAfter },
    numerator: { words: 'Placed over 20 miles from home', where: { distanceMiles: { over: 20 } } },
    unknown: { words: 'Children whose distance from home is not known', facts: ['distanceMiles'] },
    switches: { unaccompanied: unaccompaniedSwitch, notKnown },
    dimensions: omit(careNights, ...ofDistance),
  },
  'over-20-miles-out-of-authority': {
    title: 'Placed over 20 miles from home and out of the authority',
    definition:
      'Share of children looked after placed more than 20 miles from home in a straight line and out of the authority. Those of whom either is not known are in the denominator.',
    source: 'DfE, Local Authority Interactive Tool. Distance: DfE, SSDA903 guide.',
    unit: 'percent',
    polarity: 'low',
    version: 3,
    changes: [untilEighteen, notKnownIncluded],
    of: 'careNights',
    denominator: { words: 'Children looked after on the day', where: lookedAfter },
    numerator: {
      words: 'Placed over 20 miles from home and out of the authority',
      where: { distanceMiles: { over: 20 }, location: { in: ['out'] } },
    },
    unknown: {
      words: 'Children whose distance from home, or whether they are in or out, is not known',
      facts: ['distanceMiles', 'location'],
    },
    switches: { unaccompanied: unaccompaniedSwitch, notKnown },
    dimensions: omit(careNights, ...ofDistance, ...ofArea),
  },
  'mean-distance-miles': {
    title: 'Mean distance from home',
    definition:
      'Mean straight-line distance in miles from home to placement of children looked after. A distance that is not known is left out, never counted as a number.',
    source: 'Own definition. Distance: DfE, SSDA903 guide.',
    unit: 'miles',
    polarity: 'low',
    version: 2,
    changes: [untilEighteen],
    of: 'careNights',
    denominator: { words: 'Children looked after on the day', where: lookedAfter },
    numerator: { words: 'Sum of their distances in miles', where: {}, sum: 'distanceMiles' },
    unknown: { words: 'Children whose distance from home is not known', facts: ['distanceMiles'] },
    switches: { unaccompanied: unaccompaniedSwitch },
    dimensions: careNights,
  },
  fostered: {
    ...shareOfPlaced,
    title: 'Fostered',
    polarity: 'high',
    definition:
      "Share of children looked after placed with foster carers of any kind: the authority's own, an agency's, another authority's, and connected carers.",
    source: 'DfE, SSDA903 guide: PLACE U1 to U6.',
    numerator: { words: 'Placed with foster carers', where: { careFamily: { in: ['fostering'] } } },
  },
  'with-internal-foster': {
    ...shareOfPlaced,
    title: 'With internal foster carers',
    polarity: 'high',
    definition: "Share of children looked after placed with the authority's own mainstream foster carers.",
    source: 'DfE, SSDA903 guide: PLACE U4 to U6, provider PR1.',
    numerator: {
      words: "Placed with the authority's own mainstream foster carers",
      where: { placementType: { in: ['internal-foster'] } },
    },
  },
  'with-ifa': {
    ...shareOfPlaced,
    title: 'With independent fostering agencies',
    polarity: 'none',
    definition: 'Share of children looked after placed with foster carers of independent fostering agencies.',
    source: 'DfE, SSDA903 guide: PLACE U4 to U6, provider PR3 to PR5.',
    numerator: { words: 'Placed with agency foster carers', where: { placementType: { in: ['ifa'] } } },
  },
  'with-connected-carers': {
    ...shareOfPlaced,
    title: 'With connected carers',
    polarity: 'high',
    definition: 'Share of children looked after placed with relatives or friends who foster them.',
    source: 'DfE, SSDA903 guide: PLACE U1 to U3. Preference: Children Act 1989 s22C.',
    numerator: {
      words: 'Placed with connected carers',
      where: { placementType: { in: ['connected-carer'] } },
    },
  },
  'with-parents': {
    ...shareOfPlaced,
    title: 'With parents',
    polarity: 'none',
    definition:
      'Share of children looked after placed with their parents or another person with parental responsibility.',
    source: 'DfE, SSDA903 guide: PLACE P1.',
    numerator: { words: 'Placed with parents', where: { placementType: { in: ['with-parents'] } } },
  },
  'with-parents-or-family': {
    ...shareOfPlaced,
    title: 'With parents or family',
    polarity: 'high',
    definition: 'Share of children looked after placed with parents or with connected carers.',
    source: 'Own definition, as sufficiency strategies quote it: PLACE P1 and U1 to U3.',
    numerator: {
      words: 'Placed with parents or connected carers',
      where: { placementType: { in: ['with-parents', 'connected-carer'] } },
    },
  },
  'in-residential': {
    ...shareOfPlaced,
    title: "In children's homes",
    polarity: 'low',
    definition:
      "Share of children looked after placed in children's homes. Secure homes, residential schools, family centres and care homes are not counted; they are in the care family `residential`.",
    source: 'DfE, SSDA903 guide: PLACE K2.',
    numerator: { words: "Placed in children's homes", where: { placementType: { in: childrensHomes } } },
  },
  'residential-under-13': {
    title: "Young children in children's homes",
    polarity: 'low',
    definition:
      "Share of the children placed in children's homes who are young for it on the day: aged under 13 or, as others publish, under 12.",
    source: 'Own definition, as sufficiency strategies quote it: PLACE K2.',
    unit: 'percent',
    version: 3,
    changes: [untilEighteen, 'The age can be chosen; under 13, as before, if it is not.'],
    of: 'careNights',
    denominator: {
      words: "Children looked after in children's homes on the day",
      where: { ...lookedAfter, placementType: { in: childrensHomes } },
    },
    numerator: { words: 'Aged under 13, or under the age chosen', where: { age: { under: 13 } } },
    unknown: null,
    switches: {
      youngAge: {
        'under-13': { label: 'Under 13' },
        'under-12': { label: 'Under 12', numerator: { age: { under: 12 } } },
      },
    },
    dimensions: omit(careNights, ...ofType),
  },
  'residential-disabled': {
    title: "Disabled in children's homes",
    polarity: 'none',
    definition:
      "Share of the children placed in children's homes who are disabled: recorded so, or in care for the need N2. Of all of them: those of whom it is not recorded are in the denominator.",
    source: 'Own definition, as sufficiency strategies quote it: PLACE K2, CIN N2.',
    unit: 'percent',
    version: 3,
    changes: [untilEighteen, disabledOfAll],
    of: 'careNights',
    denominator: {
      words: "Children looked after in children's homes on the day",
      where: { ...lookedAfter, placementType: { in: childrensHomes } },
    },
    numerator: { words: 'Disabled', where: { disability: { in: ['yes'] } } },
    unknown: {
      words: 'Children for whom it is not recorded whether they are disabled',
      facts: ['disability'],
      inDenominator: true,
    },
    dimensions: omit(careNights, ...ofType, 'disability'),
  },
  'in-supported-accommodation': {
    ...shareOfPlaced,
    title: 'In supported accommodation',
    polarity: 'none',
    definition:
      'Share of children looked after placed in supported accommodation, supported lodgings included. Independent living is not counted.',
    source: 'DfE, SSDA903 guide: PLACE H5 to 2023/24, K3 from 2024/25.',
    numerator: {
      words: 'Placed in supported accommodation or lodgings',
      where: { placementType: { in: supportedAccommodation } },
    },
  },
  ...stabilityMeasures,
  occupancy: {
    ...ofBeds,
    title: 'Occupancy',
    polarity: 'high',
    definition:
      'Beds occupied as a share of the beds available: open and not void. A bed whose child has stayed past the planned end is occupied; one kept for a child who has not yet come is not.',
    source: "Own definition; close to Ofsted's filled places over filled and vacant ones.",
    denominator: { words: 'Beds available: open and not void', where: { bedState: { notIn: ['void'] } } },
    numerator: { words: 'Beds occupied', where: { bedState: { in: ['occupied'] } } },
  },
  utilisation: {
    ...ofBeds,
    title: 'Utilisation',
    polarity: 'high',
    definition: 'Beds occupied as a share of the beds open, those void included.',
    source: 'Own definition; often quoted as occupancy.',
    denominator: { words: 'Beds open', where: {} },
    numerator: { words: 'Beds occupied', where: { bedState: { in: ['occupied'] } } },
  },
  'occupancy-over-period': {
    ...ofBeds,
    over: 'period',
    title: 'Occupancy over a period',
    polarity: 'high',
    definition:
      'Bed-nights occupied in the period as a share of the bed-nights available in it: a bed open for the whole of a year, and not void, is 365 of them, or 366. `occupancy` is of the last night alone.',
    source: "Own definition; close to Ofsted's filled places over filled and vacant ones.",
    denominator: {
      words: 'Bed-nights available: open and not void',
      where: { bedState: { notIn: ['void'] } },
    },
    numerator: { words: 'Bed-nights occupied', where: { bedState: { in: ['occupied'] } } },
  },
  'utilisation-over-period': {
    ...ofBeds,
    over: 'period',
    title: 'Utilisation over a period',
    polarity: 'high',
    definition:
      'Bed-nights occupied in the period as a share of the bed-nights open in it, those void included. `utilisation` is of the last night alone.',
    source: 'Own definition; often quoted as occupancy.',
    denominator: { words: 'Bed-nights open', where: {} },
    numerator: { words: 'Bed-nights occupied', where: { bedState: { in: ['occupied'] } } },
  },
  'void-beds': {
    ...ofBeds,
    title: 'Void beds',
    polarity: 'low',
    dimensions: omit(bedNights, 'bedState'),
    definition:
      'Beds void, that is out of use for a reason, as a share of the beds open. By reason, read the numerator: every bed of a reason is void.',
    source: "Own definition; close to Ofsted's places not available.",
    denominator: { words: 'Beds open', where: {} },
    numerator: { words: 'Beds void', where: { bedState: { in: ['void'] } } },
  },
  'open-beds': {
    ...countOfBeds,
    title: 'Beds open',
    dimensions: bedNights,
    definition: 'Beds open on the night. Open = void + occupied + committed + vacant, always.',
    numerator: { words: 'Beds open', where: {} },
  },
  'available-beds': {
    ...countOfBeds,
    title: 'Beds available',
    dimensions: omit(bedNights, 'voidReason', 'voidGroup'),
    definition: 'Beds open and not void.',
    numerator: { words: 'Beds open and not void', where: { bedState: { notIn: ['void'] } } },
  },
  'vacant-beds': {
    ...countOfBeds,
    title: 'Beds vacant',
    dimensions: ofBeds.dimensions,
    definition: 'Beds open that are neither void nor occupied nor committed to a child.',
    numerator: { words: 'Beds vacant', where: { bedState: { in: ['vacant'] } } },
  },
  ...emptyBedMeasures,
  ...duringMeasures,
  ...capacityMeasures,
  ...provisionMeasures,
  ...moveMeasures,
  ...placementMeasures,
  ...leavingMeasures,
  ...lengthMeasures,
  ...missingMeasures,
  ...reviewMeasures,
  ...socialWorkerMeasures,
  ...healthMeasures,
  ...adoptionMeasures,
  ...libertyMeasures,
  ...careLeaverMeasures,
  ...afterCareMeasures,
  ...moneyMeasures,
  ...demandMeasures,
  ...carerMeasures,
} as const satisfies Record<string, Measure>

export type MeasureId = keyof typeof measures

/** The measure with an id, typed with its optional parts; undefined where there is none. */
export function measureOf(id: string): Measure | undefined {
  return Object.hasOwn(measures, id) ? measures[id as MeasureId] : undefined
}
