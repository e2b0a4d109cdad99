import { commissionedHomes, lodgingsHosts, lodgingsProvider, ownHomes } from './commissioned.ts'
import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import { hasHome, homeFacts, type HomeType } from './home-kinds.ts'
import { fosterHouseholds, scaledHomes } from './layout.ts'
import { forever, type SyntheticHome, type Party, type SyntheticStay } from './model.ts'
import type { PartyPlan } from './parties.ts'
import type { Gazetteer } from './places.ts'
import type { Random } from './random.ts'
import { addBed, type Supply } from './supply.ts'

const reference = dayOf(referenceDay)

interface Placing {
  random: Random
  supply: Supply
  gazetteer: Gazetteer
  factor: number
  /** Whether to open the homes that Cheshire East published: for the demonstration authority. */
  isPublished: boolean
}

/** Gives every placement of the reference day a home, and opens the homes that are empty on that day. */
export function placeReference(placing: Placing, plans: readonly PartyPlan[]): void {
  const plansByType = new Map<HomeType, PartyPlan[]>()
  for (const plan of plans) {
    if (hasHome(plan.type)) plansByType.set(plan.type, [...(plansByType.get(plan.type) ?? []), plan])
    else lastStay(plan).place = placing.random.pick(placing.gazetteer[plan.reach])
  }
  for (const [type, some] of plansByType) placeType(placing, type, some)
}

function placeType(placing: Placing, type: HomeType, plans: PartyPlan[]): void {
  const { random, supply, factor, isPublished } = placing
  const queue = largestFirst(plans)
  switch (type) {
    case 'internal-foster':
      for (const { beds, usedBeds } of scaledHomes(fosterHouseholds, factor)) {
        openFor(placing, { type, beds, parties: takeUpTo(queue, usedBeds) })
      }
      break
    case 'connected-carer':
      break
    case 'residential':
      if (isPublished) openOwnHomes(placing, queue)
      break
    case 'supported-accommodation':
      if (isPublished) openCommissioned(placing, queue)
      break
    case 'supported-lodgings': {
      const provider = isPublished ? supply.addProvider(lodgingsProvider, 'voluntary', false) : undefined
      const hosts = Math.max(Math.round(lodgingsHosts * factor), queue.length)
      const spare = hosts - queue.length
      while (queue.length > 0)
        openFor(placing, { type, beds: 1, parties: takeUpTo(queue, 1), provider, block: isPublished })
      for (let n = 0; n < spare; n++)
        openFor(placing, { type, beds: 1, parties: [], provider, block: isPublished })
      break
    }
  }
  const facts = homeFacts(type)
  while (queue.length > 0) {
    const least = queue[0]?.party.children.length ?? 1
    const beds = type === 'connected-carer' ? least : Math.max(Number(random.weighted(facts.beds)), least)
    const places = type === 'connected-carer' ? least : Math.max(least, beds - (random.chance(0.45) ? 1 : 0))
    openFor(placing, { type, beds, parties: takeUpTo(queue, places) })
  }
  for (let n = 0; n < Math.round((emptyHomes[type] ?? 0) * factor); n++) {
    openFor(placing, { type, beds: Number(random.weighted(facts.beds)), parties: [] })
  }
}

/** Numbers of agency and private homes in which the authority has no child on the reference day. */
const emptyHomes: Partial<Record<HomeType, number>> = {
  ifa: 16,
  residential: 5,
  'supported-accommodation': 5,
}

const lastStay = ({ party }: PartyPlan): SyntheticStay => {
  const stay = party.stays.at(-1)
  if (stay === undefined) throw new RangeError('a party without a placement')
  return stay
}

/** Sorts parties by size, the largest first, and then those inside the authority before the others. */
function largestFirst(plans: readonly PartyPlan[]): PartyPlan[] {
  const rank = { in: 0, near: 1, far: 2 }
  return [...plans].sort(
    (a, b) => b.party.children.length - a.party.children.length || rank[a.reach] - rank[b.reach],
  )
}

/** Removes from the queue parties for one home, up to `places` children: the first that fits, then others of its reach. */
function takeUpTo(queue: PartyPlan[], places: number, reach?: PartyPlan['reach']): PartyPlan[] {
  const group: PartyPlan[] = []
  for (let placesLeft = places; placesLeft > 0;) {
    const where = group[0]?.reach ?? reach
    const index = queue.findIndex(
      (plan) => plan.party.children.length <= placesLeft && (where === undefined || plan.reach === where),
    )
    if (index < 0) break
    const [plan] = queue.splice(index, 1)
    if (plan === undefined) break
    group.push(plan)
    placesLeft -= plan.party.children.length
  }
  return group
}

interface Opening {
  type: HomeType
  beds: number
  parties: readonly PartyPlan[]
  provider?: SyntheticHome['provider'] | undefined
  name?: string
  opensOn?: Day
  emergencyBeds?: number
  block?: boolean
}

function openFor(
  placing: Placing,
  { type, beds, parties, provider, name, opensOn, emergencyBeds = 0, block }: Opening,
): SyntheticHome {
  const { random, supply } = placing
  const first = Math.min(reference - 30, ...parties.map((plan) => lastStay(plan).from ?? reference))
  const lead = type === 'connected-carer' ? 0 : random.whole(20, 2600)
  const home = supply.open({
    type,
    beds,
    reach:
      parties[0]?.reach ??
      (random.chance(block || type === 'internal-foster' || opensOn ? 1 : 0.35) ? 'in' : 'near'),
    opensOn: Math.min(opensOn ?? first - lead, parties.length > 0 ? first : forever),
    closesOn: null,
    ...(provider && { provider }),
    ...(name && { name }),
  })
  for (let n = 1; n <= emergencyBeds; n++) addBed(random, home, `Emergency ${n}`, 'emergency')
  home.registeredPlaces = home.beds.length
  if (block) home.contract = { id: random.uuid(), kind: 'block', beds: home.beds.length, from: home.opensOn }
  for (const plan of parties) takeBeds(home, plan.party, lastStay(plan))
  return home
}

/**
 * Puts a party into free beds of a home.
 * @throws {RangeError} when the home has too few
 */
export function takeBeds(home: SyntheticHome, party: Party, stay: SyntheticStay): void {
  const from = stay.from ?? reference
  const to = stay.to ?? forever
  const free = home.beds.filter((bed) => bed.taken.every((use) => use.to <= from || use.from >= to))
  if (free.length < party.children.length) throw new RangeError(`no room in ${home.name}`)
  stay.home = home
  stay.beds = free.slice(0, party.children.length)
  for (const bed of stay.beds) bed.taken.push({ from, to })
}

function openOwnHomes(placing: Placing, queue: PartyPlan[]): void {
  const provider = placing.supply.providers.find(({ sector }) => sector === 'own')
  for (const { name, opensOn, beds, emergencyBeds, usedBeds } of ownHomes) {
    const parties = takeUpTo(queue, usedBeds, 'in')
    openFor(placing, {
      type: 'residential',
      beds,
      emergencyBeds,
      parties,
      provider,
      name,
      opensOn: dayOf(opensOn),
    })
  }
}

function openCommissioned(placing: Placing, queue: PartyPlan[]): void {
  const providers = new Map<string, SyntheticHome['provider']>()
  for (const { provider: name, home, ...beds } of commissionedHomes) {
    const provider = providers.get(name) ?? placing.supply.addProvider(name, 'voluntary', false)
    providers.set(name, provider)
    const parties = takeUpTo(queue, beds.usedBeds, 'in')
    const newHome = openFor(placing, {
      type: 'supported-accommodation',
      beds: beds.standardBeds + beds.dispersedBeds,
      emergencyBeds: beds.emergencyBeds,
      parties,
      provider,
      name: home,
      block: true,
      opensOn: dayOf('2018-04-02'),
    })
    if (beds.dispersedBeds > 0) newHome.beds.forEach((bed, index) => (bed.label = `Dispersed ${index + 1}`))
  }
}
