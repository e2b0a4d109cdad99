import t from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import { aBed, aChild, aHome, aPlacement, aProvider } from '../../support/builders.ts'
import { inDays, TODAY } from '../../support/placing.ts'

/** Registration as Ofsted has it: it can end under a child, and be of several buildings. */
const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('placements')
const admin = await service.as('admin')
const anyVersion = { 'if-match': '*' }

interface Gate {
  gate: string
  state: string
  why: string
}
async function unlawfulOn(placement: Body) {
  const { body } = await officer.get<{ gates: Gate[] }>(`/v1/placements/${placement.id}`)
  return body.gates.filter(({ state }) => state === 'unlawful')
}
const stayIn = async (home: Body, placementType: string, child: Body) =>
  aPlacement(officer, {
    childId: child.id,
    bedId: (await aBed(officer, { homeId: home.id })).id,
    placementType,
    startedOn: inDays(-30),
    recordedAsHappened: undefined,
  })

t.test('a stay in a home whose registration ends is unlawful from that day on', async (t) => {
  const home = await aHome(officer)
  const placement = await stayIn(home, 'residential', await aChild(officer, { dateOfBirth: inDays(-4000) }))
  t.same(await unlawfulOn(placement), [])

  const change = { registrationEndedOn: inDays(-3) }
  t.equal((await admin.patch(`/v1/homes/${home.id}`, change, anyVersion)).status, 200)
  t.match(await unlawfulOn(placement), [{ gate: 'under-16-setting', why: `from ${inDays(-3)} on` }])

  t.equal(
    (await admin.patch(`/v1/homes/${home.id}`, { registrationEndedOn: inDays(1) }, anyVersion)).status,
    200,
  )
  t.same(await unlawfulOn(placement), [], 'not while the day is still to come')
  const bed = await aBed(officer, { homeId: home.id })
  const other = await aChild(officer, { dateOfBirth: inDays(-4000) })
  const fields = { childId: other.id, bedId: bed.id, placementType: 'residential', plannedFrom: inDays(1) }
  t.match(await officer.post('/v1/placements', fields), {
    status: 409,
    body: { type: '/problems/gate-closed', errors: [{ code: 'under-16-setting' }] },
  })
})

t.test('so it is at 16 when the provider’s registration for supported accommodation ends', async (t) => {
  const provider = await aProvider(officer)
  const home = await aHome(officer, {
    providerId: provider.id,
    kind: 'supported-accommodation',
    ageFrom: 16,
    ageTo: 17,
  })
  const child = await aChild(officer, { dateOfBirth: inDays(-17 * 365) })
  const placement = await stayIn(home, 'supported-accommodation', child)
  t.same(await unlawfulOn(placement), [])
  const change = { supportedRegistrationEndedOn: inDays(-3) }
  t.equal((await admin.patch(`/v1/providers/${provider.id}`, change, anyVersion)).status, 200)
  t.match(await unlawfulOn(placement), [{ gate: 'supported-registration', why: `from ${inDays(-3)} on` }])
})

t.test('one registration over two buildings has its places over both', async (t) => {
  const provider = await aProvider(officer)
  const fields = { providerId: provider.id, ofstedUrn: 'SC700001', registeredPlaces: 2 }
  const [one, two] = [await aHome(officer, fields), await aHome(officer, fields)]
  const child = () => aChild(officer, { dateOfBirth: inDays(-4000) })
  await stayIn(one, 'residential', await child())
  const agree = async (home: Body) =>
    officer.post('/v1/placements', {
      childId: (await child()).id,
      bedId: (await aBed(officer, { homeId: home.id })).id,
      placementType: 'residential',
      plannedFrom: TODAY,
    })
  const second = await agree(two)
  t.equal(second.status, 201)
  t.equal(
    (await officer.post(`/v1/placements/${second.body.id}/start`, { on: TODAY }, anyVersion)).status,
    200,
  )
  const third = await agree(one)
  t.equal(third.status, 201)
  const start = (placement: Body) =>
    officer.post(`/v1/placements/${placement.id}/start`, { on: TODAY }, anyVersion)
  // Two places, one taken in either building; a search offers no more of them.
  const search = await officer.post<{ items: { home: { id: string } }[] }>('/v1/vacancy-searches', {
    children: [{ childId: (await child()).id }],
    from: TODAY,
    types: ['residential'],
    limit: 100,
  })
  t.same(
    search.body.items.filter(({ home }) => [one.id, two.id].includes(home.id)),
    [],
  )
  t.match(await start(third.body), { status: 409, body: { errors: [{ code: 'registration' }] } })

  // A variation, recorded on one building only: the smaller number counts until both say it.
  t.equal((await admin.patch(`/v1/homes/${one.id}`, { registeredPlaces: 3 }, anyVersion)).status, 200)
  t.equal((await start(third.body)).status, 409)
  t.equal((await admin.patch(`/v1/homes/${two.id}`, { registeredPlaces: 3 }, anyVersion)).status, 200)
  t.equal((await start(third.body)).status, 200)
})

t.test('a registration is of four buildings at most, at one time', async (t) => {
  const { id: providerId } = await aProvider(officer)
  const fields = { providerId, ofstedUrn: 'SC700002' }
  for (const closesOn of [inDays(-400), null, null, null]) await aHome(officer, { ...fields, closesOn })
  const building = (name: string, more = {}) =>
    admin.post('/v1/homes', {
      ...fields,
      name,
      kind: 'childrens-home',
      opensOn: inDays(-100),
      registeredOn: inDays(-100),
      ...more,
    })
  t.equal((await building('Fourth')).status, 201, 'one of the four before it has closed')
  t.match(await building('Fifth'), { status: 422, body: { errors: [{ pointer: '#/ofstedUrn' }] } })
  t.equal((await building('Another provider', { providerId: (await aProvider(officer)).id })).status, 201)
  t.equal((await building('Other', { ofstedUrn: 'SC700003' })).status, 201)
})
