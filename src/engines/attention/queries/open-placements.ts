import type { Proposal } from '../../gates/queries.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

interface Whose {
  childId: string | null
  homeId: string | null
}

export interface OpenPlacement {
  id: string
  childId: string
  homeId: string | null
  startedOn: string | null
}

/** Placements agreed in this service that have not ended by `today` and were not withdrawn: only these can await a gate. */
export async function openPlacements(
  tx: Tx,
  { today, childId, homeId }: Whose & { today: string },
): Promise<OpenPlacement[]> {
  const { rows } = await tx.client.query<OpenPlacement>(
    `select id, child_id as "childId", home_id as "homeId", started_on as "startedOn" from placements
      where agreed_at is not null and (ended_on is null or ended_on > $3) and withdrawn_on is null
        and ($1::uuid is null or child_id = $1) and ($2::uuid is null or home_id = $2)`,
    [childId, homeId, today],
  )
  return rows
}

/** A placement in which a child lives tonight, as one that is proposed to begin tonight. */
export type Tonight = Proposal & { id: string; childId: string; homeId: string | null; startedOn: string }

/** The usual placements in which children under 18 live tonight, whoever agreed them. */
export async function placementsTonight(
  tx: Tx,
  today: string,
  { childId, homeId }: Whose,
): Promise<Tonight[]> {
  const { rows } = await tx.client.query<Tonight>(
    `select p.id, p.child_id as "childId", p.home_id as "homeId", p.bed_id as "bedId", p.started_on as "startedOn",
            p.placement_type as "placementType", p.place_code as "placeCode", $1::text as "from",
            case when p.planned_to > $1::date then p.planned_to end as "to", p.emergency, p.stated_area as "statedArea",
            p.keeps_school as "keepsSchool", p.postcode, p.home_postcode as "homePostcode"
       from placements p join children c on c.id = p.child_id
      where p.stay @> $1::date and p.layer = 'usual' and birthday(c.date_of_birth, 18) > $1::date
        and ($2::uuid is null or p.child_id = $2) and ($3::uuid is null or p.home_id = $3)`,
    [today, childId, homeId],
  )
  return rows
}
