import type { Tx } from '../../../platform/db/tenant.ts'

export interface OpenPlacement {
  id: string
  childId: string
  homeId: string | null
  startedOn: string | null
}

/** Placements agreed in this service that have not ended and were not withdrawn: only these can await a gate. */
export async function openPlacements(
  tx: Tx,
  { childId, homeId }: { childId: string | null; homeId: string | null },
): Promise<OpenPlacement[]> {
  const { rows } = await tx.client.query<OpenPlacement>(
    `select id, child_id as "childId", home_id as "homeId", started_on as "startedOn" from placements
      where agreed_at is not null and ended_on is null and withdrawn_on is null
        and ($1::uuid is null or child_id = $1) and ($2::uuid is null or home_id = $2)`,
    [childId, homeId],
  )
  return rows
}
