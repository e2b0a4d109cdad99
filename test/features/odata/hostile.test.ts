import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aHome, aServiceKey } from '../../support/builders.ts'
import { addPlacement, inCare } from '../measures/support.ts'
import { odataPath, pull, type EntityPage, type ODataError } from './support.ts'

const service = await testApp(t, { listen: true })
const admin = await service.as('admin')
const analyst = await service.as('bi')
const home = await aHome(admin, { name: 'Cedar' })
const girl = await inCare(admin, '2023-02-03')
await addPlacement(admin, girl, '2023-02-03', null)

const injections = [
  "' or '1'='1",
  "'; drop table children; --",
  "x'; select pg_sleep(10); --",
  '1) or (1=1',
  '") or ("1"="1',
  'homeId/**/eq/**/null',
  '$1',
  "\\'; --",
  'kind eq (select 1)',
  "kind eq '' union select version()",
  'pg_sleep(10)',
  'current_user eq null',
  'reference eq null',
  'authority_code eq null',
  'home_id eq null',
  'constructor eq null',
  '__proto__ eq null',
  "kind eq '\0'",
]

t.test('what is injected through a clause is refused, or is a value', async (t) => {
  const tables = async () =>
    (await service.ownerPool.query<{ n: string }>('select count(*) as n from pg_class')).rows[0]?.n
  const state = await tables()
  for (const text of injections) {
    for (const name of ['$filter', '$orderby', '$select', '$expand', '$top', '$skip', '$count', '$skiptoken', '$format', text]) {
      const answer = await analyst.get<ODataError>(odataPath('Homes', { [name]: text }))
      t.ok([400, 406, 501].includes(answer.status), `${name} ${JSON.stringify(text)}: ${answer.status}`)
      t.notMatch(JSON.stringify(answer.body), /syntax|postgres|relation|pg_|stack/i.test(text) ? /syntax error/ : /syntax error|postgres|relation /i)
    }
    for (const path of [`Homes(${encodeURIComponent(text)})`, `${encodeURIComponent(text)}`, `Homes/${encodeURIComponent(text)}`])
      t.ok([400, 404, 501].includes((await analyst.get(`/odata/${path}`)).status), path)
    // As a value it is compared with what there is, and is equal to none of it.
    const filter = `kind eq '${text.replaceAll("'", "''")}'`
    const asValue = await analyst.get<EntityPage>(odataPath('Homes', { $filter: filter }))
    if (text.includes('\0')) t.equal(asValue.status, 400)
    else t.same(asValue.body.value, [], filter)
  }
  t.equal(await tables(), state)
}) // prettier-ignore

t.test('whatever is put together for a clause is an answer or a refusal, and changes nothing', async (t) => {
  const words = [
    ...injections,
    ...['kind', 'homeId', 'provider', 'provider/sector', '$count', '$it', 'null', 'true', "'x'", '1', '-1', '1e9', '1e999'],
    ...['eq', 'and', 'or', 'not', 'add', 'div', 'desc', 'asc', 'contains(kind,', 'year(', '$select=', '$filter=', '$levels=max'],
    ...['(', ')', ',', ';', '/', '*', '@p', "'", '"', '\\', '--', '/*', ' ', '\t', '\u0000', '\uffff', 'é', '%', '%27', '+', '&'],
  ]
  const clause = fc.oneof(
    fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((parts) => parts.join(' ')),
    fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  )
  const options = ['$filter', '$orderby', '$select', '$expand', '$top', '$skip', '$count', '$skiptoken', '$format', '$apply', '@p']
  const count = async () => (await service.ownerPool.query<{ n: string }>('select count(*) as n from homes')).rows[0]?.n
  const homes = await count()
  const question = fc.tuple(
    fc.constantFrom('Homes', 'Homes/$count', `Homes(${home.id})`, `Homes(${home.id})/provider`, 'Dates'),
    fc.dictionary(fc.constantFrom(...options), clause, { maxKeys: 4 }),
    fc.option(clause, { freq: 8 }),
  )
  await fc.assert(
    fc.asyncProperty(question, async ([resource, query, part]) => {
      const path = part === null ? resource : `${resource}/${encodeURIComponent(part)}`
      const answer = await analyst.get<Partial<ODataError>>(odataPath(path, query))
      if (answer.status >= 400 && typeof answer.body.error?.message !== 'string') return false
      return [200, 204, 400, 404, 406, 501].includes(answer.status)
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 400), ...(process.env.PROPERTY_SEED && { seed: Number(process.env.PROPERTY_SEED) }) },
  )
  t.equal(await count(), homes)
}) // prettier-ignore

t.test('what is not there is refused with what there is', async (t) => {
  const cases: [string, number, RegExp][] = [
    ['Nothing', 404, /no entity set of this name. \/odata lists/],
    ['Homes/nothing', 404, /\$metadata says what the sets have/],
    [`Homes(${home.id})/nothing`, 404, /no navigation `nothing` of Homes; there are: .*provider/],
    ['Homes?$select=nothing', 400, /no column `nothing`; there are: homeId, kind/],
    ['Homes?$orderby=nothing', 400, /no column `nothing`; there are: homeId, kind/],
    ['Homes?$filter=nothing%20eq%201', 400, /no column `nothing`; there are: homeId, kind/],
    ['Homes?$filter=provider/nothing%20eq%201', 400, /no column `provider\/nothing`; there are: providerId/],
    ['Homes?$expand=nothing', 400, /no navigation `nothing`; there are: .*provider/],
    ['Homes(1)', 400, /The key `homeId` is/],
    ['Homes(x=1)', 400, /The key of homes is written \(value\)/],
    ['Homes(00000000-0000-4000-8000-000000000000)', 404, /no such row/],
    ['%zz', 400, /well-formed/],
    ['Homes/$count?$orderby=%00', 400, /NUL/],
  ]
  for (const [path, status, message] of cases) {
    const answer = await analyst.get<ODataError>(`/odata/${path}`)
    t.equal(answer.status, status, path)
    t.match(answer.body.error?.message, message, path)
    t.match(answer.body, { error: { code: String } }, path)
  }
  t.notMatch((await analyst.get<ODataError>('/odata/Homes?$select=x')).body.error.message, /, name/, 'only what one may see')
}) // prettier-ignore

t.test('a count and its page are of one moment, whatever is written beside them', async (t) => {
  let isOver = false
  const writing = (async () => {
    while (!isOver) await aHome(admin, { name: 'Beside' })
  })()
  for (let n = 0; n < 25; n++) {
    const { body } = await analyst.get<EntityPage>('/odata/Homes?$count=true&$expand=provider')
    t.equal(body['@odata.count'], body.value.length)
    t.ok(body.value.every(({ provider }) => provider !== null))
  }
  isOver = true
  await writing
})

t.test('a link of another order, or one made up, is refused', async (t) => {
  const token = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const usual = {
    position: ['0f8fad5b-d9cb-469f-a165-70867728950e'],
    pageSize: 5,
    omitsNulls: false,
    pull: 1,
  }
  t.equal((await analyst.get(`/odata/Homes?$skiptoken=${token(usual)}`)).status, 200)
  const wrong = [
    { ...usual, position: [] },
    { ...usual, position: ['x'] },
    { ...usual, position: ["' or 1=1"] },
    { ...usual, position: [null, null] },
    { ...usual, position: [1] },
    { ...usual, pageSize: 0 },
    { ...usual, pull: 'x' },
    null,
    [],
  ]
  for (const value of wrong) {
    const answer = await analyst.get(`/odata/Homes?$skiptoken=${token(value)}`)
    t.match(answer, { status: 400, body: { error: { code: 'invalid-cursor' } } }, JSON.stringify(value))
  }
  const days = ['2023-02-30', 'infinity', '2023-02-01T00:00', 'now']
  for (const day of days) {
    const position = [day, '0f8fad5b-d9cb-469f-a165-70867728950e']
    const path = `/odata/Placements?$orderby=startedOn&$skiptoken=${token({ ...usual, position })}`
    t.equal((await analyst.get(path)).status, 400, day)
  }
  t.equal((await analyst.get(`/odata/Homes?$skiptoken=${token({ ...usual, pageSize: 1e9 })}`)).status, 200)
})

t.test('numbers out of reach, absurd nesting and great counts are refused or small', async (t) => {
  const filters: [string, number][] = [
    ['registeredPlaces mul 99999999999999999999 gt 1', 200],
    ['registeredPlaces div 0 eq 1', 200],
    ['registeredPlaces mod 0 eq null', 200],
    ['1e308 mul 1e308 gt 1', 400],
    ['1e308 mul 10 mul registeredPlaces gt 1', 400],
    ['year(opensOn) eq 2023 and opensOn gt 0001-01-01 and opensOn lt 9999-12-31', 200],
    [`${'('.repeat(5000)}1 eq 1${')'.repeat(5000)}`, 400],
    [`${'not '.repeat(1900)}true`, 400],
    [Array.from({ length: 450 }, (_, n) => `ageTo eq ${n}`).join(' or ').slice(0, 7990).replace(/ or [^ ]*( eq?)?( \d*)?$/, ''), 400],
    [Array.from({ length: 240 }, (_, n) => `ageTo ne ${n + 100}`).join(' and '), 200],
    [`kind eq '${'x'.repeat(7000)}'`, 200],
    ["contains(kind,'%') or contains(kind,'_')", 200],
  ]
  for (const [filter, status] of filters) {
    const start = Date.now()
    const answer = await analyst.get(odataPath('Homes', { $filter: filter }))
    t.equal(answer.status, status, filter.slice(0, 80))
    t.ok(Date.now() - start < 5000)
  }
  t.equal((await analyst.get('/odata/Homes?$top=1000000000&$skip=1000000000')).status, 200)
  t.equal((await analyst.get('/odata/Homes', { prefer: 'odata.maxpagesize=999999999' })).status, 200)
  t.equal((await analyst.get('/odata/Homes', { prefer: 'odata.maxpagesize=-1, omit-values=' })).status, 200)
}) // prettier-ignore

t.test('nothing of another authority is given, counted or found', async (t) => {
  const other = await service.as('bi', STOCKPORT)
  const [placement] = (await pull(analyst, '/odata/Placements')).rows
  const id = String(placement?.placementId)
  for (const set of ['ChildMonths', 'BedMonths', 'Placements', 'Homes']) {
    t.same((await pull(other, `/odata/${set}`)).rows, [], set)
    t.equal((await other.get<string>(`/odata/${set}/$count`)).body, '0')
  }
  t.equal((await other.get(`/odata/Placements(${id})`)).status, 404)
  t.same((await pull(other, `/odata/Placements?$filter=placementId eq ${id} or true`)).rows, [])
})

t.test('slow readers hold no connection, and others are answered meanwhile', async (t) => {
  const { port, hostname } = new URL(service.url)
  const token = await service.token('bi')
  const sockets = Array.from({ length: 40 }, () => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    socket.write(`GET /odata/Dates HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`)
    return socket
  })
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('readable', resolve))))
  t.equal((await analyst.get('/odata/Homes?$top=1')).status, 200)
  await idle(t)
  for (const socket of sockets) socket.destroy()
})

/** Waits until no connection is in use; fails when that does not come. */
async function idle(t: Test): Promise<void> {
  for (let tries = 0; tries < 600 && service.appPool.idleCount < service.appPool.totalCount; tries++)
    await sleep(50)
  t.equal(service.appPool.idleCount, service.appPool.totalCount)
  t.equal(service.appPool.waitingCount, 0)
  const { rows } = await service.ownerPool.query(
    `select from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()`,
  )
  t.same(rows, [])
}

t.test('a client that hangs up leaves no connection behind', async (t) => {
  const { id } = await aServiceKey(admin, { scopes: ['feeds:read'] })
  const { key } = (await admin.post<{ key: string }>(`/v1/keys/${id}/secrets`, { days: 1 })).body
  const { port, hostname } = new URL(service.url)
  for (let count = 0; count < 15; count++) {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    socket.write(`GET /odata/Dates HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n\r\n`)
    if (count % 2 === 0) await new Promise((resolve) => socket.once('data', resolve))
    socket.destroy()
  }
  await idle(t)
})
