import t, { type Test } from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChild } from '../../support/builders.ts'

const service = await testApp(t, { listen: true })
const officer = await service.as('placements')
const elsewhere = await service.as('placements', STOCKPORT)
const bed = await aBed(officer)
const child = await aChild(officer)
const stranger = await aChild(elsewhere)
const search = { children: [{ childId: child.id }], from: '2024-01-01' }

const entries = async (where: string) =>
  (
    await service.ownerPool.query<{ purpose: string | null; childIds: string[] }>(
      `select purpose, child_ids as "childIds" from access_log where ${where}`,
    )
  ).rows

/** All requests that read a child's record without writing. */
const reads: Record<string, () => Promise<{ status: number; body: unknown }>> = {
  'a record': () => officer.get(`/v1/children/${child.id}`),
  'a list': () => officer.get('/v1/children'),
  'a list as CSV': () => officer.get('/v1/children', { accept: 'text/csv' }),
  'a history': () => officer.get(`/v1/children/${child.id}/versions`),
  'a look-up': () => officer.post('/v1/child-lookups', { references: [child.reference] }),
  'a search': () => officer.post('/v1/vacancy-searches', search),
}

t.test('each read is kept, once', async (t) => {
  for (const [name, read] of Object.entries(reads)) {
    await service.ownerPool.query('truncate access_log')
    t.equal((await read()).status, 200, name)
    t.same(await entries('true'), [{ purpose: null, childIds: [child.id] }], name)
  }
})

t.test('200 reads at once by two authorities: every answer has its entry', async (t) => {
  const purposes = Array.from({ length: 200 }, (_, index) => `read ${index}`)
  const answers = await Promise.all(
    purposes.map((purpose, index) => {
      const [client, { id }] = index % 2 ? [elsewhere, stranger] : [officer, child]
      return client.get(`/v1/children/${id}`, { 'access-purpose': purpose })
    }),
  )
  t.same([...new Set(answers.map(({ status }) => status))], [200])
  const rows = await entries(`purpose like 'read %' order by length(purpose), purpose`)
  t.same(
    rows,
    purposes.map((purpose, index) => ({ purpose, childIds: [index % 2 ? stranger.id : child.id] })),
  )
})

async function refusesToTell(t: Test) {
  for (const [name, read] of Object.entries(reads)) {
    const { status, body } = await read()
    t.match({ status, body }, { status: 503, body: { type: '/problems/unavailable' } }, name)
    const text = JSON.stringify(body)
    for (const secret of [child.id, child.reference, bed.id])
      t.notOk(text.includes(String(secret)), `${name} tells nothing`)
  }
  t.equal((await officer.get('/v1/homes')).status, 200, 'what is not of a child is told')
}

t.test('what cannot be logged is not told', async (t) => {
  await service.ownerPool.query('revoke insert on access_log from sufficiency_app')
  await refusesToTell(t)
  await service.ownerPool.query('grant insert on access_log to sufficiency_app')
  for (const [name, read] of Object.entries(reads)) t.equal((await read()).status, 200, name)
})

t.test('a search that cannot be kept is not answered', async (t) => {
  await service.ownerPool.query('revoke insert on vacancy_searches from sufficiency_app')
  t.match(await reads['a search']!(), { status: 503, body: { type: '/problems/unavailable' } })
  await service.ownerPool.query('grant insert on vacancy_searches to sufficiency_app')
  t.equal((await reads['a search']!()).status, 200)
})

t.test('while the journal has no connection nothing is told, and nobody waits for long', async (t) => {
  const connection = await service.journal.connect()
  service.journal.options.connectionTimeoutMillis = 200
  await refusesToTell(t)
  connection.release()
  for (const [name, read] of Object.entries(reads)) t.equal((await read()).status, 200, name)
})

t.test('a write keeps its entry in its own transaction, and its answer again adds none', async (t) => {
  const key = { 'idempotency-key': 'once', 'access-purpose': 'a new child' }
  const fields = { reference: 'ENTRY-1', dateOfBirth: '2012-05-01', sex: 'female' }
  await service.ownerPool.query('revoke insert on access_log from sufficiency_app')
  t.not((await officer.post('/v1/children', fields, key)).status, 201)
  t.equal((await service.ownerPool.query(`select from children where reference = 'ENTRY-1'`)).rowCount, 0)
  await service.ownerPool.query('grant insert on access_log to sufficiency_app')
  const { body } = await officer.post('/v1/children', fields, key)
  t.match(await officer.post('/v1/children', fields, key), {
    status: 201,
    headers: { 'idempotency-replayed': 'true' },
  })
  t.same(await entries(`purpose = 'a new child'`), [{ purpose: 'a new child', childIds: [body.id] }])
})
