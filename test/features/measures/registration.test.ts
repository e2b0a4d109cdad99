import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aCategoryVariation, aChild, aHome, aJudgement, aProvider } from '../../support/builders.ts'
import { addPlacement, careOf, counts, figure, freshClients, inCare, ratio } from './support.ts'

/** Figures of what is unregistered by the home's registration on the night, and of Ofsted's two scales. */
const service = await testApp(t, { clock: () => new Date('2025-06-02T09:00:00Z') })
const freshClient = freshClients(service)
const supportedHome = { kind: 'supported-accommodation', ageFrom: 16, ageTo: 17 }
/** 16 on 10 March 2023, 18 on 10 March 2025. */
const sixteen = { dateOfBirth: '2007-03-10' }

t.test("a children's home is unregistered before and after its registration", async (t) => {
  const client = await freshClient()
  const home = await aHome(client, { registeredOn: '2023-02-01', registrationEndedOn: '2023-03-01' })
  const childId = await inCare(client, '2023-01-22')
  await addPlacement(client, childId, '2023-01-22', null, { placementType: 'residential', homeId: home.id })
  const countOn = async (day: string) => (await figure(client, `in-unregistered?asAt=${day}`))[0]
  t.same(
    await Promise.all(['2023-01-31', '2023-02-01', '2023-02-28', '2023-03-01'].map(countOn)),
    [1, 0, 0, 1],
  )
  const nights = 'unregistered-nights?from=2023-01-01&asAt=2023-03-31'
  t.equal((await figure(client, nights))[0], 10 + 31, '22 to 31 January, and March')

  // Recorded later: the registration had gone on.
  const longer = await client.patch(
    `/v1/homes/${home.id}`,
    { registrationEndedOn: '2023-03-11' },
    { 'if-match': '*' },
  )
  t.equal(longer.status, 200)
  t.equal((await figure(client, nights))[0], 10 + 21, 'and 11 to 31 March')
})

t.test('a home that a child comes to later changes nothing of the nights before', async (t) => {
  const client = await freshClient()
  const childId = await inCare(client, '2022-01-10')
  await addPlacement(client, childId, '2022-01-10', '2023-06-01')
  const home = await aHome(client, { registeredOn: '2023-01-01' })
  await addPlacement(client, childId, '2023-06-01', null, { placementType: 'residential', homeId: home.id })
  const days = ['2022-03-01', '2022-10-01', '2023-02-01', '2023-07-01']
  const numbers = days.map(async (day) => (await figure(client, `children-looked-after?asAt=${day}`))[0])
  t.same(await Promise.all(numbers), [1, 1, 1, 1])
})

t.test(
  'supported accommodation is unregistered without its provider’s registration for its category',
  async (t) => {
    const client = await freshClient()
    const provider = await aProvider(client, {
      supportedRegisteredOn: '2023-12-01',
      supportedCategories: ['shared-or-group'],
    })
    const sharedHouse = await aHome(client, { ...supportedHome, providerId: provider.id })
    const hostHome = await aHome(client, {
      ...supportedHome,
      providerId: provider.id,
      accommodationCategory: 'private-host',
    })
    for (const home of [sharedHouse, hostHome]) {
      const childId = await inCare(client, '2023-10-01', undefined, sixteen)
      await addPlacement(client, childId, '2023-10-01', null, {
        placementType: 'supported-accommodation',
        homeId: home.id,
      })
    }
    const countOn = async (day: string) => (await figure(client, `in-unregistered?asAt=${day}`))[0]
    t.same(
      await Promise.all(['2023-10-27', '2023-10-28', '2023-11-30', '2023-12-01'].map(countOn)),
      [0, 2, 2, 1],
      'none was needed before 28 October 2023; from 1 December one of the two has it',
    )
    t.equal(await countOn('2025-03-09'), 1)
    t.equal(await countOn('2025-03-10'), 0, 'on the 18th birthday care ends')
  },
)

t.test('a category that was added, or taken off, counts from its day on', async (t) => {
  const client = await freshClient()
  const provider = await aProvider(client, {
    supportedRegisteredOn: '2023-10-28',
    supportedCategories: ['shared-or-group'],
  })
  const hostHome = await aHome(client, {
    ...supportedHome,
    providerId: provider.id,
    accommodationCategory: 'private-host',
  })
  const childId = await inCare(client, '2023-10-28', undefined, sixteen)
  await addPlacement(client, childId, '2023-10-28', null, {
    placementType: 'supported-accommodation',
    homeId: hostHome.id,
  })
  const countOn = async (day: string) => (await figure(client, `in-unregistered?asAt=${day}`))[0]
  t.equal(await countOn('2024-06-01'), 1, 'in no category that the provider is registered for')

  const variation = await aCategoryVariation(client, { providerId: provider.id, addedOn: '2024-06-01' })
  t.same(await Promise.all(['2024-05-31', '2024-06-01', '2024-12-01'].map(countOn)), [1, 0, 0])
  const path = `/v1/category-variations/${variation.id}`
  t.equal((await client.patch(path, { removedOn: '2024-12-01' }, { 'if-match': '*' })).status, 200)
  t.same(
    await Promise.all(['2024-05-31', '2024-06-01', '2024-11-30', '2024-12-01'].map(countOn)),
    [1, 0, 0, 1],
  )
  const { body: history } = await client.get<{ items: { change: string }[] }>(`${path}/versions`)
  t.same(history.items.map(({ change }) => change).sort(), ['changed', 'created'])
  t.equal((await client.del(path, { 'if-match': '*' })).status, 204)
  t.equal(await countOn('2024-06-01'), 1, 'recorded by mistake')
})

t.test('under 16 in supported accommodation counts whatever its registration', async (t) => {
  const client = await freshClient()
  const home = await aHome(client, supportedHome)
  const childId = await inCare(client, '2023-01-10', undefined, sixteen)
  await addPlacement(client, childId, '2023-01-10', null, {
    placementType: 'supported-accommodation',
    homeId: home.id,
  })
  const countOn = async (day: string) => (await figure(client, `in-unregistered?asAt=${day}`))[0]
  t.same(await Promise.all(['2023-03-09', '2023-03-10'].map(countOn)), [1, 0])
})

t.test(
  'the home decides, not the type; residential employment is neither; what is not recorded is unknown',
  async (t) => {
    const client = await freshClient()
    const registeredHome = await aHome(client)
    const places: Record<string, object> = {
      'hotel, no home recorded': { placementType: 'other', placeCode: 'Z1' },
      employment: { placementType: 'other', placeCode: 'P3' },
      'recorded as other, in a registered home': {
        placementType: 'other',
        placeCode: 'Z1',
        homeId: registeredHome.id,
      },
      "children's home, which one is not recorded": { placementType: 'residential' },
      'agency carers': { placementType: 'ifa' },
    }
    for (const fields of Object.values(places)) {
      const childId = await inCare(client, '2024-01-01', undefined, sixteen)
      await addPlacement(client, childId, '2024-01-01', null, {
        recordedAsHappened: 'For the test.',
        ...fields,
      })
    }
    await inCare(client, '2024-01-01', undefined, sixteen) // no placement recorded
    t.same(await figure(client, 'in-unregistered?asAt=2024-02-01'), [1, null, 1, 2])
    t.same(await counts(client, 'children-looked-after?asAt=2024-02-01&by=unregistered'), {
      yes: 1,
      no: 3,
      unknown: 2,
    })
  },
)

t.test('outcomes of supported accommodation are apart from the four grades', async (t) => {
  const client = await freshClient()
  // One provider with both: its children's home by its grade, its supported accommodation by the outcome.
  const provider = await aProvider(client)
  await aJudgement(client, { providerId: provider.id, judgedOn: '2024-10-01', grade: 'inconsistent' })
  await aJudgement(client, { providerId: provider.id, judgedOn: '2023-10-01', grade: 'good' })
  const strong = await aProvider(client)
  await aJudgement(client, { providerId: strong.id, judgedOn: '2024-10-01', grade: 'consistently-strong' })
  const homes = [
    await aHome(client, { providerId: provider.id }),
    await aHome(client, { ...supportedHome, providerId: provider.id }),
    await aHome(client, { ...supportedHome, providerId: strong.id }),
  ]
  for (const home of homes) {
    const placementType = home.kind === 'childrens-home' ? 'residential' : 'supported-accommodation'
    const { id: childId } = await aChild(client, sixteen)
    await careOf(client, childId, '2024-01-01')
    await addPlacement(client, childId, '2024-01-01', null, { placementType, homeId: home.id })
  }
  t.same(await ratio(client, 'good-or-outstanding?asAt=2024-12-01'), [1, 1])
  t.same(await ratio(client, 'supported-consistently-strong?asAt=2024-12-01'), [1, 2])
  t.same(await figure(client, 'supported-consistently-strong?asAt=2024-09-01'), [0, 0, null, 2])

  const early = await client.post('/v1/judgements', {
    providerId: strong.id,
    judgedOn: '2024-08-31',
    grade: 'inconsistent',
  })
  t.match(early, { status: 422, body: { errors: [{ pointer: '#/judgedOn' }] } })
  const ofHome = await client.post('/v1/judgements', {
    homeId: homes[1]?.id,
    judgedOn: '2024-10-02',
    grade: 'inconsistent',
  })
  t.match(ofHome, { status: 422, body: { errors: [{ pointer: '#/providerId' }] } })
})
