import { sql } from 'drizzle-orm'
import type { UpsertPath } from '../../domain/case-systems/kinds.ts'
import type { AnyRow } from '../../engines/intake/take-record.ts'
import { crud } from '../../platform/db/crud.ts'
import { locks } from '../../platform/db/locks.ts'
import * as tables from '../../platform/db/tables.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { AnyResource } from '../../platform/http/resource-declaration.ts'

export const caseSystemStore = crud(tables.caseSystems)

/** A record as another system names it. */
export interface ExternalName {
  system: string
  kind: UpsertPath
  externalId: string
}

/** Which record a name is of. */
export interface ExternalLink extends ExternalName {
  recordId: string
  /** Of a child's record that was merged: the one into which it was. */
  mergedIntoId: string | null
}

/** The column of `external_ids` that refers to records of each kind. */
const columns: Readonly<Record<UpsertPath, string>> = {
  'sibling-groups': 'sibling_group_id',
  children: 'child_id',
  providers: 'provider_id',
  'category-variations': 'category_variation_id',
  homes: 'home_id',
  'home-contacts': 'home_contact_id',
  judgements: 'judgement_id',
  'home-restrictions': 'home_restriction_id',
  contracts: 'contract_id',
  fees: 'fee_id',
  beds: 'bed_id',
  'carer-journeys': 'carer_journey_id',
  'care-periods': 'care_period_id',
  'legal-statuses': 'legal_status_id',
  'child-needs': 'child_needs_id',
  separations: 'separation_id',
  connections: 'connection_id',
  'liberty-orders': 'liberty_order_id',
  'placement-requests': 'placement_request_id',
  placements: 'placement_id',
  voids: 'void_id',
  'care-plans': 'care_plan_id',
  wishes: 'wish_id',
  consultations: 'consultation_id',
  introductions: 'introduction_id',
  'disruption-meetings': 'disruption_meeting_id',
}

const selectLinks = `select e.system, e.kind, e.external_id as "externalId", e.record_id as "recordId",
       c.merged_into_id as "mergedIntoId"
  from external_ids e left join children c on c.id = e.child_id`

/** The records of these names; a name of none has no link. */
export async function linksByNames(tx: Tx, names: readonly ExternalName[]): Promise<ExternalLink[]> {
  const { rows } = await tx.client.query<ExternalLink>(
    `${selectLinks}
      join (select distinct * from unnest($1::text[], $2::text[], $3::text[]) n (system, kind, external_id)) n
        using (system, kind, external_id)
     where e.authority_code = $4`,
    [
      names.map(({ system }) => system),
      names.map(({ kind }) => kind),
      names.map(({ externalId }) => externalId),
      tx.principal.authorityCode,
    ],
  )
  return rows
}

/** What systems call these records of a kind. A child is called what its merged records are called, too. */
export async function linksByRecords(
  tx: Tx,
  kind: UpsertPath,
  ids: readonly string[],
): Promise<ExternalLink[]> {
  const { rows } = await tx.client.query<ExternalLink>(
    `${selectLinks}
     where e.authority_code = $1 and e.kind = $2
       and (e.${columns[kind]} = any($3::uuid[]) or c.merged_into_id = any($3::uuid[]))
     order by e.system, e.external_id`,
    [tx.principal.authorityCode, kind, ids],
  )
  return rows
}

/** What a system calls a record; undefined where it has no name for it. */
export async function nameOfRecord(
  tx: Tx,
  { system, kind }: { system: string; kind: UpsertPath },
  id: string,
): Promise<string | undefined> {
  const { rows } = await tx.client.query<{ externalId: string }>(
    `select external_id as "externalId" from external_ids
      where authority_code = $1 and system = $2 and ${columns[kind]} = $3`,
    [tx.principal.authorityCode, system, id],
  )
  return rows[0]?.externalId
}

export async function insertLinks(
  tx: Tx,
  system: string,
  kind: UpsertPath,
  links: readonly { externalId: string; id: string }[],
): Promise<void> {
  await tx.client.query(
    `insert into external_ids (authority_code, system, external_id, ${columns[kind]})
     select $1, $2, * from unnest($3::text[], $4::uuid[])`,
    [
      tx.principal.authorityCode,
      system,
      links.map(({ externalId }) => externalId),
      links.map(({ id }) => id),
    ],
  )
}

export async function removeLink(tx: Tx, { system, kind, externalId }: ExternalName): Promise<void> {
  await tx.client.query(
    'delete from external_ids where authority_code = $1 and system = $2 and kind = $3 and external_id = $4',
    [tx.principal.authorityCode, system, kind, externalId],
  )
}

/** The authority's own records of these ids, in no order; one that is not there is left out. */
export async function recordsByIds(
  tx: Tx,
  { store }: AnyResource,
  ids: readonly string[],
): Promise<AnyRow[]> {
  if (ids.length === 0) return []
  return await store.list(tx, {
    filters: { authorityCode: tx.principal.authorityCode },
    condition: sql`id = any(${sql.param(ids)}::uuid[])`,
    afterId: undefined,
    limit: ids.length,
  })
}

/** Waits for nothing: whether no other load of the system is under way. It is kept off until the transaction ends. */
export async function lockSystem(tx: Tx, system: string): Promise<boolean> {
  const { rows } = await tx.client.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock($1, hashtext($2)) as free',
    [locks.caseSystem, JSON.stringify([tx.principal.authorityCode, system])],
  )
  return rows[0]?.free ?? false
}

export async function isDeclared(tx: Tx, system: string): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    'select from case_systems where authority_code = $1 and name = $2',
    [tx.principal.authorityCode, system],
  )
  return rowCount === 1
}
