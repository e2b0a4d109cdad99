import fc from 'fast-check'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import t from 'tap'
import * as codes from '../../../src/domain/codes.ts'
import { birthday, addDays } from '../../../src/domain/dates.ts'
import { distanceMiles } from '../../../src/domain/distance.ts'
import { placementTypeCodes } from '../../../src/domain/placement-types.ts'
import * as referral from '../../../src/domain/referral.ts'
import { scorecardUnits } from '../../../src/domain/scorecards/units.ts'
import { explainedConstraints } from '../../../src/platform/db/conflicts.ts'
import * as tables from '../../../src/platform/db/tables.ts'
import { testDatabase } from '../../support/database.ts'

const { ownerPool } = await testDatabase(t)

const typedTables = (Object.values(tables) as unknown[]).filter((table): table is PgTable =>
  is(table, PgTable),
)

interface Column {
  table_name: string
  column_name: string
  data_type: string
  is_nullable: 'YES' | 'NO'
  is_generated: string
}

/** PostgreSQL's names (information_schema) of the types in tables.ts. */
const families: Record<string, string> = {
  uuid: 'uuid',
  text: 'text',
  date: 'date',
  boolean: 'boolean',
  integer: 'integer',
  smallint: 'smallint',
  timestamptz: 'timestamp with time zone',
  'text[]': 'ARRAY',
  'uuid[]': 'ARRAY',
  jsonb: 'jsonb',
  bigint: 'bigint',
}
const familyOf = (sqlType: string) => (sqlType.startsWith('numeric') ? 'numeric' : families[sqlType])
const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

t.test('the typed tables are the tables of the database', async (t) => {
  const { rows } = await ownerPool.query<Column>(
    `select table_name, column_name, data_type, is_nullable, is_generated
       from information_schema.columns where table_schema = 'public'`,
  )
  const viewNames = await ownerPool.query<{ name: string }>(
    `select table_name as name from information_schema.views where table_schema = 'public'`,
  )
  const views = new Set(viewNames.rows.map(({ name }) => name)) // whose columns PostgreSQL all calls nullable
  t.ok(typedTables.length >= 12)
  for (const table of typedTables) {
    const name = getTableName(table)
    const actual = new Map(rows.filter((row) => row.table_name === name).map((row) => [row.column_name, row]))
    for (const [key, column] of Object.entries(getTableColumns(table))) {
      const row = actual.get(snake(key))
      t.equal(row?.data_type, familyOf(column.getSQLType()), `${name}.${key}: type`)
      if (!views.has(name))
        t.equal(
          row?.is_nullable,
          column.notNull || column.primary ? 'NO' : 'YES',
          `${name}.${key}: nullability`,
        )
      actual.delete(snake(key))
    }
    const untold = [...actual.values()].filter(({ is_generated }) => is_generated === 'NEVER')
    t.same(untold, [], `${name}: every column that is not generated`)
  }
})

t.test('every constraint that a request can break is explained, and none that is not there', async (t) => {
  const records = typedTables.map((table) => getTableName(table))
  const { rows } = await ownerPool.query<{ name: string; generated: boolean }>(
    `select c.conname as name,
            -- constraints named by PostgreSQL: a column's own check, which the schema of the body checks before
            c.conname ~ ('^' || c.conrelid::regclass || '_.*(check|pkey|key|not_null)\\d*$') as generated
       from pg_constraint c
      where c.connamespace = 'public'::regnamespace and c.contype in ('c', 'f', 'x', 'u')
        and c.conrelid::regclass::text = any($1)`,
    [[...records, 'bed_use']],
  )
  const names = rows
    .filter((row) => !row.generated && !row.name.endsWith('authority_code_fkey'))
    .map(({ name }) => name)
    .filter((name) => !/^bed_use_\w+_fkey$/.test(name))
  const refusals = await ownerPool.query<{ name: string }>(
    `select distinct (regexp_matches(prosrc, 'refuse\\(''(\\w+)''', 'g'))[1] as name
       from pg_proc where pronamespace = 'public'::regnamespace`,
  )
  const breakable = new Set([...names, ...refusals.rows.map(({ name }) => name)])
  t.same([...breakable].filter((name) => !explainedConstraints.has(name)).sort(), [], 'explained')
  const { rows: all } = await ownerPool.query<{ name: string }>(`select conname as name from pg_constraint
     union all select indexrelid::regclass::text from pg_index where indisunique`)
  const present = new Set([...breakable, ...all.map(({ name }) => name)])
  t.same([...explainedConstraints].filter((name) => !present.has(name)).sort(), [], 'there')
})

/** The values in a column's check constraint, if it is a list of values. */
async function checkValues(table: string, column: string): Promise<string[]> {
  const { rows } = await ownerPool.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = $1::regclass and contype = 'c' and conname = $1 || '_' || $2 || '_check'`,
    [table, column],
  )
  return [...(rows[0]?.definition ?? '').matchAll(/'([^']+)'::text/g)].map(([, value]) => value ?? '')
}

t.test('the code lists are those that the database takes', async (t) => {
  const lists: [table: string, column: string, codes: readonly string[]][] = [
    ['providers', 'sector', Object.keys(codes.sectors)],
    ['homes', 'kind', Object.keys(codes.homeKinds)],
    ['homes', 'accepts', Object.keys(codes.accepts)],
    ['judgements', 'grade', Object.keys(codes.ofstedGrades)],
    ['contracts', 'kind', Object.keys(codes.contractKinds)],
    ['beds', 'kind', Object.keys(codes.bedKinds)],
    ['voids', 'reason', Object.keys(codes.voidReasons)],
    ['children', 'sex', Object.keys(codes.sexes)],
    ['legal_statuses', 'status', Object.keys(codes.legalStatusLabels)],
    ['placements', 'placement_type', placementTypeCodes],
    ['placements', 'end_reason', Object.keys(codes.placementEndReasons)],
    ['placements', 'location', Object.keys(codes.locations)],
    ['child_needs', 'living_with', Object.keys(referral.livingWith)],
    ['child_needs', 'fostering', Object.keys(referral.suitabilities)],
    ['child_needs', 'residential', Object.keys(referral.suitabilities)],
    ['child_needs', 'supported', Object.keys(referral.suitabilities)],
    ['child_needs', 'faith', Object.keys(codes.faiths)],
    ['separations', 'category', Object.keys(codes.separationCategories)],
    ['connections', 'relation', Object.keys(codes.relations)],
    ['home_restrictions', 'kind', Object.keys(codes.restrictionKinds)],
    ['observation_series', 'unit', Object.keys(scorecardUnits)],
    ['carer_journeys', 'carer_type', Object.keys(codes.carerTypes)],
    ['carer_journeys', 'transferred_from', Object.keys(codes.transferSources)],
    ['carer_journeys', 'outcome', Object.keys(codes.journeyOutcomes)],
  ]
  for (const [table, column, values] of lists) {
    t.same((await checkValues(table, column)).sort(), [...values].sort(), `${table}.${column}`)
  }
  const patterns: [table: string, column: string, codes: readonly string[]][] = [
    ['children', 'ethnicity', Object.keys(codes.ethnicities)],
    ['care_periods', 'need', Object.keys(codes.needs)],
    ['care_periods', 'end_reason', Object.keys(codes.careEndReasons)],
    ['placements', 'provider_code', Object.keys(codes.providerCodes)],
  ]
  for (const [table, column, values] of patterns) {
    const [pattern = '(?!)'] = await checkValues(table, column)
    t.same(
      values.filter((value) => !new RegExp(pattern).test(value)),
      [],
      `${table}.${column}`,
    )
  }
})

t.test('every kind of home, of every sector, offers a placement type that there is', async (t) => {
  const { rows } = await ownerPool.query<{ type: string }>(
    `select distinct placement_type_of(kind, sector) as type from unnest($1::text[]) kind, unnest($2::text[]) sector`,
    [Object.keys(codes.homeKinds), Object.keys(codes.sectors)],
  )
  t.same(
    rows.filter(({ type }) => !(placementTypeCodes as readonly string[]).includes(type)),
    [],
  )
})

const day = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1960-01-01', n))

t.test('a birthday is the same day in the database and in the domain', async (t) => {
  const cases = fc.sample(fc.tuple(day, fc.integer({ min: 0, max: 30 })), { numRuns: 2000, seed: 1 })
  cases.push(['2008-02-29', 1], ['2008-02-29', 4], ['2008-02-29', 18], ['1999-12-31', 25])
  const { rows } = await ownerPool.query<{ day: string }>(
    `select birthday(born, age) as day from unnest($1::date[], $2::int[]) with ordinality as c (born, age, n)
      order by n`,
    [cases.map(([born]) => born), cases.map(([, age]) => age)],
  )
  t.same(
    rows.map(({ day }) => day),
    cases.map(([born, age]) => birthday(born, age)),
  )
})

t.test('a distance is the same in the database and in the domain', async (t) => {
  const metre = fc.integer({ min: 0, max: 700_000 })
  const cases = fc.sample(fc.tuple(metre, metre, metre, metre), { numRuns: 3000, seed: 2 })
  const { rows } = await ownerPool.query<{ miles: number }>(
    `select distance_miles((c->>0)::int, (c->>1)::int, (c->>2)::int, (c->>3)::int) as miles
       from jsonb_array_elements($1::jsonb) with ordinality as x (c, n) order by n`,
    [JSON.stringify(cases)],
  )
  const expected = cases.map(([e1, n1, e2, n2]) =>
    distanceMiles({ easting: e1, northing: n1 }, { easting: e2, northing: n2 }),
  )
  t.same(
    rows.map(({ miles }) => miles),
    expected,
  )
})
