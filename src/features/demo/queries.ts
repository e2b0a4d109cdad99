import type { PoolClient } from 'pg'
import { locks } from '../../platform/db/locks.ts'
import type { Place } from './model.ts'

/** The tables that rows are copied into, and those that triggers write from them. */
const loadedTables = [
  'checklist_items',
  'providers',
  'homes',
  'home_restrictions',
  'carer_journeys',
  'judgements',
  'contracts',
  'fees',
  'beds',
  'voids',
  'sibling_groups',
  'children',
  'care_periods',
  'legal_statuses',
  'populations',
  'placement_requests',
  'request_children',
  'vacancy_searches',
  'holds',
  'hold_beds',
  'placements',
  'approvals',
  'carer_approvals',
  'officers',
  'panel_meetings',
  'panel_cases',
  'panel_decisions',
  'panel_actions',
  'bed_use',
] as const

/** Takes the advisory lock of loading, until the end of the transaction: a second process that loads waits. */
export async function lockLoading(client: PoolClient): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(${locks.demonstration})`)
}

/** Whether an authority has neither children nor homes. */
export async function isEmpty(client: PoolClient, authorityCode: string): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(
    `select not exists (select from children where authority_code = $1)
        and not exists (select from homes where authority_code = $1) as empty`,
    [authorityCode],
  )
  return rows[0]?.empty ?? false
}

/** The ids of an authority's panels, by their reference. */
export async function panelIdsOf(client: PoolClient, authorityCode: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; reference: string }>(
    'select id, reference from panels where authority_code = $1',
    [authorityCode],
  )
  return new Map(rows.map(({ id, reference }) => [reference, id]))
}

export async function markSynthetic(client: PoolClient, authorityCode: string): Promise<void> {
  await client.query('update authorities set synthetic = true where code = $1 and not synthetic', [
    authorityCode,
  ])
}

/** Inserts postcodes; those that exist already, such as from a postcode directory, are not changed. */
export async function addPlaces(client: PoolClient, places: readonly Place[]): Promise<void> {
  await client.query(
    `insert into postcodes (postcode, authority_code, country, easting, northing)
     select postcode, authority_code, 'E', easting, northing
       from unnest($1::text[], $2::text[], $3::integer[], $4::integer[])
            as place (postcode, authority_code, easting, northing)
     on conflict do nothing`,
    [
      places.map(({ postcode }) => postcode),
      places.map(({ authorityCode }) => authorityCode),
      places.map(({ easting }) => easting),
      places.map(({ northing }) => northing),
    ],
  )
}

/**
 * Switches the triggers of the loaded tables off or on. Constraints and foreign keys stay in force. What was written without
 * them is noted as changed once they are on again.
 */
export async function setTriggers(client: PoolClient, state: 'enable' | 'disable'): Promise<void> {
  await client.query('set constraints all immediate') // a table with checks outstanding can't be altered
  for (const table of loadedTables) await client.query(`alter table ${table} ${state} trigger user`)
  if (state === 'enable') await client.query('select note_all_changes()')
}

/**
 * Runs ANALYZE when a table has more than doubled since its statistics were taken. With outdated statistics PostgreSQL
 * would read whole tables for each child.
 */
async function analyse(client: PoolClient, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ stale: boolean }>(
    `select bool_or(pg_relation_size(oid) > 2 * relpages::bigint * current_setting('block_size')::bigint) as stale
       from pg_class where oid = any($1::regclass[])`,
    [tables],
  )
  if (rows[0]?.stale) await client.query(`analyze ${tables.join(', ')}`)
}

export const analyseRecords = (client: PoolClient): Promise<void> => analyse(client, loadedTables)

export const analyseReadModels = (client: PoolClient): Promise<void> =>
  analyse(client, ['bed_free', 'care_facts'])

/** Records notices, visits and reviews of the placements agreed here as done when they were due, but for a few. */
export async function recordChecklists(
  client: PoolClient,
  authorityCode: string,
  today: string,
): Promise<void> {
  await client.query(
    `with agreed as (
       select p.id, p.started_on, least(coalesce(p.ended_on, $2::date), $2::date) as last_on,
              coalesce(k.started_on, p.started_on) as care_on, abs(hashtext(p.id::text)) % 25 = 0 as late
         from placements p
         left join care_periods k on k.child_id = p.child_id and k.nights @> p.started_on
        where p.authority_code = $1 and p.agreed_at is not null and p.started_on <= $2::date)
     insert into checklist_items (authority_code, placement_id, item, done_on)
     select $1, id, 'placement-notice', started_on from agreed
     union
     select $1, id, 'first-visit', started_on + 5 from agreed where started_on + 5 <= last_on
     union
     select $1, id, 'visit', day::date from agreed,
            generate_series(started_on + 40, last_on - case when late then 45 else 0 end, interval '40 days') day
     union
     select $1, id, 'review', day::date from agreed, lateral (
              select care_on + 25 as day
              union select care_on + 110
              union select generate_series(care_on + 110, last_on, interval '170 days')::date) review
      where day >= started_on and day <= last_on - case when late then 30 else 0 end
     union
     select $1, p.id, 'ending-notice', least(p.ended_on + 3, $2::date) from placements p
      where p.authority_code = $1 and p.agreed_at is not null and p.ended_on <= $2::date and p.end_planned = false
        and abs(hashtext(p.id::text)) % 25 <> 0`,
    [authorityCode, today],
  )
}

/** Checks that no bed is used while it is closed: a trigger does so otherwise, and triggers are off during the load. */
export async function refuseUseOfClosedBeds(client: PoolClient, authorityCode: string): Promise<void> {
  const { rowCount } = await client.query(
    `select from bed_use u join beds b on b.id = u.bed_id
      where u.authority_code = $1 and not b.open_nights @> u.nights limit 1`,
    [authorityCode],
  )
  if (rowCount) throw new Error('the demonstration uses a bed on nights when it is not open')
}
