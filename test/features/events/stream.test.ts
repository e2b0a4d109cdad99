import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { Alarm } from '../../../src/features/events/alarm.ts'
import type { PublishedEvent } from '../../../src/features/events/queries/feed.ts'
import { eventStream } from '../../../src/features/events/stream.ts'
import { STOCKPORT, testApp, type TestApp } from '../../support/app.ts'
import { aHome, aProvider } from '../../support/builders.ts'
import type { Event } from './receiver.ts'

const HEARTBEAT_MS = 150
const options = { listen: true, sending: { heartbeatMs: HEARTBEAT_MS, pollMs: 50 } }
const service = await testApp(t, options)
const officer = await service.as('data')

interface Followed {
  status: number | undefined
  type: string | undefined
  /** Ids of all messages received, heartbeats included. */
  ids: string[]
  events: Event[]
  isOver: boolean
  until(enough: () => boolean): Promise<void>
}

/** Reads a stream until the test ends, parsing it as the specification of server-sent events says. */
async function follow(
  t: Test,
  service: TestApp,
  { query = '', lastId, authority }: { query?: string; lastId?: string | undefined; authority?: string } = {},
): Promise<Followed> {
  const headers = {
    authorization: `Bearer ${await service.token('data', authority)}`,
    ...(lastId && { 'last-event-id': lastId }),
  }
  const call = get(`${service.url}/v1/events/stream${query}`, { headers, agent: false })
  t.teardown(() => call.destroy())
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  const state: Followed = {
    status: answer.statusCode,
    type: answer.headers['content-type'],
    ids: [],
    events: [],
    isOver: false,
    async until(enough) {
      for (const start = Date.now(); !enough(); await sleep(5))
        if (Date.now() - start > 10_000) throw new Error(`only ${state.events.length} events came`)
    },
  }
  const read = async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of answer) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const line of blocks.flatMap((block) => block.split('\n'))) {
        if (line.startsWith('id: ')) state.ids.push(line.slice(4))
        if (line.startsWith('data: ')) state.events.push(JSON.parse(line.slice(6)) as Event)
      }
    }
  }
  void read()
    .catch(() => {})
    .finally(() => (state.isOver = true))
  return state
}

t.test('a stream tells of what happens from now on, in the words of the feed', async (t) => {
  await aHome(officer)
  const { nextCursor } = (await officer.get('/v1/events?limit=1000')).body
  const stream = await follow(t, service)
  t.equal(stream.status, 200)
  t.match(stream.type, /^text\/event-stream/)
  await aHome(officer)
  await stream.until(() => stream.events.length === 2)
  const feed = await officer.get(`/v1/events?cursor=${nextCursor}`)
  t.strictSame(stream.events, feed.body.items)
})

t.test('a client that comes back with the last id misses nothing and gets nothing twice', async (t) => {
  const first = await follow(t, service)
  await aHome(officer)
  await first.until(() => first.events.length === 2)
  const lastId = first.ids.at(-1)
  await aHome(officer)
  await aHome(officer)
  const second = await follow(t, service, { lastId })
  await second.until(() => second.events.length === 4)
  await sleep(50)
  const { items } = (await officer.get(`/v1/events?cursor=${lastId}`)).body
  t.strictSame(second.events, items)
  t.strictSame(first.events.slice(2, 6), second.events, 'as the one that stayed')
})

t.test('a stream that is lost before its first event is taken up where it began', async (t) => {
  const quiet = await testApp(t, { ...options, sending: { ...options.sending, heartbeatMs: 60_000 } })
  const client = await quiet.as('data')
  await aHome(client)
  await client.get('/v1/events')
  const first = await follow(t, quiet)
  await first.until(() => first.ids.length === 1)
  await aHome(client)
  const second = await follow(t, quiet, { lastId: first.ids[0] })
  await second.until(() => second.events.length === 2)
  t.match(second.events, [{ type: /provider/ }, { type: /home/ }])
})

t.test('a stream can begin anywhere in the feed, and take some types alone', async (t) => {
  const homeOpened = 'uk.sufficiency.home.opened.v1'
  const stream = await follow(t, service, { query: `?types=${homeOpened}&cursor=WzBd` })
  const all = (await officer.get(`/v1/events?types=${homeOpened}&limit=1000`)).body.items
  t.ok(all.length > 3)
  await stream.until(() => stream.events.length === all.length)
  t.strictSame(stream.events, all)
})

t.test('a quiet stream shows that it lives, and takes its place in the feed along', async (t) => {
  const stream = await follow(t, service, { query: '?types=uk.sufficiency.fee.removed.v1' })
  await aHome(officer)
  const { nextCursor } = (await officer.get('/v1/events?limit=1000')).body
  await stream.until(() => stream.ids.at(-1) === nextCursor)
  t.strictSame(stream.events, [], 'past events that it leaves out')
})

t.test('an authority’s stream tells of its own alone', async (t) => {
  const [own, others] = [await follow(t, service), await follow(t, service, { authority: STOCKPORT })]
  await aProvider(officer)
  await own.until(() => own.events.length === 1)
  await sleep(50)
  t.strictSame(others.events, [])
  await aProvider(await service.as('data', STOCKPORT))
  await others.until(() => others.events.length === 1)
  t.equal(others.events[0]?.source, `/authorities/${STOCKPORT}`)
})

t.test('a stream takes a token and a cursor that are valid', async (t) => {
  t.equal((await fetch(`${service.url}/v1/events/stream`)).status, 401)
  t.equal((await officer.get('/v1/events/stream?cursor=x')).status, 400)
  t.equal((await officer.get('/v1/events/stream', { 'last-event-id': 'x' })).status, 400)
})

t.test('a change made without this service is streamed too', async (t) => {
  const home = await aHome(officer)
  const stream = await follow(t, service)
  await service.ownerPool.query('update homes set registered_places = 11 where id = $1', [home.id])
  // That the home was opened may be published after the stream began.
  const others = () => stream.events.filter(({ type }) => type !== 'uk.sufficiency.home.opened.v1')
  await stream.until(() => others().length > 0)
  t.equal(others()[0]?.type, 'uk.sufficiency.home.changed.v1')
})

t.test('stopping the service ends its streams, and is not held up by them', async (t) => {
  const stopping = await testApp(t, options)
  const streams = await Promise.all([follow(t, stopping), follow(t, stopping)])
  const start = Date.now()
  await stopping.app.close()
  t.ok(Date.now() - start < 3000)
  await streams[1].until(() => streams.every(({ isOver }) => isOver))
})

t.test('no more is read than the client takes', async (t) => {
  let reads = 0
  const event: PublishedEvent = {
    position: 1,
    eventId: 'e',
    authorityCode: 'E06000049',
    type: 'uk.sufficiency.home.opened.v1',
    recordType: 'homes',
    recordId: 'h',
    occurredAt: '2023-12-01T12:00:00Z',
    occurredOn: null,
    data: {},
  }
  const stop = new AbortController()
  const stream = eventStream({
    from: 0,
    read: async () => {
      reads++
      return { events: [event], next: 1 }
    },
    alarm: new Alarm(),
    mayRead: () => Promise.resolve(true),
    heartbeatMs: 1000,
    longestStreamMs: 10_000,
    stop: stop.signal,
  })
  const chunks = stream[Symbol.asyncIterator]()
  await chunks.next()
  await sleep(50)
  t.ok(reads <= 3, `${reads} reads for one chunk taken`)
  for (let n = 0; n < 10; n++) await chunks.next()
  t.ok(reads >= 9 && reads <= 13)
  stop.abort()
  stream.destroy()
})

t.test('a stream ends soon after its token or key does', async (t) => {
  let isLive = true
  const principal = { subject: 'x', role: 'data', authorityCode: 'E06000049' } as const
  const verify = () => (isLive ? Promise.resolve(principal) : Promise.reject(new Error('expired')))
  const short = await testApp(t, { ...options, verify })
  const stream = await follow(t, short)
  await stream.until(() => stream.ids.length > 2)
  t.notOk(stream.isOver)
  isLive = false
  await stream.until(() => stream.isOver)
  t.ok(stream.isOver)
})

t.test('nobody takes all the streams of a process', async (t) => {
  const few = await testApp(t, {
    ...options,
    sending: { ...options.sending, streams: { perSubject: 2, inAll: 3 } },
  })
  const open = async (subject: string) => {
    const headers = { authorization: `Bearer ${await few.token('data', undefined, subject)}` }
    const call = get(`${few.url}/v1/events/stream`, { headers, agent: false })
    t.teardown(() => call.destroy())
    const [answer] = (await once(call, 'response')) as [IncomingMessage]
    return { call, status: answer.statusCode, wait: answer.headers['retry-after'] }
  }
  const first = await open('one')
  t.match([first, await open('one')], [{ status: 200 }, { status: 200 }])
  t.match(await open('one'), { status: 429, wait: '30' }, 'a third of one subject')
  t.match(await open('two'), { status: 200 })
  t.match(await open('two'), { status: 503, wait: '30' }, 'a fourth of the process')
  first.call.destroy()
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await open('three')).status === 200) return t.pass('one that ends makes room')
    await sleep(20)
  }
  return t.fail('one that ends makes room')
})
