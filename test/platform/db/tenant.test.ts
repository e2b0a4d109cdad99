import t from 'tap'
import type { Principal } from '../../../src/domain/access.ts'
import { readAs, writeAs, type Tx } from '../../../src/platform/db/tenant.ts'
import { testDatabase } from '../../support/database.ts'

const { appPool, ownerPool } = await testDatabase(t)
const authorityCode = 'E06000049'
await ownerPool.query(`insert into authorities (code, name) values ($1, 'Cheshire East')`, [authorityCode])
const principal: Principal = { subject: 'officer@example.test', role: 'placements', authorityCode }

const addProvider = (tx: Tx) =>
  tx.client.query(`insert into providers (authority_code, name, sector) values ($1, 'Fernlea', 'private')`, [
    authorityCode,
  ])
const providers = async () => (await ownerPool.query<{ name: string }>('select name from providers')).rows

t.test('PostgreSQL refuses to write in a read, which is of one moment', async (t) => {
  const { rows } = await readAs(appPool, principal, (tx) =>
    tx.client.query(`select current_setting('transaction_read_only') as "readOnly",
                            current_setting('transaction_isolation') as isolation`),
  )
  t.same(rows, [{ readOnly: 'on', isolation: 'repeatable read' }])
  await t.rejects(readAs(appPool, principal, addProvider), { code: '25006' })
  t.same(await providers(), [])
})

t.test('what a read leaves to be done is done after its transaction and before its result', async (t) => {
  const order: string[] = []
  const result = readAs(appPool, principal, async (tx) => {
    tx.afterRead?.(async () => {
      const { rows } = await ownerPool.query(
        `select from pg_stat_activity where application_name = 'test app' and state like 'idle in transaction%'
          and datname = current_database()`,
      )
      order.push(`after the read, transactions open: ${rows.length}`)
    })
    order.push('read')
  })
  await result.then(() => order.push('result'))
  t.same(order, ['read', 'after the read, transactions open: 0', 'result'])

  const failing = readAs(appPool, principal, async (tx) => {
    tx.afterRead?.(() => Promise.reject(new Error('not kept')))
    return 'what nobody may be told'
  })
  await t.rejects(failing, { message: 'not kept' })
})

t.test('a read that fails leaves nothing to be done', async (t) => {
  let isDone = false
  const failing = readAs(appPool, principal, async (tx) => {
    tx.afterRead?.(async () => {
      isDone = true
    })
    throw new Error('not found')
  })
  await t.rejects(failing, { message: 'not found' })
  t.notOk(isDone)
})

t.test('a write is begun again when it lost a race, and is not a read', async (t) => {
  let attempts = 0
  await writeAs(appPool, principal, async (tx) => {
    t.equal(tx.afterRead, undefined)
    attempts += 1
    await addProvider(tx)
    if (attempts < 3)
      await tx.client.query(`do $$ begin raise exception 'a deadlock' using errcode = '40P01'; end $$`)
  })
  t.equal(attempts, 3)
  t.same(await providers(), [{ name: 'Fernlea' }], 'and writes once')
})
