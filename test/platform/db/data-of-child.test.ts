import t from 'tap'
import { testApp } from '../../support/app.ts'

const { ownerPool } = await testApp(t)

const names = async (sql: string) =>
  (await ownerPool.query<{ name: string }>(sql)).rows.map(({ name }) => name)

const declaration = await names('select record_type as name from data_of_child()')

/** Rows of an authority that say nothing of a child, with why a table that seems to does not. */
const aboutNoChild = {
  supply: [
    'bed_free',
    'beds',
    'carer_journeys',
    'category_variations',
    'contracts',
    'fees',
    'home_contacts',
    'home_restrictions',
    'homes',
    'judgements',
    'providers',
  ],
  'the authority’s own settings, offices and systems': [
    'access_reviews',
    'authority_settings',
    'break_glass',
    'case_systems',
    'daily_receivers',
    'erasures',
    'feed_secrets',
    'matching_profiles',
    'officers',
    'page_sessions',
    'panel_meetings',
    'panels',
    'reporting_logins',
    'service_key_secrets',
    'service_keys',
    'webhook_secrets',
    'webhooks',
  ],
  'figures, in which no child is named': [
    'action_updates',
    'forecasts',
    'measure_computations',
    'measure_values',
    'observation_series',
    'observations',
    'populations',
    'public_answers',
    'rag_rules',
    'releases',
    'scorecard_comments',
    'scorecard_series',
    'scorecards',
    'strategy_actions',
    'targets',
  ],
  'what was asked for, and how the work on it went: the rows are elsewhere': [
    'bulk_reads',
    'daily_pushes',
    // Gone once the import has ended.
    'import_files',
    'imports',
  ],
}

t.test('every table that leads to a child is declared', async (t) => {
  const leading = await names(`
    with recursive led (oid) as (
      select 'children'::regclass::oid
       union
      select c.conrelid from led l join pg_constraint c on c.contype = 'f' and c.confrelid = l.oid
    )
    select relname as name from led join pg_class using (oid)`)
  t.ok(leading.length > 30)
  t.same(
    leading.filter((name) => !declaration.includes(name)),
    [],
    'else: add it to schema/functions/data_of_child.sql',
  )
})

t.test('every other table of an authority is known to say nothing of a child', async (t) => {
  const tables = await names(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'authority_code'
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity`)
  const silent = Object.values(aboutNoChild).flat()
  t.same(
    tables.filter((name) => !declaration.includes(name) && !silent.includes(name)).sort(),
    [],
    'else: declare it, or say here why it is about no child',
  )
  t.same(
    silent.filter((name) => declaration.includes(name) || !tables.includes(name)),
    [],
  )
})

t.test('what is declared is there, and its condition is one', async (t) => {
  const { rows } = await ownerPool.query<{ table: string; condition: string }>(
    'select record_type as table, condition from data_of_child()',
  )
  for (const { table, condition } of rows)
    await t.resolves(
      ownerPool.query(
        `select from ${table} t where num_nulls($1::uuid[], $2::text[], $3::uuid[]) = 0 and (${condition})`,
        [[], [], []],
      ),
      table,
    )
})
