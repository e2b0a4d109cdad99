import { eq } from 'drizzle-orm'
import type { HoldFacts } from '../../../domain/lifecycle/hold.ts'
import type { HeldBed } from '../../../engines/hold-making/queries.ts'
import { readVersions } from '../../../platform/db/history.ts'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

export interface Hold extends HoldFacts {
  id: string
  version: number
  createdAt: string
  updatedAt: string
  requestId: string | null
  from: string
  to: string | null
  expiresAt: string
  endedAt: string | null
  releasedByAuthorityCode: string | null
  releaseReason: string | null
  beds: HeldBed[]
}

const select = (source = 'hold_details') => `
  select h.id, h.version, h.created_at as "createdAt", h.updated_at as "updatedAt", h.request_id as "requestId",
         h.from_on as "from", h.to_on as "to", h.expires_at as "expiresAt", h.ended_at as "endedAt", h.status, h.beds,
         h.released_by_authority_code as "releasedByAuthorityCode", h.release_reason as "releaseReason",
         h.awaits_consent_of as "awaitsConsentOf"
    from ${source} h`

/** An instant in PostgreSQL's text form as ISO 8601 in UTC, to the millisecond, like those of other records. */
const instant = (text: string) => new Date(text).toISOString()
const holdOf = (row: Hold): Hold => ({
  ...row,
  createdAt: instant(row.createdAt),
  updatedAt: instant(row.updatedAt),
  expiresAt: instant(row.expiresAt),
  endedAt: row.endedAt && instant(row.endedAt),
})

export interface HoldFilters {
  requestId?: string | undefined
  bedId?: string | undefined
  childId?: string | undefined
  status?: string | undefined
  fromSince?: string | undefined
  fromUntil?: string | undefined
}

/** At most `limit` holds that match all filters, in order of id, starting after `lastId`; from the first without it. */
export async function holdsAfter(
  tx: Tx,
  { requestId, bedId, childId, status, fromSince, fromUntil }: HoldFilters,
  lastId: string | undefined,
  limit: number,
): Promise<Hold[]> {
  const { rows } = await tx.client.query<Hold>(
    `${select()}
      where ($1::uuid is null or h.request_id = $1)
        and ($2::uuid is null or exists (select from hold_beds k where k.hold_id = h.id and k.bed_id = $2))
        and ($3::uuid is null or exists (select from hold_beds k where k.hold_id = h.id and k.child_id = $3))
        and ($4::text is null or h.status = $4)
        and ($5::uuid is null or h.id > $5)
        and h.from_on between coalesce($6, '-infinity'::date) and coalesce($7, 'infinity'::date)
      order by h.id limit $8`,
    [requestId, bedId, childId, status, lastId, fromSince, fromUntil, limit],
  )
  return rows.map(holdOf)
}

/** The hold as it is recorded now or, with `knownAt` (ISO 8601), as it was recorded at that instant. */
export async function holdById(tx: Tx, id: string, knownAt?: string): Promise<Hold | undefined> {
  const { rows } =
    knownAt === undefined
      ? await tx.client.query<Hold>(`${select()} where h.id = $1`, [id])
      : await tx.client.query<Hold>(
          select('as_known(null::hold_details, $2::timestamptz, array[$1::uuid])'),
          [id, knownAt],
        )
  return rows[0] && holdOf(rows[0])
}

/** Every recorded version of the hold, oldest first. A hold lapses by the clock, unrecorded: that is not a version. */
export async function holdVersions(tx: Tx, id: string) {
  const versions = []
  for (const version of await readVersions(tx, tables.holds, id))
    versions.push({ ...version, record: (await holdById(tx, id, version.recordedAt)) ?? null })
  return versions
}

/**
 * The hold, with row locks until the end of the transaction: on the hold first, then on its homes, children and beds in
 * the order of `lock_placing`, which all writers share, to avoid deadlocks.
 */
export async function lockHold(tx: Tx, id: string): Promise<Hold | undefined> {
  await tx.client.query('select from holds where id = $1 for update', [id])
  await tx.client.query(
    'select lock_placing(array_agg(bed_id), array_agg(child_id)) from hold_beds where hold_id = $1',
    [id],
  )
  return holdById(tx, id)
}

export async function extendHold(tx: Tx, id: string, expiresAt: string): Promise<void> {
  await tx.db.update(tables.holds).set({ expiresAt }).where(eq(tables.holds.id, id))
}

export async function endHold(tx: Tx, id: string, outcome: 'released' | 'agreed'): Promise<void> {
  await tx.client.query('update holds set ended_at = clock_timestamp(), outcome = $2 where id = $1', [
    id,
    outcome,
  ])
}

/** Creates an agreed placement for each child of the hold, in the bed held for that child. */
export async function agreePlacements(tx: Tx, hold: Hold, emergency: boolean): Promise<void> {
  await tx.client.query(
    `insert into placements (authority_code, child_id, bed_id, placement_type, planned_from, planned_to,
                             agreed_at, emergency, request_id, hold_id)
     select h.authority_code, k.child_id, k.bed_id, null, h.from_on, h.to_on, now(), $2, h.request_id, h.id
       from holds h join hold_beds k on k.hold_id = h.id
      where h.id = $1 order by k.bed_id`,
    [hold.id, emergency],
  )
}

/** The placements made by agreeing the hold; with `knownAt`, only those recorded by that instant. */
export async function placementsOfHold(
  tx: Tx,
  holdId: string,
  knownAt?: string,
): Promise<(HeldBed & { id: string })[]> {
  const { rows } = await tx.client.query<HeldBed & { id: string }>(
    `select id, bed_id as "bedId", child_id as "childId" from placements
      where hold_id = $1 and ($2::timestamptz is null or created_at <= $2) order by bed_id`,
    [holdId, knownAt ?? null],
  )
  return rows
}

/** The placements of a hold, each with whether the child comes without a parent; those who do come first. */
export async function familyOfHold(tx: Tx, holdId: string): Promise<{ id: string; isHead: boolean }[]> {
  const { rows } = await tx.client.query<{ id: string; isHead: boolean }>(
    `select p.id, not exists (select from placements parent where parent.hold_id = $1 and parent.child_id = c.parent_id) as "isHead"
       from placements p join children c on c.id = p.child_id
      where p.hold_id = $1 order by 2 desc, p.id`,
    [holdId],
  )
  return rows
}
