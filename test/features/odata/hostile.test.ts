import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aHome, aServiceKey } from '../../support/builders.ts'
import { addPlacement, inCare } from '../measures/support.ts'
import { odataPath, pull, type EntityPage, type ODataError } from './support.ts'

const service = await testApp(t, { listen: true })
const admin = await service.as('admin')
const analyst = await service.as('bi')
await aHome(admin, { name: 'Cedar' })
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
  for (let tries = 0; tries < 100 && service.appPool.idleCount < service.appPool.totalCount; tries++)
    await sleep(50)
  t.equal(service.appPool.idleCount, service.appPool.totalCount)
  t.equal(service.appPool.waitingCount, 0)
  const { rows } = await service.ownerPool.query(
    `select from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()`,
  )
  t.same(rows, [])
})
