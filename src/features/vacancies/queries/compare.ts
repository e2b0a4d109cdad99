import type { Tx } from '../../../platform/db/tenant.ts'
import { visibleHome } from '../../../platform/db/visible-home.ts'

export interface PlacedResident {
  homeId: string
  age: number
  ageTo: number | null
  sex: string
  /** Null for a child of another authority. */
  childId: string | null
}

/** Who lives in these homes on a night, without the children `besides`; oldest first. */
export async function residentsOf(
  tx: Tx,
  homeIds: readonly string[],
  night: string,
  besides: readonly string[],
): Promise<PlacedResident[]> {
  const { rows } = await tx.client.query<PlacedResident>(
    `select home_id as "homeId", age, oldest_age as "ageTo", sex, own_child_id as "childId"
       from living_in($1, $2) where own_child_id is null or own_child_id <> all($3)
      order by age desc, oldest_age desc, sex, own_child_id`,
    [homeIds, night, besides],
  )
  return rows
}

export interface PresentPlacement {
  childId: string
  homeId: string | null
  /** Pounds a week: the placement's own cost, else the fee of its home. */
  weeklyCost: number | null
  homeMiles: number | null
  schoolMiles: number | null
  inAuthority: boolean | null
}

/** The usual placement of each child on a day; no row for a child without one. Distances in straight-line miles. */
export async function presentPlacements(
  tx: Tx,
  childIds: readonly string[],
  day: string,
): Promise<PresentPlacement[]> {
  const { rows } = await tx.client.query<PresentPlacement>(
    `select p.child_id as "childId", p.home_id as "homeId",
            coalesce(p.weekly_cost, f.weekly_fee) as "weeklyCost", case when sees_addresses() then p.distance_miles else p.distance_shown end as "homeMiles",
            miles_seen(s.easting, s.northing, seen.easting, seen.northing, seen.about) as "schoolMiles",
            case p.location when 'in' then true when 'out' then false end as "inAuthority"
       from placements p
       join children c on c.id = p.child_id
       left join lateral ${visibleHome('p.home_id')} h on true
       left join fees f on f.home_id = p.home_id and f.term @> $2::date
       cross join lateral point_told(p.postcode, p.placement_type, h::visible_homes) seen
       left join postcodes s on s.postcode = c.school_postcode
      where p.child_id = any($1) and p.layer = 'usual' and p.stay @> $2::date
      order by p.child_id`,
    [childIds, day],
  )
  return rows
}

/** All beds of the homes of these beds, as far as the caller may see them. */
export async function bedsOfTheirHomes(
  tx: Tx,
  bedIds: readonly string[],
): Promise<{ id: string; homeId: string }[]> {
  const { rows } = await tx.client.query<{ id: string; homeId: string }>(
    `select id, home_id as "homeId" from beds
      where home_id in (select home_id from beds where id = any($1)) order by id`,
    [bedIds],
  )
  return rows
}
