import type { GridPoint } from '../../domain/distance.ts'
import type { Tx } from '../../db/tenant.ts'

export interface ChildFacts {
  id: string
  dateOfBirth: string
  sex: 'female' | 'male' | 'unknown'
  homePostcode: string | null
  schoolPostcode: string | null
}

/** The children of these ids that the authority has, by id. */
export async function readChildren(tx: Tx, ids: readonly string[]): Promise<Map<string, ChildFacts>> {
  const { rows } = await tx.client.query<ChildFacts>(
    `select id, date_of_birth as "dateOfBirth", sex, home_postcode as "homePostcode",
            school_postcode as "schoolPostcode"
       from children where id = any($1)`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Where brothers and sisters of these children, not among them, live on a night, or are to. */
export async function siblingsLiving(
  tx: Tx,
  ids: readonly string[],
  night: string,
): Promise<{ childId: string; homeId: string }[]> {
  const { rows } = await tx.client.query<{ childId: string; homeId: string }>(
    `select distinct s.id as "childId", p.home_id as "homeId"
       from children c
       join children s on s.sibling_group_id = c.sibling_group_id and s.id <> all($1)
       join placements p on p.child_id = s.id and p.home_id is not null and p.layer = 'usual'
        and p.nights @> $2::date
      where c.id = any($1)`,
    [ids, night],
  )
  return rows
}

/** The grid points of the postcodes that the directory has and places, by postcode. */
export async function readPoints(tx: Tx, postcodes: readonly string[]): Promise<Map<string, GridPoint>> {
  const { rows } = await tx.client.query<GridPoint & { postcode: string }>(
    `select postcode, easting, northing from postcodes where postcode = any($1) and easting is not null`,
    [postcodes],
  )
  return new Map(rows.map(({ postcode, easting, northing }) => [postcode, { easting, northing }]))
}
