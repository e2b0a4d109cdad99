import type { Pool } from 'pg'

/** Has an authority marked as one of made-up records, as a load of the demonstration marks it. */
export async function markMadeUp(owner: Pool, authorityCode: string): Promise<void> {
  await owner.query('update authorities set synthetic = true where code = $1', [authorityCode])
}

/** What outlives a reset. */
const lasting = [
  'access_log',
  'bulk_reads',
  'events',
  'facts_changed',
  'feed_secrets',
  'reporting_logins',
  'service_key_secrets',
  'service_keys',
  'webhook_deliveries',
  'webhook_secrets',
  'webhooks',
]

/** A checksum of the authority's rows in each table that a reset puts back, with their number. */
export async function contentsOf(owner: Pool, authorityCode: string): Promise<Record<string, string>> {
  const { rows: names } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'authority_code'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all($1) order by 1`,
    [[...lasting, 'adjoining_authorities', 'lower_tier_authorities', 'postcodes']],
  )
  const contents: Record<string, string> = {}
  for (const { name } of names) {
    const { rows } = await owner.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(r, '|' order by r)), '') as sum
         from (select t::text as r from ${name} t
                where authority_code = $1 and coalesce(to_jsonb(t) ->> 'record_type', '') <> all($2)) rows`,
      [authorityCode, lasting],
    )
    contents[name] = rows[0]?.sum ?? ''
  }
  for (const [name, parent, column] of [
    ['running_holds', 'holds', 'hold_id'],
    ['choosy_residents', 'children', 'child_id'],
  ] as const) {
    const { rows } = await owner.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(r, '|' order by r)), '') as sum
         from (select t::text as r from ${name} t join ${parent} p on p.id = t.${column}
                where p.authority_code = $1) rows`,
      [authorityCode],
    )
    contents[name] = rows[0]?.sum ?? ''
  }
  return contents
}
