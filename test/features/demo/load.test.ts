import type { Pool } from 'pg'
import t from 'tap'
import { ensureDemonstration } from '../../../src/features/demo/index.ts'
import { loadReference } from '../../../src/features/geography/index.ts'
import { testDatabase } from '../../support/database.ts'

t.setTimeout(300_000)

/** Queries for the rows that triggers write, identified by natural keys, as ids are random. */
const tables = {
  homes: `select id, postcode, placement_type, easting, northing, located_authority_code from homes`,
  placements: `select id, home_id, placement_type, provider_code, postcode, home_postcode, distance_miles, location
                 from placements`,
  children: 'select id, home_postcode, school_postcode from children',
  bed_use: `select bed_id, authority_code, used_by, state, void_reason, nights, stay, placement_id, void_id
              from bed_use`,
  bed_free: 'select * from bed_free',
  care_facts: 'select * from care_facts',
}

async function fingerprint(pool: Pool): Promise<Record<string, string>> {
  const prints: Record<string, string> = {}
  for (const [table, rows] of Object.entries(tables)) {
    const answer = await pool.query<{ print: string }>(
      `select count(*) || ' ' || md5(string_agg(r::text, ' ' order by r::text)) as print from (${rows}) r`,
    )
    prints[table] = answer.rows[0]?.print ?? ''
  }
  return prints
}

const countOf = async (pool: Pool, sql: string) =>
  Number((await pool.query<{ n: string }>(`select count(*) as n from (${sql}) q`)).rows[0]?.n)

t.test('an interrupted load leaves nothing behind', async (t) => {
  const { ownerPool } = await testDatabase(t)
  await loadReference(ownerPool)
  const attempt = ensureDemonstration(ownerPool, {
    onProgress({ stage }) {
      if (stage === 'children') throw new Error('the plug is pulled')
    },
  })
  await t.rejects(attempt, { message: 'the plug is pulled' })
  for (const table of ['children', 'homes', 'beds', 'placements', 'bed_use', 'postcodes']) {
    t.equal(await countOf(ownerPool, `select from ${table}`), 0, table)
  }
  t.equal(
    await countOf(ownerPool, `select from pg_trigger where not tgisinternal and tgenabled = 'D'`),
    0,
    'every trigger is on',
  )
})

t.test('two processes that start at once load it once', async (t) => {
  const { ownerPool } = await testDatabase(t)
  await loadReference(ownerPool)
  const both = await Promise.all([ensureDemonstration(ownerPool), ensureDemonstration(ownerPool)])
  t.strictSame(both.toSorted(), [false, true])
  t.equal(await ensureDemonstration(ownerPool), false, 'nor does a later start load it again')
  t.equal(await countOf(ownerPool, 'select from authorities where synthetic'), 1)
  t.equal(await countOf(ownerPool, `select from pg_trigger where not tgisinternal and tgenabled = 'D'`), 0)

  const atLoad = await fingerprint(ownerPool)
  // A sample of each, as the ids are random.
  await ownerPool.query(
    `update homes set provider_id = provider_id where id < '40000000-0000-4000-8000-000000000000'`,
  )
  await ownerPool.query(`update voids set reason = reason where id < '40000000-0000-4000-8000-000000000000'`)
  await ownerPool.query(
    `update placements set child_id = child_id where id < '40000000-0000-4000-8000-000000000000'`,
  )
  t.strictSame(await fingerprint(ownerPool), atLoad, 'the triggers would have written what the load wrote')
})
