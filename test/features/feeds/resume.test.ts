import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { STOCKPORT, testApp, type Headers } from '../../support/app.ts'
import { aHome } from '../../support/builders.ts'
import { addPlacement, inCare } from '../measures/support.ts'

/** Transfers that break off anywhere, and what is given when they go on. The clock says 1 December 2023. */

const service = await testApp(t, { listen: true })
const { ownerPool, appPool } = service
const admin = await service.as('admin')
const token = await service.token('bi')
await aHome(admin, { name: 'Cedar' })
for (let n = 0; n < 4; n++) await addPlacement(admin, await inCare(admin, '2023-02-05'), '2023-02-05', null)

async function get(path: string, headers: Headers = {}, bearer = token) {
  const answer = await fetch(`${service.url}/v1/feeds/${path}`, {
    headers: { 'accept-encoding': 'identity', authorization: `Bearer ${bearer}`, ...headers },
  })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}
const tagOf = ({ headers }: { headers: globalThis.Headers }) => headers.get('etag') ?? ''
const part = (path: string, tag: string, range: string, bearer?: string) =>
  get(path, { range, 'if-range': tag }, bearer)

/** Adds a child after whom every set of children has other rows. */
const change = async () => addPlacement(admin, await inCare(admin, '2023-02-05'), '2023-02-05', null)

const files = [
  ...['csv', 'ndjson', 'parquet'].map((format) => `child-months?format=${format}`),
  ...['csv', 'ndjson', 'parquet'].map((format) => `pack?format=${format}`),
]

t.test('from any byte on, a file goes on as it was, whatever has changed since', async (t) => {
  for (const path of files) {
    const first = await get(path)
    t.equal(first.status, 200)
    t.equal(first.headers.get('accept-ranges'), 'bytes')
    await change()
    const { bytes } = first
    t.notOk((await get(path)).bytes.equals(bytes), `${path}: made anew it is another`)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (cut) => {
        const rest = await part(path, tagOf(first), `bytes=${cut}-`)
        return (
          rest.status === 206 &&
          tagOf(rest) === tagOf(first) &&
          rest.headers.get('content-range') === `bytes ${cut}-${bytes.length - 1}/${bytes.length}` &&
          Buffer.concat([bytes.subarray(0, cut), rest.bytes]).equals(bytes)
        )
      }),
      { numRuns: 15, examples: [[0], [1], [bytes.length - 1]] },
    )
    const middle = await part(path, tagOf(first), 'bytes=3-9')
    t.ok(middle.bytes.equals(bytes.subarray(3, 10)))
    t.ok((await part(path, tagOf(first), 'bytes=-5')).bytes.equals(bytes.subarray(-5)))
  }
})

t.test('a transfer that is cut off in its middle goes on to the same bytes', async (t) => {
  await ownerPool.query(
    `alter table homes disable trigger user;
     insert into homes (authority_code, provider_id, name, kind, placement_type, opens_on)
     select authority_code, provider_id, 'Home ' || n, kind, placement_type, opens_on
       from homes, generate_series(1, 40000) n where name = 'Cedar';
     alter table homes enable trigger user`,
  )
  for (const format of ['csv', 'ndjson', 'parquet']) {
    const cut = await cutOff(t, `homes?format=${format}`)
    await ownerPool.query(`update homes set registered_places = 7 where name = 'Home 1${format.length}'`)
    const rest = await part(`homes?format=${format}`, cut.tag, `bytes=${cut.bytes.length}-`)
    t.equal(rest.status, 206)
    const whole = await part(`homes?format=${format}`, cut.tag, 'bytes=0-')
    t.ok(Buffer.concat([cut.bytes, rest.bytes]).equals(whole.bytes), format)
    if (format === 'csv')
      t.equal(whole.bytes.toString().split('\r\n').length, 40_003, 'header, rows, nothing')
  }
  const { body } = await admin.get('/v1/bulk-reads?set=homes&limit=3')
  t.match(
    body.items,
    ['csv', 'ndjson', 'parquet'].map(() => ({ isWhole: true })),
    'the log knows that all was given in the end',
  )
  await idle(t)
})

/** Takes some of a file, and hangs up. */
async function cutOff(t: Test, path: string): Promise<{ tag: string; bytes: Buffer }> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
  socket.write(`GET /v1/feeds/${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`)
  let answer = Buffer.alloc(0)
  while (answer.length < 200_000) {
    const [piece] = (await once(socket, 'data')) as [Buffer]
    answer = Buffer.concat([answer, piece])
  }
  socket.destroy()
  const end = answer.indexOf('\r\n\r\n')
  const head = answer.subarray(0, end).toString()
  const [, tag = ''] = /^etag: (.*)$/im.exec(head) ?? []
  t.match(head, /^transfer-encoding: chunked$/im)
  return { tag, bytes: unchunk(answer.subarray(end + 4)) }
}

/** The bytes of chunks, the last of which may be cut. */
function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let rest = bytes; rest.length > 0;) {
    const end = rest.indexOf('\r\n')
    const size = end === -1 ? 0 : Number.parseInt(rest.subarray(0, end).toString(), 16)
    if (!size) break
    parts.push(rest.subarray(end + 2, end + 2 + size))
    rest = rest.subarray(end + 4 + size)
  }
  return Buffer.concat(parts)
}

/** Waits until no connection is in use; fails when that does not come. */
async function idle(t: Test): Promise<void> {
  for (let n = 0; n < 1200 && appPool.idleCount < appPool.totalCount; n++) await sleep(50)
  t.equal(appPool.idleCount, appPool.totalCount, 'no connection is in use')
  const { rows } = await ownerPool.query(
    `select from pg_stat_activity where state <> 'idle' and datname = current_database() and pid <> pg_backend_pid()`,
  )
  t.same(rows, [])
}

t.test('a packed file goes on as it was packed', async (t) => {
  const pieces = await new Promise<Buffer[]>((resolve) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
    const all: Buffer[] = []
    socket.on('data', (piece) => all.push(piece))
    socket.on('close', () => resolve(all))
    socket.write(
      `GET /v1/feeds/child-months HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip, deflate\r\nconnection: close\r\nauthorization: Bearer ${token}\r\n\r\n`,
    )
  })
  const answer = Buffer.concat(pieces)
  const end = answer.indexOf('\r\n\r\n')
  const head = answer.subarray(0, end).toString()
  t.match(head, /^content-encoding: gzip$/im)
  const bytes = unchunk(answer.subarray(end + 4))
  t.ok(gunzipSync(bytes).equals((await get('child-months')).bytes))
  const [, tag = ''] = /^etag: (.*)$/im.exec(head) ?? []
  const rest = await service.app.inject({
    url: '/v1/feeds/child-months',
    headers: { range: 'bytes=40-', 'if-range': tag, authorization: `Bearer ${token}` },
  })
  t.match(rest.headers, { 'content-encoding': 'gzip' })
  t.ok(Buffer.concat([bytes.subarray(0, 40), rest.rawPayload]).equals(bytes))
})

t.test('without the tag of a kept file, or for someone else, everything is given anew', async (t) => {
  const path = 'child-months?format=csv'
  const first = await get(path)
  const others: [string, string | undefined, string | undefined][] = [
    [path, undefined, undefined],
    [path, '"x"', undefined],
    [path, `W/${tagOf(first)}`, undefined],
    [path, new Date().toUTCString(), undefined],
    [`${path}&from=2023-03-01`, tagOf(first), undefined],
    ['child-months?format=ndjson', tagOf(first), undefined],
    [path, tagOf(first), await service.token('bi', undefined, 'somebody-else')],
    [path, tagOf(first), await service.token('admin', undefined, 'bi@example.test')],
    [path, tagOf(first), await service.token('bi', STOCKPORT)],
  ]
  for (const [other, tag, bearer] of others) {
    const answer = await get(other, { range: 'bytes=10-', ...(tag && { 'if-range': tag }) }, bearer)
    t.equal(answer.status, 200, `${other} ${tag}`)
    t.not(tagOf(answer), tagOf(first))
  }
  for (const range of ['bytes=9-3', 'bytes=1-2,5-6', 'lines=1-', 'bytes=-', 'bytes=x-'])
    t.ok((await part(path, tagOf(first), range)).bytes.equals(first.bytes), range)
  const size = first.bytes.length
  const nothing = await part(path, tagOf(first), `bytes=${size}-`)
  t.equal(nothing.status, 416)
  t.equal(nothing.headers.get('content-range'), `bytes */${size}`)
  t.match(JSON.parse(nothing.bytes.toString()), { type: '/problems/range-not-satisfiable' })
})

t.test('what a pull gives is one moment, and many that hang up leave nothing behind', async (t) => {
  const sockets = Array.from({ length: 40 }, (_, n) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
    socket.on('error', () => {})
    const path = n % 2 ? 'pack?format=parquet' : 'homes?format=ndjson'
    socket.write(`GET /v1/feeds/${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`)
    return socket
  })
  await Promise.race(sockets.map((socket) => once(socket, 'data')))
  for (const socket of sockets) socket.pause()
  await sleep(200)
  const { rows } = await ownerPool.query(
    `select from pg_stat_activity where state = 'active' and query like 'copy %' and datname = current_database()`,
  )
  t.ok(rows.length <= 3, 'of 20 connections a third make files, half of these for one authority')
  for (const socket of sockets) socket.destroy()
  await idle(t)
})

t.test('a head tells of ranges, and pulls nothing', async (t) => {
  const count = async () =>
    (await ownerPool.query<{ n: string }>('select count(*) as n from bulk_reads')).rows[0]?.n
  const entries = await count()
  const answer = await fetch(`${service.url}/v1/feeds/homes`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${token}` },
  })
  t.equal(answer.headers.get('accept-ranges'), 'bytes')
  t.equal(await count(), entries)
})
