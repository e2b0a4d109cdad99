import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import t from 'tap'
import { migrate } from '../../../src/platform/db/migrate.ts'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'
import { command } from '../../support/command.ts'
import { databaseVariables } from '../../support/database.ts'
import { aBed, aChildInCare, aPlacement, aVoid, someNeeds } from '../../support/builders.ts'
import { inHours } from '../../support/placing.ts'

/* `npm run read-models` compares the read models with the records, and rebuilds them. */

const service = await testApp(t)
const admin = await service.as('admin')

const bed = await aBed(admin)
const child = await aChildInCare(admin)
await someNeeds(admin, { childId: child.id, livingWith: 'solo' })
await aPlacement(admin, {
  childId: child.id,
  bedId: bed.id,
  startedOn: '2023-03-01',
  endedOn: '2023-05-01',
})
await aVoid(admin, { bedId: bed.id, startsOn: '2023-06-01', endsOn: '2023-06-11' })
const heldBed = await aBed(admin)
const hold = await admin.post('/v1/holds', {
  beds: [{ bedId: heldBed.id, childId: child.id }],
  from: '2023-12-08',
  to: '2023-12-15',
  expiresAt: inHours(100),
})

function readModels(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((settle) => {
    const child = execFile(
      process.execPath,
      [...command('read-models'), ...args],
      {
        cwd: resolve(import.meta.dirname, '../../..'),
        env: { ...process.env, ...databaseVariables(service.urls) },
      },
      (_error, stdout, stderr) => settle({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

/** Runs statements with all triggers off, to simulate a fault of the product. */
const behindTheTriggers = (...statements: string[]) =>
  service.ownerPool.query(
    ['set session_replication_role = replica', ...statements, 'reset session_replication_role'].join(';'),
  )

interface Kept {
  from_on: string
  known_from: Date
}
const asKept = `
  select child_id, from_on, to_on, age, known_from from care_facts where known_to = 'infinity' order by from_on`

t.test('what the triggers kept is what the records say', async (t) => {
  t.equal(hold.status, 201)
  const { code, stdout, stderr } = await readModels('check')
  t.equal(code, 0, stderr)
  t.match(stdout, /uses of beds: 3 kept, 0 missing, 0 untrue/, 'a stay, a void and a hold')
  // One bed is free before the stay, between stay and void, and after the void; a hold frees nothing.
  t.match(stdout, /free intervals of beds: 4 kept, 0 missing, 0 untrue/)
  t.match(stdout, /runs of nights in care: [1-9]\d* kept, 0 missing, 0 untrue/)
  t.match(
    stdout,
    /residents who may not live with just anyone: 2 kept, 0 missing, 0 untrue/,
    'placed and held',
  )
})

t.test('what differs is counted, and made anew; what is right stays as it was', async (t) => {
  const { rows: factsBefore } = await service.ownerPool.query<Kept>(asKept)
  await behindTheTriggers(
    `delete from bed_use where void_id is not null`,
    `update bed_free set free_to = free_to - 1 where bed_id = '${bed.id}' and free_to = '2023-03-01'`,
    `update care_facts set age = age + 1 where from_on = '${factsBefore[0]?.from_on}'`,
    `delete from choosy_residents`,
  )
  const spoilt = await readModels('check', '--authority', CHESHIRE_EAST)
  t.equal(spoilt.code, 1)
  t.match(spoilt.stdout, /uses of beds: 2 kept, 1 missing, 0 untrue/)
  // The interval that ends too early, and those before and after the void, which have become one.
  t.match(spoilt.stdout, /free intervals of beds: 4 kept, 2 missing, 3 untrue/)
  t.match(spoilt.stdout, /runs of nights in care: \d+ kept, 1 missing, 1 untrue/)
  t.match(spoilt.stdout, /just anyone: 0 kept, 2 missing, 0 untrue/)
  t.match(spoilt.stderr, /run it again with rebuild/)

  const rebuilt = await readModels('rebuild')
  t.equal(rebuilt.code, 0, rebuilt.stderr)
  t.equal((await readModels('check')).code, 0)
  const { rows: factsAfter } = await service.ownerPool.query<Kept>(asKept)
  const timeless = (rows: Kept[]) => rows.map((row) => ({ ...row, known_from: null }))
  t.same(timeless(factsAfter), timeless(factsBefore))
  t.same(factsAfter.slice(1), factsBefore.slice(1), 'known since when it was')
})

t.test('a version whose functions differ brings them to what its functions make', async (t) => {
  await behindTheTriggers(
    'delete from care_facts',
    // As if a version before this one had made the function with another text.
    `update schema_definitions set checksum = 'other' where path like '%care_facts_of.sql'`,
  )
  await migrate(service.ownerPool.options.connectionString ?? '')
  t.equal((await readModels('check')).code, 0)
})

t.test('a wrong call says what would be right', async (t) => {
  t.match(await readModels('mend'), { code: 1, stderr: /Say check or rebuild[^]*Usage/ })
  t.match(await readModels('check', '--authority', 'E99999999'), {
    code: 1,
    stderr: /no authority of that code/,
  })
})

t.test('a transaction may leave the facts of its children to its end', async (t) => {
  const { ownerPool } = service
  const someone = await aChildInCare(admin)
  const ends = async (client: Pick<typeof ownerPool, 'query'>) =>
    (
      await client.query<{ ends: string }>(
        `select max(to_on)::text as ends from care_facts where child_id = $1 and known_to = 'infinity'`,
        [someone.id],
      )
    ).rows[0]?.ends
  const client = await ownerPool.connect()
  const firstEnd = await ends(client)
  await client.query('begin')
  await client.query(`select set_config('app.facts_at_end', pg_current_xact_id()::text, true)`)
  await client.query(
    `update care_periods set ended_on = '2023-06-01', end_reason = 'E8' where child_id = $1`,
    [someone.id],
  )
  t.equal(await ends(client), firstEnd, 'nothing is made yet')
  await client.query('savepoint mistake')
  await client.query(
    `update care_periods set ended_on = '2023-07-01', end_reason = 'E8' where child_id = $1`,
    [someone.id],
  )
  await client.query('rollback to mistake')
  await client.query('commit')
  t.equal(await ends(client), '2023-06-01', 'as the transaction left it')
  t.strictSame((await client.query('select from care_facts_due')).rowCount, 0)
  await client.query(
    `update care_periods set ended_on = '2023-08-01', end_reason = 'E8' where child_id = $1`,
    [someone.id],
  )
  t.equal(await ends(client), '2023-08-01', 'the next does not')
  client.release()
})
