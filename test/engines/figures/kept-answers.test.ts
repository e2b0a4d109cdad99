import t from 'tap'
import { factStore } from '../../../src/engines/figures/queries/kept-facts.ts'
import { readAs, writeAs, type Tx } from '../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { aChild, aHome, aJudgement } from '../../support/builders.ts'

/** An answer that is kept is what would be worked out in the reader's own transaction. */

type Test = Parameters<typeof testApp>[0]
const principal = { subject: 'x', role: 'admin', authorityCode: CHESHIRE_EAST } as const
const countOfHomes = 'select count(*)::integer as homes from visible_homes'

async function setUp(t: Test) {
  const service = await testApp(t)
  const { appPool } = service
  const counter = { times: 0 }
  /** How many homes there are, and how often that was counted. */
  const count = async (tx: Tx, sql = countOfHomes): Promise<number> => {
    const { homes } = await factStore(appPool).answer(tx, { key: 'homes', sql }, async () => {
      counter.times++
      const { rows } = await tx.client.query<{ homes: number }>(countOfHomes)
      return rows[0] ?? { homes: NaN }
    })
    return homes
  }
  const ask = (sql?: string) => readAs(appPool, principal, (tx) => count(tx, sql))
  return { ...service, admin: await service.as('admin'), counter, count, ask }
}

t.test('an answer is worked out once, and again when what it is read from has changed', async (t) => {
  const { admin, counter, ask } = await setUp(t)
  const home = await aHome(admin)
  t.same([await ask(), await ask(), counter.times], [1, 1, 1])
  await aChild(admin)
  t.same([await ask(), counter.times], [1, 1], 'it is of no child')
  await aHome(admin)
  t.same([await ask(), counter.times], [2, 2])
  await aJudgement(admin, { homeId: home.id })
  t.same([await ask(), counter.times], [2, 2], 'nor of a judgement')
})

t.test('one authority’s answer is never another’s', async (t) => {
  const service = await setUp(t)
  await aHome(service.admin)
  t.equal(await service.ask(), 1)
  const stockport = { ...principal, authorityCode: STOCKPORT }
  t.equal(await readAs(service.appPool, stockport, (tx) => service.count(tx)), 0)
  await aHome(await service.as('admin', STOCKPORT), { kind: 'childrens-home', shared: true })
  t.equal(await service.ask(), 2, 'a home that is shared is news elsewhere too')
})

t.test(
  'a reader who began earlier has the answer of then, and one who writes has what it wrote',
  async (t) => {
    const { admin, appPool, count, ask } = await setUp(t)
    await aHome(admin)
    t.equal(await ask(), 1)
    await readAs(appPool, principal, async (tx) => {
      await tx.client.query('select 1')
      await aHome(admin)
      t.equal(await ask(), 2, 'whoever comes now')
      t.equal(await count(tx), 1, 'its own moment')
      t.equal(await count(tx), 1)
    })
    await writeAs(appPool, principal, async (tx) => {
      t.equal(await count(tx), 2)
      await tx.client.query('delete from homes')
      t.equal(await count(tx), 0)
    })
    t.equal(await ask(), 0)
  },
)

t.test('an answer is not kept that is read from a table whose changes are not noted', async (t) => {
  const { counter, ask } = await setUp(t)
  const sql = `${countOfHomes}, webhooks`
  t.same([await ask(sql), await ask(sql), counter.times], [0, 0, 2])
})

t.test('answers take their room among the facts, and make way', async (t) => {
  const { admin, appPool, counter, ask } = await setUp(t)
  const store = factStore(appPool)
  t.equal(await ask(), 0)
  t.ok(store.bytes > 0)
  store.maxBytes = 0
  await aHome(admin)
  t.same([await ask(), await ask(), counter.times], [1, 1, 3], 'without room each is worked out')
  t.equal(store.bytes, 0)
})
