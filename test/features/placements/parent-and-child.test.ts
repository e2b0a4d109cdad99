import t from 'tap'
import { testApp } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aHome,
  aLegalStatus,
  aPlacement,
  aPlacementRequest,
  aProvider,
  aSeparation,
  someNeeds,
} from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'
import { find, grid, insertPostcodes, nameOf, type Found } from '../vacancies/fixture.ts'

/**
 * A girl of 16 and her baby boy, both looked after, from today on. Every home has two beds unless told.
 *
 * home      what it is                                          both?
 * Centre    family centre, for 16 to 21, girls only             OFFERED
 * Carers    own foster household, parent and child, 16 to 21    OFFERED
 * Small     the same with one bed                               near: a bed short
 * Two       the same, approved for one place                    near: a place short
 * Usual     own foster household for all ages                   near: does not take parent and child
 * House     supported accommodation, parent and child           no: the baby is under 16
 */
const app = await testApp(t, { clock: () => new Date() })
await insertPostcodes(app.ownerPool, grid)
const officer = await app.as('admin')
const council = await aProvider(officer, { name: 'Council', sector: 'own' })
const place = { postcode: 'CW99 1AE', providerId: council.id }
const homes: Record<string, string> = {}
async function home(name: string, fields: object, beds = 2) {
  const { id } = await aHome(officer, { name, ...place, ...fields })
  homes[name] = id
  for (let n = 1; n <= beds; n++) await aBed(officer, { homeId: id, label: `${n}` })
}
const household = {
  kind: 'fostering-household',
  confidential: true,
  ageFrom: 16,
  ageTo: 21,
  registeredPlaces: 2,
}
const both = { takesParentAndChild: true, takesSiblings: false }
await home('Centre', {
  kind: 'family-centre',
  ageFrom: 16,
  ageTo: 21,
  accepts: 'female',
  takesSiblings: false,
})
await home('Carers', { ...household, ...both })
await home('Small', { ...household, ...both }, 1)
await home('Two', { ...household, ...both, registeredPlaces: 1 })
await home('Usual', { ...household, ageFrom: 0, takesSiblings: true })
await home('House', { kind: 'supported-accommodation', ageFrom: 16, ageTo: 21, ...both })

async function inCare(fields: object) {
  const child = await aChild(officer, { homePostcode: 'CW99 1AA', ...fields })
  await aCarePeriod(officer, { childId: child.id, startedOn: TODAY })
  await aLegalStatus(officer, { childId: child.id, startedOn: TODAY })
  return child.id
}
const mother = await inCare({ dateOfBirth: inDays(-6000), sex: 'female' })
await someNeeds(officer, { childId: mother, livingWith: 'solo' })
const baby = await inCare({ dateOfBirth: inDays(-60), sex: 'male', parentId: mother })
await someNeeds(officer, { childId: baby, livingWith: 'only-older' })

const ask = { from: TODAY, maxMiles: 10 }
const names = (answer: Found) => answer.items.map((option) => option.home.name).sort()

await t.test('one search finds family centres and parent-and-child carers for both', async (t) => {
  const answer = await find(officer, { ...ask, children: [{ childId: baby }, { childId: mother }] })
  t.same(names(answer), ['Carers', 'Centre'], 'each judged by their own rule, solo as they are')
  t.same(
    Object.fromEntries((answer.nearMisses ?? []).map((miss) => [miss.home.name, miss.inTheWay.criterion])),
    { Small: 'enough-beds', Two: 'places-within-registration', Usual: 'takes-parent-and-child' },
  )
  t.same((answer as Found & { split: unknown }).split, null)
})

await t.test('so does one of a parent and a child who are not on record yet', async (t) => {
  const children = [
    { age: 16, sex: 'female', livingWith: 'solo' },
    { age: 0, sex: 'unknown', parent: 0 },
  ]
  t.same(names(await find(officer, { ...ask, homePostcode: 'CW99 1AA', children })), ['Carers', 'Centre'])
  for (const parent of [1, 5])
    t.match(
      await officer.post('/v1/vacancy-searches', {
        ...ask,
        homePostcode: 'CW99 1AA',
        children: [children[0], { age: 0, sex: 'male', parent }],
      }),
      { status: 422, body: { errors: [{ pointer: '#/children/1/parent', code: 'parent-in-search' }] } },
    )
})

await t.test('and one of a baby whose mother, not looked after, comes too', async (t) => {
  const children = [{ age: 0, sex: 'male', withParent: true }]
  const answer = await find(officer, { ...ask, homePostcode: 'CW99 1AA', children })
  t.same(names(answer), [], 'whose ages are the registered ones')
  await officer.patch(`/v1/homes/${homes.Carers}`, { ageFrom: 0 }, { 'if-match': '*' })
  const open = await find(officer, { ...ask, homePostcode: 'CW99 1AA', children })
  t.same(open.items.map(nameOf).sort(), ['Carers 1', 'Carers 2'])
  t.match(
    open.nearMisses?.find((miss) => miss.home.name === 'Usual'),
    {
      inTheWay: { criterion: 'takes-parent-and-child' },
      cures: [{ changes: [{ fields: { takesParentAndChild: true } }] }],
    },
  )
  await officer.patch(`/v1/homes/${homes.Carers}`, { ageFrom: 16 }, { 'if-match': '*' })
})

await t.test('a division never parts them, and a brother of the mother may live elsewhere', async (t) => {
  const brother = await inCare({ dateOfBirth: inDays(-3700), sex: 'male' })
  const nights = { ...ask, children: [{ childId: brother }, { childId: baby }, { childId: mother }] }
  await home('Boys', { ageFrom: 8, ageTo: 15, accepts: 'male' })
  const { split, summary } = (await find(officer, nights)) as Found & {
    split: { parts: { children: number[]; option: { home: { name: string } } }[] } | null
  }
  t.same(split?.parts.map(({ children }) => children.join()).sort(), ['0', '1,2'])
  const theirs = split?.parts.find(({ children }) => children.length === 2)?.option.home.name ?? ''
  t.ok(['Carers', 'Centre'].includes(theirs))
  t.match(summary, /^No home takes all of them together; 2 homes would: /)
})

await t.test('who must not live with the parent does not come with them', async (t) => {
  const parent = await inCare({ dateOfBirth: inDays(-6000), sex: 'female' })
  const child = await inCare({ dateOfBirth: inDays(-60), sex: 'male', parentId: parent })
  await aSeparation(officer, { childId: parent, otherChildId: child })
  const answer = await find(officer, { ...ask, children: [{ childId: parent }, { childId: child }] })
  t.same([answer.found, answer.nearMisses], [0, []])
})

await t.test('a child is not its own parent, and the parent is on record', async (t) => {
  const any = { 'if-match': '*' }
  t.match(await officer.patch(`/v1/children/${mother}`, { parentId: mother }, any), { status: 422 })
  t.match(await officer.patch(`/v1/children/${mother}`, { parentId: homes.Centre }, any), {
    status: 422,
    body: { errors: [{ pointer: '#/parentId' }] },
  })
  t.equal((await officer.del(`/v1/children/${mother}`, any)).status, 409)
})

await t.test('one search, one hold, one agreement, one start', async (t) => {
  const request = await aPlacementRequest(officer, { childIds: [baby, mother], neededFrom: TODAY })
  const answer = await find(officer, { requestId: request.id })
  const option = answer.items.find((one) => one.home.name === 'Carers')
  t.equal(option?.beds.length, 2, 'a bed for each')
  const usual = await officer.get(`/v1/beds?homeId=${homes.Usual}`)
  const usualBeds = (usual.body.items as { id: string }[]).map(({ id }) => id)
  const holdOf = (beds: readonly (string | undefined)[]) =>
    officer.post('/v1/holds', {
      beds: [
        { bedId: beds[0], childId: baby },
        { bedId: beds[1], childId: mother },
      ],
      from: TODAY,
      expiresAt: inHours(1),
      requestId: request.id,
    })
  t.match(await holdOf(usualBeds), {
    status: 409,
    body: { type: '/problems/gate-closed', errors: [{ code: 'takes-parent-and-child' }] },
  })
  const hold = await holdOf(option?.beds.map(({ id }) => id) ?? [])
  t.equal(hold.status, 201, JSON.stringify(hold.body))
  const any = { 'if-match': '*' }
  const agreement = await officer.post(`/v1/holds/${hold.body.id}/agreement`, {}, any)
  t.equal(agreement.status, 200, JSON.stringify(agreement.body))
  const placements = agreement.body.placements as { id: string; childId: string }[]
  const idOf = (childId: string) => placements.find((one) => one.childId === childId)?.id
  const start = await officer.post(`/v1/placements/${idOf(mother)}/start`, { on: TODAY }, any)
  t.match(start, { status: 200, body: { status: 'current', gates: [], brokenMusts: [] } })
  const babys = await officer.get(`/v1/placements/${idOf(baby)}`)
  t.match(babys.body, { status: 'current', startedOn: TODAY, gates: [], brokenMusts: [] })
  t.not(babys.body.bedId, start.body.bedId, 'a bed is in one use')

  const next = await find(officer, {
    ...ask,
    homePostcode: 'CW99 1AA',
    children: [{ age: 17, sex: 'female' }],
  })
  t.notOk(names(next).includes('Carers'), 'their two places are taken')
})

await t.test('a baby without the parent is judged by the registered ages', async (t) => {
  const alone = await inCare({ dateOfBirth: inDays(-60), sex: 'male' })
  t.match(
    await officer.post('/v1/placements', {
      childId: alone,
      homeId: homes.Centre,
      placementType: 'family-centre',
      startedOn: TODAY,
    }),
    { status: 409, body: { errors: [{ code: 'registration' }] } },
  )
  await aPlacement(officer, {
    childId: alone,
    homeId: homes.Centre,
    startedOn: TODAY,
    placementType: 'family-centre',
  })
})
