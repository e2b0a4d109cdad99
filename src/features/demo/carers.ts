import { postcodeDistrict } from '../../domain/postcodes.ts'
import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import type { CarerJourney, SyntheticHome } from './model.ts'
import type { Gazetteer } from './places.ts'
import type { Random } from './random.ts'

const reference = dayOf(referenceDay)

/**
 * Mainstream enquiries of a year that do not lead to approval: the stages begun, the most days that they last, and how many
 * households. Invented.
 */
export const lostInAYear = [
  { stages: 1, longest: 30, households: 68, outcome: 'withdrawn' },
  { stages: 2, longest: 70, households: 9, outcome: 'withdrawn' },
  { stages: 3, longest: 115, households: 4, outcome: 'withdrawn' },
  { stages: 4, longest: 285, households: 1, outcome: 'not-approved' },
] as const
/** Households being assessed on the reference day: the stages begun, how many days ago they enquired, how many. Invented. */
const onTheirWay = [
  { stages: 1, daysAgo: 20, households: 11 },
  { stages: 2, daysAgo: 60, households: 5 },
  { stages: 3, daysAgo: 105, households: 7 },
  { stages: 4, daysAgo: 275, households: 2 },
] as const
/** Shares of the ways in which approved carers of each type leave. Invented. */
export const leaving = {
  mainstream: { resigned: 0.66, deregistered: 0.08, transferred: 0.16, 'ended-otherwise': 0.1 },
  'family-and-friends': { resigned: 0.4, deregistered: 0.05, 'ended-otherwise': 0.55 },
} as const

/** A mainstream household that enquires. */
export const newMainstreamJourney = (random: Random, gazetteer: Gazetteer, day: Day): CarerJourney => ({
  id: random.uuid(),
  type: 'mainstream',
  transferredFrom: random.chance(0.06) ? 'agency' : null,
  district: postcodeDistrict(random.pick(gazetteer.in).postcode),
  enquired: day,
  applied: null,
  assessed: null,
  panel: null,
  approved: null,
  closed: null,
  outcome: null,
  places: null,
  home: null,
})

/**
 * The journeys of the council's own carers: those of its households to approval and to leaving, and those that never led
 * to approval or have not yet.
 */
export function makeJourneys(
  random: Random,
  {
    homes,
    gazetteer,
    start,
    factor,
  }: { homes: readonly SyntheticHome[]; gazetteer: Gazetteer; start: Day; factor: number },
): CarerJourney[] {
  const ours = homes.filter(
    ({ kind, provider, opensOn }) =>
      provider.sector === 'own' &&
      opensOn <= reference &&
      (kind === 'fostering-household' || kind === 'connected-carer-household'),
  )
  const journeys = ours.map((home) =>
    home.kind === 'fostering-household' ? mainstream(random, home) : familyAndFriends(random, home),
  )
  const unapprovedJourney = (enquiryDay: Day, stages: number, outcome: string | null): CarerJourney => {
    const waits = [0, random.whole(8, 40), random.whole(15, 45), random.whole(90, 170)]
    const days = waits.map((_, n) => enquiryDay + waits.slice(0, n + 1).reduce((a, b) => a + b, 0))
    const [, applicationDay, assessmentDay, panel] = days.map((day, n) => (n < stages ? day : null))
    return {
      ...newMainstreamJourney(random, gazetteer, enquiryDay),
      applied: applicationDay ?? null,
      assessed: assessmentDay ?? null,
      panel: panel ?? null,
      closed: outcome === null ? null : (days[stages - 1] ?? enquiryDay) + random.whole(5, 30),
      outcome,
    }
  }
  const years = (reference - start) / 365.25
  for (const { stages, longest, households, outcome } of lostInAYear) {
    for (let n = 0; n < Math.round(households * years * factor); n++) {
      journeys.push(unapprovedJourney(random.whole(start, reference - longest), stages, outcome))
    }
  }
  for (const { stages, daysAgo, households } of onTheirWay) {
    for (let n = 0; n < Math.round(households * factor); n++) {
      journeys.push(unapprovedJourney(reference - daysAgo + random.whole(0, 20), stages, null))
    }
  }
  return journeys
}

function mainstream(random: Random, home: SyntheticHome): CarerJourney {
  const approvalDay = home.opensOn
  const panel = approvalDay - random.whole(3, 14)
  const assessmentDay = panel - random.whole(90, 170)
  const applicationDay = assessmentDay - random.whole(10, 40)
  const transferredFrom = random.weighted({ agency: 0.1, 'other-authority': 0.03, none: 0.87 })
  return {
    ...approvedHome(random, home, approvalDay),
    transferredFrom: transferredFrom === 'none' ? null : transferredFrom,
    enquired: applicationDay - random.whole(8, 60),
    applied: applicationDay,
    assessed: assessmentDay,
    panel,
  }
}

/** The journey of connected carers: the child lives there from the start under temporary approval, and assessment follows. */
function familyAndFriends(random: Random, home: SyntheticHome): CarerJourney {
  const applicationDay = home.opensOn
  const waits = [random.whole(5, 20), random.whole(60, 90), random.whole(3, 10)]
  const last = home.closesOn ?? reference
  const [assessmentDay = applicationDay, panel = applicationDay, approvalDay = applicationDay] = waits.map(
    (_, n) => Math.min(applicationDay + waits.slice(0, n + 1).reduce((a, b) => a + b, 0), last),
  )
  if (home.registeredPlaces === null) {
    return {
      ...approvedHome(random, home, null),
      applied: applicationDay,
      assessed: assessmentDay,
      panel: null,
      places: null,
    }
  }
  return {
    ...approvedHome(random, home, approvalDay),
    applied: applicationDay,
    assessed: assessmentDay,
    panel,
  }
}

function approvedHome(random: Random, home: SyntheticHome, approvalDay: Day | null): CarerJourney {
  const type = home.kind === 'fostering-household' ? 'mainstream' : 'family-and-friends'
  return {
    id: random.uuid(),
    type,
    transferredFrom: null,
    district: postcodeDistrict(home.place.postcode),
    enquired: null,
    applied: null,
    assessed: null,
    panel: null,
    approved: approvalDay,
    closed: home.closesOn,
    outcome:
      home.closesOn === null ? null : approvalDay === null ? 'withdrawn' : random.weighted(leaving[type]),
    places: home.registeredPlaces ?? home.beds.length,
    home,
  }
}
