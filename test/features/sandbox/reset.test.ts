import t from 'tap'
import { runSandboxCommand } from '../../../src/features/sandbox/index.ts'
import { CHESHIRE_EAST as live, STOCKPORT as sandbox, testApp } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aChildInCare,
  aHome,
  aPlacement,
  aPlacementRequest,
  aServiceKey,
  someNeeds,
} from '../../support/builders.ts'
import { contentsOf, markMadeUp } from './support.ts'

const service = await testApp(t)
const { ownerPool } = service
const tester = await service.as('admin', sandbox)
const officer = await service.as('admin', live)
const any = { 'if-match': '*' }

const make = () => runSandboxCommand(ownerPool, { action: 'make', authorityCode: sandbox })
const reset = () => tester.post<Record<string, unknown>>('/v1/sandbox/reset', { authorityCode: sandbox })

const child = await aChildInCare(tester)
await someNeeds(tester, { childId: child.id, livingWith: 'solo' })
const home = await aHome(tester)
const other = await aHome(tester, { shared: true, name: 'Shared before' })
const bed = await aBed(tester, { homeId: home.id })
const stay = await aPlacement(tester, { childId: child.id, bedId: bed.id })
await tester.patch(`/v1/children/${child.id}`, { disabled: false }, any)
const ours = await aChildInCare(officer)
await aPlacement(officer, { childId: ours.id, bedId: (await aBed(officer)).id })
await aHome(officer, { shared: true })

t.test('an authority that may have real children can be no sandbox, by any way', async (t) => {
  await t.rejects(make(), { message: /is not marked synthetic/ })
  await t.rejects(ownerPool.query('insert into sandboxes (code) values ($1)', [live]), {
    message: /sandbox_of_synthetic_authority/,
  })
  await t.rejects(ownerPool.query('insert into sandboxes (code, synthetic) values ($1, false)', [live]))
  await markMadeUp(ownerPool, sandbox)
  t.match(await make(), [/^E08000007 is a sandbox, with a seed of \d+ rows\.$/])
  await t.rejects(ownerPool.query('update authorities set synthetic = false where code = $1', [sandbox]), {
    message: /sandbox_of_synthetic_authority/,
  })
})

t.test(
  'one call puts a sandbox back, whatever was done in it; keys stay, and another authority is untouched',
  async (t) => {
    const [seed, others] = [await contentsOf(ownerPool, sandbox), await contentsOf(ownerPool, live)]
    const key = await aServiceKey(tester, { scopes: ['sandbox:reset', 'children:read'] })
    const secret = await tester.post<{ key: string }>(`/v1/keys/${key.id}/secrets`, {})
    const robot = service.with(secret.body.key)

    await tester.patch(`/v1/children/${child.id}`, { sex: 'male' }, any)
    await tester.post(
      `/v1/placements/${stay.id}/end`,
      { on: '2023-06-01', reason: 'CARPL', planned: true },
      any,
    )
    const newcomer = await aChildInCare(tester)
    const request = await aPlacementRequest(tester, { childIds: [newcomer.id] })
    const beds = {
      beds: [{ bedId: bed.id, childId: newcomer.id }],
      from: '2023-12-04',
      requestId: request.id,
    }
    const hold = await tester.post('/v1/holds', {
      ...beds,
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    })
    t.equal(hold.status, 201)
    await tester.del(`/v1/homes/${other.id}`, any)
    t.notSame(await contentsOf(ownerPool, sandbox), seed)

    const answer = await robot.post<Record<string, unknown>>('/v1/sandbox/reset', {
      authorityCode: sandbox,
    })
    t.match(answer, { status: 200, body: { authorityCode: sandbox, resetBy: `key:${key.name as string}` } })
    t.same(await contentsOf(ownerPool, sandbox), seed)
    t.same(await contentsOf(ownerPool, live), others)
    t.match((await robot.get(`/v1/children/${child.id}`)).body, { sex: 'female', version: 2 })
    t.equal((await robot.get(`/v1/children/${newcomer.id}`)).status, 404)
    t.equal((await tester.get(`/v1/keys/${key.id}/versions`)).body.items.length, 2, 'with their history')
    t.match(
      (await robot.get('/v1/sandbox')).body,
      answer.body.resetAt ? { resetAt: answer.body.resetAt } : {},
    )
  },
)

t.test('after a reset the sandbox works on, and can be reset again', async (t) => {
  const seed = await contentsOf(ownerPool, sandbox)
  const next = await aChildInCare(tester)
  const end = { on: '2023-06-01', reason: 'CARPL', planned: true }
  t.equal((await tester.post(`/v1/placements/${stay.id}/end`, end, any)).status, 200)
  const search = await tester.post('/v1/vacancy-searches', {
    children: [{ childId: next.id }],
    from: '2023-12-04',
  })
  t.equal(search.status, 200)
  t.equal((await reset()).status, 200)
  t.same(await contentsOf(ownerPool, sandbox), seed)
})

t.test('an authority that is no sandbox is refused, and nothing of it is touched', async (t) => {
  const contents = await contentsOf(ownerPool, live)
  t.match(await officer.post('/v1/sandbox/reset', { authorityCode: live }), {
    status: 422,
    body: { detail: 'The authority is no sandbox: nothing was changed.' },
  })
  t.match(await officer.post('/v1/sandbox/reset', { authorityCode: sandbox }), {
    status: 422,
    body: { errors: [{ pointer: '#/authorityCode', code: 'not-your-authority' }] },
  })
  t.match((await officer.get('/v1/sandbox')).body, { isSandbox: false, seededAt: null })
  await t.rejects(runSandboxCommand(ownerPool, { action: 'reset', authorityCode: live }), {
    message: /is no sandbox/,
  })
  t.equal(
    (await (await service.as('data', sandbox)).post('/v1/sandbox/reset', { authorityCode: sandbox })).status,
    403,
  )
  t.same(await contentsOf(ownerPool, live), contents)
})

t.test(
  'the role that resets can reach no row of another authority, even where the code would let it',
  async (t) => {
    const client = await ownerPool.connect()
    try {
      for (const authority of [live, sandbox]) {
        await client.query(
          'begin; set local session_replication_role = replica; set local role sufficiency_sandbox',
        )
        await client.query("select set_config('app.authority', $1, true)", [authority])
        const removal = await client.query('delete from children where authority_code = $1', [live])
        t.equal(removal.rowCount, 0)
        const forbidden = async (statement: string, values: unknown[] = []) => {
          await client.query('savepoint attempt')
          await t.rejects(client.query(statement, values), { code: '42501' }, statement)
          await client.query('rollback to attempt')
        }
        await forbidden(
          `insert into children (authority_code, reference, date_of_birth, sex) values ($1, 'X', '2012-01-01', 'male')`,
          [live],
        )
        for (const name of ['access_log', 'service_keys', 'events', 'sandboxes', 'authorities'])
          await forbidden(`delete from ${name}`)
        await client.query('rollback')
      }
    } finally {
      client.release()
    }
  },
)

t.test('homes of a sandbox and real ones do not meet: neither is shared with the other', async (t) => {
  const names = async (who: typeof tester) =>
    (await who.get('/v1/homes?limit=500')).body.items.map(({ name }) => name)
  t.notOk((await names(officer)).includes('Shared before'))
  t.ok((await names(tester)).includes('Shared before'), 'it is there, and not shared')
  t.equal((await names(tester)).length, 2, 'the other authority’s shared home is not seen')
  t.match(await tester.patch(`/v1/homes/${home.id}`, { shared: true }, any), {
    status: 422,
    body: { errors: [{ pointer: '#/shared' }] },
  })
})

t.test(
  'who writes while it is reset is told so; a reset does not wait for ever for who writes',
  async (t) => {
    const client = await ownerPool.connect()
    try {
      await client.query('begin')
      await client.query('select pg_advisory_xact_lock(5913, hashtext($1))', [sandbox])
      const write = await tester.post('/v1/children', {
        reference: 'X',
        dateOfBirth: '2012-01-01',
        sex: 'male',
      })
      t.match(write, { status: 503, body: { detail: /being put back to its seed/ } })
      t.equal((await tester.get(`/v1/children/${child.id}`)).status, 200, 'who reads sees what there is')
      t.equal((await aChild(officer)).version, 1, 'others write on')
      await client.query('rollback')
      await client.query('begin')
      await client.query('select pg_advisory_xact_lock_shared(5913, hashtext($1))', [sandbox])
      t.match(await reset(), { status: 503, headers: { 'retry-after': '10' } })
    } finally {
      await client.query('rollback')
      client.release()
    }
    t.equal((await reset()).status, 200)
  },
)

t.test('a sandbox that is dropped keeps its records', async (t) => {
  t.match(await runSandboxCommand(ownerPool, { action: 'list' }), [/^E08000007: seed of /])
  await runSandboxCommand(ownerPool, { action: 'drop', authorityCode: sandbox })
  t.equal((await tester.get(`/v1/children/${child.id}`)).status, 200)
  t.equal((await reset()).status, 422)
  await t.rejects(runSandboxCommand(ownerPool, { action: 'drop', authorityCode: sandbox }))
})
