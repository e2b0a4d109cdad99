import type { Tx } from '../../../platform/db/tenant.ts'

/** Whether a placement is in a home of the authority's own record. */
export async function isOwnHome(tx: Tx, placementId: string): Promise<boolean> {
  const { rows } = await tx.client.query(
    `select from placements p join homes h on h.id = p.home_id
      where p.id = $1 and h.authority_code = p.authority_code`,
    [placementId],
  )
  return rows.length > 0
}

/** A void for each run of the placement's nights on which another bed of its home is open and in no use. */
export async function insertVoids(tx: Tx, placementId: string, family: readonly string[]): Promise<void> {
  await tx.client.query(
    `select lock_placing(array(select b.id from placements p join beds b on b.home_id = p.home_id where p.id = $1), '{}')`,
    [placementId],
  )
  await tx.client.query(
    `insert into voids (authority_code, bed_id, reason, starts_on, ends_on, placement_id)
     select b.authority_code, b.id, 'solo-occupancy', lower(free), upper(free), p.id
       from placements p
       join beds b on b.home_id = p.home_id and b.open_nights && p.nights
        and b.id not in (select bed_id from placements where id = p.id or id = any($2::uuid[]) and bed_id is not null),
            lateral unnest(datemultirange(b.open_nights * p.nights) - coalesce((
              select range_agg(u.nights) from bed_use u where u.bed_id = b.id), '{}')) free
      where p.id = $1
      order by b.id`,
    [placementId, family],
  )
}
