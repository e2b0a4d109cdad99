import { distanceMiles, type GridPoint } from '../../../domain/distance.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { isBlurred, square } from './distance.ts'

interface Placed {
  id: string
  approximate: boolean
  easting: number | null
  northing: number | null
}

/**
 * A function that gives the miles between two of these homes: to a tenth, or blurred to whole miles where one is another
 * authority's confidential home (see `isBlurred`). Null where either point is not known.
 */
export async function distancesBetween(
  tx: Tx,
  homeIds: readonly string[],
): Promise<(one: string, other: string) => number | null> {
  const { rows } = await tx.client.query<Placed>(
    `select f.id, ${isBlurred} as approximate, f.easting, f.northing from visible_homes f where f.id = any($1)`,
    [homeIds],
  )
  const homes = new Map(rows.map((row) => [row.id, row]))
  const pointOf = (home: Placed | undefined): GridPoint | null => {
    if (home === undefined) return null
    const { easting, northing, approximate } = home
    if (easting === null || northing === null) return null
    const middle = (metres: number) => Math.floor(metres / square) * square + square / 2
    return approximate ? { easting: middle(easting), northing: middle(northing) } : { easting, northing }
  }
  return (one, other) => {
    const [from, to] = [homes.get(one), homes.get(other)]
    const miles = distanceMiles(pointOf(from), pointOf(to))
    return miles !== null && (from?.approximate || to?.approximate) ? Math.round(miles) : miles
  }
}
