import type { Need } from '../../../domain/matching/types.ts'
import { conditionsOf } from './conditions.ts'
import { seenFrom, squaresAround } from './distance.ts'
import type { Parameters } from './parameters.ts'
import type { Places } from './places.ts'
import { nightsOf } from './residents.ts'

/**
 * SQL condition: a hold that has not expired holds the bed of `f` on any of the nights. `offset 0` makes PostgreSQL look
 * up one bed by its index, as in `noResident` of conditions.ts.
 */
export function isHeld(need: Need, p: Parameters): string {
  return `exists (select from bed_held held where held.bed_id = f.bed_id and held.ended_at is null
       and held.expires_at > now() and held.nights && ${nightsOf(need, p)} offset 0)`
}

/** SQL condition: the free interval of `f` covers the nights. */
export function coversNights({ from, to }: Need, p: Parameters): string {
  const end = to === null ? `f.free_to = 'infinity'` : `f.free_to >= ${p(to, 'date')}`
  return `f.free_from <= ${p(from, 'date')} and ${end}`
}

/** A `from` and `where` of the beds `f` that are free on the nights and meet the conditions; `seen` holds their distances. */
export function freeBeds(need: Need, places: Places, where: readonly string[], p: Parameters): string {
  return `visible_bed_free f
    cross join lateral (${seenFrom(places, p)}) seen
   where ${[coversNights(need, p), `not ${isHeld(need, p)}`, ...where].join('\n     and ')}`
}

/** SQL conditions: the home is where the search asks for it. The condition that an index answers comes first. */
export function whereAskedFor(need: Need, { homes }: Places, p: Parameters): string[] {
  const squares = need.maxMiles === null ? null : squaresAround(homes, need.maxMiles, p)
  return [
    ...(squares === null ? [] : [squares]),
    ...conditionsOf(need, 'place', p).map(([, condition]) => condition),
  ]
}

/** Miles added to `maxMiles` for counts and near misses. */
const extraMiles = 10
/** Miles from home within which beds outside the authority are counted, in a search within it without `maxMiles`. */
const nearHome = 20
/** Miles from home within which near misses are looked for, in a search without `maxMiles`. */
const nearMiss = 30

/** SQL conditions: within some miles of home. `squares` is answered by the index; `where` measures. */
function withinMiles(
  miles: number,
  { homes }: Places,
  p: Parameters,
): { squares: string[]; where: string[] } {
  const squares = squaresAround(homes, miles, p)
  return {
    squares: squares === null ? [] : [squares],
    where: [`seen.home_tenths <= ${p(miles * 10, 'float8')}`],
  }
}

/**
 * SQL conditions: the home is within reach, so that beds ruled out by place are counted within a bound. Within reach is
 * ten miles more than `maxMiles`; or in a search within the authority without `maxMiles`, also twenty miles from home.
 */
export function withinReach(need: Need, places: Places, p: Parameters): string[] {
  if (need.maxMiles !== null) {
    const { squares, where } = withinMiles(need.maxMiles + extraMiles, places, p)
    return [...squares, ...where]
  }
  if (need.inAuthority !== true) return []
  const rules = whereAskedFor(need, places, p)
  if (places.homes.length === 0) return rules
  const { squares, where } = withinMiles(nearHome, places, p)
  return [`(${rules.join(' and ')} or ${[...squares, ...where].join(' and ')})`]
}

/**
 * SQL conditions: near enough to be a near miss. That is ten miles more than `maxMiles`, or thirty miles from home
 * without it, or in the authority where the children's home is not known.
 */
export function nearby(need: Need, places: Places, p: Parameters): { squares: string[]; where: string[] } {
  if (places.homes.length > 0)
    return withinMiles(need.maxMiles === null ? nearMiss : need.maxMiles + extraMiles, places, p)
  return { squares: [], where: ['f.located_authority_code = current_authority()'] }
}
