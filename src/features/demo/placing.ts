import { commissioned, lodgingsHosts, lodgingsProvider, ownHomes } from './commissioned.ts'
import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import { hasHome, homeFacts, type HomeType } from './home-kinds.ts'
import { fosterHouseholds, scaledHomes } from './layout.ts'
import { forever, type Home, type Party, type Stay } from './model.ts'
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
  /** Whether the published accommodation of the demonstration authority stands here. */
  published: boolean
}

/** Gives every placement of the reference day a home, and lays out the homes that stand empty beside them. */
export function placeReference(placing: Placing, plans: readonly PartyPlan[]): void {
  const waiting = new Map<HomeType, PartyPlan[]>()
  for (const plan of plans) {
    if (hasHome(plan.type)) waiting.set(plan.type, [...(waiting.get(plan.type) ?? []), plan])
    else lastStay(plan).place = placing.random.pick(placing.gazetteer[plan.reach])
  }
  for (const [type, some] of waiting) placeType(placing, type, some)
}

function placeType(placing: Placing, type: HomeType, plans: PartyPlan[]): void {
  const { random, supply, factor, published } = placing
  const queue = inOrder(plans)
  switch (type) {
    case 'internal-foster':
      for (const { beds, used } of scaledHomes(fosterHouseholds, factor)) {
        openFor(placing, { type, beds, parties: takeUpTo(queue, used) })
      }
      break
    case 'connected-carer':
      break
    case 'residential':
      if (published) openOwnHomes(placing, queue)
      break
    case 'supported-accommodation':
      if (published) openCommissioned(placing, queue)
      break
    case 'supported-lodgings': {
      const provider = published ? supply.addProvider(lodgingsProvider, 'voluntary', false) : undefined
      const hosts = Math.max(Math.round(lodgingsHosts * factor), queue.length)
      const spare = hosts - queue.length
      while (queue.length > 0)
        openFor(placing, { type, beds: 1, parties: takeUpTo(queue, 1), provider, block: published })
      for (let n = 0; n < spare; n++)
        openFor(placing, { type, beds: 1, parties: [], provider, block: published })
      break
    }
  }
  const facts = homeFacts(type)
  while (queue.length > 0) {
    const least = queue[0]?.party.children.length ?? 1
    const beds = type === 'connected-carer' ? least : Math.max(Number(random.weighted(facts.beds)), least)
    const used = type === 'connected-carer' ? least : Math.max(least, beds - (random.chance(0.45) ? 1 : 0))
    openFor(placing, { type, beds, parties: takeUpTo(queue, used) })
  }
  for (let n = 0; n < Math.round((emptyHomes[type] ?? 0) * factor); n++) {
    openFor(placing, { type, beds: Number(random.weighted(facts.beds)), parties: [] })
  }
}

/** Agency and private homes with nobody of ours in them on the reference day. */
const emptyHomes: Partial<Record<HomeType, number>> = {
  ifa: 16,
  residential: 5,
  'supported-accommodation': 5,
}

const lastStay = ({ party }: PartyPlan): Stay => {
  const stay = party.stays.at(-1)
  if (stay === undefined) throw new RangeError('a party without a placement')
  return stay
}

/** The largest parties first, those inside the authority before the others. */
function inOrder(plans: readonly PartyPlan[]): PartyPlan[] {
  const rank = { in: 0, near: 1, far: 2 }
  return [...plans].sort(
    (a, b) => b.party.children.length - a.party.children.length || rank[a.reach] - rank[b.reach],
  )
}

/** Parties that fill so many places of one home: the first that fits, then others placed as far away. */
function takeUpTo(queue: PartyPlan[], places: number, reach?: PartyPlan['reach']): PartyPlan[] {
  const taken: PartyPlan[] = []
  for (let left = places; left > 0;) {
    const where = taken[0]?.reach ?? reach
    const index = queue.findIndex(
      (plan) => plan.party.children.length <= left && (where === undefined || plan.reach === where),
    )
    if (index < 0) break
    const [plan] = queue.splice(index, 1)
    if (plan === undefined) break
    taken.push(plan)
    left -= plan.party.children.length
  }
  return taken
}

interface Opening {
  type: HomeType
  beds: number
  parties: readonly PartyPlan[]
  provider?: Home['provider'] | undefined
  name?: string
  opensOn?: Day
  emergency?: number
  block?: boolean
}

function openFor(
  placing: Placing,
  { type, beds, parties, provider, name, opensOn, emergency = 0, block }: Opening,
): Home {
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
  for (let n = 1; n <= emergency; n++) addBed(random, home, `Emergency ${n}`, 'emergency')
  home.registeredPlaces = home.beds.length
  if (block) home.contract = { id: random.uuid(), kind: 'block', beds: home.beds.length, from: home.opensOn }
  for (const plan of parties) settle(home, plan.party, lastStay(plan))
  return home
}

/** Puts a party into free beds of the home. */
export function settle(home: Home, party: Party, stay: Stay): void {
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
  for (const { name, opensOn, beds, emergency, used } of ownHomes) {
    const parties = takeUpTo(queue, used, 'in')
    openFor(placing, {
      type: 'residential',
      beds,
      emergency,
      parties,
      provider,
      name,
      opensOn: dayOf(opensOn),
    })
  }
}

function openCommissioned(placing: Placing, queue: PartyPlan[]): void {
  const providers = new Map<string, Home['provider']>()
  for (const { provider: name, home, emergency, supported, dispersed, used } of commissioned) {
    const provider = providers.get(name) ?? placing.supply.addProvider(name, 'voluntary', false)
    providers.set(name, provider)
    const parties = takeUpTo(queue, used, 'in')
    const opened = openFor(placing, {
      type: 'supported-accommodation',
      beds: supported + dispersed,
      emergency,
      parties,
      provider,
      name: home,
      block: true,
      opensOn: dayOf('2018-04-02'),
    })
    if (dispersed > 0) opened.beds.forEach((bed, index) => (bed.label = `Dispersed ${index + 1}`))
  }
}
