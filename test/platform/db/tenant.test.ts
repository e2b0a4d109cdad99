import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import type { Principal } from '../../../src/domain/access.ts'
import { createPool } from '../../../src/platform/db/pool.ts'
import { readAs, writeAs, type Tx } from '../../../src/platform/db/tenant.ts'
import { testDatabase } from '../../support/database.ts'

const { urls, appPool, ownerPool } = await testDatabase(t)
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

/**
 * Puts a proxy before the database that passes on none of its answers from when a client says the first words to when one says
 * the last.
 * @returns the URL of the proxy
 */
async function holdAnswers(url: string, firstWords: string, lastWords: string): Promise<string> {
  const { port, hostname } = new URL(url)
  const silent = new Set<Socket>()
  const proxy = createServer((client) => {
    const database = connect(Number(port), hostname)
    client.on('data', (chunk) => {
      const words = chunk.toString('latin1')
      if (words.includes(firstWords)) silent.add(database.pause())
      database.write(chunk)
      if (words.includes(lastWords)) for (const socket of silent) socket.resume()
    })
    client.on('close', () => database.destroy())
    database.pipe(client)
    for (const socket of [client, database]) socket.on('error', () => socket.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  t.teardown(() => proxy.close())
  const way = new URL(url)
  way.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`
  return way.href
}

t.test('a read of one statement takes one round trip', async (t) => {
  const question = 'select count(*)::integer as count from providers'
  const ask = (firstWords: string, lastWords: string) => async (t: Test) => {
    const pool = createPool({ url: await holdAnswers(urls.app, firstWords, lastWords), max: 2 })
    t.teardown(() => pool.end())
    const { rows } = await readAs(pool, principal, (tx) => tx.client.query(question))
    t.same(rows, [{ count: 1 }])
    await pool.query('select 1 as "end of it"')
  }
  await t.test('the statement is sent before the beginning is answered', ask('begin', 'providers'))
  await t.test('the end of the transaction is not waited for', ask('commit', 'end of it'))
})

t.test('a read that can not begin returns nothing, and leaves its connection as it was', async (t) => {
  const hostile = { ...principal, requestId: '\0' }
  await t.rejects(readAs(appPool, hostile, (tx) => tx.client.query('select count(*) from providers')))
  const { rows } = await readAs(appPool, principal, (tx) => tx.client.query('select name from providers'))
  t.same(rows, [{ name: 'Fernlea' }])
})
