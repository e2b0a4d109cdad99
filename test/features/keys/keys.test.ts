import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import t from 'tap'
import { buildApp } from '../../../src/app.ts'
import {
  keyScopes,
  may,
  personalScopes,
  roles,
  unlistedScopes,
  type Role,
} from '../../../src/domain/access.ts'
import { runKeyCommand, type KeyCommand } from '../../../src/features/keys/index.ts'
import { applyRetention } from '../../../src/platform/db/retention.ts'
import { createLogger } from '../../../src/platform/http/logger.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body, type TestClient } from '../../support/app.ts'
import { aServiceKey } from '../../support/builders.ts'

const lines: string[] = []
const sink = new Writable({
  write: (chunk: Buffer, _encoding, next) => (lines.push(...chunk.toString().trim().split('\n')), next()),
})
const logger = createLogger({ level: 'trace', pretty: false }, sink)
const service = await testApp(t, { listen: true, logger })
const { ownerPool, appPool } = service
const admin = await service.as('admin')

interface Issued {
  key: string
  prefix: string
  expiresAt: string
}

async function issue(id: string, body: Record<string, unknown> = {}, client = admin): Promise<Issued> {
  const answer = await client.post<Issued>(`/v1/keys/${id}/secrets`, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}

/** A service key with its first secret. */
async function aKey(fields: Record<string, unknown> = {}, client: TestClient = admin) {
  const record = await aServiceKey(client, { scopes: ['homes:read', 'homes:write'], ...fields })
  return { record, ...(await issue(record.id, {}, client)) }
}

/** A second process of the service on the same database. */
const anotherProcess = () =>
  buildApp({
    pool: appPool,
    journal: service.journal,
    verify: () => Promise.reject(new Error('no token here')),
    clock: () => new Date(),
    logger: false,
    limits: {
      requestsPerMinute: 1e6,
      failuresPerMinute: 1e6,
      bodyBytes: 1_048_576,
      uploadBytes: 1_048_576,
      requestTimeoutMs: 60_000,
      factsBytes: 67_108_864,
    },
  })

const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
const statusOf = async (key: string) => (await service.with(key).get('/v1/homes')).status
const secretsOf = async (id: string) =>
  (await admin.get<Body & { secrets: Body[] }>(`/v1/keys/${id}`)).body.secrets

t.test('a key is taken as bearer, as the password of Basic and in the address', async (t) => {
  const { key } = await aKey()
  const anyone = service.with()
  t.equal((await anyone.get('/v1/homes', { authorization: `Bearer ${key}` })).status, 200)
  t.equal((await anyone.get('/v1/homes', { authorization: `bearer ${key}` })).status, 200)
  t.equal((await anyone.get('/v1/homes', basic('whoever', key))).status, 200)
  t.equal((await anyone.get('/v1/homes', basic('', key))).status, 200)
  t.equal((await anyone.get(`/v1/homes?key=${key}`)).status, 200)
  t.equal((await anyone.get(`/v1/homes?limit=1&key=${key}`)).body.items.length, 0)
  t.equal((await anyone.get(`/v1/homes?k%65y=${key}&limit=1`)).status, 200)
  t.equal((await anyone.get(`/v1/homes?key=${key}`, { authorization: 'Bearer' })).status, 200)
  t.equal((await anyone.get(`/v1/homes?key=${key}`, { authorization: 'Bearer x.y.z' })).status, 401)
  t.equal((await anyone.get('/v1/homes', basic(key, ''))).status, 401, 'not as the user name')
})

t.test('a key may do what its scopes say, in its own authority, and nothing else', async (t) => {
  const { key, record } = await aKey()
  const system = service.with(key)
  const provider = await system.post('/v1/providers', { name: 'By a system', sector: 'own' })
  t.equal(provider.status, 201)
  const { body } = await admin.get(`/v1/providers/${provider.body.id}/versions`)
  t.match(body.items, [{ change: 'created', actor: `key:${String(record.name)}` }], 'the history says who')
  const refusal = await system.get('/v1/children')
  t.match(refusal, {
    status: 403,
    body: { type: '/problems/forbidden', detail: /children:read.*service key/ },
  })

  const other = await service.as('admin', STOCKPORT)
  t.match(await other.get(`/v1/keys/${record.id}`), { status: 404 })
  t.match(await other.post(`/v1/keys/${record.id}/secrets`, {}), { status: 404 })
  t.match(await other.post(`/v1/keys/${record.id}/revoke`, {}, { 'if-match': '*' }), { status: 404 })
  const theirs = await aKey({}, other)
  t.match(await service.with(theirs.key).get(`/v1/providers/${provider.body.id}`), { status: 404 })

  await admin.patch(`/v1/keys/${record.id}`, { scopes: ['children:read'] }, { 'if-match': '*' })
  t.equal((await system.get('/v1/children')).status, 200, 'a change of scopes counts at once')
  t.equal(await statusOf(key), 403)
})

t.test('no key has what takes a person, whoever wrote it into the table', async (t) => {
  for (const scope of [...personalScopes, ...unlistedScopes]) {
    const answer = await admin.post('/v1/keys', { name: 'too-much', purpose: 'x', scopes: [scope] })
    t.match(answer, { status: 400, body: { errors: [{ pointer: '#/scopes/0' }] } }, scope)
  }
  const makers = (Object.keys(roles) as Role[]).filter((role) =>
    may({ subject: '', role, authorityCode: '' }, 'keys:write'),
  )
  t.same(makers, ['admin'])
  for (const scope of keyScopes) {
    t.ok(may({ subject: '', role: 'admin', authorityCode: '' }, scope), `its maker has ${scope}`)
  }
  const { key, record } = await aKey()
  await ownerPool.query(`update service_keys set scopes = '{keys:write,keys:read}' where id = $1`, [
    record.id,
  ])
  t.equal((await service.with(key).get('/v1/keys')).status, 403)
  t.equal((await service.with(key).post(`/v1/keys/${record.id}/secrets`, {})).status, 403)
})

t.test('a key is shown once, and stored so that nobody can read it', async (t) => {
  const { key, prefix, record } = await aKey()
  t.match(key, new RegExp(`^sufk_${prefix}_[\\w-]{43}$`))
  const read = await admin.get(`/v1/keys/${record.id}`)
  const list = await admin.get('/v1/keys?limit=500')
  const history = await admin.get(`/v1/keys/${record.id}/versions`)
  for (const { status, body } of [read, list, history]) {
    t.equal(status, 200)
    t.notMatch(JSON.stringify(body), key.slice(-20))
  }
  t.match(read.body, { secrets: [{ prefix, lastUsedAt: null }] })
  const { rows } = await ownerPool.query<{ row: string }>(
    `select to_jsonb(s)::text as row from service_key_secrets s
     union all select to_jsonb(v)::text from record_versions v
     union all select to_jsonb(i)::text from idempotency_keys i`,
  )
  for (const { row } of rows) t.notMatch(row, key.slice(-20))
  await t.rejects(appPool.query('select hash from service_key_secrets'), { message: /permission denied/ })
})

t.test('a key that was rotated counts for the overlap, and not beyond', async (t) => {
  const { key: first, prefix, record } = await aKey()
  const second = await issue(record.id, { overlapHours: 2 })
  t.same([await statusOf(first), await statusOf(second.key)], [200, 200])
  const [latest, former] = await secretsOf(record.id)
  t.match([latest?.prefix, former?.prefix], [second.prefix, prefix])
  const hoursLeft = (Date.parse(String(former?.expiresAt)) - Date.now()) / 3_600_000
  t.ok(hoursLeft > 1.9 && hoursLeft <= 2.01, `${hoursLeft} hours are left to the first`)

  const third = await issue(record.id, { overlapHours: 0 })
  t.same([await statusOf(first), await statusOf(second.key), await statusOf(third.key)], [401, 401, 200])
  t.match((await service.with(first).get('/v1/homes')).body.detail, /has expired/)
})

t.test('a key expires, at the latest after 400 days', async (t) => {
  const { record } = await aKey()
  for (const days of [0, 401, 1.5, 'many']) {
    const answer = await admin.post(`/v1/keys/${record.id}/secrets`, { days })
    t.match(answer, { status: 400, body: { errors: [{ pointer: '#/days' }] } }, String(days))
  }
  const overlap = await admin.post(`/v1/keys/${record.id}/secrets`, { overlapHours: 721 })
  t.match(overlap, { status: 400, body: { errors: [{ pointer: '#/overlapHours' }] } })
  const { key, expiresAt, prefix } = await issue(record.id, { days: 400 })
  const daysLeft = (Date.parse(expiresAt) - Date.now()) / 86_400_000
  t.ok(daysLeft > 399.9 && daysLeft <= 400, `${daysLeft} days`)
  await t.rejects(
    ownerPool.query(
      `update service_key_secrets set expires_at = issued_at + interval '401 days' where prefix = $1`,
      [prefix],
    ),
    { message: /secret_expires_within_400_days/ },
  )
  t.equal(await statusOf(key), 200)
  await ownerPool.query('update service_key_secrets set expires_at = now() where prefix = $1', [prefix])
  t.match(await service.with(key).get('/v1/homes'), {
    status: 401,
    body: { type: '/problems/unauthenticated', detail: 'The service key has expired.' },
  })
})

t.test('when it was last used is told to the hour, and written once an hour', async (t) => {
  const { key, prefix, record } = await aKey()
  const readUse = async () =>
    (
      await ownerPool.query<{ xmin: string; at: string }>(
        'select xmin::text, last_used_at as at from service_key_secrets where prefix = $1',
        [prefix],
      )
    ).rows[0]
  await statusOf(key)
  const first = await readUse()
  await statusOf(key)
  t.equal((await readUse())?.xmin, first?.xmin, 'the second use writes nothing')
  t.match(first?.at, /:00:00Z$/)
  const [secret] = await secretsOf(record.id)
  t.equal(Date.parse(String(secret?.lastUsedAt)), Date.parse(first?.at ?? ''))
  t.equal((await admin.get(`/v1/keys/${record.id}`)).body.version, 2, 'and is no change of the record')
  await ownerPool.query(
    `update service_key_secrets set last_used_at = last_used_at - interval '1 hour' where prefix = $1`,
    [prefix],
  )
  await statusOf(key)
  t.equal((await readUse())?.at, first?.at)
})

t.test('a revoked key is dead at the next request, in every process, and for ever', async (t) => {
  const { key, record } = await aKey()
  const another = await anotherProcess()
  t.teardown(() => another.close())
  const statusThere = async () => {
    const headers = { authorization: `Bearer ${key}` }
    return (await another.inject({ url: '/v1/homes', headers })).statusCode
  }
  t.same([await statusOf(key), await statusThere()], [200, 200], 'one that starts later knows it')
  const stale = await admin.post(`/v1/keys/${record.id}/revoke`, {}, { 'if-match': '"v1"' })
  t.match(stale, { status: 412 })
  const answer = await admin.post(`/v1/keys/${record.id}/revoke`, {}, { 'if-match': '"v2"' })
  t.match(answer, { status: 200, body: { revokedAt: String, version: 3 }, headers: { etag: '"v3"' } })
  t.match(await service.with(key).get('/v1/homes'), {
    status: 401,
    body: { detail: 'The service key was revoked.' },
  })
  t.equal(await statusThere(), 401)
  const refusal = await admin.post(`/v1/keys/${record.id}/secrets`, {})
  t.match(refusal, { status: 409, body: { type: '/problems/action-not-open' } })
  const again = await admin.post(`/v1/keys/${record.id}/revoke`, {}, { 'if-match': '*' })
  t.match(again, { status: 200, body: { version: 3 } }, 'a second time changes nothing')
  const sameName = await admin.post('/v1/keys', { name: record.name, purpose: 'x', scopes: ['homes:read'] })
  t.match(sameName, {
    status: 409,
    body: { type: '/problems/already-exists', errors: [{ pointer: '#/name' }] },
  })
  const removal = await admin.del(`/v1/keys/${record.id}`, { 'if-match': '*' })
  t.match(removal, { status: 409, body: { type: '/problems/action-not-open' } })
})

t.test('nothing tells a wrong key from one that there never was', async (t) => {
  const { key, prefix } = await aKey()
  const wrong = `sufk_${prefix}_${randomBytes(32).toString('base64url')}`
  const never = `sufk_${'0'.repeat(12)}_${randomBytes(32).toString('base64url')}`
  const tell = async (text: string) => {
    const { status, body } = await service.with(text).get('/v1/homes')
    return { status, ...body, instance: undefined }
  }
  t.same(await tell(wrong), await tell(never))
  t.match(await tell(`${key}x`), { status: 401, detail: 'That is neither a token nor a service key.' })
  t.match(await service.with().get('/v1/homes', basic('someone', 'Password1')), { status: 401 })
})

t.test('a key in the address is in no log, link or error', async (t) => {
  const { key } = await aKey()
  const anyone = service.with()
  const secret = key.slice(-43)
  for (const name of ['A', 'B', 'C']) await admin.post('/v1/providers', { name, sector: 'own' })
  const answers = [
    await anyone.get(`/v1/providers?key=${key}&limit=1`, { accept: 'text/csv' }),
    await anyone.get(`/v1/providers?limit=x&key=${key}`),
    await anyone.get(`/v1/nowhere?key=${key}`),
    await anyone.get(`/v1/homes/%zz?key=${key}`),
    await anyone.get(`/v1/children?key=${key}`),
    await anyone.send('PUT', `/v1/homes?key=${key}`),
    await anyone.get(`/reference?key=${key}`),
    await anyone.get(`/openapi.json?key=${key}`),
    await anyone.get(`/v1/homes?key=${key}&key=${key}`),
    await anyone.get(`/v1/homes?key=x${key}`),
  ]
  t.same(
    answers.map(({ status }) => status),
    [200, 400, 404, 400, 403, 405, 200, 200, 200, 401],
  )
  t.match(answers[0]?.headers.link, /limit=1&cursor=/)
  await ownerPool.query('alter view visible_homes rename to dwellings')
  const failing = await anyone.get(`/v1/homes?key=${key}`)
  await ownerPool.query('alter view dwellings rename to visible_homes')
  t.equal(failing.status, 500)
  for (const { headers, body } of [...answers, failing]) {
    t.notMatch(JSON.stringify([headers, body]), secret)
  }
  const { rows } = await ownerPool.query<{ row: string }>('select to_jsonb(a)::text as row from access_log a')
  for (const { row } of rows) t.notMatch(row, secret)
  const log = lines.join('\n')
  t.notMatch(log, secret)
  t.ok(log.includes('request failed'), 'the log has the failure')
  t.notMatch(log, /key=/)
  const refusals = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'a credential was refused')
  t.ok(refusals.some(({ keyPrefix, reason, address }) => keyPrefix && reason === 'unknown' && address))
  t.ok(refusals.every((line) => !JSON.stringify(line).includes(secret)))
})

t.test('a command makes, lists, rotates and revokes keys', async (t) => {
  const run = (command: KeyCommand) => runKeyCommand(appPool, CHESHIRE_EAST, command)
  const creation: KeyCommand = {
    action: 'make',
    name: 'from-a-command',
    purpose: 'Nightly',
    scopes: ['homes:read'],
  }
  const [first = ''] = await run(creation)
  t.equal(await statusOf(first), 200)
  const [second = ''] = await run({ action: 'rotate', name: 'from-a-command', overlapHours: 1 })
  t.same([await statusOf(first), await statusOf(second)], [200, 200])
  const list = (await run({ action: 'list' })).join('\n')
  t.match(list, /from-a-command: Nightly; homes:read\n {2}[0-9a-f]{12}, expires .*, last used 2/)
  t.notMatch(list, first.slice(-20))
  await run({ action: 'revoke', name: 'from-a-command' })
  t.same([await statusOf(first), await statusOf(second)], [401, 401])
  t.match((await run({ action: 'list' })).join('\n'), /from-a-command: Nightly; homes:read; revoked 2/)
  await t.rejects(run({ ...creation, name: 'NO', scopes: ['keys:write'] }), { message: /^name .*\nscopes/ })
  await t.rejects(run({ action: 'rotate', name: 'nobody' }), { message: /no such service key/ })
})

t.test('the hash of a key is stored for 90 days after it expired', async (t) => {
  const { prefix } = await aKey()
  const count = async () =>
    (await ownerPool.query('select from service_key_secrets where prefix = $1', [prefix])).rowCount
  const age = (days: number) =>
    ownerPool.query(
      `update service_key_secrets set issued_at = now() - interval '99 days',
              expires_at = now() - make_interval(days => $2) where prefix = $1`,
      [prefix, days],
    )
  await age(89)
  await applyRetention(ownerPool, { eventDays: 400, sendingDays: 400 })
  t.equal(await count(), 1)
  await age(91)
  await applyRetention(ownerPool, { eventDays: 400, sendingDays: 400 })
  t.equal(await count(), 0)
})
