import type { accepts, homeKinds, restrictionKinds, sectors } from '../../../domain/codes.ts'
import type { PlacementType } from '../../../domain/placement-types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

export interface BoardHomeRow {
  id: string
  name: string
  kind: keyof typeof homeKinds
  type: PlacementType
  provider: { id: string; name: string; sector: keyof typeof sectors } | null
  area: { code: string; name: string } | null
  ageFrom: number
  ageTo: number
  accepts: keyof typeof accepts
  takesSiblings: boolean
  takesEmergencies: boolean
  restriction: keyof typeof restrictionKinds | null
}

export interface BoardFilters {
  type?: string | undefined
  sector?: string | undefined
  area?: 'in' | 'out' | undefined
  age?: number | undefined
  emergencies?: boolean | undefined
}

/** The homes that are open on some night of `[from, to)` and take children in general. */
export async function readBoardHomes(
  tx: Tx,
  { type, sector, area, age, emergencies }: BoardFilters,
  { from, to }: { from: string; to: string },
): Promise<BoardHomeRow[]> {
  const { rows } = await tx.client.query<BoardHomeRow>(
    `select h.id, h.name, h.kind, h.placement_type as type,
            case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name, 'sector', p.sector) end as provider,
            case when a.code is not null then jsonb_build_object('code', a.code, 'name', a.name) end as area,
            h.age_from as "ageFrom", h.age_to as "ageTo", h.accepts, h.takes_siblings as "takesSiblings",
            h.takes_emergencies as "takesEmergencies",
            (select r.kind from home_restrictions r
              where r.home_id = h.id and r.starts_on <= $1 and (r.ends_on is null or r.ends_on > $1)
              order by r.starts_on limit 1) as restriction
       from visible_homes h
       left join providers p on p.id = h.provider_id
       left join authorities a on a.code = h.located_authority_code
      where h.kind <> 'connected-carer-household'
        and h.opens_on < $2 and (h.closes_on is null or h.closes_on > $1)
        and ($3::text is null or h.placement_type = $3)
        and ($4::text is null or p.sector = $4)
        and ($5::text is null or h.located_authority_code is not null
             and (h.located_authority_code = current_authority()) = ($5 = 'in'))
        and ($6::int is null or $6 between h.age_from and h.age_to)
        and ($7::boolean is null or h.takes_emergencies = $7)`,
    [from, to, type ?? null, sector ?? null, area ?? null, age ?? null, emergencies ?? null],
  )
  return rows
}
