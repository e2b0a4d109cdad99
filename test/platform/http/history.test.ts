import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aChild, aHome, aProvider } from '../../support/builders.ts'

const service = await testApp(t)
const officer = await service.as('admin')

/** An instant after everything recorded so far and before everything recorded next. */
async function instantBetween(): Promise<string> {
  await sleep(5)
  const instant = new Date().toISOString()
  await sleep(5)
  return instant
}

t.test('every change leaves a version: what it said, who recorded it, when and why', async (t) => {
  const provider = await aProvider(officer, { name: 'Larch Homes' })
  const path = `/v1/providers/${provider.id}`
  await officer.patch(
    path,
    { name: 'Larch Care' },
    { 'if-match': '*', 'change-reason': 'renamed at Companies House' },
  )
  await officer.del(path, { 'if-match': '*' })

  const { items } = (await officer.get(`${path}/versions`)).body
  t.match(items, [
    { change: 'created', actor: 'admin@example.test', reason: null, record: { name: 'Larch Homes' } },
    { change: 'changed', reason: 'renamed at Companies House', record: { name: 'Larch Care' } },
    { change: 'removed', record: null },
  ])
  t.equal(items.length, 3)
})

t.test('a version names the request that made it', async (t) => {
  const creation = await officer.post('/v1/providers', { name: 'Hazel', sector: 'own' })
  const [version] = (await officer.get(`/v1/providers/${creation.body.id}/versions`)).body.items
  t.match(version?.requestId, /^[0-9a-f-]{36}$/)
})

t.test('a record reads as it was known at an instant, whatever was corrected since', async (t) => {
  const beforeAll = await instantBetween()
  const child = await aChild(officer, { sex: 'male' })
  const asRecorded = await instantBetween()
  await officer.patch(`/v1/children/${child.id}`, { sex: 'female' }, { 'if-match': '*' })
  const asCorrected = await instantBetween()
  await officer.del(`/v1/children/${child.id}`, { 'if-match': '*' })

  const path = `/v1/children/${child.id}?knownAt=`
  t.equal((await officer.get(path + beforeAll)).status, 404)
  t.equal((await officer.get(path + asRecorded)).body.sex, 'male')
  t.equal((await officer.get(path + asCorrected)).body.sex, 'female')
  t.equal((await officer.get(`/v1/children/${child.id}`)).status, 404)
})

t.test(
  'asAt says what was true, knownAt what had been recorded: a late correction moves only the former',
  async (t) => {
    const child = await aChild(officer)
    const placement = await officer.post('/v1/placements', {
      childId: child.id,
      placementType: 'with-parents',
      startedOn: '2023-03-01',
    })
    const beforeCorrection = await instantBetween()
    // Recorded late: the child had left on 10 April.
    await officer.patch(
      `/v1/placements/${placement.body.id}`,
      { endedOn: '2023-04-10', endReason: 'CARPL' },
      { 'if-match': '*', 'change-reason': 'recorded late' },
    )

    const listOn = async (query: string) =>
      (await officer.get(`/v1/placements?childId=${child.id}&${query}`)).body.items.length
    t.equal(await listOn('asAt=2023-04-09'), 1, 'the last night')
    t.equal(await listOn('asAt=2023-04-10'), 0, 'gone by the night of the day of leaving')
    t.equal(await listOn(`asAt=2023-04-10&knownAt=${beforeCorrection}`), 1, 'which nobody had recorded then')
    t.equal(await listOn('asAt=2023-02-28'), 0, 'not there yet')
  },
)

t.test('a change that changes nothing leaves no version', async (t) => {
  const home = await aHome(officer, { name: 'Elm' })
  await officer.patch(`/v1/homes/${home.id}`, { name: 'Elm' }, { 'if-match': '*' })
  t.equal((await officer.get(`/v1/homes/${home.id}/versions`)).body.items.length, 1)
})

t.test('history is the authority’s own, and no one can write it', async (t) => {
  const home = await aHome(officer)
  const stranger = await service.as('admin', STOCKPORT)
  t.equal((await stranger.get(`/v1/homes/${home.id}/versions`)).status, 404)
  const grants = await service.ownerPool.query<{ privilege_type: string }>(
    `select privilege_type from information_schema.role_table_grants
      where table_name = 'record_versions' and grantee = 'sufficiency_app'`,
  )
  t.strictSame(
    grants.rows.map((grant) => grant.privilege_type),
    ['SELECT'],
  )
})

t.test('an instant that is none is refused', async (t) => {
  const answer = await officer.get('/v1/homes?knownAt=yesterday')
  t.equal(answer.status, 400)
  t.equal(answer.body.errors[0]?.pointer, '#/query/knownAt')
})
