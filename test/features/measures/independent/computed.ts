import { bedsOn, childrenOn, type Count, type Day, type Facts, type Raw } from './by-hand.ts'
import { carersOn, journeysToldOn } from './carers-by-hand.ts'
import {
  afterCareBegunOn,
  afterCareOn,
  careEndsOn,
  careStartsOn,
  closeOn,
  endingsOn,
  leaversInPlacementsOn,
  leaversOn,
  movesOn,
  noticesOn,
  placementStartsOn,
  stayersOn,
} from './events-by-hand.ts'
import { areasOn, blocksOn, emptyOn, gradedOn, populationOn, siblingsOn } from './homes-by-hand.ts'

import {
  adoptedOn,
  healthOn,
  incidentsDuring,
  libertyOn,
  missingDuring,
  reviewedDuring,
  reviewsDueOn,
  reviewsHeldOn,
  workersOn,
} from './returned-by-hand.ts'

type Test = (fact: Facts) => boolean
const all: Test = () => true
const hasType =
  (...types: string[]): Test =>
  (fact) =>
    types.includes(String(fact.placementType))
const placementKnown: Test = (fact) => fact.placementType !== 'unknown'
const milesKnown: Test = (fact) => fact.miles !== null
const residential = hasType('residential')
const far: Test = (fact) => Number(fact.miles) > 20
const state =
  (...states: string[]): Test =>
  (fact) =>
    states.includes(String(fact.bedState))

const isEnding =
  (...reasons: string[]): Test =>
  (fact) =>
    reasons.includes(String(fact.careEndReason))
const costKnown: Test = (fact) => !Number.isNaN(fact.weeklyCost)

const lookedAfter = (facts: Facts[]) =>
  facts.filter((fact) => fact.legalStatus !== 'V3' && fact.legalStatus !== 'V4')

/** Functions that give the facts of a kind on a day. */
const kinds = {
  children: (raw: Raw, day: Day) => lookedAfter(childrenOn(raw, day)),
  /** Children in placements, and children looked after whose placement is not recorded: not those at home between short breaks. */
  paid: (raw: Raw, day: Day) =>
    childrenOn(raw, day).filter(
      (fact) => fact.placementType !== 'unknown' || !['V3', 'V4'].includes(String(fact.legalStatus)),
    ),
  beds: bedsOn,
  empty: emptyOn,
  graded: (raw: Raw, day: Day) => lookedAfter(gradedOn(raw, day)),
  population: (raw: Raw, day: Day) => populationOn(raw, day, lookedAfter(childrenOn(raw, day)).length),
  siblings: (raw: Raw, day: Day) => siblingsOn(raw, day, lookedAfter(childrenOn(raw, day))),
  blocks: blocksOn,
  areas: (raw: Raw, day: Day, today: Day) =>
    areasOn(lookedAfter(childrenOn(raw, day)), bedsOn(raw, day, today)),
  moves: (raw: Raw, day: Day) => lookedAfter(movesOn(raw, day)),
  begun: (raw: Raw, day: Day) => lookedAfter(placementStartsOn(raw, day)),
  endings: (raw: Raw, day: Day) => lookedAfter(endingsOn(raw, day)),
  notices: (raw: Raw, day: Day) => lookedAfter(noticesOn(raw, day)),
  starts: (raw: Raw, day: Day) => lookedAfter(careStartsOn(raw, day)),
  ends: (raw: Raw, day: Day) => lookedAfter(careEndsOn(raw, day)),
  stayers: stayersOn,
  leavers: leaversOn,
  close: closeOn,
  leaversInPlacements: leaversInPlacementsOn,
  afterCare: afterCareOn,
  afterCareBegun: afterCareBegunOn,
  carers: carersOn,
  carerEvents: journeysToldOn,
  reviewsDue: reviewsDueOn,
  reviewsHeld: reviewsHeldOn,
  health: healthOn,
  workers: workersOn,
  adopted: adoptedOn,
  liberty: (raw: Raw, day: Day) => lookedAfter(libertyOn(raw, day)),
}

/** Functions that give the facts of a kind over a period, which is more than what its days give. */
const kindsOfPeriod = {
  incidents: incidentsDuring,
  missing: missingDuring,
  reviewed: reviewedDuring,
}
const isOfPeriod = (kind: string): kind is keyof typeof kindsOfPeriod => Object.hasOwn(kindsOfPeriod, kind)

interface Definition {
  kind: keyof typeof kinds | keyof typeof kindsOfPeriod
  inScope?: Test
  isKnown?: Test
  /** Whether a fact that is not known is in the denominator all the same. */
  unknownInDenominator?: true
  isCounted: Test
  /** What a fact adds to the numerator and to the denominator; 1 by default. */
  addToNumerator?: (fact: Facts) => number
  addToDenominator?: (fact: Facts) => number
  /** The length in days, of which the median and the quartiles are given beside the counts. */
  daysOf?: (fact: Facts) => number
  /** The amount of which the lowest or the highest is given beside the counts. */
  lowestOf?: (fact: Facts) => number
  highestOf?: (fact: Facts) => number
  /** Sums over every day of the financial year so far. */
  period?: true
  /** Of the facts of one child over a period, the one that counts: of those known, if there are any. */
  once?: 'first' | 'last'
  /** Counts the different children, in every group in which they have a fact. */
  distinct?: true
  /** The numerator itself is the figure. */
  sum?: true
}
const pounds = {
  isCounted: all,
  addToNumerator: (fact: Facts) => Number(fact.weeklyCost) / 7,
  period: true,
  sum: true,
} as const
/** Beds short of 80 % occupancy: each bed should be 0.8 occupied, and an occupied one is 1. */
const shortOf80 = (fact: Facts) => (fact.bedState === 'occupied' ? 0.8 - 1 : 0.8)
const stayedPut = (mark: string): Definition => ({
  kind: 'stayers',
  inScope: (fact) => fact.leaverMark === mark,
  isCounted: (fact) => fact.stayedPut === 'yes',
  period: true,
})
const stayedClose = (mark: string): Definition => ({
  kind: 'close',
  inScope: (fact) => fact.leaverMark === mark,
  isCounted: (fact) => fact.stayedClose === 'yes',
  period: true,
})
const eventsNamed = (...names: string[]): Definition => ({
  kind: 'carerEvents',
  inScope: (fact) => names.includes(String(fact.carerEvent)),
  isCounted: all,
  period: true,
})
const unregisteredPlaces: Definition = {
  kind: 'children',
  inScope: (fact) => fact.unregistered !== 'no',
  isKnown: (fact) => fact.unregistered !== 'unknown',
  isCounted: all,
}
const inAuthority: Definition = {
  kind: 'children',
  isKnown: (fact) => fact.location !== 'unknown',
  isCounted: (fact) => fact.location === 'in',
}
const over20Miles: Definition = { kind: 'children', isKnown: milesKnown, isCounted: far }
const farAndOut: Definition = {
  kind: 'children',
  isKnown: (fact) => milesKnown(fact) && fact.location !== 'unknown',
  isCounted: (fact) => far(fact) && fact.location === 'out',
}
const ofLeaving: Definition = {
  kind: 'leavers',
  inScope: (fact) => Number(fact.age) >= 17 && Number(fact.age) <= 21,
  isCounted: all,
  period: true,
}
const isStillLeaver: Test = (fact) =>
  ofLeaving.inScope?.(fact) === true && fact.inTouch !== 'died' && fact.inTouch !== 'returned-home'
const doing = (...activities: string[]): Definition => ({
  ...ofLeaving,
  inScope: isStillLeaver,
  isKnown: (fact) => fact.activity !== 'unknown',
  unknownInDenominator: true,
  isCounted: (fact) => activities.includes(String(fact.activity)),
})
const livingIn = (kind: string): Definition => ({
  ...ofLeaving,
  inScope: (fact) => ofLeaving.inScope?.(fact) === true && fact.accommodationKind === kind,
})
const incidentsOf = (kind: string): Definition => ({
  kind: 'incidents',
  inScope: (fact) => fact.missingKind === kind || fact.missingKind === 'unknown',
  isKnown: (fact) => fact.missingKind !== 'unknown',
  isCounted: all,
})
const missingTimes = (...times: string[]): Definition => ({
  kind: 'missing',
  inScope: (fact) => [...times, 'unknown'].includes(String(fact.missingInPeriod)),
  isKnown: (fact) => fact.missingInPeriod !== 'unknown',
  isCounted: all,
})
const reviews: Definition = {
  kind: 'reviewsDue',
  isKnown: (fact) => fact.reviewInTime !== 'unknown',
  isCounted: (fact) => fact.reviewInTime === 'yes',
  period: true,
}
const answeredYes = (name: string, inScope: Test = all): Definition => ({
  kind: 'health',
  inScope,
  isKnown: (fact) => fact[name] !== 'unknown',
  unknownInDenominator: true,
  isCounted: (fact) => fact[name] === 'yes',
})
const hasScore: Test = (fact) => ['normal', 'borderline', 'concern'].includes(String(fact.sdq))
const daysOf = (name: string): Definition => ({
  kind: 'adopted',
  isKnown: (fact) => !Number.isNaN(fact[name]),
  isCounted: all,
  addToNumerator: (fact) => Number(fact[name]),
  period: true,
})
const comeAndGone = ['approval', 'resigned', 'deregistered', 'transferred', 'ended-otherwise']
const share = (isCounted: Test): Definition => ({ kind: 'children', isKnown: placementKnown, isCounted })

export const definitions: Record<string, Definition> = {
  'children-looked-after': { kind: 'children', isCounted: all },
  'placed-in-authority': { ...inAuthority, unknownInDenominator: true },
  'placed-in-authority?notKnown=excluded': inAuthority,
  'over-20-miles': { ...over20Miles, unknownInDenominator: true },
  'over-20-miles?notKnown=excluded': over20Miles,
  'over-20-miles?unaccompanied=excluded': {
    ...over20Miles, inScope: (fact) => fact.uasc === 'no', unknownInDenominator: true,
  },
  'over-20-miles-out-of-authority': { ...farAndOut, unknownInDenominator: true },
  'over-20-miles-out-of-authority?notKnown=excluded': farAndOut,
  'mean-distance-miles': { kind: 'children', isKnown: milesKnown, isCounted: all, addToNumerator: (fact) => Number(fact.miles) },
  'fostered': share(hasType('internal-foster', 'ifa', 'other-authority-foster', 'connected-carer', 'staying-put')),
  'with-internal-foster': share(hasType('internal-foster')),
  'with-ifa': share(hasType('ifa')),
  'with-connected-carers': share(hasType('connected-carer')),
  'with-parents': share(hasType('with-parents')),
  'with-parents-or-family': share(hasType('with-parents', 'connected-carer')),
  'in-residential': share(residential),
  'residential-under-13': { kind: 'children', inScope: residential, isCounted: (fact) => Number(fact.age) < 13 },
  'residential-under-13?youngAge=under-12': {
    kind: 'children', inScope: residential, isCounted: (fact) => Number(fact.age) < 12,
  },
  'residential-disabled': {
    kind: 'children',
    inScope: residential,
    isKnown: (fact) => fact.disability !== 'unknown',
    unknownInDenominator: true,
    isCounted: (fact) => fact.disability === 'yes',
  },
  'in-supported-accommodation': share(hasType('supported-accommodation', 'supported-lodgings')),
  'placements-3-plus': {
    kind: 'children',
    isKnown: (fact) => placementKnown(fact) && fact.placementsInYear !== 'unknown',
    isCounted: (fact) => fact.placementsInYear === '3+',
  },
  'placements-3-plus?temporaryStays=counted': {
    kind: 'children',
    isKnown: (fact) => placementKnown(fact) && fact.withTemporary !== null,
    isCounted: (fact) => Number(fact.withTemporary) >= 3,
  },
  'placements-5-plus': {
    kind: 'children',
    isKnown: (fact) => placementKnown(fact) && fact.placementsToFive !== null,
    isCounted: (fact) => Number(fact.placementsToFive) >= 5,
  },
  'placements-10-plus': {
    kind: 'children',
    isKnown: (fact) => placementKnown(fact) && fact.placementsToTen !== null,
    isCounted: (fact) => Number(fact.placementsToTen) >= 10,
  },
  'placements-3-plus-in-two-years': {
    kind: 'children',
    inScope: (fact) => fact.lookedAfterYearBefore !== 'no',
    isKnown: (fact) =>
      placementKnown(fact) &&
      fact.placementsInTwoYears !== 'unknown' &&
      fact.lookedAfterYearBefore === 'yes',
    isCounted: (fact) => fact.placementsInTwoYears === '3+',
  },
  'long-term-matched': {
    kind: 'children',
    inScope: hasType('internal-foster', 'ifa', 'other-authority-foster', 'connected-carer'),
    isKnown: (fact) => fact.placeCode !== 'unknown',
    isCounted: (fact) => fact.placeCode === 'U1' || fact.placeCode === 'U4',
  },
  'long-term-stability': {
    kind: 'children',
    inScope: (fact) => Number(fact.age) < 16 && fact.timeInCare !== 'under-2.5-years',
    isKnown: (fact) => fact.timeInCare !== 'unknown' && fact.timeInPlacement !== 'unknown',
    isCounted: (fact) => fact.timeInPlacement === '2-years+',
  },
  'occupancy': { kind: 'beds', inScope: state('occupied', 'committed', 'vacant'), isCounted: state('occupied') },
  'utilisation': { kind: 'beds', isCounted: state('occupied') },
  'occupancy-over-period': {
    kind: 'beds', inScope: state('occupied', 'committed', 'vacant'), isCounted: state('occupied'), period: true,
  },
  'utilisation-over-period': { kind: 'beds', isCounted: state('occupied'), period: true },
  'void-beds': { kind: 'beds', isCounted: state('void') },
  'open-beds': { kind: 'beds', isCounted: all },
  'available-beds': { kind: 'beds', inScope: state('occupied', 'committed', 'vacant'), isCounted: all },
  'vacant-beds': { kind: 'beds', inScope: state('vacant'), isCounted: all },
  'empty-beds': { kind: 'empty', isCounted: all },
  'vacant-nights': { kind: 'empty', inScope: state('vacant'), isCounted: all, period: true },
  'void-nights': { kind: 'empty', inScope: state('void'), isCounted: all, period: true },
  'looked-after-rate-per-10000': {
    kind: 'population',
    isKnown: (fact) => fact.people !== null,
    isCounted: all,
    addToNumerator: (fact) => Number(fact.inCare),
    addToDenominator: (fact) => Number(fact.people),
  },
  'unaccompanied': { kind: 'children', isCounted: (fact) => fact.uasc === 'yes' },
  'disabled': {
    kind: 'children',
    isKnown: (fact) => fact.disability !== 'unknown',
    unknownInDenominator: true,
    isCounted: (fact) => fact.disability === 'yes',
  },
  'good-or-outstanding': {
    kind: 'graded',
    inScope: (fact) =>
      hasType('ifa', 'residential', 'secure', 'residential-school', 'family-centre')(fact) &&
      fact.ofstedGrade !== 'not-yet-inspected',
    isKnown: (fact) => fact.ofstedGrade !== 'unknown',
    isCounted: (fact) => fact.ofstedGrade === 'good' || fact.ofstedGrade === 'outstanding',
  },
  'children-by-home': { kind: 'graded', isCounted: all },
  'supported-consistently-strong': {
    kind: 'graded',
    inScope: (fact) =>
      hasType('supported-accommodation', 'supported-lodgings')(fact) && fact.ofstedGrade !== 'not-yet-inspected',
    isKnown: (fact) => fact.ofstedGrade !== 'unknown',
    isCounted: (fact) => fact.ofstedGrade === 'consistently-strong',
  },
  'in-unregistered': unregisteredPlaces,
  'unregistered-nights': { ...unregisteredPlaces, period: true },
  'children-in-unregistered-during': { ...unregisteredPlaces, period: true, distinct: true },
  'children-with-a-night-during': { kind: 'children', isCounted: all, period: true, distinct: true },
  'children-looked-after-during': { kind: 'children', isCounted: all, period: true, once: 'last' },
  'siblings-apart': {
    kind: 'siblings',
    isKnown: (fact) => fact.together !== 'unknown',
    isCounted: (fact) => fact.together === 'no',
  },
  'children-in-sibling-groups': {
    kind: 'siblings', isCounted: all, addToNumerator: (fact) => Number(fact.siblings), sum: true,
  },
  'children-apart-from-a-sibling': {
    kind: 'siblings',
    inScope: (fact) => fact.together !== 'yes',
    isKnown: (fact) => fact.together !== 'unknown',
    isCounted: all,
    addToNumerator: (fact) => Number(fact.siblings),
    sum: true,
  },
  'sibling-groups-apart': {
    kind: 'siblings',
    inScope: (fact) => fact.together !== 'yes',
    isKnown: (fact) => fact.together !== 'unknown',
    isCounted: all,
  },
  'moves': { kind: 'moves', isCounted: all, period: true },
  'unplanned-endings': {
    kind: 'moves',
    isKnown: (fact) => fact.endPlanned !== 'unknown',
    isCounted: (fact) => fact.endPlanned === 'no',
    period: true,
  },
  'placements-begun': {
    kind: 'begun', isKnown: (fact) => fact.placementOrder !== 'unknown', isCounted: all, period: true,
  },
  'emergency-placements': {
    kind: 'begun',
    isKnown: (fact) => fact.placementOrder !== 'unknown' && fact.emergencyPlacement !== 'unknown',
    isCounted: (fact) => fact.emergencyPlacement === 'yes',
    period: true,
  },
  'same-school-after-move': {
    kind: 'begun',
    inScope: (fact) => Number(fact.age) >= 5 && fact.placementOrder !== 'first',
    isKnown: (fact) => fact.placementOrder !== 'unknown' && fact.keepsSchool !== 'unknown',
    isCounted: (fact) => fact.keepsSchool === 'yes',
    period: true,
  },
  'social-worker-changes-2-plus': {
    kind: 'workers',
    isKnown: (fact) => fact.socialWorkerChanges !== 'unknown',
    isCounted: (fact) => fact.socialWorkerChanges === '2+',
  },
  'placements-ended': { kind: 'endings', isCounted: all, period: true },
  'ended-after-provider-notice': {
    kind: 'endings', isCounted: (fact) => fact.noticeGiver === 'provider', period: true,
  },
  'days-notice-to-end': {
    kind: 'endings',
    inScope: (fact) => fact.noticeGiver !== 'none',
    isCounted: all,
    addToNumerator: (fact) => Number(fact.days),
    period: true,
  },
  'notices-given': { kind: 'notices', isCounted: all, period: true },
  'started-care': { kind: 'starts', isKnown: (fact) => fact.careStart === 'known', isCounted: all, period: true, once: 'first' },
  'ceased-care': { kind: 'ends', isCounted: all, period: true, once: 'last' },
  'ceased-by-adoption': { kind: 'ends', isCounted: isEnding('E11', 'E12'), period: true, once: 'last' },
  'ceased-by-sgo': { kind: 'ends', isCounted: isEnding('E43', 'E44', 'E45', 'E46', 'E47', 'E48'), period: true, once: 'last' },
  'staying-put-18': stayedPut('18'),
  'staying-put-19': stayedPut('19'),
  'staying-put-20': stayedPut('20'),
  'staying-close-18': stayedClose('18'),
  'staying-close-19': stayedClose('19'),
  'staying-close-20': stayedClose('20'),
  'care-leavers-in-placements': { kind: 'leaversInPlacements', isCounted: all },
  'in-staying-put': { kind: 'afterCare', inScope: hasType('staying-put'), isCounted: all },
  'in-staying-close': { kind: 'afterCare', inScope: hasType('staying-close'), isCounted: all },
  'staying-put-started': { kind: 'afterCareBegun', inScope: hasType('staying-put'), isCounted: all, period: true, once: 'first' },
  'staying-close-started': { kind: 'afterCareBegun', inScope: hasType('staying-close'), isCounted: all, period: true, once: 'first' },
  'approved-carers': { kind: 'carers', inScope: (fact) => fact.carerStage === 'approved', isCounted: all },
  'carers-in-pipeline': { kind: 'carers', inScope: (fact) => fact.carerStage !== 'approved', isCounted: all },
  'carer-enquiries': eventsNamed('enquiry'),
  'carer-applications': eventsNamed('application'),
  'carer-approvals': eventsNamed('approval'),
  'carers-left': eventsNamed(...comeAndGone.slice(1)),
  'carers-net-change': {
    ...eventsNamed(...comeAndGone), addToNumerator: (fact) => (fact.carerEvent === 'approval' ? 1 : -1), sum: true,
  },
  'carer-places-net-change': {
    ...eventsNamed(...comeAndGone),
    addToNumerator: (fact) => (fact.carerEvent === 'approval' ? 1 : -1) * Number(fact.places),
    sum: true,
  },
  'carer-applications-per-enquiry': {
    ...eventsNamed('enquiry', 'application'),
    addToNumerator: (fact) => (fact.carerEvent === 'application' ? 1 : 0),
    addToDenominator: (fact) => (fact.carerEvent === 'enquiry' ? 1 : 0),
  },
  'carer-conversion': {
    ...eventsNamed('approval', 'withdrawn', 'not-approved'), isCounted: (fact) => fact.carerEvent === 'approval',
  },
  'days-enquiry-to-approval': {
    ...eventsNamed('approval'), isKnown: (fact) => fact.days !== null, addToNumerator: (fact) => Number(fact.days),
  },
  'suitable-accommodation': {
    kind: 'leavers',
    inScope: (fact) => Number(fact.age) >= 17 && Number(fact.age) <= 21 && fact.accommodation !== 'gone',
    isKnown: (fact) => fact.accommodation !== 'unknown',
    isCounted: (fact) => fact.accommodation === 'suitable',
    period: true,
  },
  'missing-incidents': incidentsOf('missing'),
  'away-incidents': incidentsOf('away'),
  'children-missing': missingTimes('once', '2-to-4-times', '5-times+'),
  'children-missing-5-times': missingTimes('5-times+'),
  'share-missing': {
    ...missingTimes('never', 'once', '2-to-4-times', '5-times+'), isCounted: (fact) => fact.missingInPeriod !== 'never',
  },
  'missing-incidents-per-child': {
    ...missingTimes('once', '2-to-4-times', '5-times+'), addToNumerator: (fact) => Number(fact.times),
  },
  'reviews-in-time': reviews,
  'children-reviewed-in-time': { ...reviews, kind: 'reviewed' },
  'took-part-in-reviews': {
    kind: 'reviewsHeld',
    inScope: (fact) => fact.participation !== 'under-4',
    isCounted: (fact) => fact.participation === 'took-part',
    period: true,
  },
  'health-assessments': answeredYes('healthAssessed'),
  'dental-checks': answeredYes('teethChecked'),
  'immunisations-up-to-date': answeredYes('immunised'),
  'development-checks': answeredYes('developmentChecked', (fact) => Number(fact.age) < 5),
  'substance-misuse': answeredYes('substanceMisuse'),
  'substance-misuse-intervention': answeredYes('interventionReceived', (fact) => fact.substanceMisuse === 'yes'),
  'convicted': answeredYes('convicted', (fact) => Number(fact.age) >= 10),
  'sdq-scored': {
    kind: 'health',
    inScope: (fact) => fact.sdq !== 'not-of-age',
    isKnown: (fact) => fact.sdq !== 'unknown',
    unknownInDenominator: true,
    isCounted: hasScore,
  },
  'sdq-mean-score': { kind: 'health', inScope: hasScore, isCounted: all, addToNumerator: (fact) => Number(fact.score) },
  'sdq-concern': { kind: 'health', inScope: hasScore, isCounted: (fact) => Number(fact.score) >= 17 },
  'adoptions': { kind: 'adopted', isCounted: all, period: true },
  'days-entry-to-adoptive-placement': daysOf('toPlacement'),
  'days-entry-to-moving-in': daysOf('toMovingIn'),
  'days-placement-order-to-match': daysOf('toMatch'),
  'adopted-within-14-months': {
    ...daysOf('toPlacement'), isCounted: (fact) => Number(fact.toPlacement) < 426, addToNumerator: () => 1,
  },
  'deprived-of-liberty': { kind: 'liberty', isCounted: all },
  'deprived-of-liberty-during': { kind: 'liberty', isCounted: all, period: true, distinct: true },
  'deprivation-of-liberty-nights': { kind: 'liberty', isCounted: all, period: true },
  'care-leavers': ofLeaving,
  'care-leavers-in-touch': {
    ...ofLeaving,
    inScope: isStillLeaver,
    isKnown: (fact) => fact.inTouch !== 'unknown',
    unknownInDenominator: true,
    isCounted: (fact) => fact.inTouch === 'yes',
  },
  'care-leavers-in-work-or-education': doing('higher-education', 'other-education', 'apprenticeship', 'training-or-employment'),
  'care-leavers-not-in-work-or-education': doing('not-for-health', 'not-for-parenting', 'not-otherwise'),
  'care-leavers-in-higher-education': {
    ...ofLeaving, inScope: (fact) => ofLeaving.inScope?.(fact) === true && fact.activity === 'higher-education',
  },
  'care-leavers-in-bed-and-breakfast': livingIn('W'),
  'care-leavers-in-emergency-accommodation': livingIn('V'),
  'length-of-care': {
    kind: 'children', isKnown: (fact) => fact.careDays !== null, isCounted: all, daysOf: (fact) => Number(fact.careDays),
  },
  'length-of-placement': {
    kind: 'children',
    isKnown: (fact) => fact.placementDays !== null,
    isCounted: all,
    daysOf: (fact) => Number(fact.placementDays),
  },
  'length-of-care-ended': {
    kind: 'ends',
    isKnown: (fact) => fact.careDays !== null,
    isCounted: all,
    daysOf: (fact) => Number(fact.careDays) + 1, // counted to the last night, the day before
    period: true,
    once: 'last',
  },
  'length-of-placements-ended': {
    kind: 'endings',
    isKnown: (fact) => fact.placementDays !== null,
    isCounted: all,
    daysOf: (fact) => Number(fact.placementDays) + 1,
    period: true,
  },
  'weekly-cost': { kind: 'children', isKnown: costKnown, isCounted: all, addToNumerator: (fact) => Number(fact.weeklyCost) },
  'beds-to-target-occupancy?targetOccupancy=0.80': {
    kind: 'beds', inScope: state('occupied', 'committed', 'vacant'), isCounted: all, addToNumerator: shortOf80, sum: true,
  },
  'beds-to-target-occupancy?targetOccupancy=0.80&capacity=open': {
    kind: 'beds', isCounted: all, addToNumerator: shortOf80, sum: true,
  },
  'cost-to-target-occupancy?targetOccupancy=0.80': {
    ...{ kind: 'beds', inScope: state('occupied', 'committed', 'vacant'), isKnown: costKnown, ...pounds },
    addToNumerator: (fact) => (shortOf80(fact) * Number(fact.weeklyCost)) / 7,
  },
  'children-by-area': { kind: 'areas', isCounted: all, addToNumerator: (fact) => Number(fact.children), sum: true },
  'beds-by-area': { kind: 'areas', isCounted: all, addToNumerator: (fact) => Number(fact.beds), sum: true },
  'beds-short-by-area': {
    kind: 'areas', isCounted: all, addToNumerator: (fact) => Number(fact.children) - Number(fact.beds), sum: true,
  },
  'placement-spend': { kind: 'paid', isKnown: costKnown, ...pounds },
  'cost-per-night': {
    kind: 'paid', isKnown: costKnown, isCounted: all, addToNumerator: (fact) => Number(fact.weeklyCost) / 7, period: true,
  },
  'average-weekly-fee': {
    kind: 'paid', isKnown: costKnown, isCounted: all, addToNumerator: (fact) => Number(fact.weeklyCost), period: true,
  },
  'lowest-weekly-fee': {
    kind: 'paid', isKnown: costKnown, isCounted: all, lowestOf: (fact) => Number(fact.weeklyCost), period: true,
  },
  'highest-weekly-fee': {
    kind: 'paid', isKnown: costKnown, isCounted: all, highestOf: (fact) => Number(fact.weeklyCost), period: true,
  },
  'void-cost': { kind: 'beds', inScope: state('void'), isKnown: costKnown, ...pounds },
  'solo-use-cost': {
    kind: 'beds', inScope: (fact) => fact.voidReason === 'solo-occupancy', isKnown: costKnown, ...pounds,
  },
  'block-contracts-used-by-leavers': {
    kind: 'blocks',
    isCounted: all,
    addToNumerator: (fact) => Number(fact.usedByLeavers),
    addToDenominator: (fact) => Number(fact.bought),
    period: true,
  },
  'block-contracts-used': {
    kind: 'blocks',
    isCounted: all,
    addToNumerator: (fact) => Number(fact.used),
    addToDenominator: (fact) => Number(fact.bought),
    period: true,
  },
} // prettier-ignore

/** The kinds of fact that depend on the records of one child only. */
const ofChildren: (keyof typeof kinds)[] = [
  'children',
  'paid',
  'graded',
  'moves',
  'begun',
  'endings',
  'notices',
  'starts',
  'ends',
  'stayers',
  'leavers',
  'close',
  'leaversInPlacements',
  'afterCare',
  'afterCareBegun',
  'reviewsHeld',
  'adopted',
  'liberty',
]

const recordsCache = new WeakMap<Raw, Raw[]>()
/** The records split by child, each part with the records that belong to no child (homes, beds, providers). */
function childByChild(raw: Raw): Raw[] {
  const cachedRecords = recordsCache.get(raw)
  if (cachedRecords) return cachedRecords
  const groupBy = <T>(rows: T[], keyOf: (row: T) => string) => {
    const groups = new Map<string, T[]>()
    for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
    return groups
  }
  const childId = ({ child_id }: { child_id: string }) => child_id
  const [care, statuses] = [groupBy(raw.care, childId), groupBy(raw.statuses, childId)]
  const placements = groupBy(raw.placements, childId)
  const returns = groupBy(raw.returned, (row) => row.child_reference)
  const places = new Map(raw.places.map((place) => [place.postcode, place]))
  const records = raw.children.map((child) => {
    const stays = placements.get(child.id) ?? []
    const postcodes = new Set([
      child.home_postcode,
      ...stays.flatMap(({ postcode, home_postcode }) => [postcode, home_postcode]),
      ...raw.homes.map(({ postcode }) => postcode),
    ])
    return {
      ...raw,
      children: [child],
      care: care.get(child.id) ?? [],
      statuses: statuses.get(child.id) ?? [],
      placements: stays,
      notices: raw.notices.filter(({ placement_id }) => stays.some(({ id }) => id === placement_id)),
      returned: returns.get(child.reference) ?? [],
      places: [...postcodes].flatMap((postcode) => places.get(postcode ?? '') ?? []),
    }
  })
  recordsCache.set(raw, records)
  return records
}

const factsCache = new WeakMap<Raw, Map<string, Facts[]>>()
/** The facts of a kind on a day, cached for each set of records. */
function factsOn(raw: Raw, kind: keyof typeof kinds, day: Day, today: Day): Facts[] {
  const cachedFacts = factsCache.get(raw) ?? new Map<string, Facts[]>()
  factsCache.set(raw, cachedFacts)
  const name = `${kind} ${day}`
  const records = ofChildren.includes(kind) ? childByChild(raw) : [raw]
  const facts = cachedFacts.get(name) ?? records.flatMap((some) => kinds[kind](some, day, today))
  cachedFacts.set(name, facts)
  return facts
}

/** The lengths below which a quarter, half and three quarters lie, as percentile_cont of SQL has them; null for none. */
function quartilesOf(days: number[]): (number | null)[] {
  const ascending = days.toSorted((a, b) => a - b)
  return [1, 2, 3].map((quarter) => {
    if (ascending.length === 0) return null
    const quarters = quarter * (ascending.length - 1)
    const [low = 0, high = low] = ascending.slice(Math.trunc(quarters / 4))
    return low + ((high - low) * (quarters % 4)) / 4
  })
}

/** The first day of the financial year that a day is in. */
const firstOfYear = (day: Day): Day => `${Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0)}-04-01`

function daysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = []
  const end = Date.parse(`${last}T00:00:00Z`)
  for (let time = Date.parse(`${first}T00:00:00Z`); time <= end; time += 86_400_000)
    days.push(new Date(time).toISOString().slice(0, 10))
  return days
}

/** The different children in each group: those of whom it is known that they count on some night, and those of whom it is not. */
function childrenByGroup(
  facts: Facts[],
  { isKnown = all, isCounted }: Definition,
  dimensions: string[],
): Map<string, Count> {
  const children = new Map<
    string,
    { numerator: Set<unknown>; denominator: Set<unknown>; unknown: Set<unknown> }
  >()
  const nobody = () => ({ numerator: new Set(), denominator: new Set(), unknown: new Set() })
  if (dimensions.length === 0) children.set('', nobody())
  for (const fact of facts) {
    const key = dimensions.map((name) => String(fact[name])).join(' ')
    const group = children.get(key) ?? nobody()
    children.set(key, group)
    group[isKnown(fact) ? 'denominator' : 'unknown'].add(fact.childId)
    if (isKnown(fact) && isCounted(fact)) group.numerator.add(fact.childId)
  }
  return new Map(
    [...children].map(([key, { numerator, denominator, unknown }]) => [
      key,
      {
        numerator: numerator.size,
        denominator: denominator.size,
        unknown: [...unknown].filter((child) => !numerator.has(child)).length,
      },
    ]),
  )
}

/**
 * The counts of a measure on a day, keyed by the codes of some dimensions with spaces between; groups without facts are
 * absent. A measure over a period is counted from `from`, by default 1 April.
 */
export function computeByHand(
  raw: Raw,
  id: string,
  dimensions: string[],
  day: Day,
  today: Day,
  from = firstOfYear(day),
): Map<string, Count> {
  const definition = definitions[id] as Definition
  const {
    kind,
    inScope = all,
    isKnown = all,
    unknownInDenominator,
    isCounted,
    addToNumerator = () => 1,
    addToDenominator = () => 1,
    period,
    once,
    distinct,
    daysOf,
    lowestOf,
    highestOf,
    sum,
  } = definition
  const groups = new Map<string, Count>()
  const groupsWithAmount = new Set<Count>()
  const lengths = new Map<string, number[]>()
  const amounts = new Map<string, number[]>()
  if (dimensions.length === 0) groups.set('', { numerator: 0, denominator: 0, unknown: 0 })
  const facts = isOfPeriod(kind)
    ? kindsOfPeriod[kind](raw, from, day).filter(inScope)
    : (period ? daysFrom(from, day) : [day]).flatMap((date) =>
        factsOn(raw, kind, date, today).filter(inScope),
      )
  if (distinct) return childrenByGroup(facts, definition, dimensions)
  const inOrder = once === 'last' ? [...facts].reverse() : facts
  const inTime =
    once && !daysOf ? [...inOrder.filter(isKnown), ...inOrder.filter((fact) => !isKnown(fact))] : inOrder
  const children = new Set<unknown>()
  for (const fact of inTime) {
    if (once && children.has(fact.childId)) continue
    children.add(fact.childId)
    const key = dimensions.map((name) => String(fact[name])).join(' ')
    const group = groups.get(key) ?? { numerator: 0, denominator: 0, unknown: 0 }
    groups.set(key, group)
    const hasAll = isKnown(fact)
    if (!hasAll) group.unknown += 1
    if (hasAll || unknownInDenominator) group.denominator += addToDenominator(fact)
    if (hasAll) groupsWithAmount.add(group)
    if (hasAll && daysOf) {
      const ofGroup = lengths.get(key) ?? []
      lengths.set(key, ofGroup)
      ofGroup.push(daysOf(fact))
    }
    const amountOf = lowestOf ?? highestOf
    if (hasAll && amountOf) {
      const ofGroup = amounts.get(key) ?? []
      amounts.set(key, ofGroup)
      ofGroup.push(amountOf(fact))
    }
    if (hasAll && isCounted(fact)) group.numerator = Number(group.numerator) + addToNumerator(fact)
  }
  for (const [key, group] of groups) {
    if (daysOf) group.quartiles = quartilesOf(lengths.get(key) ?? [])
    const ascending = (amounts.get(key) ?? []).toSorted((a, b) => a - b)
    const extreme = lowestOf ? ascending[0] : highestOf ? ascending.at(-1) : group.numerator
    if ((lowestOf ?? highestOf) && extreme !== group.numerator) group.extreme = extreme ?? null
    group.numerator = Number(Number(group.numerator).toFixed(1))
    if (sum && !groupsWithAmount.has(group) && group.unknown > 0) group.numerator = null // unknown is not nothing
    if (sum) group.denominator = group.numerator ?? 0
  }
  return groups
}
