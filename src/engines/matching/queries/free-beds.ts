import type { Need } from '../../../domain/matching/types.ts'
import { conditionsOf } from './conditions.ts'
import { seenFrom, squaresAround } from './distance.ts'
import type { Parameters } from './parameters.ts'
import type { Places } from './places.ts'

/** The nights asked for, in SQL. */
export function nightsOf({ from, to }: Need, p: Parameters): string {
  return `daterange(${p(from, 'date')}, ${p(to, 'date')})`
}

/**
 * Whether a running hold keeps the bed of `f` on some of the nights. As with `nobody` of conditions.ts, the offset keeps
 * PostgreSQL from reading the holds of all England.
 */
export function isHeld(need: Need, p: Parameters): string {
  return `exists (select from bed_held held where held.bed_id = f.bed_id and held.ended_at is null
       and held.expires_at > now() and held.nights && ${nightsOf(need, p)} offset 0)`
}

/** Whether the free interval of `f` covers the nights. */
export function coversNights({ from, to }: Need, p: Parameters): string {
  const end = to === null ? `f.free_to = 'infinity'` : `f.free_to >= ${p(to, 'date')}`
  return `f.free_from <= ${p(from, 'date')} and ${end}`
}

/** Beds of `bed_free f` that are free on the nights, where `where` holds, `seen` from the children's homes. */
export function freeBeds(need: Need, places: Places, where: readonly string[], p: Parameters): string {
  return `bed_free f
    cross join lateral (${seenFrom(places, p)}) seen
   where ${[coversNights(need, p), `not ${isHeld(need, p)}`, ...where].join('\n     and ')}`
}

/** That a bed is where it is asked for; what an index can answer of it comes first. */
export function whereAskedFor(need: Need, { homes }: Places, p: Parameters): string[] {
  const squares = need.maxMiles === null ? null : squaresAround(homes, need.maxMiles, p)
  return [
    ...(squares === null ? [] : [squares]),
    ...conditionsOf(need, 'place', p).map(([, condition]) => condition),
  ]
}

/** How many miles beyond those asked for what is kept out by them is still looked at. */
const beyond = 10
/** How near home a bed outside the authority is looked at, where only those within are asked for and no miles are. */
const nearHome = 20
/** How near home a near miss is, where no miles are asked for. */
const nearMiss = 30

/** Within so many miles of home: what the index on squares answers of it, and the rest. */
function within(miles: number, { homes }: Places, p: Parameters): { squares: string[]; where: string[] } {
  const squares = squaresAround(homes, miles, p)
  return {
    squares: squares === null ? [] : [squares],
    where: [`seen.home_tenths <= ${p(miles * 10, 'float8')}`],
  }
}

/**
 * That a bed is where it is asked for, or not far from there: within ten miles more; or, where homes within the
 * authority are asked for and no miles, within twenty of home. So rules of place are counted within a bound.
 */
export function withinReach(need: Need, places: Places, p: Parameters): string[] {
  if (need.maxMiles !== null) {
    const { squares, where } = within(need.maxMiles + beyond, places, p)
    return [...squares, ...where]
  }
  if (need.inAuthority !== true) return []
  const asked = whereAskedFor(need, places, p)
  if (places.homes.length === 0) return asked
  const { squares, where } = within(nearHome, places, p)
  return [`(${asked.join(' and ')} or ${[...squares, ...where].join(' and ')})`]
}

/**
 * That a bed is near enough to be a near miss: within ten miles more than asked for; within thirty of home, where no
 * miles are; in the authority, where the home is not known.
 */
export function nearby(need: Need, places: Places, p: Parameters): { squares: string[]; where: string[] } {
  if (places.homes.length > 0)
    return within(need.maxMiles === null ? nearMiss : need.maxMiles + beyond, places, p)
  return { squares: [], where: ['f.located_authority_code = current_authority()'] }
}
