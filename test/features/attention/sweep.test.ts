import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { STOCKPORT, testApp, type Body } from '../../support/app.ts'
import { aPlacementRequest } from '../../support/builders.ts'
import { inDays, TODAY } from '../../support/placing.ts'

/** A request, about which alone there is a row. */
const dates = { receivedOn: TODAY, neededFrom: inDays(5) }

const short = 'uk.sufficiency.attention.'
const service = await testApp(t, { clock: () => new Date() })
const admin = await service.as('admin')
const sweep = async () => (await admin.post('/v1/attention/sweep')).body
const events = async () =>
  (await admin.get(`/v1/events?types=${short}raised.v1,${short}settled.v1`)).body.items.map(
    ({ type, subject, data }) => ({ type: String(type), subject: String(subject), data: data as Body }),
  )

t.test('an event tells of each new row, and of each that is settled', async (t) => {
  t.same(await sweep(), { raised: 0, settled: 0 })
  const { id: requestId } = await aPlacementRequest(admin, dates)
  const [row] = (await admin.get('/v1/attention?kind=request-open')).body.items
  t.same(await sweep(), { raised: 1, settled: 0 })
  t.same(await sweep(), { raised: 0, settled: 0 }, 'once')
  t.match(await events(), [
    {
      type: `${short}raised.v1`,
      subject: `attention-rows/${row?.id}`,
      data: { id: row?.id, version: 1, kind: 'request-open', aboutId: requestId },
    },
  ])
  const read = () => admin.get(`/v1/attention-rows/${row?.id}`)
  t.match(await read(), { status: 200, body: { kind: 'request-open', due: inDays(5) } })
  const url = `/v1/placement-requests/${requestId}/withdrawal`
  await admin.post(url, { on: TODAY, reason: 'Stays at home' }, { 'if-match': '*' })
  t.same(await sweep(), { raised: 0, settled: 1 })
  t.equal((await events()).at(-1)?.type, `${short}settled.v1`)
  t.equal((await read()).status, 404, 'a row that is settled is none')
})

t.test('many at once tell of a row once', async (t) => {
  await aPlacementRequest(admin, dates)
  const results = await Promise.all(Array.from({ length: 6 }, sweep))
  const total = results.reduce((sum, result) => sum + (result.raised as number), 0)
  const rows = (await admin.get('/v1/attention/summary')).body.rows
  t.equal(total, rows)
})

t.test('the service does it of its own accord, for every authority', async (t) => {
  const running = await testApp(t, { clock: () => new Date(), attentionEveryMs: 50 })
  const there = await running.as('admin', STOCKPORT)
  await aPlacementRequest(there, dates)
  for (let tries = 0; tries < 100; tries++) {
    const { items } = (await there.get(`/v1/events?types=${short}raised.v1`)).body
    if (items.length > 0) return t.match(items, [{ data: { kind: 'request-open' } }])
    await sleep(50)
  }
  t.fail('nothing was told')
})
