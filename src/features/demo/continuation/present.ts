import type { Day } from '../days.ts'
import type { CarerJourney, Child, Family, Party, Reach, SyntheticRequest, SyntheticStay } from '../model.ts'
import type { HomeType } from '../home-kinds.ts'
import type { Gazetteer } from '../places.ts'
import type { Random } from '../random.ts'
import type { Supply } from '../supply.ts'
import type { Agenda } from './agenda.ts'
import type { Pace } from './pace.ts'

/** The authority as it goes on from the reference day, one day after the other. */
export interface Present {
  day: Day
  readonly authorityCode: string
  readonly random: Random
  readonly agenda: Agenda
  readonly supply: Supply
  readonly gazetteer: Gazetteer
  /** The authority's size, as a multiple of the demonstration authority's. */
  readonly factor: number
  readonly households: Set<Household>
  /** The placements of young adults who stay with their carers. */
  readonly stayingPut: Set<SyntheticStay>
  /** Children in each type of placement, counted on a day of this week. */
  census: { day: Day; counts: ReadonlyMap<string, number> }
  readonly families: Family[]
  /** How many children come into care on a day to come. */
  readonly expected: { day: Day; children: number }[]
  readonly requests: SyntheticRequest[]
  readonly journeys: CarerJourney[]
  readonly referenceOf: () => string
}

/** Where children go: what kind of home, and how far away. */
export interface Destination {
  type: HomeType | 'with-parents' | 'placed-for-adoption'
  reach: Reach
}

/** Siblings looked after who live together, or one child alone: they move together, and mostly leave together. */
export interface Household {
  /** A party of one child each. */
  parties: Party[]
  pace: Pace
  /** A move, or a stay elsewhere, that is under way: nothing else is begun meanwhile. */
  busy: boolean
}

export function onlyChildOf({ children: [child] }: Party): Child {
  if (child === undefined) throw new RangeError('a party without a child')
  return child
}

/** Children who are to live together, and their family. */
export interface Siblings {
  children: readonly Child[]
  family: Family
}

export const siblingsOf = ({ parties }: Household): Siblings => ({
  children: parties.map(onlyChildOf),
  family: (parties[0] as Party).family,
})

export const childrenIn = ({ parties }: Household): Child[] => parties.map(onlyChildOf)

/** The stay that goes on. */
export function stayOf(party: Party): SyntheticStay {
  const stay = party.stays.findLast(({ from, to }) => from !== null && to === null)
  if (stay === undefined) throw new RangeError('a child in care without a placement')
  return stay
}

/** The stay that goes on of those who live together. */
export const whereabouts = ({ parties: [party] }: Household): SyntheticStay => stayOf(party as Party)

export const legalStatusOf = ({ parties: [party] }: Household): string =>
  (party && onlyChildOf(party).statuses.at(-1)?.status) ?? 'V2'

export const countLookedAfter = ({ households }: Present): number =>
  [...households].reduce((sum, { parties }) => sum + parties.length, 0)

/** How often something happens today that happens so many times a year in an authority of the demonstration's size. */
export function timesToday({ random, factor }: Present, aYear: number): number {
  let times = -1
  for (let time = (aYear * factor) / 365.25; time > 0; times++) time -= random.exponential(1)
  return Math.max(times, 0)
}
