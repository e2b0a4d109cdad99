import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aBed } from '../../support/builders.ts'

/*
 * One authority asks more than the database can answer; another finds its connections free. What makes the questions long is a
 * lock: reading what was once known waits for it, searching does not.
 */

const service = await testApp(t)
const flooding = await service.as('admin')
const patient = await service.as('admin', STOCKPORT)
for (const client of [flooding, patient]) await aBed(client)

const KNOWN_AT = '2023-11-30T12:00:00Z'
const ask = () => flooding.get(`/v1/views/capacity?asAt=2023-11-01&knownAt=${KNOWN_AT}`)
const search = { children: [{ age: 6, sex: 'male' }], from: '2023-12-04' }

/** How many sessions wait for the lock. */
async function countWaiting(): Promise<number> {
  const { rows } = await service.ownerPool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0]?.count ?? 0
}

t.test('heavy questions of one authority keep no search of another, nor of its own, waiting', async (t) => {
  const owner = await service.ownerPool.connect()
  t.teardown(() => owner.release())
  await owner.query('begin')
  await owner.query('lock table record_versions in access exclusive mode')
  const questions = Array.from({ length: 12 }, ask)
  while ((await countWaiting()) < 2) await sleep(20)
  await sleep(200)
  t.equal(await countWaiting(), 2, 'two are asked of the database at once')

  for (const client of [patient, flooding]) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.post('/v1/vacancy-searches', search)),
    )
    t.same(new Set(answers.map(({ status }) => status)), new Set([200]))
  }

  // Ten wait already of the twenty that may.
  const rest = Array.from({ length: 14 }, ask)
  const refusal = await Promise.race(rest)
  t.equal(refusal.status, 503)
  t.equal(refusal.body.type, '/problems/unavailable')
  t.match(refusal.headers['retry-after'], /^\d+$/)

  await owner.query('rollback')
  const answers = await Promise.all([...questions, ...rest])
  const count = (status: number) => answers.filter((answer) => answer.status === status).length
  t.same([count(200), count(503)], [22, 4], 'two at work and twenty waiting are answered in the end')
})

t.test('of the connections one authority has at most half', async (t) => {
  const home = await service.ownerPool.connect()
  t.teardown(() => home.release())
  await home.query('begin')
  await home.query('lock table panel_meetings in access exclusive mode')
  const questions = Array.from({ length: 30 }, () => flooding.get('/v1/panel-meetings'))
  const half = service.appPool.options.max / 2
  while ((await countWaiting()) < half) await sleep(20)
  await sleep(200)
  t.equal(await countWaiting(), half)
  const answer = await patient.post('/v1/vacancy-searches', search)
  t.equal(answer.status, 200)
  await home.query('rollback')
  for (const { status } of await Promise.all(questions)) t.equal(status, 200)
})
