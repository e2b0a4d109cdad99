import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import t from 'tap'
import { careColumns, careRow } from '../../src/engines/figures/queries/facts/care.ts'
import { testDatabase } from '../support/database.ts'

/** What CONTRIBUTING.md says that a new fact of a night in care needs: a column that is forgotten somewhere fails here. */

const { ownerPool } = await testDatabase(t)
const { rows: columns } = await ownerPool.query<{ name: string; type: string }>(
  `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = 'care_facts'::regclass and attnum > 0 and not attisdropped
      and attname not in ('authority_code', 'from_on', 'to_on', 'known_from', 'known_to')`,
)
const textOf = (part: SQL) => new PgDialect().sqlToQuery(part).sql

/** A value of each type that a fact has. */
const values: Record<string, string> = {
  uuid: '0f0f0f0f-0000-4000-8000-000000000000',
  text: 'a',
  smallint: '1',
  'numeric(5,1)': '1.5',
  boolean: 'true',
  date: '2023-12-01',
}

t.test('a change of any fact is a change of the facts', async (t) => {
  t.ok(columns.length > 0)
  for (const { name, type } of columns) {
    const { rows } = await ownerPool.query<{ same: boolean }>(
      `select same_care(null::care_facts, jsonb_populate_record(null::care_facts, $1)) as same`,
      [{ [name]: values[type] }],
    )
    t.same(rows, [{ same: false }], `${name} is compared in schema/functions/same_care.sql`)
  }
})

t.test('every fact is passed on to sets of facts that add to a night in care', (t) => {
  const columnNames = textOf(careRow).split(', ').toSorted()
  t.same(columnNames, columns.map(({ name }) => `care.${name}`).toSorted())
  t.end()
})

t.test('every fact is asked of or is the record that a figure is traced to', (t) => {
  const queryTexts = Object.values(careColumns).map(textOf).join()
  const records = ['child_id', 'placement_id', 'home_id']
  for (const { name } of columns) t.ok(records.includes(name) || queryTexts.includes(`night.${name}`), name)
  t.end()
})
