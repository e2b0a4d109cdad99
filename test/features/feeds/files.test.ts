import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { roles, type Scope } from '../../../src/domain/access.ts'
import { feedNames, feedSets } from '../../../src/domain/feeds/sets.ts'
import type { FeedColumn } from '../../../src/domain/feeds/set.ts'
import { testApp, type Headers } from '../../support/app.ts'
import { aBed, aHome } from '../../support/builders.ts'
import { duckdb } from '../../support/duckdb.ts'
import { unzip } from '../../support/unzip.ts'
import { addPlacement, inCare } from '../measures/support.ts'
import { rowsOf } from './support.ts'

/** Sets as files, one or all of them, as programs that have nothing of ours read them. The clock says 1 December 2023. */

const service = await testApp(t, { listen: true })
const { ownerPool } = service
const admin = await service.as('admin')
const analyst = await service.as('bi')
const token = await service.token('bi')
const scopes: readonly Scope[] = roles.bi

const home = await aHome(admin, { opensOn: '2023-09-10', name: 'Cedar' })
const bed = await aBed(admin, { homeId: home.id, opensOn: '2023-09-10' })
for (let n = 0; n < 3; n++) {
  const child = await inCare(admin, '2023-09-05', n === 0 ? '2023-11-02' : undefined)
  const place = n === 1 ? { bedId: bed.id, homeId: home.id, placementType: 'residential' } : {}
  await addPlacement(admin, child, '2023-09-12', n === 0 ? '2023-11-02' : null, place)
}

/** The bytes of an answer. */
async function download(path: string, headers: Headers = {}) {
  const answer = await fetch(`${service.url}${path}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

interface Resource {
  name: string
  path: string
  rows: number
  bytes: number
  hash: string
  schema: {
    fields: { name: string; type: string }[]
    primaryKey: string[]
    foreignKeys: { fields: string[]; reference: { resource: string; fields: string[] } }[]
  }
}
interface Manifest {
  created: string
  today: string
  snapshot: string
  period: { from: string | null; to: string | null }
  measures: { id: string; version: number }[]
  resources: Resource[]
}

const manifestOf = (files: Record<string, Buffer>) =>
  JSON.parse(String(files['datapackage.json'])) as Manifest
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const typesInDuckdb: Record<FeedColumn['type'], string> = {
  text: 'VARCHAR',
  id: 'VARCHAR',
  date: 'DATE',
  instant: 'TIMESTAMP WITH TIME ZONE',
  integer: 'INTEGER',
  decimal: 'DOUBLE',
  boolean: 'BOOLEAN',
}

t.test('Parquet has the rows and the types of the declaration, as DuckDB reads it', async (t) => {
  const reader = await duckdb(t)
  for (const set of feedNames) {
    const { bytes, headers } = await download(`/v1/feeds/${set}?format=parquet`)
    t.equal(headers.get('content-type'), 'application/vnd.apache.parquet')
    t.equal(headers.get('content-disposition'), `attachment; filename="${set}.parquet"`)
    const types = await reader.open(set, bytes, 'parquet')
    const columns = Object.entries<FeedColumn>(feedSets[set].columns).filter(
      ([, { needs }]) => needs === undefined || scopes.includes(needs),
    )
    t.same(types, Object.fromEntries(columns.map(([name, { type }]) => [name, typesInDuckdb[type]])), set)
    const instants = columns.filter(([, { type }]) => type === 'instant').map(([name]) => name)
    const microseconds = instants.map((name) => `epoch_us("${name}")::double as "${name}"`).join(', ')
    const rows = (await rowsOf(analyst, set)).map((row) => ({
      ...row,
      ...Object.fromEntries(
        instants.map((name) => {
          const [second = '', fraction] = String(row[name]).split('.')
          return [name, Date.parse(`${second}Z`) * 1000 + Number.parseInt(fraction ?? '0')]
        }),
      ),
    }))
    t.same(
      await reader.query(`select * ${microseconds && `replace (${microseconds})`} from "${set}"`),
      rows,
      `${set}: the rows, in order`,
    )
    const keyColumns = await reader.query(
      `select name from parquet_schema('${reader.pathOf(set)}') where repetition_type = 'REQUIRED' and type is not null`,
    )
    t.same(
      keyColumns.map(({ name }) => name).sort(),
      [...feedSets[set].key].sort(),
      `${set}: its key is never empty`,
    )
  }
})

t.test('the form is asked for by Accept or, before it, by format', async (t) => {
  const type = async (path: string, accept?: string) =>
    (await download(path, accept === undefined ? {} : { accept })).headers.get('content-type')
  t.match(await type('/v1/feeds/codes'), /^text\/csv/)
  t.match(await type('/v1/feeds/codes', 'application/vnd.apache.parquet'), /parquet/)
  t.match(await type('/v1/feeds/codes', 'application/x-ndjson'), /ndjson/)
  t.match(await type('/v1/feeds/codes?format=ndjson', 'text/csv'), /ndjson/)
  t.match(await analyst.get('/v1/feeds/codes', { accept: 'image/png' }), { status: 406 })
  t.match(await analyst.get('/v1/feeds/codes?format=xml'), {
    status: 400,
    body: { errors: [{ pointer: '#/query/format' }] },
  })
})

t.test('an empty part is a file without rows', async (t) => {
  const reader = await duckdb(t)
  const { bytes } = await download('/v1/feeds/child-months?format=parquet&from=2030-01-01')
  const types = await reader.open('empty', bytes, 'parquet')
  t.equal(types.month, 'DATE')
  t.same(await reader.query('select * from empty'), [])
  t.equal((await rowsOf(analyst, 'child-months', '?from=2030-01-01')).length, 0)
})

t.test('a pack has every set, of which its manifest says rows, bytes and hash', async (t) => {
  for (const format of ['csv', 'ndjson', 'parquet'] as const) {
    const { bytes, headers } = await download(`/v1/feeds/pack?format=${format}`)
    t.equal(headers.get('content-type'), 'application/zip')
    const files = await unzip(bytes)
    const manifest = manifestOf(files)
    t.same(
      Object.keys(files).sort(),
      [
        ...['README.md', 'datapackage.json', 'dictionary.csv', 'formulas.md'],
        ...feedNames.map((set) => `${set}.${format}`),
      ].sort(),
    )
    for (const { name, path, rows, bytes: size, hash } of manifest.resources) {
      const content = files[path] ?? Buffer.of()
      t.equal(content.length, size, path)
      t.equal(hash, `sha256:${sha256(content)}`, path)
      t.equal(rows, (await rowsOf(analyst, name)).length, path)
      t.ok(
        content.equals((await download(`/v1/feeds/${name}?format=${format}`)).bytes),
        `${path}: as by itself`,
      )
    }
    t.match(manifest, { today: '2023-12-01', period: { from: null, to: null } })
    t.ok(manifest.measures.some(({ id, version }) => id === 'children-looked-after' && version >= 1))
    const alone = await analyst.get<Manifest>(`/v1/feeds/manifest?format=${format}`)
    t.same(alone.body.resources, manifest.resources, 'the manifest alone says the same')
  }
})

t.test('sets refer to each other as the manifest says', async (t) => {
  const reader = await duckdb(t)
  const files = await unzip((await download('/v1/feeds/pack?format=parquet')).bytes)
  const { resources } = manifestOf(files)
  for (const { name, path } of resources) await reader.open(name, files[path] ?? Buffer.of(), 'parquet')
  let count = 0
  for (const { name, schema } of resources) {
    const distinct = await reader.query(
      `select count(*) = count(distinct (${schema.primaryKey.join(', ')})) as holds from "${name}"`,
    )
    t.same(distinct, [{ holds: true }], `${name}: its key`)
    for (const {
      fields: [field],
      reference,
    } of schema.foreignKeys) {
      count++
      const orphans = await reader.query(
        `select "${field}" from "${name}" where "${field}" is not null
            and "${field}" not in (select "${reference.fields[0]}" from "${reference.resource}")`,
      )
      t.same(orphans, [], `${name}.${field}`)
    }
  }
  t.ok(count >= 5)
})

t.test('the dictionary lists the columns that the caller sees', async (t) => {
  const columnsIn = async (client: string) => {
    const { bytes } = await download('/v1/feeds/pack', {
      authorization: `Bearer ${await service.token(client as 'bi')}`,
    })
    const files = await unzip(bytes)
    const rows = parse<Record<string, string>>(files['dictionary.csv'] ?? '', { bom: true, columns: true })
    for (const { name, schema } of manifestOf(files).resources) {
      const ofSet = rows.filter(({ set }) => set === name).map(({ column }) => column)
      t.same(
        ofSet,
        schema.fields.map((field) => field.name),
        name,
      )
      for (const column of ofSet) t.match(String(files['README.md']), `- ${column} (`)
    }
    return rows.map(({ set, column }) => `${set}.${column}`)
  }
  t.notOk((await columnsIn('bi')).includes('homes.name'))
  t.ok((await columnsIn('data')).includes('homes.name'))
})

t.test('a part of a pack has the months asked for, and the other sets whole', async (t) => {
  const files = await unzip(
    (await download('/v1/feeds/pack?from=2023-10-01&to=2023-11-01&format=ndjson')).bytes,
  )
  const months = (set: string) =>
    new Set(
      String(files[`${set}.ndjson`])
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { month: string }).month),
    )
  t.same([...months('child-months')], ['2023-10-01'])
  t.same([...months('bed-months')], ['2023-10-01'])
  t.same(manifestOf(files).period, { from: '2023-10-01', to: '2023-11-01' })
  t.equal(manifestOf(files).resources.find(({ name }) => name === 'placements')?.rows, 3)
  t.match(await analyst.get('/v1/feeds/pack?from=2023-11-01&to=2023-10-01'), {
    status: 400,
    body: { errors: [{ pointer: '#/query/to' }] },
  })
  t.match(await analyst.get('/v1/feeds/manifest?from=2023-11-02'), {
    status: 400,
    body: { errors: [{ pointer: '#/query/from' }] },
  })
  t.match(await analyst.get('/v1/feeds/pack?after=1'), { status: 400 })
  t.match(await (await service.as('placements')).get('/v1/feeds/pack'), { status: 403 })
})

t.test('every set of a pack is recorded', async (t) => {
  const files = await unzip((await download('/v1/feeds/pack', { 'access-purpose': 'Yearly report' })).bytes)
  const { body } = await admin.get(`/v1/bulk-reads?limit=${feedNames.length}`)
  const expected = manifestOf(files).resources.map(({ name, rows }) => [name, rows, true, 'Yearly report'])
  const entries = body.items.map(({ set, rows, isWhole, purpose }) => [set, rows, isWhole, purpose])
  t.same(entries.sort(), expected.sort())
  t.equal(new Set(body.items.map(({ requestId }) => requestId)).size, 1)
})

t.test('all files of a pack show one moment, whatever is written meanwhile', async (t) => {
  const lock = await ownerPool.connect()
  // Homes are read after placements: the pack waits here, behind what is written.
  await lock.query('begin; lock table homes in access exclusive mode')
  const pack = download('/v1/feeds/pack?format=ndjson')
  for (let n = 0; n < 100; n++) {
    const { rowCount } = await ownerPool.query(`select from pg_locks where not granted`)
    if (rowCount) break
    await sleep(50)
  }
  await lock.query(
    `alter table homes disable trigger user;
     insert into homes (authority_code, provider_id, name, kind, placement_type, opens_on)
     select authority_code, provider_id, 'Late', kind, placement_type, opens_on from homes where name = 'Cedar';
     alter table homes enable trigger user; commit`,
  )
  lock.release()
  const { resources } = manifestOf(await unzip((await pack).bytes))
  t.equal(resources.find(({ name }) => name === 'homes')?.rows, (await rowsOf(analyst, 'homes')).length - 1)
})

t.test('a client that goes away leaves neither a connection nor a file, and the log says so', async (t) => {
  await ownerPool.query(
    `alter table homes disable trigger user;
     insert into homes (authority_code, provider_id, name, kind, placement_type, opens_on)
     select authority_code, provider_id, 'Home ' || n, kind, placement_type, opens_on
       from homes, generate_series(1, 60000) n where name = 'Cedar';
     alter table homes enable trigger user`,
  )
  const openConnections = async () =>
    (
      await ownerPool.query(
        `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
            and state <> 'idle'`,
      )
    ).rowCount
  const isOver = async (set: string) => {
    for (let n = 0; n < 100; n++) {
      const { body } = await admin.get(`/v1/bulk-reads?limit=1&set=${set}`)
      if (body.items[0]?.isWhole !== null && (await openConnections()) === 0) return body.items[0]
      await sleep(100)
    }
    return 'it goes on'
  }
  const { port } = new URL(service.url)
  for (const path of ['pack', 'pack?format=ndjson', 'homes?format=parquet', 'homes', 'pack?format=parquet']) {
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`GET /v1/feeds/${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`)
    await once(socket, 'data')
    socket.destroy()
    t.match(await isOver('homes'), { isWhole: false }, path)
  }
  t.notOk((await readdir(tmpdir())).some((name) => name.startsWith('sufficiency-pack')))
  t.equal(service.appPool.idleCount, service.appPool.totalCount)
})

t.test('a slow client of a pack has no connection of the database while it reads', async (t) => {
  const { port } = new URL(service.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    `GET /v1/feeds/pack?format=ndjson HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`,
  )
  await once(socket, 'data')
  socket.pause()
  for (let n = 0; n < 300 && service.appPool.idleCount < service.appPool.totalCount; n++) await sleep(100)
  t.equal(service.appPool.idleCount, service.appPool.totalCount)
  let size = 0
  socket.on('data', (bytes) => (size += bytes.length)).resume()
  await once(socket, 'close')
  t.ok(size > 100_000)
  t.match((await admin.get('/v1/bulk-reads?limit=1&set=homes')).body.items, [{ isWhole: true, rows: 60_002 }])
})
