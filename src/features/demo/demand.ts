import type { MustId } from '../../domain/matching/criteria.ts'
import type { CureKind } from '../../domain/matching/near-miss.ts'
import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import { hasHome } from './home-kinds.ts'
import type { Home, MadeSearch, Party, PlacementRequest, Stay } from './model.ts'
import type { Random } from './random.ts'

const reference = dayOf(referenceDay)

/** For how long requests have been recorded. */
const recordedSince = reference - 2 * 365

/** Of all requests, those that came to nothing because the child stayed where they were. Ours. */
const withdrawn = 0.07

interface Obstacle {
  weight: number
  /** What would have cured the nearest miss. */
  cure: CureKind
  /** What was asked, without which the rule could not have been in the way. */
  asked?: MadeSearch['asked']
}

/** Which rule stood first in the way of searches that found nothing. Ours. */
const obstacles = {
  'within-miles': { weight: 0.28, cure: 'miles', asked: { maxMiles: 20 } },
  'age-within-registration': { weight: 0.22, cure: 'variation' },
  'capabilities-met': { weight: 0.2, cure: 'capability', asked: { capabilities: ['autism'] } },
  'in-authority-as-asked': { weight: 0.14, cure: 'area', asked: { inAuthority: true } },
  'free-every-night': { weight: 0.1, cure: 'delay' },
  'sex-accepted': { weight: 0.06, cure: 'variation' },
} as const satisfies Partial<Record<MustId, Obstacle>>

/** The requests by which the placements of the last two years were made, with the searches for each, and some withdrawn. */
export function tellRequests(
  random: Random,
  parties: readonly Party[],
  homes: readonly Home[],
): PlacementRequest[] {
  const likeIt = new Map<string, Home[]>()
  for (const home of homes) likeIt.set(home.type, [...(likeIt.get(home.type) ?? []), home])
  const requests: PlacementRequest[] = []
  for (const party of parties) {
    for (const stay of party.stays) {
      if (stay.from === null || stay.from <= recordedSince || stay.home === null || !hasHome(stay.type))
        continue
      const request = requestFor(random, party, stay, stay.from, likeIt.get(stay.type) ?? [])
      stay.request = request
      requests.push(request)
      const later = stay.from + random.whole(20, 200)
      if (random.chance(withdrawn) && later < Math.min(stay.to ?? reference, reference) - 30)
        requests.push(withdrawnRequest(random, party, later))
    }
  }
  return requests
}

function requestFor(random: Random, party: Party, stay: Stay, from: Day, alike: Home[]): PlacementRequest {
  const entering = from === party.from
  const emergency = random.chance(entering ? 0.45 : stay.type === 'residential' ? 0.3 : 0.15)
  const lead = emergency ? random.pick([0, 0, 0, 1, 2]) : 3 + Math.round(random.exponential(14))
  const youngest = Math.max(...party.children.map(({ born }) => born))
  const received = Math.max(from - Math.min(lead, 75), youngest)
  const request = newRequest(random, party, emergency, received, from)
  if (stay.type === 'connected-carer') return request // whom the family names, and nobody searches for
  if (!emergency && random.chance(0.35)) request.searches.push(vainSearch(random, received))
  const found = random.chance(0.85)
  const lastDay = Math.min(received + random.whole(0, 3), from)
  if (!found) request.searches.push(vainSearch(random, lastDay))
  else request.searches.push(search(random, lastDay, shortlist(random, stay, from, alike)))
  return request
}

function withdrawnRequest(random: Random, party: Party, received: Day): PlacementRequest {
  const request = newRequest(random, party, false, received, received + random.whole(7, 28))
  request.searches.push(vainSearch(random, received))
  request.withdrawn = received + random.whole(2, 25)
  return request
}

const newRequest = (
  random: Random,
  party: Party,
  emergency: boolean,
  received: Day,
  neededFrom: Day,
): PlacementRequest => ({
  id: random.uuid(),
  party,
  urgency: emergency ? 'emergency' : 'planned',
  received,
  neededFrom,
  withdrawn: null,
  searches: [],
})

/** The home that was taken and others of its kind that were open, in the order in which they were offered. */
function shortlist(random: Random, { home }: Stay, from: Day, alike: readonly Home[]): Home[] {
  const others = Array.from({ length: Math.min(random.whole(0, 7), alike.length) }, () =>
    random.pick(alike),
  ).filter((one) => one !== home && one.opensOn <= from && (one.closesOn === null || one.closesOn > from))
  const list = [...new Set(others)]
  list.splice(random.chance(0.6) ? 0 : random.whole(0, Math.min(4, list.length)), 0, home as Home)
  return list
}

const search = (random: Random, day: Day, homes: Home[]): MadeSearch => ({
  id: random.uuid(),
  day,
  minute: random.whole(9 * 60, 17 * 60),
  homes,
  asked: {},
  firstRule: null,
  nearestMiss: null,
})

function vainSearch(random: Random, day: Day): MadeSearch {
  const rule = random.weighted(weights)
  const { cure, asked }: Obstacle = obstacles[rule]
  return { ...search(random, day, []), firstRule: rule, nearestMiss: cure, asked: asked ?? {} }
}
const weights = Object.fromEntries(
  Object.entries(obstacles).map(([rule, { weight }]) => [rule, weight]),
) as Record<keyof typeof obstacles, number>
