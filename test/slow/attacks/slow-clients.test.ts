import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { testApp, type TestClient } from '../../support/app.ts'
import { aHome } from '../../support/builders.ts'
import { form } from '../../support/form.ts'
import { waitUntil } from '../../support/service.ts'

/*
 * Clients that send or take a byte now and then, and clients that only hold connections. The service ends each by a limit of
 * its own, answers everybody else meanwhile, and keeps no connection of the database.
 */

t.setTimeout(900_000)

/** For a request to arrive, and for a client to take more of its answer. */
const PATIENCE_MS = 2000
const DRIP_MS = 100

const service = await testApp(t, {
  listen: true,
  limits: { requestTimeoutMs: PATIENCE_MS },
  sending: { heartbeatMs: 100, pollMs: 50 },
})
const { server } = service.app
const port = Number(new URL(service.url).port)
const token = await service.token('admin')
const officer = await service.as('admin')
await aHome(officer)

/** A connection that is not read until `resume`, and whether the service has ended it. */
interface Line {
  socket: Socket
  text: string
  isOver: boolean
}

async function openLine(): Promise<Line> {
  const socket = connect(port, '127.0.0.1')
  const line: Line = { socket, text: '', isOver: false }
  socket.on('error', () => {})
  socket.on('close', () => (line.isOver = true))
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  return line
}

/** Takes what comes. */
function listen(line: Line): Line {
  line.socket.on('data', (bytes) => (line.text += bytes.toString('latin1')))
  return line
}

/** Sends the rest of a request a byte at a time, for as long as it is let. */
async function drip({ socket }: Line, rest: string): Promise<void> {
  for (const byte of rest) {
    if (socket.destroyed || !socket.writable) return
    socket.write(byte, 'latin1')
    await sleep(DRIP_MS)
  }
}

const openLines = (count: number) => Promise.all(Array.from({ length: count }, openLine))
const connectionCount = () =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )

/** The service answers others while all lines are being ended, and then holds nothing for them. */
async function endsAll(t: Tap, lines: readonly Line[], others: TestClient = officer): Promise<void> {
  await waitUntil(async () => {
    t.equal((await others.get('/v1/homes')).status, 200, 'others are answered')
    await sleep(DRIP_MS)
    return lines.every(({ isOver }) => isOver)
  }, 'every line is ended')
  const { idleCount, totalCount, waitingCount } = service.appPool
  t.same([totalCount - idleCount, waitingCount], [0, 0], 'every connection of the database is back')
}
type Tap = Pick<typeof t, 'equal' | 'same'>

const head = (method: string, path: string, ...headers: string[]) =>
  [`${method} ${path} HTTP/1.1`, 'host: x', `authorization: Bearer ${token}`, ...headers, '', ''].join('\r\n')

const upload = form([{ name: '2017-18/uasc.csv', content: 'CHILD,SEX\n'.repeat(100) }])
const requestsByDrips: Record<string, [start: string, rest: string]> = {
  'nothing at all': ['', ''],
  headers: ['', head('GET', '/v1/homes').repeat(5)],
  'endless headers': ['GET /v1/homes HTTP/1.1\r\n', 'x: y\r\n'.repeat(1000)],
  JSON: [
    head('POST', '/v1/child-lookups', 'content-type: application/json', 'content-length: 5000'),
    `{"references":["${'x'.repeat(5000)}`,
  ],
  chunks: [
    head('POST', '/v1/child-lookups', 'content-type: application/json', 'transfer-encoding: chunked'),
    '1\r\n \r\n'.repeat(1000),
  ],
  'a form with a file': [
    head('POST', '/v1/imports', `content-type: ${upload.headers['content-type']}`, 'content-length: 5000'),
    upload.body.toString('latin1'),
  ],
  'a request, and then half of another': [head('GET', '/v1/homes'), head('GET', '/v1/homes').repeat(5)],
}

for (const [name, [start, rest]] of Object.entries(requestsByDrips))
  t.test(`sent by drips: ${name}`, async (t) => {
    const lines = (await openLines(10)).map(listen)
    for (const { socket } of lines) socket.write(start, 'latin1')
    const drips = lines.map((line) => drip(line, rest))
    await endsAll(t, lines)
    await Promise.all(drips)
    for (const { text } of lines) t.match(text, /HTTP\/1\.1 408 [\s\S]*\/problems\/request-timeout/)
  })

/** Many events, so that a stream of them is more than the machine keeps between two processes. */
async function manyEvents(): Promise<void> {
  const { rows } = await service.ownerPool.query<{ columns: string }>(
    `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
      where table_name = 'events' and column_name not in ('id', 'event_id', 'position') and is_generated = 'NEVER'`,
  )
  const columns = rows[0]!.columns
  await service.ownerPool.query(
    `insert into events (${columns}) select ${columns} from events, generate_series(1, 8000)`,
  )
  await waitUntil(async () => {
    const { rows: queue } = await service.ownerPool.query('select from events where position is null limit 1')
    return queue.length === 0
  }, 'every event is published')
}

/** What is more than fits between two processes: an answer of some megabytes again and again, and a stream. */
const answersForNobody: Record<string, string> = {
  'the reference': head('GET', '/openapi.json').repeat(8),
  'a stream of events': head('GET', '/v1/events/stream?cursor=WzBd'),
  'the feed of events': head('GET', '/v1/events?limit=1000').repeat(60),
}

t.test('answers that nobody takes', async (t) => {
  await manyEvents()
  for (const [name, start] of Object.entries(answersForNobody))
    t.test(name, async (t) => {
      const count = await connectionCount()
      const lines = await openLines(4)
      for (const { socket } of lines) socket.pause().write(start, 'latin1')
      await waitUntil(
        async () => (await connectionCount()) >= count + lines.length,
        'the service has the lines',
      )
      // A socket that is not read does not see its end: the service is asked.
      await waitUntil(async () => {
        t.equal((await officer.get('/v1/homes')).status, 200, 'others are answered')
        await sleep(DRIP_MS)
        return (await connectionCount()) <= count
      }, 'every line is ended')
      for (const line of lines) listen(line).socket.resume()
      await endsAll(t, lines)
    })
})

t.test('a client that waits is not hung up on, however long it takes', async (t) => {
  const line = listen(await openLine())
  line.socket.write(head('GET', '/v1/events/stream'))
  await sleep(PATIENCE_MS * 2.5)
  t.notOk(line.isOver, 'a quiet stream goes on')
  const blocker = await service.ownerPool.connect()
  await blocker.query('begin; lock table homes in access exclusive mode')
  const answer = officer.get('/v1/homes')
  await sleep(PATIENCE_MS * 2.5)
  await blocker.query('rollback')
  blocker.release()
  t.equal((await answer).status, 200, 'and so does a request whose answer is long in the making')
  line.socket.destroy()
})

t.test('hundreds of connections that do nothing keep nobody out', async (t) => {
  const limit = server.maxConnections
  t.teardown(() => (server.maxConnections = limit))
  t.equal(limit, 5000)
  const lines = (await openLines(400)).map(listen)
  await endsAll(t, lines)
  server.maxConnections = (await connectionCount()) + 10
  const more = (await openLines(50)).map(listen)
  await waitUntil(
    async () => Promise.resolve(more.filter(({ isOver }) => isOver).length >= 40),
    'what is more than may be is closed',
  )
  t.equal((await officer.get('/v1/homes')).status, 200, 'whoever has a connection keeps it')
  await endsAll(t, more)
})
