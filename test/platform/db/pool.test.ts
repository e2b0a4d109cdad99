import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { APP_LOGIN, requireLogin, SENDER_LOGIN } from '../../../src/platform/db/logins.ts'
import { createPool } from '../../../src/platform/db/pool.ts'
import { readAs, writeAs, type Tx } from '../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST } from '../../support/app.ts'
import { testDatabase } from '../../support/database.ts'

t.test('columns arrive as the field writes them', async (t) => {
  const { ownerPool } = await testDatabase(t)
  const { rows } = await ownerPool.query(`
    select date '2024-02-29' as day, array[date '2024-02-29', null] as days,
      bigint '9007199254740991' as big, array[bigint '1'] as bigs, numeric '12.50' as money,
      timestamptz '2024-07-01 12:00:00.123456+01' as instant, daterange('2024-01-01', null) as nights`)
  t.same(rows, [
    {
      day: '2024-02-29',
      days: ['2024-02-29', null],
      big: Number.MAX_SAFE_INTEGER,
      bigs: [1],
      money: 12.5,
      instant: '2024-07-01T11:00:00.123456Z',
      nights: '[2024-01-01,)',
    },
  ])
  await t.rejects(
    ownerPool.query(`select bigint '9007199254740993'`),
    RangeError,
    'no number is rounded silently',
  )
})

t.test('a session of the application begins with its settings, and can take no other role', async (t) => {
  const { urls } = await testDatabase(t)
  const pool = createPool({ url: urls.app, statementTimeoutMs: 100 })
  t.teardown(() => pool.end())
  const { rows } = await pool.query(
    `select session_user as login, current_user as role, current_setting('TimeZone') as zone, current_setting('jit') as jit,
            current_setting('idle_in_transaction_session_timeout') as idle`,
  )
  t.same(rows, [{ login: APP_LOGIN, role: APP_LOGIN, zone: 'UTC', jit: 'off', idle: '1min' }])
  const principal = { subject: 'test', role: 'admin', authorityCode: CHESHIRE_EAST } as const
  const wait = (tx: Tx) => tx.client.query('select pg_sleep(5)')
  await t.rejects(readAs(pool, principal, wait), { code: '57014' }, 'a statement gives up in time')
  await t.rejects(writeAs(pool, principal, wait), { code: '57014' })

  const owner = new URL(urls.owner).username
  for (const role of [owner, SENDER_LOGIN, 'sufficiency_sandbox', 'sufficiency_reporting'])
    await t.rejects(pool.query(`set role ${role}`), { code: '42501' }, role)
  const hostileUrl = new URL(urls.app)
  hostileUrl.searchParams.set('options', `-c role=${owner}`)
  const hostile = createPool({ url: hostileUrl.href })
  t.teardown(() => hostile.end())
  await t.rejects(hostile.query('select 1'), { code: '42501' })
})

t.test('a login in whose place another is put is refused', async (t) => {
  const { urls } = await testDatabase(t)
  await requireLogin(urls.app)
  await requireLogin(urls.sender)
  await t.rejects(
    requireLogin(urls.owner),
    /would act in the database as .* row-level security might not apply/,
  )
})

t.test('a broken connection is logged and replaced', async (t) => {
  const { url, ownerPool } = await testDatabase(t)
  const warnings: string[] = []
  const log = { info() {}, warn: (message: string) => void warnings.push(message) }
  const pool = createPool({ url, name: 'to be broken', max: 2, log })
  t.teardown(() => pool.end())
  const inUse = await pool.connect()
  await pool.query('select 1')
  await ownerPool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be broken'`,
  )
  while (warnings.length < 2) await sleep(10)
  inUse.release(true)
  t.same((await pool.query('select 1 as one')).rows, [{ one: 1 }])
})
