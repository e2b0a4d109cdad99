import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aConnection,
  aFee,
  aHome,
  aJudgement,
  aPlacement,
  aPlacingConsent,
  aProvider,
  aRestriction,
  aSeparation,
  someNeeds,
} from '../../support/builders.ts'
import { find, insertPostcodes, type Found, type FoundItem } from './fixture.ts'

/**
 * Who lives where, and what may not be: a search for Tom, who is 9 and can live with others, from 8 January until
 * 5 February 2024 (the last night is 4 February), asked on 1 December 2023. He must not live with Sam, and must keep
 * a mile away from CW98 1. Every home has one free bed, offered or not, and one in the use given here:
 *
 * home      who else is there, and more                                  the free bed
 * Alder     nobody                                                       OFFERED
 * Beech     Sam                                                          no       must-not-live-together
 * Damson    Sam, who is to come on 4 February, the last night            no       must-not-live-together
 * Elder     Sam, who is to come on 5 February, the day of leaving        OFFERED
 * Cherry    a young adult staying put, kept from Tom                     no       must-not-live-together
 * Oak       Sam, for whom the bed is held                                no       must-not-live-together
 * Nutmeg    Sam, in a home that Stockport shares                         no       must-not-live-together
 * Fig       a child who is to live alone                                 no       solo-where-required
 * Fir       the same, who is to leave on 8 January, the first night      OFFERED
 * Gean      a child of 9 who can live with older children alone          no       company-suits
 * Holly     a child of 8 who can live with older children alone          OFFERED
 * Iris      a child of 10 who can live with younger children alone       OFFERED
 * Jasmine   nobody; suspended on the one night of 20 January             no       not-suspended
 * Kale      nobody; suspended until 8 January                            OFFERED
 * Larch     nobody; in CW98 1                                            no       place-not-to-avoid
 * Maple     nobody; 0.9 miles from CW98 1                                no       place-not-to-avoid
 * Myrtle    nobody; 1.2 miles from CW98 1                                OFFERED
 * Pear      nobody; its location is not known                            OFFERED  with the location as unknown
 */
const offeredHomes = ['Alder', 'Elder', 'Fir', 'Holly', 'Iris', 'Kale', 'Myrtle', 'Pear']

const service = await testApp(t)
const { ownerPool } = service
// One postcode makes the sector a point: 1,448 m are 0.9 miles, 1,931 m are 1.2.
await insertPostcodes(ownerPool, {
  CW991AA: { authority: CHESHIRE_EAST, easting: 370000, northing: 355000 },
  CW981AA: { authority: CHESHIRE_EAST, easting: 380000, northing: 355000 },
  CW982AA: { authority: CHESHIRE_EAST, easting: 381448, northing: 355000 },
  CW982AB: { authority: CHESHIRE_EAST, easting: 381931, northing: 355000 },
  SK991AA: { authority: STOCKPORT, easting: 389300, northing: 388700 },
})
const admin = await service.as('admin')
const stockport = await service.as('admin', STOCKPORT)
const homes: Record<string, Body> = {}

const free: Record<string, Body> = {}
/** A home with a free bed, and its other bed. */
async function home(name: string, fields: Record<string, unknown> = {}, client = admin): Promise<Body> {
  homes[name] = await aHome(client, { name, postcode: 'CW99 1AA', ...fields })
  free[name] = await aBed(client, { homeId: homes[name].id })
  return aBed(client, { homeId: homes[name].id })
}
/** Places a child in the home's other bed, from 2023 on unless `fields` says otherwise. */
async function occupy(name: string, childId: string, fields: Record<string, unknown> = {}): Promise<void> {
  const bed = await home(name)
  await aPlacement(admin, { childId, bedId: bed.id, startedOn: '2023-01-10', ...fields })
}
async function aResident(dateOfBirth: string, livingWith: string): Promise<string> {
  const child = await aChild(admin, { dateOfBirth })
  await someNeeds(admin, { childId: child.id, livingWith })
  return child.id
}

const tom = await aChild(admin, { dateOfBirth: '2014-06-01', sex: 'male', homePostcode: 'CW99 1AA' })
const needs = await someNeeds(admin, {
  childId: tom.id,
  livingWith: 'with-others',
  placesToAvoid: [{ place: 'CW98 1', miles: 1 }],
})
/** Someone kept from Tom: a Sam for each home, since one child is in one place. */
async function sam(fields: Record<string, unknown> = {}): Promise<string> {
  const { id } = await aChild(admin, { dateOfBirth: '2012-03-01', ...fields })
  await aSeparation(admin, { childId: id, otherChildId: tom.id })
  return id
}

const empty = async (name: string, fields: Record<string, unknown> = {}) => {
  homes[name] = await aHome(admin, { name, postcode: 'CW99 1AA', ...fields })
  free[name] = await aBed(admin, { homeId: homes[name].id })
}
await empty('Alder')
await occupy('Beech', await sam())
await occupy('Damson', await sam(), { startedOn: undefined, plannedFrom: '2024-02-04' })
await occupy('Elder', await sam(), { startedOn: undefined, plannedFrom: '2024-02-05' })
await occupy('Cherry', await sam({ dateOfBirth: '2005-03-01' }), { placementType: 'staying-put' })
const oak = await home('Oak')
await ownerPool.query(
  `with hold as (
     insert into holds (authority_code, from_on, to_on, expires_at)
     values ($1, '2024-01-20', '2024-01-21', now() + interval '1 hour') returning id)
   insert into hold_beds (authority_code, hold_id, bed_id, child_id) select $1, id, $2, $3 from hold`,
  [CHESHIRE_EAST, oak.id, await sam()],
)
const nutmeg = await home('Nutmeg', { shared: true, postcode: 'SK99 1AA' }, stockport)
await aPlacingConsent(stockport, { forAuthorityCode: CHESHIRE_EAST, homeId: nutmeg.homeId })
await aPlacement(admin, { childId: await sam(), bedId: nutmeg.id })
await occupy('Fig', await aResident('2013-01-01', 'solo'))
await occupy('Fir', await aResident('2013-01-01', 'solo'), { plannedTo: '2024-01-08' })
await occupy('Gean', await aResident('2014-12-01', 'only-older'))
await occupy('Holly', await aResident('2015-12-01', 'only-older'))
await occupy('Iris', await aResident('2013-12-01', 'only-younger'))
await empty('Jasmine')
await aRestriction(admin, { homeId: homes.Jasmine?.id, startsOn: '2024-01-20', endsOn: '2024-01-21' })
await empty('Kale')
await aRestriction(admin, { homeId: homes.Kale?.id, endsOn: '2024-01-08' })
await empty('Larch', { postcode: 'CW98 1AA' })
await empty('Maple', { postcode: 'CW98 2AA' })
await empty('Myrtle', { postcode: 'CW98 2AB' })
await empty('Pear', { postcode: null })
// Where the other bed is not in use on the first night, it is under repair: one free bed a home.
await ownerPool.query(
  `insert into voids (authority_code, bed_id, reason, starts_on, ends_on)
   select b.authority_code, b.id, 'repair', '2024-01-08', '2024-01-09' from beds b join homes h on h.id = b.home_id
    where h.name in ('Damson', 'Elder', 'Oak', 'Fir') and b.id <> all($1::uuid[])`,
  [Object.values(free).map(({ id }) => id)],
)

const ask = { children: [{ childId: tom.id }], from: '2024-01-08', to: '2024-02-05', limit: 100 }
const stranger = { age: 9, sex: 'male' }
const search = (more: Record<string, unknown> = {}) => find(admin, { ...ask, ...more })
const forChild = (child: Record<string, unknown>) => search({ children: [{ ...stranger, ...child }] })
const names = ({ items }: Found) => [...new Set(items.map(({ home }) => home.name))].sort()
const item = (answer: Found, name: string) =>
  answer.items.find((option) => option.home.name === name) as FoundItem
const reason = (answer: Found, name: string, criterion: string) =>
  item(answer, name).reasons.find((entry) => entry.criterion === criterion)
const beds = (answer: Found, rule: string) =>
  answer.excluded?.find(({ criterion }) => criterion === rule)?.beds ?? 0

await t.test('of every free bed, those are offered that the table above says', async (t) => {
  const answer = await search()
  t.same(names(answer), offeredHomes)
  t.equal(answer.found, offeredHomes.length)
  t.equal(beds(answer, 'must-not-live-together'), 5)
  t.equal(beds(answer, 'solo-where-required'), 1)
  t.equal(beds(answer, 'company-suits'), 1)
  t.equal(beds(answer, 'not-suspended'), 1)
  t.equal(beds(answer, 'place-not-to-avoid'), 2)
  t.match(reason(answer, 'Pear', 'place-not-to-avoid'), { met: null })
  t.same(names(await search()), names(answer), 'the same every time')
})

await t.test('nothing that an answer says tells who is where', async (t) => {
  const text = JSON.stringify((await search()).items)
  const { rows } = await ownerPool.query<{ id: string }>('select id from children')
  for (const { id } of rows) t.notOk(text.includes(id))
})

await t.test('a child who is to live alone is offered homes where nobody is', async (t) => {
  const alone = ['Alder', 'Fir', 'Kale', 'Larch', 'Maple', 'Myrtle', 'Pear']
  t.same(names(await forChild({ livingWith: 'solo' })), [...alone, 'Elder'].sort())
  const two = [{ ...stranger, livingWith: 'solo' }, stranger]
  t.same(names(await search({ children: two })), [], 'and never with a brother')
})

await t.test('older or younger company alone, for the child who comes', async (t) => {
  const homesFor = async (livingWith: string) =>
    names(await forChild({ livingWith })).filter((name) =>
      ['Beech', 'Cherry', 'Holly', 'Iris'].includes(name),
    )
  t.same(
    await homesFor('only-older'),
    ['Beech', 'Cherry', 'Iris'],
    'Sam is 11, the young adult 18, and 10 in Iris',
  )
  t.same(await homesFor('only-younger'), ['Holly'], 'who is 8')
})

await t.test('what is not known of the company is to be found out, and rules nothing out', async (t) => {
  const answer = await forChild({})
  t.match(reason(answer, 'Beech', 'must-not-live-together'), { met: null })
  t.match(reason(answer, 'Beech', 'solo-where-required'), { met: null })
  const livingAnswer = await forChild({ livingWith: 'with-others' })
  t.match(reason(livingAnswer, 'Beech', 'solo-where-required'), {
    met: null,
    detail: 'Find out whether those who are there can live with others.',
  })
  t.match(reason(livingAnswer, 'Holly', 'solo-where-required'), { met: true })
})

await t.test('two who must not live together are never offered a home together', async (t) => {
  const together = [{ childId: tom.id }, { childId: await sam() }]
  t.same(names(await search({ children: together })), [])
})

await t.test('a place that the search names must be in the directory', async (t) => {
  const body = { ...ask, children: [{ childId: tom.id, placesToAvoid: [{ place: 'ZZ1 1' }] }] }
  t.match(await admin.post('/v1/vacancy-searches', body), {
    status: 422,
    body: { errors: [{ pointer: '#/children/0/placesToAvoid/0/place' }] },
  })
  const far = await search({
    children: [{ childId: tom.id, placesToAvoid: [{ place: 'CW99 1AA', miles: 0.5 }] }],
  })
  t.same(names(far), ['Myrtle', 'Pear'], 'added to those on record')
})

await t.test(
  'a family of care that does not suit is ruled out, and one preferred earns points',
  async (t) => {
    t.same(names(await search({ children: [{ childId: tom.id, residential: 'unsuitable' }] })), [])
    const answer = await search({ children: [{ childId: tom.id, residential: 'preferred' }] })
    t.match(reason(answer, 'Alder', 'type-preferred'), { met: true, points: 6 })
  },
)

await t.test('below the grade of the profile a home needs a named exemption', async (t) => {
  await aJudgement(admin, { homeId: homes.Alder?.id, grade: 'requires-improvement' })
  await aJudgement(admin, { homeId: homes.Kale?.id, grade: 'good' })
  const publication = await admin.post('/v1/matching-profiles', {
    name: 'careful',
    weights: { 'distance-to-home': 60, 'ofsted-grade': 40 },
    gatewayGrade: 'good',
    inForceFrom: '2023-12-01',
    byDefault: false,
  })
  t.match(publication, { status: 201, body: { name: 'careful', version: 1 } })
  const profile = { name: 'careful' }
  const careful = await search({ profile })
  t.same(careful.profile, { name: 'careful', version: 1 })
  t.same(
    names(careful),
    offeredHomes.filter((name) => name !== 'Alder'),
  )
  t.match(reason(careful, 'Holly', 'ofsted-gateway'), { met: null }, 'no judgement: to be found out')
  t.match(reason(careful, 'Kale', 'ofsted-gateway'), { met: true })
  t.equal(reason(careful, 'Kale', 'ofsted-grade')?.points, 32, '40 × 0.80')
  const exemption = await search({ profile, gatewayExemption: 'Head of service, 1 December' })
  t.match(reason(exemption, 'Alder', 'ofsted-gateway'), { met: true, detail: /Head of service/ })
  const record = await admin.get<{ criteria: Record<string, unknown> }>(
    `/v1/vacancy-searches/${exemption.id}`,
  )
  t.match(record.body.criteria, {
    profile: { name: 'careful', version: 1 },
    gatewayExemption: 'Head of service, 1 December',
  })
})

await t.test('an old version explains an old search; the default is the latest in force', async (t) => {
  const publish = (weights: object, inForceFrom: string) =>
    admin.post('/v1/matching-profiles', { name: 'ours', weights, inForceFrom })
  await publish({ cost: 100 }, '2023-11-01')
  await publish({ 'distance-to-home': 100 }, '2023-12-01')
  await publish({ 'in-authority': 100 }, '2023-12-02')
  const now = await search()
  t.same(now.profile, { name: 'ours', version: 2 }, 'version 3 is not in force yet')
  t.equal(item(now, 'Alder').score, 100)
  const earlierAnswer = await search({ profile: { name: 'ours', version: 1 } })
  t.equal(item(earlierAnswer, 'Alder').score, 0, 'no fee is known')
  const standard = await search({ profile: { name: 'standard' } })
  t.same(standard.profile, { name: 'standard', version: 2 })
  t.equal((await admin.get('/v1/matching-profiles/ours/versions/1')).status, 200)
  t.equal((await admin.get('/v1/matching-profiles/ours/versions/9')).status, 404)
  t.equal((await stockport.get('/v1/matching-profiles/ours/versions/1')).status, 404)
  t.same((await stockport.get('/v1/matching-profiles')).body.items.length, 2, 'the two built in')
  t.equal((await (await service.as('placements')).post('/v1/matching-profiles', {})).status, 403)
  t.match(await publish({ cost: 99 }, '2023-11-01'), { status: 400 })
  t.match(await admin.post('/v1/vacancy-searches', { ...ask, profile: { name: 'none' } }), { status: 422 })
  for (const change of ["update matching_profiles set weights = '{}'", 'delete from matching_profiles'])
    await t.rejects(ownerPool.query(change), /stays as it was published/)
})

await t.test('a connected person comes first, and is offered to nobody else', async (t) => {
  const carer = { kind: 'connected-carer-household', confidential: true }
  await empty('Rose', carer)
  t.notOk(names(await search()).includes('Rose'))
  await aConnection(admin, { childId: tom.id, homeId: homes.Rose?.id })
  const answer = await search({ profile: { name: 'standard' } })
  t.equal(answer.items[0]?.home.name, 'Rose')
  t.match(reason(answer, 'Rose', 'kin'), { met: true, points: 14 })
  t.notOk(names(await forChild({})).includes('Rose'))
})

await t.test(
  'other needs, permanence, culture, faith, language and places earn what they are worth',
  async (t) => {
    const provider = await aProvider(admin, { sector: 'own' })
    await empty('Willow', {
      providerId: provider.id,
      capabilities: ['autism'],
      longTerm: true,
      faiths: ['muslim'],
      languages: ['en'],
    })
    await aFee(admin, { homeId: homes.Willow?.id, weeklyFee: 4000 })
    const answer = await search({
      profile: { name: 'standard' },
      children: [
        {
          childId: tom.id,
          preferredCapabilities: ['autism', 'epilepsy'],
          longTerm: true,
          faith: 'muslim',
          languages: ['en', 'ur'],
          culture: 'APKN',
          placesThatMatter: ['CW99 1AA'],
        },
      ],
    })
    const points = (criterion: string) => reason(answer, 'Willow', criterion)
    t.match(points('other-needs-met'), { met: false, points: 3 }, 'half of 7')
    t.match(points('long-term-fit'), { met: true, points: 4 })
    // two of four (Muslim, English; not Urdu; the culture is not known): half of 4
    t.match(points('culture-faith-language'), { met: false, points: 2, detail: /Find out about Pakistani/ })
    t.match(points('places-that-matter'), { met: true, points: 2 })
    t.match(points('cost'), { points: 1 }, '3 × (8,000 − 4,000) ÷ 8,000 = 1.5')
    t.match(reason(answer, 'Alder', 'long-term-fit'), { met: null, points: 0 })
  },
)

await t.test('what is recorded or corrected is asked by the next search', async (t) => {
  const { version } = needs
  await admin.patch(`/v1/child-needs/${needs.id}`, { placesToAvoid: [] }, { 'if-match': `"v${version}"` })
  t.ok(names(await search()).includes('Larch'))
  const { rows } = await ownerPool.query<{ id: string }>(
    `select n.id from child_needs n join placements p using (child_id) where p.home_id = $1`,
    [homes.Fig?.id],
  )
  await admin.patch(`/v1/child-needs/${rows[0]?.id}`, { livingWith: 'with-others' }, { 'if-match': '*' })
  t.ok(names(await search()).includes('Fig'))
})
