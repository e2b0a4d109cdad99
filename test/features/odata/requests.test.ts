import t from 'tap'
import { gunzipSync } from 'node:zlib'
import { testApp } from '../../support/app.ts'
import { aBed, aHome, aServiceKey } from '../../support/builders.ts'
import { addPlacement, inCare } from '../measures/support.ts'
import { odataPath, powerQuery, pull, type Entity, type EntityPage, type ODataError } from './support.ts'

// The requests that Power Query and Excel send, as captured or documented. The clock says 1 December 2023.
const BASE = 'https://api.example.test/sufficiency'
const SIGN_IN = 'https://login.example.test/authorize'
const service = await testApp(t, { publicUrl: BASE, authorizationUri: SIGN_IN })
const admin = await service.as('admin')
const analyst = await service.as('bi')

const home = await aHome(admin, { opensOn: '2023-01-10', name: 'Cedar' })
const bed = await aBed(admin, { homeId: home.id, opensOn: '2023-01-10' })
const girl = await inCare(admin, '2023-02-03', undefined, { dateOfBirth: '2011-05-17', sex: 'female' })
await addPlacement(admin, girl, '2023-02-03', '2023-06-01', { placementType: 'ifa' })
await addPlacement(admin, girl, '2023-06-01', null, {
  bedId: bed.id,
  homeId: home.id,
  placementType: 'residential',
})
const boy = await inCare(admin, '2023-08-20', '2023-09-15', { sex: 'male' })
await addPlacement(admin, boy, '2023-08-20', '2023-09-15', { placementType: 'connected-carer' })

const get = <T = EntityPage>(path: string, headers = {}) =>
  analyst.get<T>(path, { ...powerQuery, 'accept-encoding': 'identity', ...headers })
async function issueKey(scopes: string[]): Promise<string> {
  const { id } = await aServiceKey(admin, { scopes })
  return (await admin.post<{ key: string }>(`/v1/keys/${id}/secrets`, { days: 30 })).body.key
}
const starts = (rows: Entity[]) => rows.map(({ startedOn }) => startedOn)

t.test('1: who brings no credential is told where to sign in', async (t) => {
  for (const [path, authorization] of [['/odata', 'Bearer'], ['/odata/', 'Bearer '], ['/odata', undefined], ['/odata/Homes', undefined]] as const) {
    const answer = await service.with().get<ODataError>(path, { ...powerQuery, ...(authorization === undefined ? {} : { authorization }) })
    t.equal(answer.status, 401)
    t.match(answer.headers['www-authenticate'], [new RegExp(`^Bearer .*authorization_uri="${SIGN_IN}"`), /^Basic /])
    t.equal(answer.headers['odata-version'], '4.0')
    t.match(answer.body, { error: { code: 'unauthenticated', message: String } })
  }
}) // prettier-ignore

t.test('2: a token, and a key in each way it may be sent, get the service document', async (t) => {
  const key = await issueKey(['feeds:read'])
  const basic = Buffer.from(`anyone:${key}`).toString('base64')
  const ways: [string, Record<string, string>][] = [
    ['/odata/', { authorization: `Bearer ${await service.token('bi')}` }],
    ['/odata', { authorization: `Bearer ${key}` }],
    ['/odata/', { authorization: `Basic ${basic}` }],
    [`/odata/?key=${key}`, {}],
  ]
  for (const [path, headers] of ways) {
    const answer = await service
      .with()
      .get(path, { ...powerQuery, 'accept-encoding': 'identity', ...headers })
    t.equal(answer.status, 200)
    t.match(answer.headers['content-type'], /^application\/json; ?odata\.metadata=minimal/)
    t.equal(answer.headers['odata-version'], '4.0')
    t.match(answer.body, { '@odata.context': `${BASE}/odata/$metadata` })
    t.match((answer.body as unknown as { value: Entity[] }).value[0], {
      name: 'ChildMonths',
      kind: 'EntitySet',
      url: 'ChildMonths',
    })
  }
  const stranger = await service.as('placements')
  t.match(await stranger.get('/odata'), { status: 403, body: { error: { code: 'forbidden' } } })
  t.match(await service.with(await issueKey(['measures:read'])).get('/odata/Homes'), { status: 403 })
})

t.test('3: the metadata are XML, whatever is accepted, however $ is written', async (t) => {
  for (const path of ['/odata/$metadata', '/odata/%24metadata', '/odata/$metadata?$format=json']) {
    const answer = await get<string>(path, { accept: 'application/json' })
    t.equal(answer.status, 200)
    t.match(answer.headers['content-type'], /^application\/xml/)
    t.equal(answer.headers['odata-version'], '4.0')
    t.match(answer.body, /^<\?xml version="1.0" encoding="utf-8"\?>\n<edmx:Edmx/)
  }
})

t.test('4: a set is given in pages, with links from the public address and one order', async (t) => {
  const { rows, pages } = await pull(analyst, '/odata/Placements', { prefer: 'odata.maxpagesize=1' })
  t.equal(pages.length, 3)
  for (const { body } of pages.slice(0, -1))
    t.match(body['@odata.nextLink'], new RegExp(`^${BASE}/odata/Placements\\?\\$skiptoken=`))
  t.notOk(pages.at(-1)?.body['@odata.nextLink'])
  t.equal(pages[0]?.body['@odata.context'], `${BASE}/odata/$metadata#Placements`)
  t.same(rows, (await pull(analyst, '/odata/Placements')).rows)
  const ids = rows.map(({ placementId }) => placementId)
  t.same(ids, [...ids].sort())
  const months = await pull(analyst, '/odata/ChildMonths', { prefer: 'odata.maxpagesize=2' })
  // February to December of the girl, August and September of the boy.
  t.equal(months.rows.length, 11 + 2)
  t.same(months.rows, (await pull(analyst, '/odata/ChildMonths')).rows)
  const authorization = `Bearer ${await service.token('bi')}`
  const zipFile = await service.app.inject({ url: '/odata/Dates', headers: { ...powerQuery, authorization } })
  t.equal(zipFile.headers['content-encoding'], 'gzip')
  t.match(JSON.parse(gunzipSync(zipFile.rawPayload).toString()), { '@odata.context': /#Dates$/ })
})

t.test('5: $top is the most that comes, also over pages', async (t) => {
  const all = (await pull(analyst, '/odata/Placements')).rows
  for (const path of ['/odata/Placements?$top=2', '/odata/Placements?%24top=2']) {
    const answer = await get(path)
    t.same(answer.body.value, all.slice(0, 2))
    t.notOk(answer.body['@odata.nextLink'])
  }
  t.match(await get('/odata/Placements?$top=0'), { status: 200, body: { value: [] } })
  t.notOk((await get('/odata/Placements?$top=0')).body['@odata.nextLink'])
  t.same((await get('/odata/Placements?$top=1000')).body.value, all)
  const { rows, pages } = await pull(analyst, '/odata/Placements?$top=2', { prefer: 'odata.maxpagesize=1' })
  t.same([rows, pages.length], [all.slice(0, 2), 2])
  t.equal((await get('/odata/Placements?$top=2147483647')).status, 200)
})

t.test('6: $select gives the columns that it names', async (t) => {
  const answer = await get('/odata/Placements?$select=placementId,startedOn&$top=1')
  t.equal(answer.body['@odata.context'], `${BASE}/odata/$metadata#Placements(placementId,startedOn)`)
  t.same(Object.keys(answer.body.value[0] ?? {}), ['placementId', 'startedOn'])
  const withNavigation = await get('/odata/Placements?$select=placementId,home&$top=1')
  t.same(Object.keys(withNavigation.body.value[0] ?? {}), ['placementId'])
  const everything = await get('/odata/Placements?$select=*&$top=1')
  t.equal(Object.keys(everything.body.value[0] ?? {}).length, 17)
})

t.test('7 and 8: $filter is exact about days, instants, null and precedence', async (t) => {
  const find = async (filter: string) =>
    starts((await get(odataPath('Placements', { $orderby: 'startedOn', $filter: filter }))).body.value)
  const [first, second, third] = ['2023-02-03', '2023-06-01', '2023-08-20']
  t.same(await find('startedOn gt 2023-02-03'), [second, third])
  t.same(await find('startedOn ge 2023-02-03 and startedOn lt 2023-06-01'), [first])
  t.same(await find('endedOn eq null'), [second])
  t.same(await find('not (endedOn eq null)'), [first, third])
  t.same(await find('endedOn ne 2023-06-01'), [second, third], 'null is not equal to a day')
  t.same(await find('not (endedOn gt 2023-06-01)'), [first, second])
  t.same(await find("placementType eq 'ifa' or placementType eq 'residential' and endedOn ne null"), [first])
  t.same(await find("(placementType eq 'ifa' or placementType eq 'residential') and endedOn eq null"), [
    second,
  ])
  t.same(await find("not (placementType eq 'ifa') and startedOn lt 2023-07-01"), [second])
  t.same(await find(`homeId eq ${home.id}`), [second])
  t.same(await find('month(startedOn) eq 8'), [third])
  t.same(await find("home/kind eq 'childrens-home'"), [second])

  const [row] = (await get(odataPath('Placements', { $filter: "placementType eq 'ifa'" }))).body.value
  const changedAt = String(row?.changedAt)
  t.match(changedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  const instant = changedAt.replace('Z', '')
  const countRaw = async (filter: string) =>
    Number(
      (await get<string>(`/odata/Placements/$count?$filter=placementType%20eq%20'ifa'%20and%20${filter}`))
        .body,
    )
  const count = (filter: string) => countRaw(encodeURIComponent(filter))
  t.equal(await count(`changedAt eq ${instant}Z`), 1)
  t.equal(await count(`changedAt eq ${instant}0Z`), 1, 'seven digits')
  // A tenth of a microsecond later, which the database does not keep.
  t.equal(await count(`changedAt eq ${instant}1Z`), 0)
  t.equal(await count(`changedAt ne ${instant}1Z`), 1)
  t.equal(await count(`changedAt lt ${instant}1Z`), 1)
  t.equal(await count(`changedAt gt ${instant}1Z`), 0)
  t.equal(await count(`changedAt ge ${instant}1Z`), 0)
  t.equal(await count(`changedAt ge ${instant}0Z`), 1)
  const hourLater = new Date(Date.parse(`${instant.slice(0, 19)}Z`) + 3_600_000).toISOString().slice(0, 19)
  const inFrance = hourLater + instant.slice(19)
  t.equal(await count(`changedAt eq ${inFrance}+01:00`), 1, 'an offset')
  t.equal(await countRaw(`changedAt%20eq%20${inFrance}+01:00`), 1, 'a raw plus sign')
  t.equal(await countRaw('changedAt%20gt%202021-02-03T00%3A00%3A00%2B01%3A00'), 1)
})

t.test('9: $orderby and $skip, with pages that neither miss nor repeat a row', async (t) => {
  const list = async (query: string, headers = {}) =>
    starts((await pull(analyst, `/odata/Placements?${query}`, headers)).rows)
  const ascending = ['2023-02-03', '2023-06-01', '2023-08-20']
  t.same(await list('$orderby=startedOn'), ascending)
  t.same(await list('$orderby=startedOn desc'), [...ascending].reverse())
  t.same(await list('$orderby=startedOn&$skip=1'), ascending.slice(1))
  t.same(await list('$orderby=startedOn&$skip=1&$top=1'), ascending.slice(1, 2))
  t.same(await list('$orderby=startedOn&$skip=1', { prefer: 'odata.maxpagesize=1' }), ascending.slice(1))
  // Null comes first in an ascending order, last in a descending one. Two have ended, one goes on.
  t.same(await list('$orderby=endedOn'), ['2023-06-01', '2023-02-03', '2023-08-20'])
  t.same(await list('$orderby=endedOn desc'), ['2023-08-20', '2023-02-03', '2023-06-01'])
  const orders = ['endedOn', 'endedOn desc', 'endReason,endedOn desc', 'home/kind desc,startedOn', 'distanceMiles desc', 'placementId desc']
  for (const $orderby of orders) {
    const path = odataPath('Placements', { $orderby })
    const inPages = await pull(analyst, path, { prefer: 'maxpagesize=1' })
    t.equal(inPages.pages.length, 3)
    t.same(inPages.rows, (await pull(analyst, path)).rows, $orderby)
  }
  const months = odataPath('ChildMonths', { $orderby: 'month desc,nights' })
  const { rows } = await pull(analyst, months)
  t.same((await pull(analyst, months, { prefer: 'odata.maxpagesize=3' })).rows, rows)
  t.equal(rows[0]?.month, '2023-12-01')
}) // prettier-ignore

t.test('10: counts, and a row by its key', async (t) => {
  const count = await get<string>('/odata/Placements/$count?$filter=endedOn%20ne%20null')
  t.match(count, {
    status: 200,
    body: '2',
    headers: { 'content-type': /^text\/plain/, 'odata-version': '4.0' },
  })
  t.equal((await get<string>('/odata/ChildMonths/%24count?$top=1')).body, '13')
  const pageAndCount = await get('/odata/Placements?$count=true&$top=1&$filter=endedOn%20ne%20null')
  t.equal(pageAndCount.body['@odata.count'], 2)
  const cedar = await get<Entity>(`/odata/Homes(${home.id})`)
  t.match(cedar.body, { '@odata.context': `${BASE}/odata/$metadata#Homes/$entity`, homeId: home.id })
  t.notOk('name' in cedar.body, 'a home may bear the name of its carers')
  t.equal((await admin.get<Entity>(`/odata/Homes(${home.id})`)).body.name, 'Cedar')
  t.match((await get<Entity>(`/odata/Homes(homeId=${home.id})`)).body, { homeId: home.id })
  const path = odataPath('ChildMonths', { $filter: "month eq 2023-08-01 and sex eq 'male'" })
  const [month] = (await get(path)).body.value
  const key = `month=2023-08-01,childKey='${String(month?.childKey)}'`
  const { '@odata.context': context, ...row } = (await get<Entity>(`/odata/ChildMonths(${key})`)).body
  t.same(row, month)
  t.equal(context, `${BASE}/odata/$metadata#ChildMonths/$entity`)
  const label = await get("/odata/Codes(code='female',list='sex')?$select=label")
  t.match(label, { status: 200, body: { label: 'Female' } })
  t.match(await get('/odata/Homes(0f8fad5b-d9cb-469f-a165-70867728950e)'), {
    status: 404,
    body: { error: { code: 'not-found' } },
  })
  const wrong = ['Homes(x)', "Homes('x')", 'Homes()', 'Codes(1)', "Codes(list='sex')", "Codes(list='sex',list='sex')", 'Homes(null)', 'Homes(1 or 1 eq 1)']
  for (const resource of wrong)
    t.match(await get(`/odata/${resource}`), { status: 400, body: { error: { code: 'invalid-request' } } }, resource)
}) // prettier-ignore

t.test('11: $expand gives the row to which a navigation leads', async (t) => {
  const answer = await get(
    '/odata/Placements?$select=startedOn&$expand=home($select=kind,homeId)&$orderby=startedOn',
  )
  t.equal(answer.body['@odata.context'], `${BASE}/odata/$metadata#Placements(startedOn,home)`)
  t.same(answer.body.value, [
    { startedOn: '2023-02-03', home: null },
    { startedOn: '2023-06-01', home: { homeId: home.id, kind: 'childrens-home' } },
    { startedOn: '2023-08-20', home: null },
  ])
  const whole = await get('/odata/ChildMonths?$expand=monthDate,home&$top=1')
  t.match(whole.body.value[0], {
    month: '2023-02-01',
    home: null,
    monthDate: { date: '2023-02-01', financialYear: 2022, financialQuarter: 4 },
  })
  const [inHome] = (await get(`/odata/Placements?$filter=homeId eq ${home.id}`)).body.value
  const target = await get<Entity>(`/odata/Placements(${String(inHome?.placementId)})/home`)
  t.match(target.body, { '@odata.context': `${BASE}/odata/$metadata#Homes/$entity`, homeId: home.id })
  const [elsewhere] = (await get('/odata/Placements?$filter=homeId eq null')).body.value
  t.equal((await get(`/odata/Placements(${String(elsewhere?.placementId)})/home`)).status, 204)
  t.equal((await get('/odata/Placements?$expand=home($expand=x)')).status, 501)
  t.equal((await get('/odata/Placements?$expand=nowhere')).status, 400)
})

t.test('12: preferences are applied and told', async (t) => {
  const answer = await get('/odata/Placements', { prefer: 'odata.maxpagesize=2, omit-values=nulls' })
  t.equal(answer.headers['preference-applied'], 'odata.maxpagesize=2, omit-values=nulls')
  t.equal(answer.body.value.length, 2)
  for (const row of answer.body.value) t.notOk(Object.values(row).includes(null))
  const next = await get((answer.body['@odata.nextLink'] ?? '').replace(BASE, ''))
  t.equal(next.body.value.length, 1, 'a link goes on as it began')
  t.notOk(Object.values(next.body.value[0] ?? {}).includes(null))
  t.notOk('preference-applied' in (await get('/odata/Placements')).headers)
})

t.test('13: no batches, no aggregation, no writing', async (t) => {
  const batch = await analyst.post<ODataError>('/odata/$batch', '--b--', {
    'content-type': 'multipart/mixed; boundary=b',
  })
  t.match(batch, { status: 501, body: { error: { code: 'not-implemented', message: /\$batch/ } } })
  const refusals: Record<string, RegExp> = {
    '$apply=aggregate(x)': /\$apply/,
    '$search=x': /\$search/,
    '$filter=home/any(h:h/kind eq 1)': /any/,
    '$filter=startedOn in (2023-01-01)': /`in`/,
    '$orderby=year(startedOn)': /\$orderby/,
  }
  for (const [query, message] of Object.entries(refusals))
    t.match(await get(`/odata/Placements?${query}`), { status: 501, body: { error: { message } } }, query)
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
    t.match(await analyst.send(method, '/odata/Homes', {}), {
      status: 405,
      headers: { allow: 'GET, HEAD' },
      body: { error: { code: 'method-not-allowed' } },
    })
  t.match((await get<string>('/odata/$metadata')).body, /BatchSupported" Bool="false"/)
})

t.test('an error says what is wrong, and where', async (t) => {
  const refusals: [string, number, RegExp][] = [
    ['Nothing', 404, /no entity set of this name\. \/odata lists/],
    ['homes', 404, /begin with a capital/],
    ['Nothing(1)/home', 404, /no entity set/],
    ['Homes/x', 404, /\/odata\/\$metadata says/],
    ['Homes/$count/x', 404, /\/odata\/\$metadata says/],
    ['Homes?filter=x', 400, /there are: \$filter/],
    ['Homes?$top=1&$top=2', 400, /twice/],
    ['Homes?$top=1e9', 400, /whole number/],
    ['Homes?$top=-1', 400, /whole number/],
    ['Homes?$skip=1.5', 400, /whole number/],
    ['Homes?$top=99999999999', 400, /whole number/],
    ['Homes?$count=1', 400, /true or false/],
    ['Homes?$select=nothing', 400, /no column `nothing`/],
    ['Homes?$select=name', 400, /no column `name`/],
    ['Homes?$filter=name eq null', 400, /no column `name`/],
    ['Homes?$orderby=name', 400, /no column `name`/],
    ['Placements?$filter=home/name eq null', 400, /no column `home\/name`/],
    ['Homes?$filter=%', 400, /encoded/],
    ['Homes?$skiptoken=x', 400, /cursor/],
    ['Homes?$format=atom', 406, /JSON/],
    ['$entity', 501, /./],
  ]
  for (const [resource, status, message] of refusals) {
    const answer = await get<ODataError>(`/odata/${resource}`)
    t.equal(answer.status, status, resource)
    t.match(answer.body.error.message, message, resource)
    t.equal(answer.headers['odata-version'], '4.0')
    t.match(answer.headers['content-type'], /^application\/json/)
  }
  t.equal((await get('/odata/Homes', { accept: 'application/atom+xml' })).status, 406)
})

t.test('a pull is one entry in the log of bulk reads, whatever its pages', async (t) => {
  const entries = async () => (await admin.get('/v1/bulk-reads?limit=500')).body.items
  const { length } = await entries()
  const path = odataPath('Placements', { $filter: 'startedOn ge 2023-01-01', $expand: 'home($select=kind)' })
  await pull(analyst, path, { prefer: 'odata.maxpagesize=1', 'access-purpose': 'Monthly report' })
  const items = await entries()
  t.equal(items.length, length + 1)
  t.match(items[0], {
    set: 'placements',
    asked: {
      resource: 'Placements',
      $filter: 'startedOn ge 2023-01-01',
      $expand: 'home($select=kind)',
    },
    purpose: 'Monthly report',
    rows: 3,
    isWhole: true,
  })
  t.ok((items[0]?.columns as string[]).includes('home/kind'))
  // A pull that stops, and a link of another's pull.
  const first = await get('/odata/Placements', { prefer: 'odata.maxpagesize=1' })
  t.match((await entries())[0], { rows: 1, isWhole: false })
  const link = (first.body['@odata.nextLink'] ?? '').replace(BASE, '')
  await admin.get(link)
  t.match((await entries()).slice(0, 2), [
    { actor: 'admin@example.test', rows: 1 },
    { actor: 'bi@example.test', rows: 1, isWhole: false },
  ])
  await get(`${link}&$filter=startedOn%20ge%202023-01-01`)
  t.match((await entries())[0], {
    actor: 'bi@example.test',
    asked: { $filter: 'startedOn ge 2023-01-01' },
  })
})
