import type { RequestFacts } from '../../domain/lifecycle/request.ts'
import type { Tx } from '../../platform/db/tenant.ts'

export interface HeldBed {
  bedId: string
  childId: string
}

export interface NewHold {
  beds: readonly HeldBed[]
  from: string
  /** The night of leaving, which is not held; null for no end. */
  to: string | null
  /** When the hold lapses, an ISO 8601 instant. */
  expiresAt: string
  requestId: string | null
}

/** Whether an ISO 8601 instant is in the future by the database's clock, the one by which holds expire. */
export async function isToCome(tx: Tx, instant: string): Promise<boolean> {
  const { rows } = await tx.client.query<{ ahead: boolean }>(
    'select $1::timestamptz > clock_timestamp() as ahead',
    [instant],
  )
  return rows[0]?.ahead ?? false
}

export interface RefusedBed {
  bedId: string
  fault: 'unknown' | 'not-open' | 'in-use'
}

/** Locks the beds until the transaction ends, and gives those that are not free on every night. */
export async function refusedBeds(
  tx: Tx,
  bedIds: readonly string[],
  from: string,
  to: string | null,
): Promise<RefusedBed[]> {
  const { rows } = await tx.client.query<RefusedBed>(
    'select bed_id as "bedId", fault from beds_refused($1, nights($2, $3))',
    [bedIds, from, to],
  )
  return rows
}

/** Stores a hold with its beds and gives its id. A bed in use or a broken rule between children violates a constraint. */
export async function insertHold(tx: Tx, { beds, from, to, expiresAt, requestId }: NewHold): Promise<string> {
  const { authorityCode } = tx.principal
  const hold = await tx.client.query<{ id: string }>(
    `insert into holds (authority_code, request_id, from_on, to_on, expires_at)
     values ($1, $2, $3, $4, $5) returning id`,
    [authorityCode, requestId, from, to, expiresAt],
  )
  const id = hold.rows[0]?.id ?? ''
  await tx.client.query(
    `insert into hold_beds (authority_code, hold_id, bed_id, child_id, request_id)
     select $1, $2, b."bedId", b."childId", $3
       from jsonb_to_recordset($4) as b ("bedId" uuid, "childId" uuid) order by 3`,
    [authorityCode, id, requestId, JSON.stringify(beds)],
  )
  return id
}

/** The status, the furthest step and the urgency of a placement request; undefined where there is none. */
export async function requestFacts(
  tx: Tx,
  id: string,
): Promise<(RequestFacts & { urgency: string }) | undefined> {
  const { rows } = await tx.client.query<RequestFacts & { urgency: string }>(
    'select status, furthest, urgency from placement_request_details where id = $1',
    [id],
  )
  return rows[0]
}
