import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { followEvents, pullFeed, unwrap, type FeedRow } from '@sufficiency/client'
import t from 'tap'
import { CHESHIRE_EAST, testApp } from '../../test/support/app.ts'
import { aBed, aChildInCare } from '../../test/support/builders.ts'
import { copyChildMonths } from '../examples/copy-a-feed.ts'
import { followPlacements, type Ledger } from '../examples/follow-placements.ts'
import { monthlyShares } from '../examples/monthly-figures.ts'
import { connectWithKey, refusal } from './support.ts'

const service = await testApp(t, { listen: true, sending: { heartbeatMs: 100, pollMs: 50 } })
const admin = await service.as('admin')
const reading = ['measures:read', 'feeds:read', 'events:read', 'placements:read']

/** A child of ten in care since 10 January 2022, placed in a home on a day. */
async function placeOne(startedOn: string) {
  const { id: childId } = await aChildInCare(admin)
  const { id: bedId } = await aBed(admin)
  const body = { childId, bedId, placementType: 'residential', startedOn }
  const placement = await admin.post('/v1/placements', body)
  t.equal(placement.status, 201)
  return placement.body
}

t.test('figures by month and the rows behind them are read with a key, and agree', async (t) => {
  for (let n = 0; n < 3; n++) await placeOne('2022-01-10')
  const client = await connectWithKey(service, reading)
  const shares = await monthlyShares(client, '2022-01-01', '2022-03-31')
  // Born 15 June 2013: eight years old in all three months. Homes of the test are in Cheshire East.
  const months = ['2022-01-31', '2022-02-28', '2022-03-31']
  t.same(
    shares,
    months.map((asAt) => ({ asAt, ageBand: '5-10', numerator: 3, denominator: 3, value: 100 })),
  )
  const rows: FeedRow[] = []
  await copyChildMonths(client, async (batch) => void rows.push(...batch))
  // January 2022 to December 2023 is 24 months for each of three children.
  t.equal(rows.length, 72)
  for (const { asAt, numerator } of shares) {
    const month = `${asAt.slice(0, 7)}-01`
    t.equal(rows.filter((row) => row.month === month && row.location === 'in').length, numerator, month)
  }
})

t.test('a pull that breaks off again and again gives every row once', async (t) => {
  const cut = async (request: Request) => {
    const answer = await fetch(request)
    if (!request.url.includes('/feeds/child-months') || !answer.body) return answer
    let rest = 5_000
    const cutting = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk.subarray(0, rest))
        rest -= chunk.length
        if (rest <= 0) controller.error(new TypeError('terminated'))
      },
    })
    return new Response(answer.body.pipeThrough(cutting), answer)
  }
  const whole = await connectWithKey(service, reading)
  const broken = await connectWithKey(service, reading, { fetch: cut })
  const expected: FeedRow[] = []
  for await (const row of pullFeed(whole, 'child-months')) expected.push(row)
  const rows: FeedRow[] = []
  for await (const row of pullFeed(broken, 'child-months')) rows.push(row)
  t.ok(JSON.stringify(expected).length > 3 * 5_000, 'it broke off several times')
  t.same(rows, expected)
  t.match(await refusal(pullFeed(whole, 'child-months', { from: '2022-01-15' }).next()), { status: 400 })
})

t.test('what happens is followed through a connection that ends, and nothing is missed', async (t) => {
  const first = await placeOne('2023-11-01')
  let streams = 0
  const stop = new AbortController()
  const breaking = async (request: Request) => {
    const answer = await fetch(request)
    if (!request.url.includes('/events/stream') || ++streams > 1 || !answer.body) return answer
    // The first stream ends at its first event.
    let isOver = false
    const ending = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (isOver) return
        isOver = new TextDecoder().decode(chunk).includes('data:')
        if (isOver) controller.terminate()
        else controller.enqueue(chunk)
      },
    })
    return new Response(answer.body.pipeThrough(ending), answer)
  }
  const client = await connectWithKey(service, reading, { fetch: breaking })
  const copies: { id: string; status: string; cursor: string }[] = []
  const ledger: Ledger = {
    cursor: undefined,
    store: (placement, cursor) => {
      copies.push({ ...placement, cursor })
      if (copies.length === 2) stop.abort()
    },
  }
  const following = followPlacements(
    client,
    ledger,
    AbortSignal.any([stop.signal, AbortSignal.timeout(15_000)]),
  )
  while (streams === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  await new Promise((resolve) => setTimeout(resolve, 200))
  const second = await placeOne('2023-11-02')
  const end = { on: '2023-11-03', reason: 'CARPL', planned: true }
  t.equal((await admin.post(`/v1/placements/${first.id}/end`, end, { 'if-match': '*' })).status, 200)
  await following
  t.match(copies, [
    { id: second.id, status: 'current' },
    { id: first.id, status: 'ended' },
  ])
  t.equal(streams, 2)
})

t.test('a cursor whose events are removed is a problem, and no reason to come back', async (t) => {
  const client = await connectWithKey(service, reading)
  const { items, nextCursor } = await unwrap(client.GET('/v1/events', { params: { query: { limit: 1 } } }))
  t.equal(items.length, 1)
  await service.ownerPool.query(
    'update event_log set removed_to = (select max(position) from events where authority_code = $1)',
    [CHESHIRE_EAST],
  )
  const error = await refusal(followEvents(client, { cursor: nextCursor }).next())
  t.ok(error.is('cursor-expired'))
})

t.test('each block of code in the README is in an example, which compiles', async (t) => {
  const folder = join(import.meta.dirname, '..')
  const readme = await readFile(join(folder, 'README.md'), 'utf8')
  const examples = await Promise.all(
    (await readdir(join(folder, 'examples'))).map((name) => readFile(join(folder, 'examples', name), 'utf8')),
  )
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block = '']) => block.trim())
  t.ok(blocks.length >= 5)
  const squeeze = (code: string) => code.replace(/\s+/g, ' ')
  for (const block of blocks)
    t.ok(
      examples.some((example) => squeeze(example).includes(squeeze(block))),
      block.split('\n')[0] ?? '',
    )
})
