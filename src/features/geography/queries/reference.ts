import type { Pool } from 'pg'
import { adjoiningAuthorities } from '../../../domain/geography/adjoining.ts'
import type { Authority } from '../../../domain/geography/authorities.ts'
import type { LowerTierAuthority } from '../../../domain/geography/lower-tier.ts'

/** Inserts or updates the rows that differ. Other rows and columns, such as `synthetic`, are left unchanged. */
export async function upsertReference(
  pool: Pool,
  authorities: readonly Authority[],
  lowerTier: readonly LowerTierAuthority[],
): Promise<void> {
  await pool.query(
    `insert into authorities as a (code, name, region_code, region_name, old_code)
     select code, name, "regionCode", "regionName", "oldCode"
       from jsonb_to_recordset($1) as r
            (code text, name text, "regionCode" text, "regionName" text, "oldCode" text)
     on conflict (code) do update
        set name = excluded.name, region_code = excluded.region_code, region_name = excluded.region_name,
            old_code = excluded.old_code
      where (a.name, a.region_code, a.region_name, a.old_code)
            is distinct from (excluded.name, excluded.region_code, excluded.region_name, excluded.old_code)`,
    [JSON.stringify(authorities)],
  )
  await pool.query(
    `insert into lower_tier_authorities as l (code, name, authority_code)
     select code, name, "authorityCode"
       from jsonb_to_recordset($1) as r (code text, name text, "authorityCode" text)
     on conflict (code) do update set name = excluded.name, authority_code = excluded.authority_code
      where (l.name, l.authority_code) is distinct from (excluded.name, excluded.authority_code)`,
    [JSON.stringify(lowerTier)],
  )
  await pool.query(
    `insert into adjoining_authorities (authority_code, adjoining_code)
     select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
    [adjoiningAuthorities.map(([one]) => one), adjoiningAuthorities.map(([, other]) => other)],
  )
}
