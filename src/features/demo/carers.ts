import { postcodeDistrict } from '../../domain/postcodes.ts'
import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import type { CarerJourney, Home } from './model.ts'
import type { Gazetteer } from './places.ts'
import type { Random } from './random.ts'

const reference = dayOf(referenceDay)

/** Of mainstream enquiries that come to nothing, in a year: after how many stages, in how many days at most. Ours. */
const lostInAYear = [
  { stages: 1, longest: 30, households: 68, outcome: 'withdrawn' },
  { stages: 2, longest: 70, households: 9, outcome: 'withdrawn' },
  { stages: 3, longest: 115, households: 4, outcome: 'withdrawn' },
  { stages: 4, longest: 285, households: 1, outcome: 'not-approved' },
] as const
/** On their way on the reference day, by the stages that they have begun, and since how many days. Ours. */
const onTheirWay = [
  { stages: 1, since: 20, households: 11 },
  { stages: 2, since: 60, households: 5 },
  { stages: 3, since: 105, households: 7 },
  { stages: 4, since: 275, households: 2 },
] as const
const leaving = {
  mainstream: { resigned: 0.66, deregistered: 0.08, transferred: 0.16, 'ended-otherwise': 0.1 },
  'family-and-friends': { resigned: 0.4, deregistered: 0.05, 'ended-otherwise': 0.55 },
} as const

/** How the council's own fostering households came to be approved and left, and who never was or is not yet. */
export function tellJourneys(
  random: Random,
  homes: readonly Home[],
  gazetteer: Gazetteer,
  start: Day,
  factor: number,
): CarerJourney[] {
  const ours = homes.filter(
    ({ kind, provider, opensOn }) =>
      provider.sector === 'own' &&
      opensOn <= reference &&
      (kind === 'fostering-household' || kind === 'connected-carer-household'),
  )
  const made = ours.map((home) =>
    home.kind === 'fostering-household' ? mainstream(random, home) : familyAndFriends(random, home),
  )
  const unapproved = (enquired: Day, stages: number, outcome: string | null): CarerJourney => {
    const waits = [0, random.whole(8, 40), random.whole(15, 45), random.whole(90, 170)]
    const days = waits.map((_, n) => enquired + waits.slice(0, n + 1).reduce((a, b) => a + b, 0))
    const [, applied, assessed, panel] = days.map((day, n) => (n < stages ? day : null))
    return {
      id: random.uuid(),
      type: 'mainstream',
      transferredFrom: random.chance(0.06) ? 'agency' : null,
      district: postcodeDistrict(random.pick(gazetteer.in).postcode),
      enquired,
      applied: applied ?? null,
      assessed: assessed ?? null,
      panel: panel ?? null,
      approved: null,
      closed: outcome === null ? null : (days[stages - 1] ?? enquired) + random.whole(5, 30),
      outcome,
      places: null,
      home: null,
    }
  }
  const years = (reference - start) / 365.25
  for (const { stages, longest, households, outcome } of lostInAYear) {
    for (let n = 0; n < Math.round(households * years * factor); n++) {
      made.push(unapproved(random.whole(start, reference - longest), stages, outcome))
    }
  }
  for (const { stages, since, households } of onTheirWay) {
    for (let n = 0; n < Math.round(households * factor); n++) {
      made.push(unapproved(reference - since + random.whole(0, 20), stages, null))
    }
  }
  return made
}

function mainstream(random: Random, home: Home): CarerJourney {
  const approved = home.opensOn
  const panel = approved - random.whole(3, 14)
  const assessed = panel - random.whole(90, 170)
  const applied = assessed - random.whole(10, 40)
  const transferredFrom = random.weighted({ agency: 0.1, 'other-authority': 0.03, none: 0.87 })
  return {
    ...approvedHome(random, home, approved),
    transferredFrom: transferredFrom === 'none' ? null : transferredFrom,
    enquired: applied - random.whole(8, 60),
    applied,
    assessed,
    panel,
  }
}

/** The child is there first, under temporary approval; the assessment follows, and no enquiry came before. */
function familyAndFriends(random: Random, home: Home): CarerJourney {
  const applied = home.opensOn
  const waits = [random.whole(5, 20), random.whole(60, 90), random.whole(3, 10)]
  const last = home.closesOn ?? reference
  const [assessed = applied, panel = applied, approved = applied] = waits.map((_, n) =>
    Math.min(applied + waits.slice(0, n + 1).reduce((a, b) => a + b, 0), last),
  )
  if (home.registeredPlaces === null) {
    return { ...approvedHome(random, home, null), applied, assessed, panel: null, places: null }
  }
  return { ...approvedHome(random, home, approved), applied, assessed, panel }
}

function approvedHome(random: Random, home: Home, approved: Day | null): CarerJourney {
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
    approved,
    closed: home.closesOn,
    outcome: home.closesOn === null ? null : approved === null ? 'withdrawn' : random.weighted(leaving[type]),
    places: home.registeredPlaces ?? home.beds.length,
    home,
  }
}
