import t from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChildInCare,
  aFee,
  aHome,
  aHomeContact,
  aJudgement,
  aPlacement,
  aProvider,
  aRestriction,
  aVoid,
} from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'

/** One view of a home. Holds run by the database's clock, so the days are those from today. */
const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('placements')

const recordOf = async (home: Body, query = '', reader = officer) =>
  (await reader.get(`/v1/homes/${home.id}/record${query}`)).body as Body & {
    ringNow: { weekday: string; time: string; contacts: { office: string }[] }
    beds: { id: string; runs: object[] }[]
    nights: object[]
    residents: object[]
  }

t.test('whom to ring at 17:30 on a Friday', async (t) => {
  const home = await aHome(officer)
  const office = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }
  const nights = { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '17:00', to: '09:00' }
  const contact = { homeId: home.id }
  await aHomeContact(officer, { ...contact, office: 'Registered manager', hours: [office], position: 2 })
  await aHomeContact(officer, { ...contact, office: 'On-call line', hours: [nights], position: 3 })
  await aHomeContact(officer, { ...contact, office: 'Staff on shift', position: 1 })
  await aHomeContact(officer, {
    ...contact,
    office: 'Referrals',
    phone: null,
    email: 'referrals@example.org',
  })
  const offices = async (weekday: string, time: string) => {
    const { ringNow } = await recordOf(home, `?weekday=${weekday}&time=${time}`)
    t.match(ringNow, { weekday, time })
    return ringNow.contacts.map((one) => one.office)
  }
  t.same(await offices('fri', '17:30'), ['Staff on shift', 'On-call line'])
  t.same(await offices('fri', '16:30'), ['Staff on shift', 'Registered manager'])
  t.same(await offices('sat', '08:30'), ['Staff on shift', 'On-call line'], 'the night from Friday goes on')
  t.same(await offices('sat', '12:00'), ['Staff on shift'])
  t.match(await officer.get(`/v1/homes/${home.id}/record?weekday=fri`), { status: 400 })
  t.ok((await recordOf(home)).ringNow.contacts.length > 0, 'and now')
})

t.test('the beds of tonight and of eight weeks, as runs', async (t) => {
  const home = await aHome(officer, { registeredPlaces: 5 })
  const bed = async (label: string, more = {}) => aBed(officer, { homeId: home.id, label, ...more })
  const beds = [
    await bed('A'),
    await bed('B'),
    await bed('C'),
    await bed('D', { closesOn: inDays(10) }),
    await bed('E'),
  ]
  const [a, b, c, d, e] = beds as [Body, Body, Body, Body, Body]
  const [resident, comer, expected, overstayer] = [
    await aChildInCare(officer),
    await aChildInCare(officer),
    await aChildInCare(officer),
    await aChildInCare(officer, { sex: 'male' }),
  ]
  await aPlacement(officer, {
    childId: resident.id,
    bedId: a.id,
    startedOn: inDays(-30),
    plannedTo: inDays(7),
  })
  await aPlacement(officer, { childId: comer.id, bedId: a.id, plannedFrom: inDays(14) })
  const hold = await officer.post('/v1/holds', {
    beds: [{ bedId: b.id, childId: expected.id }],
    from: inDays(3),
    to: inDays(5),
    expiresAt: inHours(2),
  })
  t.equal(hold.status, 201)
  await aVoid(officer, { bedId: c.id, reason: 'allegation', startsOn: inDays(-1), endsOn: inDays(2) })
  await aVoid(officer, { bedId: c.id, reason: 'repair', startsOn: inDays(2), endsOn: null })
  await aPlacement(officer, {
    childId: overstayer.id,
    bedId: e.id,
    startedOn: inDays(-30),
    plannedTo: inDays(-2),
  })

  const record = await recordOf(home)
  const run = (from: number, to: number, state: string, reason: string | null = null) => ({
    from: inDays(from),
    to: inDays(to),
    state,
    reason,
  })
  t.same(record.beds.find(({ id }) => id === a.id)?.runs, [
    run(0, 7, 'occupied'),
    run(7, 14, 'free'),
    run(14, 56, 'agreed'),
  ])
  t.same(record.beds.find(({ id }) => id === b.id)?.runs, [
    run(0, 3, 'free'),
    run(3, 5, 'held'),
    run(5, 56, 'free'),
  ])
  t.same(record.beds.find(({ id }) => id === c.id)?.runs, [
    run(0, 2, 'void', 'allegation'),
    run(2, 56, 'void', 'repair'),
  ])
  t.same(record.beds.find(({ id }) => id === d.id)?.runs, [run(0, 10, 'free'), run(10, 56, 'closed')])
  t.same(
    record.beds.find(({ id }) => id === e.id)?.runs,
    [run(0, 56, 'occupied')],
    'who should have left is there',
  )
  const none = { free: 0, occupied: 0, agreed: 0, held: 0, void: 0, taken: 0 }
  t.same(record.tonight, { ...none, occupied: 2, free: 2, void: 1 })
  const nights = (from: number, to: number, counts: object) => ({
    from: inDays(from),
    to: inDays(to),
    ...none,
    ...counts,
  })
  t.same(record.nights, [
    nights(0, 3, { occupied: 2, free: 2, void: 1 }),
    nights(3, 5, { occupied: 2, held: 1, free: 1, void: 1 }),
    nights(5, 7, { occupied: 2, free: 2, void: 1 }),
    nights(7, 10, { occupied: 1, free: 3, void: 1 }),
    nights(10, 14, { occupied: 1, free: 2, void: 1 }),
    nights(14, 56, { occupied: 1, agreed: 1, free: 1, void: 1 }),
  ])
  t.match(record.voids, [
    { group: 'regulatory', voids: [{ reason: 'allegation', bedId: c.id }] },
    { group: 'building', voids: [{ reason: 'repair', to: null }] },
  ])
  t.match(record.residents, [{ sex: 'female' }, { sex: 'male' }])
  t.equal(record.residents.length, 2)
})

t.test('what is decided of a home, its registration and its terms', async (t) => {
  const provider = await aProvider(officer, { ofstedUrn: 'SC700001' })
  const home = await aHome(officer, {
    providerId: provider.id,
    registeredPlaces: 3,
    ageFrom: 8,
    accepts: 'female',
  })
  await aJudgement(officer, { homeId: home.id, judgedOn: '2021-05-01', grade: 'inadequate' })
  await aJudgement(officer, { homeId: home.id, judgedOn: '2022-05-01', grade: 'outstanding' })
  await aFee(officer, { homeId: home.id, weeklyFee: 5100 })
  await aRestriction(officer, { homeId: home.id, startsOn: inDays(-3) })
  await aRestriction(officer, { homeId: home.id, startsOn: '2020-01-01', endsOn: '2020-02-01' })
  const record = await recordOf(home)
  t.match(record, {
    asAt: TODAY,
    registration: { registered: true, ofstedUrn: 'SC700001', registeredOn: '2018-01-01' },
    terms: { places: 3, ageFrom: 8, accepts: 'female' },
    judgements: [{ about: 'home', grade: 'outstanding' }],
    fees: [{ weeklyFee: 5100 }],
    restrictions: [{ kind: 'suspension', to: null }],
  })
  t.equal((record.restrictions as object[]).length, 1, 'those over are left out')
})

t.test('which child lives there is for those who may read children, and is logged', async (t) => {
  const home = await aHome(officer)
  const child = await aChildInCare(officer)
  await aPlacement(officer, { childId: child.id, bedId: (await aBed(officer, { homeId: home.id })).id })
  const { residents } = await recordOf(home)
  t.match(residents, [{ childId: child.id, reference: child.reference }])
  const { rows } = await service.ownerPool.query<{ child_ids: string[] }>(
    `select child_ids from access_log where action like '%/homes/:id/record' order by id desc limit 1`,
  )
  t.same(rows[0]?.child_ids, [child.id])
})

t.test('of a shared home others see what is free, and of its residents age and sex', async (t) => {
  const home = await aHome(officer, { shared: true, confidential: true, address: '1 High Street' })
  const [bed, second] = [await aBed(officer, { homeId: home.id }), await aBed(officer, { homeId: home.id })]
  await aPlacement(officer, { bedId: bed.id, startedOn: inDays(-30) })
  await aFee(officer, { homeId: home.id })
  const data = await service.as('data', 'E08000007')
  const record = await recordOf(home, '', data)
  t.match(record, {
    home: { postcode: null, address: null },
    tonight: { free: 1, taken: 1, occupied: 0 },
    residents: [{ sex: 'female', childId: null, reference: null }],
    fees: [],
  })
  t.match(record.beds.find(({ id }) => id === second.id)?.runs, [{ state: 'free' }])
  t.match((await recordOf(home, '', await service.as('data'))).home, { address: '1 High Street' })
  t.match((await recordOf(home)).home, { address: null }, 'a placements officer sees no confidential address')
})

t.test('a home that is not seen is not there', async (t) => {
  const home = await aHome(officer)
  const stranger = await service.as('placements', 'E08000007')
  t.equal((await stranger.get(`/v1/homes/${home.id}/record`)).status, 404)
})
