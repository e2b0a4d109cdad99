import { randomUUID } from 'node:crypto'
import t from 'tap'
import { testApp, type Answer, type Body } from '../support/app.ts'
import { bodyOf } from './body.ts'
import { resources } from './resources.ts'

const service = await testApp(t, { listen: true })
const admin = await service.as('admin')

/** Reads all pages of a list, three items at a time; `meanwhile` runs after each page. */
async function walk(path: string, meanwhile?: () => Promise<unknown>): Promise<Body[]> {
  const items: Body[] = []
  let cursor: string | null = null
  do {
    const page: Answer<Body> = await admin.get(`${path}limit=3${cursor ? `&cursor=${cursor}` : ''}`)
    if (page.status !== 200) throw new Error(JSON.stringify(page.body))
    items.push(...page.body.items)
    cursor = page.body.nextCursor
    await meanwhile?.()
  } while (cursor !== null)
  return items
}

const any = { 'if-match': '*' }

for (const resource of resources) {
  const { path, make, change, optional, belongsTo, keeps } = resource
  const url = `/v1/${path}`

  t.test(`${path}: a create answers with the record, its place and its version`, async (t) => {
    const body = await bodyOf(resource, admin)
    const creation = await admin.post(url, body)
    t.equal(creation.status, 201)
    t.match(creation.body, body.postcode || body.homePostcode ? {} : body, 'says what was sent')
    t.equal(creation.headers.location, `${url}/${creation.body.id}`)
    t.equal(creation.headers.etag, '"v1"')
    const read = await admin.get(creation.headers.location ?? '')
    t.equal(read.status, 200)
    t.same(read.body, creation.body)
    t.equal(read.headers.etag, '"v1"')
  })

  t.test(`${path}: a change takes the version read, and each version is changed once`, async (t) => {
    const { id } = await make(admin)
    const recordUrl = `${url}/${id}`
    const blind = await admin.patch(recordUrl, change)
    t.match(blind, { status: 428, body: { type: '/problems/if-match-required' } })
    const result = await admin.patch(recordUrl, change, { 'if-match': '"v1"' })
    t.match(result, { status: 200, headers: { etag: '"v2"' }, body: { ...change, version: 2 } })
    const stale = await admin.patch(recordUrl, change, { 'if-match': '"v1"' })
    t.match(stale, { status: 412, body: { type: '/problems/version-changed' } })
    t.match(await admin.patch(recordUrl, change, { 'if-match': 'W/"v2"' }), { status: 412 })
    t.match(await admin.patch(recordUrl, change, { 'if-match': '' }), { status: 412 })
    const nothing = await admin.patch(recordUrl, {}, { 'if-match': '"v2"' })
    t.match(nothing, { status: 200, body: { version: 2 } }, 'a change of nothing is no version')
    t.match(await admin.patch(recordUrl, {}, { 'if-match': '"v1"' }), { status: 412 })
    t.same((await admin.get(recordUrl)).body, result.body)
  })

  t.test(`${path}: a change leaves alone what it does not name, and null empties`, async (t) => {
    const record = await make(admin)
    const filling = await admin.patch(`${url}/${record.id}`, optional, any)
    t.match(filling, { status: 200, body: optional })
    const nulls = Object.fromEntries(Object.keys(optional).map((field) => [field, null]))
    const empty = await admin.patch(`${url}/${record.id}`, nulls, any)
    t.equal(empty.status, 200)
    const changingFields = new Set(['version', 'updatedAt', ...Object.keys(optional)])
    const rest = ({ ...body }: Body) => Object.entries(body).filter(([field]) => !changingFields.has(field))
    t.same(rest(empty.body), rest(record))
    t.match(empty.body, nulls)
  })

  t.test(`${path}: a field that is none of its own is refused by name`, async (t) => {
    const { id } = await make(admin)
    const fault = { pointer: '#/no~1such~0field', code: 'unknown-field' }
    const refusal = { status: 400, body: { type: '/problems/invalid-request', errors: [fault] } }
    t.match(await admin.patch(`${url}/${id}`, { 'no/such~field': 1 }, any), refusal)
    t.match(await admin.post(url, { ...(await bodyOf(resource, admin)), 'no/such~field': 1 }), refusal)
    for (const field of ['id', 'version', 'authorityCode', 'createdAt', belongsTo?.field ?? 'updatedAt']) {
      const answer = await admin.patch(`${url}/${id}`, { [field]: randomUUID() }, any)
      t.match(answer, { status: 400, body: { errors: [{ pointer: `#/${field}` }] } }, field)
    }
  })

  t.test(`${path}: what was removed is gone, once, and only at the version read`, async (t) => {
    const { id } = await make(admin)
    const recordUrl = `${url}/${id}`
    t.match(await admin.del(recordUrl), { status: 428 })
    t.match(await admin.del(recordUrl, { 'if-match': '"v7"' }), { status: 412 })
    t.match(await admin.del(recordUrl, { 'if-match': '"v1"' }), { status: 204, body: '' })
    const absent = { status: 404, body: { type: '/problems/not-found' } }
    t.match(await admin.get(recordUrl), absent)
    t.match(await admin.del(recordUrl, any), absent)
    t.match(await admin.patch(recordUrl, change, any), absent)
  })

  if (keeps) {
    t.test(`${path}: one that other records depend on is not removed`, async (t) => {
      const { id } = await make(admin)
      await keeps(admin, id)
      const refusal = await admin.del(`${url}/${id}`, any)
      t.match(refusal, { status: 409, body: { type: '/problems/still-referenced' } })
      t.equal((await admin.get(`${url}/${id}`)).status, 200)
    })
  }

  t.test(`${path}: a list is walked once through, whatever is written meanwhile`, async (t) => {
    const owner = await belongsTo?.make(admin)
    const pageIds = new Set<string>()
    for (let n = 0; n < 7; n++) pageIds.add((await make(admin)).id)
    const seen = await walk(`${url}?`, () => make(admin))
    const ids = seen.map(({ id }) => id)
    t.equal(new Set(ids).size, ids.length, 'none twice')
    t.ok(
      [...pageIds].every((id) => ids.includes(id)),
      'none left out',
    )
    t.same(ids, [...ids].sort(), 'in order')
    if (belongsTo && owner) {
      const own = await make(admin, { [belongsTo.field]: owner.id })
      t.match([own], await walk(`${url}?${belongsTo.field}=${owner.id}&`), 'narrowed to what belongs to one')
    }
    t.match(await admin.get(`${url}?noSuchFilter=1`), {
      status: 400,
      body: { errors: [{ pointer: '#/query/noSuchFilter' }] },
    })
  })

  t.test(`${path}: a create sent again with its key is carried out once`, async (t) => {
    const body = await bodyOf(resource, admin)
    const key = { 'idempotency-key': randomUUID() }
    const first = await admin.post(url, body, key)
    t.equal(first.status, 201)
    const reversedBody = Object.fromEntries(Object.entries(body).reverse())
    const again = await admin.post(url, reversedBody, key)
    t.same([again.status, again.body], [201, first.body])
    t.match(again.headers, { 'idempotency-replayed': 'true', location: first.headers.location, etag: '"v1"' })
    const other = await admin.post(url, { ...body, ...optional, ...change }, key)
    t.match(other, { status: 422, body: { type: '/problems/idempotency-key-reused' } })
  })

  t.test(`${path}: one key raced creates one record`, async (t) => {
    const body = await bodyOf(resource, admin)
    const key = { 'idempotency-key': randomUUID() }
    const answers = await Promise.all(Array.from({ length: 8 }, () => admin.post(url, body, key)))
    const creations = answers.filter(({ status }) => status === 201)
    t.equal(new Set(creations.map(({ body }) => body.id)).size, 1)
    t.equal(creations.filter(({ headers }) => !headers['idempotency-replayed']).length, 1)
    for (const { body } of answers.filter(({ status }) => status !== 201)) {
      t.equal(body.type, '/problems/request-in-flight')
    }
    t.equal((await admin.post(url, body, key)).body.id, creations[0]?.body.id)
  })

  t.test(`${path}: a list is a spreadsheet where one is asked for`, async (t) => {
    await make(admin)
    const csv = await admin.get<string>(`${url}?limit=1`, { accept: 'text/csv' })
    t.match(csv.headers, { 'content-type': 'text/csv; charset=utf-8; header=present' })
    const json = await admin.get(`${url}?limit=1`)
    const [header = '', row = ''] = csv.body.split('\r\n')
    t.same(header.replace(/^\uFEFF/, '').split(','), Object.keys(json.body.items[0] ?? {}))
    t.ok(row.startsWith(json.body.items[0]?.id ?? '?'))
    t.match(csv.headers.link, `cursor=${json.body.nextCursor}>; rel="next"`)
    t.match(await admin.get(url, { accept: 'text/csv;q=0.1, application/json' }), { status: 200 })
    const refusal = await admin.get(url, { accept: 'image/png' })
    t.match(refusal, { status: 406, body: { type: '/problems/not-acceptable' } })
  })
}

t.test('a spreadsheet starts with a byte-order mark, and runs nothing that a name says', async (t) => {
  const provider = await admin.post('/v1/providers', { name: '=HYPERLINK("x")', sector: 'private' })
  await admin.post('/v1/providers', { name: 'A, "quoted" name', sector: 'private' })
  const answer = await fetch(`${service.url}/v1/providers?limit=500`, {
    headers: { authorization: `Bearer ${await service.token('admin')}`, accept: 'text/csv' },
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  t.same([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
  const text = bytes.toString()
  t.match(text, `"'=HYPERLINK(""x"")"`)
  t.match(text, '"A, ""quoted"" name"')
  t.equal(
    (await admin.get(`/v1/providers/${provider.body.id}`)).body.name,
    '=HYPERLINK("x")',
    'JSON says it as it is',
  )
})

t.test('a cursor that the list did not give is refused', async (t) => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const cursor of ['x', '', '%00', encode(1), encode(["' or 1=1 --"]), encode([randomUUID(), 1])]) {
    const answer = await admin.get(`/v1/homes?cursor=${cursor}`)
    t.match(answer, { status: 400, body: { type: '/problems/invalid-cursor' } }, cursor)
    t.equal(answer.body.errors[0]?.pointer, '#/query/cursor')
  }
})

t.test('how many to list is a number from 1 to 500', async (t) => {
  for (const limit of ['0', '501', '-1', '1.5', 'x', '', '1e9', '1&limit=2']) {
    const answer = await admin.get(`/v1/homes?limit=${limit}`)
    t.match(answer, { status: 400, body: { errors: [{ pointer: '#/query/limit' }] } }, limit)
  }
})
