import type { MustId } from '../../domain/matching/criteria.ts'
import type { CureKind } from '../../domain/matching/near-miss.ts'
import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import { hasHome } from './home-kinds.ts'
import type { SyntheticHome, SyntheticSearch, Party, SyntheticRequest, SyntheticStay } from './model.ts'
import type { Random } from './random.ts'

const reference = dayOf(referenceDay)

/** The day since which requests are recorded: two years before the reference day. */
const recordedSince = reference - 2 * 365

/** Share of requests withdrawn because the child stayed where they were. Invented. */
const withdrawnShare = 0.07

interface Obstacle {
  weight: number
  /** What would have made the nearest bed fit. */
  cure: CureKind
  /** Criteria of the search without which the rule could not have excluded a bed. */
  criteria?: SyntheticSearch['criteria']
}

/** Which rule excluded the last beds of searches that found nothing, with shares. Invented. */
const obstacles = {
  'within-miles': { weight: 0.28, cure: 'miles', criteria: { maxMiles: 20 } },
  'age-within-registration': { weight: 0.22, cure: 'variation' },
  'capabilities-met': { weight: 0.2, cure: 'capability', criteria: { capabilities: ['autism'] } },
  'in-authority-as-asked': { weight: 0.14, cure: 'area', criteria: { inAuthority: true } },
  'free-every-night': { weight: 0.1, cure: 'delay' },
  'sex-accepted': { weight: 0.06, cure: 'variation' },
} as const satisfies Partial<Record<MustId, Obstacle>>

/** Makes a request with searches for each placement of the last two years, and some requests that were withdrawn. */
export function makeRequests(
  random: Random,
  parties: readonly Party[],
  homes: readonly SyntheticHome[],
): SyntheticRequest[] {
  const homesByType = new Map<string, SyntheticHome[]>()
  for (const home of homes) homesByType.set(home.type, [...(homesByType.get(home.type) ?? []), home])
  const requests: SyntheticRequest[] = []
  for (const party of parties) {
    for (const stay of party.stays) {
      if (stay.from === null || stay.from <= recordedSince || stay.home === null || !hasHome(stay.type))
        continue
      const request = requestFor(random, {
        party,
        stay,
        from: stay.from,
        alike: homesByType.get(stay.type) ?? [],
      })
      stay.request = request
      requests.push(request)
      const later = stay.from + random.whole(20, 200)
      if (random.chance(withdrawnShare) && later < Math.min(stay.to ?? reference, reference) - 30)
        requests.push(withdrawnRequest(random, party, later))
    }
  }
  return requests
}

function requestFor(
  random: Random,
  { party, stay, from, alike }: { party: Party; stay: SyntheticStay; from: Day; alike: SyntheticHome[] },
): SyntheticRequest {
  const entering = from === party.from
  const emergency = random.chance(entering ? 0.45 : stay.type === 'residential' ? 0.3 : 0.15)
  const lead = emergency ? random.pick([0, 0, 0, 1, 2]) : 3 + Math.round(random.exponential(14))
  const youngest = Math.max(...party.children.map(({ born }) => born))
  const receiptDay = Math.max(from - Math.min(lead, 75), youngest)
  const request = newRequest(random, { ...party, emergency, receiptDay, neededFrom: from })
  if (stay.type === 'connected-carer') return request // the family names the carer, so nobody searches
  if (!emergency && random.chance(0.35)) request.searches.push(emptySearch(random, receiptDay))
  const isFound = random.chance(0.85)
  const lastDay = Math.min(receiptDay + random.whole(0, 3), from)
  if (!isFound) request.searches.push(emptySearch(random, lastDay))
  else
    request.searches.push(
      newSearch(random, lastDay, shortlist(random, stay.home as SyntheticHome, from, alike)),
    )
  return request
}

function withdrawnRequest(random: Random, party: Party, receiptDay: Day): SyntheticRequest {
  const request = newRequest(random, {
    ...party,
    emergency: false,
    receiptDay,
    neededFrom: receiptDay + random.whole(7, 28),
  })
  request.searches.push(emptySearch(random, receiptDay))
  request.withdrawn = receiptDay + random.whole(2, 25)
  return request
}

export const newRequest = (
  random: Random,
  {
    children,
    family,
    emergency,
    receiptDay,
    neededFrom,
  }: Pick<SyntheticRequest, 'children' | 'family'> & {
    emergency: boolean
    receiptDay: Day
    neededFrom: Day
  },
): SyntheticRequest => ({
  id: random.uuid(),
  children,
  family,
  urgency: emergency ? 'emergency' : 'planned',
  received: receiptDay,
  neededFrom,
  withdrawn: null,
  searches: [],
})

/** The homes that a search found, best first: the one that was taken, and some of its type that were open. */
export function shortlist(
  random: Random,
  home: SyntheticHome,
  from: Day,
  alike: readonly SyntheticHome[],
): SyntheticHome[] {
  const others = Array.from({ length: Math.min(random.whole(0, 7), alike.length) }, () =>
    random.pick(alike),
  ).filter((one) => one !== home && one.opensOn <= from && (one.closesOn === null || one.closesOn > from))
  const list = [...new Set(others)]
  list.splice(random.chance(0.6) ? 0 : random.whole(0, Math.min(4, list.length)), 0, home)
  return list
}

export const newSearch = (random: Random, day: Day, homes: SyntheticHome[]): SyntheticSearch => ({
  id: random.uuid(),
  day,
  minute: random.whole(9 * 60, 17 * 60),
  homes,
  criteria: {},
  firstRule: null,
  nearestMiss: null,
})

export function emptySearch(random: Random, day: Day): SyntheticSearch {
  const rule = random.weighted(weights)
  const { cure, criteria }: Obstacle = obstacles[rule]
  return { ...newSearch(random, day, []), firstRule: rule, nearestMiss: cure, criteria: criteria ?? {} }
}
const weights = Object.fromEntries(
  Object.entries(obstacles).map(([rule, { weight }]) => [rule, weight]),
) as Record<keyof typeof obstacles, number>
