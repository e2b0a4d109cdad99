import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import { homeFacts, type HomeType } from './home-kinds.ts'
import { forever, type Bed, type SyntheticHome, type Provider, type Reach } from './model.ts'
import type { Gazetteer } from './places.ts'
import type { Random } from './random.ts'

export interface NewHome {
  type: HomeType
  reach: Reach
  beds: number
  opensOn: Day
  closesOn: Day | null
  provider?: Provider
  name?: string
}

const reference = dayOf(referenceDay)
/** What a fee is multiplied by each April. Invented. */
export const yearlyRise = 1.045
export const grades = { outstanding: 0.12, good: 0.71, 'requires-improvement': 0.14, inadequate: 0.03 }
/** Types that Ofsted did not inspect before the reference day: inspections of supported accommodation began in 2024. */
const notInspected: readonly HomeType[] = ['supported-accommodation', 'supported-lodgings']

/** The providers and homes of one authority while they are made, with look-up of free beds. */
export class Supply {
  readonly homes: SyntheticHome[] = []
  readonly providers: Provider[] = []
  readonly #random: Random
  readonly #gazetteer: Gazetteer
  readonly #providersOf = new Map<string, Provider[]>()
  readonly #pools = new Map<string, SyntheticHome[]>()
  readonly #named = new Map<string, number>()

  constructor(random: Random, gazetteer: Gazetteer, factor: number) {
    this.#random = random
    this.#gazetteer = gazetteer
    this.#makeProviders(factor)
  }

  addProvider(name: string, sector: Provider['sector'], isInspected: boolean): Provider {
    const random = this.#random
    const provider: Provider = {
      id: random.uuid(),
      name,
      sector,
      urn: isInspected ? this.#urn() : null,
      judgements: isInspected ? this.#judgementsFrom(dayOf('2018-01-01')) : [],
    }
    this.providers.push(provider)
    return provider
  }

  open({ type, reach, beds, opensOn, closesOn, provider, name }: NewHome): SyntheticHome {
    const random = this.#random
    const facts = homeFacts(type)
    const owner = provider ?? random.pick(this.#providersOf.get(facts.provider) ?? [])
    const external = owner.sector === 'private' || owner.sector === 'voluntary'
    const [least, most] = facts.weekly
    const weekly = random.whole(least, most)
    const home: SyntheticHome = {
      id: random.uuid(),
      provider: owner,
      name: name ?? this.#numbered(facts.home),
      kind: facts.kind,
      type,
      urn: facts.inspected ? this.#urn() : null,
      place: random.pick(this.#gazetteer[reach]),
      reach,
      shared: external && random.chance(0.4),
      registeredPlaces: beds,
      ageFrom: facts.ages[0],
      ageTo: facts.ages[1],
      accepts: 'any',
      capabilities: [],
      takesEmergencies: random.chance(0.15),
      opensOn,
      closesOn,
      hub: null,
      terms: [],
      judgements: facts.inspected && !notInspected.includes(type) ? this.#judgementsFrom(opensOn + 120) : [],
      fees: this.#feesFrom(weekly, opensOn),
      contract:
        external && weekly > 0
          ? { id: random.uuid(), kind: random.chance(0.7) ? 'framework' : 'spot', beds: null, from: opensOn }
          : null,
      beds: [],
    }
    for (let n = 1; n <= beds; n++) addBed(random, home, `Bed ${n}`)
    this.homes.push(home)
    const pool = `${type} ${reach}`
    this.#pools.set(pool, [...(this.#pools.get(pool) ?? []), home])
    return home
  }

  /**
   * `beds` beds of a random home of the type and reach that suits, free on all nights of `[from, to)`; empty when there is
   * none.
   */
  findFree(
    type: HomeType,
    reach: Reach,
    { beds, from, to }: { beds: number; from: Day; to: Day },
    suits: (home: SyntheticHome) => boolean = () => true,
  ): Bed[] {
    const pool = this.#pools.get(`${type} ${reach}`) ?? []
    const start = this.#random.whole(0, Math.max(pool.length - 1, 0))
    for (let n = 0; n < Math.min(pool.length, 150); n++) {
      const home = pool[(start + n) % pool.length]
      if (!home || home.opensOn > from || (home.closesOn ?? forever) < to) continue
      const free = home.beds.filter((bed) => isFree(bed, from, to))
      if (free.length >= beds && suits(home)) return free.slice(0, beds)
    }
    return []
  }

  #makeProviders(factor: number): void {
    const types: HomeType[] = [
      'internal-foster',
      'ifa',
      'other-authority-foster',
      'residential',
      'secure',
      'residential-school',
      'family-centre',
      'nhs',
      'young-offender-institution',
      'supported-accommodation',
      'supported-lodgings',
    ]
    for (const type of types) {
      const { provider, providers, sectors } = homeFacts(type)
      const count = providers === 1 ? 1 : Math.max(2, Math.round(providers * Math.sqrt(factor)))
      const agency = type === 'internal-foster' || type === 'ifa' || type === 'other-authority-foster'
      const newProviders = Array.from({ length: count }, (_, n) =>
        this.addProvider(
          count === 1 ? provider : `${provider} ${n + 1}`,
          sectors[n % sectors.length] ?? 'private',
          agency,
        ),
      )
      this.#providersOf.set(provider, newProviders)
    }
  }

  #numbered(name: string): string {
    const number = (this.#named.get(name) ?? 0) + 1
    this.#named.set(name, number)
    return `${name} ${number}`
  }

  #urn(): string {
    return String(this.#random.whole(9_000_000, 9_999_999))
  }

  #judgementsFrom(first: Day): { day: Day; grade: string }[] {
    const judgements = []
    for (let day = first + this.#random.whole(0, 300); day < reference; day += this.#random.whole(330, 900)) {
      judgements.push({ day, grade: this.#random.weighted(grades) })
    }
    return judgements
  }

  /** The home's fees, which rise each April from 2021 to the reference day. */
  #feesFrom(weekly: number, opensOn: Day): SyntheticHome['fees'] {
    if (weekly === 0) return []
    const rises = ['2021-04-01', '2022-04-01', '2023-04-01'].map(dayOf).filter((day) => day > opensOn)
    const starts = [opensOn, ...rises]
    return starts.map((from, index) => ({
      id: this.#random.uuid(),
      weekly: Math.round(weekly * yearlyRise ** index),
      from,
      to: starts[index + 1] ?? null,
    }))
  }
}

/** Adds a bed that is open as long as its home. */
export function addBed(
  random: Random,
  home: SyntheticHome,
  label: string,
  kind: Bed['kind'] = 'standard',
): Bed {
  const { opensOn, closesOn } = home
  const bed: Bed = { id: random.uuid(), home, label, kind, opensOn, closesOn, taken: [], voids: [] }
  home.beds.push(bed)
  return bed
}

/** Whether a bed is open and unused on all nights of `[from, to)`. */
export function isFree(bed: Bed, from: Day, to: Day): boolean {
  if (bed.opensOn > from || (bed.closesOn ?? forever) < to) return false
  return bed.taken.every((use) => use.to <= from || use.from >= to)
}
