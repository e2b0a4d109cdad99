import { metresPerMile } from '../../../domain/distance.ts'
import type { PlaceToAvoid } from '../../../domain/matching/needs-of-child.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { seenFrom } from './distance.ts'
import { readCircles } from './facts.ts'
import { parameters } from './parameters.ts'

/** A place to avoid, judged against one home. */
export interface JudgedPlace extends PlaceToAvoid {
  /**
   * Miles from the home to the edge of the place with the miles around it, 0 or less inside; of another authority's
   * confidential home the least that it can be. Null where the place or the home is not in the postcode directory.
   */
  milesBeyond: number | null
  inside: boolean | null
}

/** Each of some places to avoid, judged against each of some homes, by the home. */
export async function judgePlacesToAvoid(
  tx: Tx,
  places: readonly PlaceToAvoid[],
  homeIds: readonly string[],
): Promise<Map<string, JudgedPlace[]>> {
  if (places.length === 0 || homeIds.length === 0) return new Map()
  const circles = await readCircles(tx, [...new Set(places.map(({ place }) => place))])
  const p = parameters()
  const distances = places.map(({ place, miles }) => {
    const circle = circles.get(place)
    const avoid = circle ? [{ ...circle, radius: circle.radius + miles * metresPerMile }] : []
    return `(select avoid_tenths from (${seenFrom({ homes: [], schools: [], matter: [], siblingHomes: [], avoid }, p)}) seen)`
  })
  const { rows } = await tx.client.query<{ homeId: string; tenths: (number | null)[] }>(
    `select f.home_id as "homeId", array[${distances.join(', ')}]::integer[] as tenths
       from (select id as home_id, * from visible_homes where id = any(${p([...homeIds], 'uuid[]')})) f`,
    p.values,
  )
  return new Map(
    rows.map(({ homeId, tenths }) => [
      homeId,
      places.map((place, index) => {
        const distance = tenths[index] ?? null
        return {
          ...place,
          milesBeyond: distance === null ? null : distance / 10,
          inside: distance === null ? null : distance <= 0,
        }
      }),
    ]),
  )
}
