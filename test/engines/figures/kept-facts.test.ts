import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import t from 'tap'
import { measureOf } from '../../../src/domain/measures/measures.ts'
import { factStore } from '../../../src/engines/figures/queries/kept-facts.ts'
import { readTallies } from '../../../src/engines/figures/queries/read-tallies.ts'
import { applyRetention } from '../../../src/platform/db/retention.ts'
import { readAs, writeAs, type Tx } from '../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChildInCare, aHome, aJudgement, aPlacement, aPlacingConsent } from '../../support/builders.ts'
import { emptyTables } from '../../support/empty.ts'

/** What is kept in memory is what SQL would read in the same transaction, whoever writes meanwhile. */

type Test = Parameters<typeof testApp>[0]
const day = '2023-12-01'
/** A night that is to come, for as long as this is run. */
const nightToCome = '2123-12-01'
const principal = { subject: 'x', role: 'admin', authorityCode: CHESHIRE_EAST } as const

/** How many a measure counts on the day, by a dimension or as a whole. */
async function count(tx: Tx, id = 'children-looked-after', knownAt?: string, asAt = day): Promise<number> {
  const measure = measureOf(id)
  if (measure === undefined) throw new Error(`no measure ${id}`)
  const question = { measure, points: [asAt], starts: [], dimensions: [], cohort: {}, today: day, knownAt }
  const [tallies = []] = await readTallies(tx, [question])
  return tallies[0]?.numerator[0] ?? 0
}

async function setUp(t: Test) {
  const service = await testApp(t)
  const { appPool, ownerPool } = service
  const admin = await service.as('admin')
  const writer = async () => {
    const client: PoolClient = await ownerPool.connect()
    await client.query(`begin; select set_config('app.authority', '${CHESHIRE_EAST}', true)`)
    return client
  }
  const read = (id?: string, knownAt?: string, asAt?: string) =>
    readAs(appPool, principal, (tx) => count(tx, id, knownAt, asAt))
  const finish = async (client: PoolClient, how: 'commit' | 'rollback') => {
    await client.query(how)
    client.release()
  }
  return { ...service, admin, writer, read, finish }
}

/** Ends the care of a child before the day. */
const endCare = (client: PoolClient, childId: string) =>
  client.query(`update care_periods set ended_on = '2023-11-01', end_reason = 'E4A' where child_id = $1`, [
    childId,
  ])

t.test('a change is in the next answer, and one rolled back in none', async (t) => {
  const { admin, read, writer, finish } = await setUp(t)
  const [first, second] = [await aChildInCare(admin), await aChildInCare(admin)]
  t.equal(await read(), 2)
  await aChildInCare(admin)
  t.equal(await read(), 3)
  const client = await writer()
  await endCare(client, first.id)
  t.equal(await read(), 3, 'not committed')
  await client.query('savepoint attempt')
  await endCare(client, second.id)
  await client.query('rollback to savepoint attempt')
  await finish(client, 'commit')
  t.equal(await read(), 2, 'without what was taken back')
  const other = await writer()
  await endCare(other, second.id)
  await finish(other, 'rollback')
  t.equal(await read(), 2)
})

t.test('a transaction that began first and ends last is not missed', async (t) => {
  const { admin, read, writer, finish } = await setUp(t)
  const [first, second] = [await aChildInCare(admin), await aChildInCare(admin)]
  const slow = await writer()
  await endCare(slow, first.id)
  const quick = await writer()
  await endCare(quick, second.id)
  await finish(quick, 'commit')
  t.equal(await read(), 1, 'kept as of a transaction with the higher number')
  await finish(slow, 'commit')
  t.equal(await read(), 0, 'the lower number is news')
})

t.test('a reader who began earlier reads what held then', async (t) => {
  const { admin, read, appPool, writer, finish } = await setUp(t)
  const child = await aChildInCare(admin)
  t.equal(await read(), 1)
  await readAs(appPool, principal, async (tx) => {
    const client = await writer()
    await endCare(client, child.id)
    await finish(client, 'commit')
    t.equal(await read(), 0, 'whoever comes now')
    t.equal(await count(tx), 1, 'its own moment')
    t.equal(await count(tx), 1)
  })
  t.equal(await read(), 0)
})

t.test('a transaction that writes reads what it has written', async (t) => {
  const { admin, read, appPool } = await setUp(t)
  const child = await aChildInCare(admin)
  t.equal(await read(), 1)
  await writeAs(
    appPool,
    principal,
    async (tx) => {
      t.equal(await count(tx), 1)
      await endCare(tx.client, child.id)
      t.equal(await count(tx), 0)
    },
    { ofOneMoment: true },
  )
  t.equal(await read(), 0)
})

t.test('a hold counts until it lapses, which nobody writes', async (t) => {
  const { admin, read, ownerPool } = await setUp(t)
  const [bed, child] = [await aBed(admin), await aChildInCare(admin)]
  const hold = await admin.post('/v1/holds', {
    beds: [{ bedId: bed.id, childId: child.id }],
    from: day,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  })
  t.equal(hold.status, 201, JSON.stringify(hold.body))
  t.equal(await read('vacant-beds', undefined, nightToCome), 0)
  // As if the hour were over, without anything that tells of it.
  await ownerPool.query(`
    begin;
    set local session_replication_role = replica;
    update holds set created_at = now() - interval '2 hours', expires_at = now() + interval '1 second';
    update bed_use set expires_at = now() + interval '1 second';
    select note_all_changes();
    commit`)
  t.equal(await read('vacant-beds', undefined, nightToCome), 0)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  t.equal(await read('vacant-beds', undefined, nightToCome), 1)
})

t.test('a home that another authority shares is read as it is now', async (t) => {
  const service = await setUp(t)
  const { admin, read } = service
  const theirs = await service.as('admin', STOCKPORT)
  const home = await aHome(theirs, { kind: 'childrens-home', shared: true })
  const bed = await aBed(theirs, { homeId: home.id })
  await aPlacingConsent(theirs, { forAuthorityCode: CHESHIRE_EAST, homeId: home.id })
  const child = await aChildInCare(admin)
  await aPlacement(admin, { childId: child.id, bedId: bed.id })
  t.equal(await read('good-or-outstanding'), 0)
  await aJudgement(theirs, { homeId: home.id })
  t.equal(await read('good-or-outstanding'), 1)
})

t.test('what is known at an instant stays, whatever is written later', async (t) => {
  const { admin, read, appPool, writer, finish } = await setUp(t)
  const child = await aChildInCare(admin)
  const earlier = await readAs(appPool, principal, async (tx) => {
    const { rows } = await tx.client.query<{ at: string }>(`select to_json(now()) #>> '{}' as at`)
    return rows[0]?.at ?? ''
  })
  const slow = await writer()
  await slow.query('select 1')
  const { rows } = await slow.query<{ at: string }>(`select to_json(clock_timestamp()) #>> '{}' as at`)
  const instant = rows[0]?.at ?? ''
  t.same([await read(undefined, earlier), await read(undefined, instant)], [1, 1])
  await endCare(slow, child.id)
  await finish(slow, 'commit')
  t.equal(await read(undefined, earlier), 1)
  t.equal(await read(undefined, instant), 0, 'it began before that instant, and so was known at it')
})

t.test('rows loaded or removed with the triggers off are noted', async (t) => {
  const { admin, read, ownerPool } = await setUp(t)
  await aChildInCare(admin)
  t.equal(await read(), 1)
  await emptyTables(ownerPool, ['children'])
  t.equal(await read(), 0)
})

t.test('what is noted is removed in time, and facts read before it are read again', async (t) => {
  const { admin, read, ownerPool } = await setUp(t)
  const child = await aChildInCare(admin)
  t.equal(await read(), 1)
  await ownerPool.query(
    `update care_periods set ended_on = '2023-11-01', end_reason = 'E4A' where child_id = $1`,
    [child.id],
  )
  await ownerPool.query(`update facts_changed set began_at = began_at - interval '2 hours'`)
  // What is noted stays while a transaction of the server, of another test's database too, is older than it.
  const notedCount = async () => (await ownerPool.query('select from facts_changed')).rowCount
  do {
    await applyRetention(ownerPool, { eventDays: 400, sendingDays: 400 })
  } while ((await notedCount()) !== 0 && (await sleep(100, true)))
  t.equal(await notedCount(), 0)
  t.equal(await read(), 0)
  t.equal(await read(), 0)
})

t.test('no more is kept than there is room for, and answers are the same without any', async (t) => {
  const { admin, read, appPool } = await setUp(t)
  const store = factStore(appPool)
  await aChildInCare(admin)
  await aBed(admin)
  const answers = async () => [await read(), await read('open-beds'), await read('vacant-beds')]
  const full = await answers()
  t.same(full, [1, 1, 1])
  t.ok(store.bytes > 0)
  store.maxBytes = 0
  await aChildInCare(admin)
  await aBed(admin)
  t.same(await answers(), [2, 2, 2])
  t.equal(store.bytes, 0)
})
