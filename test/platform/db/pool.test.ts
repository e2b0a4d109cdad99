import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { APP_ROLE, createPool } from '../../../src/platform/db/pool.ts'
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

t.test('the application’s sessions act as its role whatever the URL asks for', async (t) => {
  const { url } = await testDatabase(t)
  const hostileUrl = new URL(url)
  hostileUrl.searchParams.set('options', '-c role=none -c TimeZone=Asia/Tokyo')
  const pool = createPool({ url: hostileUrl.href, role: APP_ROLE, statementTimeoutMs: 100 })
  t.teardown(() => pool.end())
  const { rows } = await pool.query(`select current_user as who, current_setting('TimeZone') as zone`)
  t.same(rows, [{ who: APP_ROLE, zone: 'UTC' }])
  await t.rejects(pool.query('select pg_sleep(5)'), { code: '57014' }, 'and give up in time')
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
