import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aFee,
  aHome,
  aLegalStatus,
  aPlacingConsent,
  aProvider,
  aVoid,
  someNeeds,
} from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'
import { find, grid, insertPostcodes, type FoundItem } from '../vacancies/fixture.ts'

/*
 * A child who lives alone in a home of three beds. A second bed is void for repair for ten days from today, and is lost
 * after them.
 */
const app = await testApp(t, { clock: () => new Date() })
await insertPostcodes(app.ownerPool, grid)
const officer = await app.as('admin')
const any = { 'if-match': '*' }
const council = await aProvider(officer, { name: 'Council', sector: 'own' })

async function threeBeds(name: string, fields: object = {}) {
  const { id } = await aHome(officer, { name, providerId: council.id, postcode: 'CW99 1AE', ...fields })
  const beds: string[] = []
  for (const n of [1, 2, 3]) beds.push((await aBed(officer, { homeId: id, label: `${name} ${n}` })).id)
  await aVoid(officer, { bedId: beds[1], startsOn: TODAY, endsOn: inDays(10) })
  return { id, beds }
}
async function aSoloChild() {
  const { id } = await aChild(officer, { homePostcode: 'CW99 1AA', dateOfBirth: inDays(-3700) })
  await aCarePeriod(officer, { childId: id, startedOn: TODAY })
  await aLegalStatus(officer, { childId: id, startedOn: TODAY })
  await someNeeds(officer, { childId: id, livingWith: 'solo' })
  return id
}
/** The voids of a home's beds that are for a placement: bed, first night and end. */
async function voidsOf(placementId: string, beds: readonly string[]) {
  const voids: unknown[] = []
  for (const [index, bedId] of beds.entries()) {
    const { body } = await officer.get(`/v1/voids?bedId=${bedId}`)
    for (const item of body.items as Record<string, unknown>[])
      if (item.placementId === placementId) {
        t.equal(item.reason, 'solo-occupancy')
        voids.push([index + 1, item.startsOn, item.endsOn])
      }
  }
  return voids
}
/** A child agreed for the first bed until 60 days from now, whose other beds are void from the agreement. */
async function anAgreement(name: string) {
  const home = await threeBeds(name)
  const childId = await aSoloChild()
  const beds = [{ bedId: home.beds[0], childId }]
  const hold = await officer.post('/v1/holds', { beds, from: TODAY, to: inDays(60), expiresAt: inHours(1) })
  t.equal(hold.status, 201, JSON.stringify(hold.body))
  const agreement = await officer.post(
    `/v1/holds/${hold.body.id}/agreement`,
    { solo: { voidOtherBeds: true } },
    any,
  )
  t.equal(agreement.status, 200, JSON.stringify(agreement.body))
  const [placement] = agreement.body.placements as { id: string }[]
  return { home, childId, placementId: placement!.id }
}
const asAgreed = [
  [2, inDays(10), inDays(60)],
  [3, TODAY, inDays(60)],
]

await t.test('an option shows the beds that are lost and their price a week', async (t) => {
  const { id } = await threeBeds('Shown')
  const childId = await aSoloChild()
  const ask = { children: [{ childId }], from: TODAY, to: inDays(60) }
  const soloOf = async (fields: object = {}) => {
    const items = (await find(officer, { ...ask, ...fields })).items as (FoundItem & { solo: unknown })[]
    return items.find((option) => option.home.name === 'Shown')?.solo
  }
  t.same(await soloOf(), { bedsLost: 2, weeklyCost: null }, 'an unknown fee is told as unknown')
  await aFee(officer, { homeId: id, weeklyFee: 4500.5 })
  t.same(await soloOf(), { bedsLost: 2, weeklyCost: 9001 })
  t.same(
    await soloOf({ to: inDays(5) }),
    { bedsLost: 1, weeklyCost: 4500.5 },
    'the bed that is void on all the nights is not lost',
  )
  t.same(
    await soloOf({
      children: [{ age: 10, sex: 'male', livingWith: 'with-others' }],
      homePostcode: 'CW99 1AA',
    }),
    null,
    'of a child who lives with others nothing is lost',
  )
})

await t.test('an agreement puts the other beds out of use, and they end with the placement', async (t) => {
  const { home, placementId } = await anAgreement('Ended')
  t.same(await voidsOf(placementId, home.beds), asAgreed)
  t.equal((await officer.post(`/v1/placements/${placementId}/start`, { on: TODAY }, any)).status, 200)
  t.same(await voidsOf(placementId, home.beds), asAgreed)
  const dates = await officer.post(`/v1/placements/${placementId}/planned-dates`, { to: inDays(90) }, any)
  t.equal(dates.status, 200, JSON.stringify(dates.body))
  t.same(
    await voidsOf(placementId, home.beds),
    [
      [2, inDays(10), inDays(90)],
      [3, TODAY, inDays(90)],
    ],
    'a longer stay keeps them longer',
  )
  await app.ownerPool.query(`update placements set started_on = started_on - 5 where id = $1`, [placementId])
  await officer.post(`/v1/placements/${placementId}/end`, { on: TODAY, planned: false, reason: 'OTHER' }, any)
  t.same(await voidsOf(placementId, home.beds), [[3, inDays(-5), TODAY]], 'and the home is free again')
})

await t.test('they are undone with it: withdrawn, moved elsewhere, removed', async (t) => {
  const withdrawal = await anAgreement('Withdrawn')
  await officer.post(
    `/v1/placements/${withdrawal.placementId}/withdrawal`,
    { on: TODAY, reason: 'Not now' },
    any,
  )
  t.same(await voidsOf(withdrawal.placementId, withdrawal.home.beds), [])

  const removal = await anAgreement('Removed')
  t.equal((await officer.del(`/v1/placements/${removal.placementId}`, any)).status, 204)
  t.same(await voidsOf(removal.placementId, removal.home.beds), [])

  const correction = await anAgreement('Corrected')
  const other = await threeBeds('Other')
  const patch = await officer.patch(`/v1/placements/${correction.placementId}`, { bedId: other.beds[0] }, any)
  t.equal(patch.status, 200, JSON.stringify(patch.body))
  t.same(await voidsOf(correction.placementId, correction.home.beds), [])

  const sameHome = await anAgreement('Within')
  await officer.patch(`/v1/placements/${sameHome.placementId}`, { bedId: sameHome.home.beds[2] }, any)
  t.same(
    await voidsOf(sameHome.placementId, sameHome.home.beds),
    [[2, inDays(10), inDays(60)]],
    'a bed that the child takes is used',
  )
})

await t.test('an end that is undone puts them out of use again', async (t) => {
  const { home, placementId } = await anAgreement('Undone')
  await officer.post(`/v1/placements/${placementId}/start`, { on: TODAY }, any)
  await app.ownerPool.query(`update placements set started_on = started_on - 5 where id = $1`, [placementId])
  await officer.post(`/v1/placements/${placementId}/end`, { on: TODAY, planned: false, reason: 'OTHER' }, any)
  t.same(await voidsOf(placementId, home.beds), [[3, inDays(-5), TODAY]])
  const undo = await officer.patch(
    `/v1/placements/${placementId}`,
    { endedOn: null, endReason: null, endPlanned: null },
    any,
  )
  t.equal(undo.status, 200, JSON.stringify(undo.body))
  t.same(await voidsOf(placementId, home.beds), [[3, inDays(-5), inDays(60)]])
})

await t.test(
  'a start can do it too, and a move; of a shared home only the authority that keeps it',
  async (t) => {
    const { id, beds } = await threeBeds('Started')
    const childId = await aSoloChild()
    const placement = await officer.post('/v1/placements', {
      childId,
      bedId: beds[0],
      placementType: 'residential',
      plannedFrom: TODAY,
    })
    t.equal(placement.status, 201, JSON.stringify(placement.body))
    const start = { on: TODAY, solo: { voidOtherBeds: true } }
    t.equal((await officer.post(`/v1/placements/${placement.body.id}/start`, start, any)).status, 200)
    t.same(await voidsOf(placement.body.id, beds), [
      [2, inDays(10), null],
      [3, TODAY, null],
    ])
    const next = await threeBeds('Next')
    const body = { ...start, bedId: next.beds[0], reason: 'CARPL', planned: true, keepsSchool: true }
    const move = await officer.post(`/v1/placements/${placement.body.id}/move`, body, any)
    t.equal(move.status, 201, JSON.stringify(move.body))
    t.same(await voidsOf(placement.body.id, beds), [])
    t.equal((await voidsOf(move.body.id, next.beds)).length, 2)
    t.ok(id)

    const theirs = await app.as('admin', STOCKPORT)
    const provider = await aProvider(theirs, { sector: 'private' })
    const theirHome = await aHome(theirs, { providerId: provider.id, postcode: 'CW99 1AE', shared: true })
    const bed = await aBed(theirs, { homeId: theirHome.id })
    await aPlacingConsent(theirs, { forAuthorityCode: CHESHIRE_EAST, homeId: theirHome.id })
    await aBed(theirs, { homeId: theirHome.id })
    const guest = await officer.post('/v1/placements', {
      ...{ childId: await aSoloChild(), bedId: bed.id, placementType: 'residential', plannedFrom: TODAY },
    })
    t.match(await officer.post(`/v1/placements/${guest.body.id}/start`, start, any), {
      status: 422,
      body: { errors: [{ pointer: '#/solo', code: 'not-own-home' }] },
    })
  },
)

await t.test(
  'a void for a child alone is within the placement, in another bed of its home, and may end before',
  async (t) => {
    const { home, placementId } = await anAgreement('Bound')
    const [bedId] = (await threeBeds('Elsewhere')).beds
    const own = { reason: 'solo-occupancy', startsOn: TODAY, endsOn: inDays(20), placementId }
    t.match(await officer.post('/v1/voids', { ...own, bedId }), {
      status: 422,
      body: { errors: [{ code: 'void-while-child-alone' }] },
    })
    t.equal((await officer.post('/v1/voids', { ...own, reason: 'repair', bedId })).status, 422)
    const { body } = await officer.get(`/v1/voids?bedId=${home.beds[2]}`)
    const [third] = body.items as { id: string }[]
    t.match(await officer.patch(`/v1/voids/${third!.id}`, { endsOn: inDays(61) }, any), { status: 422 })
    t.equal((await officer.patch(`/v1/voids/${third!.id}`, { endsOn: inDays(20) }, any)).status, 200)
    await officer.post(`/v1/placements/${placementId}/planned-dates`, { to: inDays(90) }, any)
    t.same(await voidsOf(placementId, home.beds), [
      [2, inDays(10), inDays(90)],
      [3, TODAY, inDays(20)],
    ])
    const two = await threeBeds('For two')
    const hold = await officer.post('/v1/holds', {
      beds: [
        { bedId: two.beds[0], childId: (await aChild(officer)).id },
        { bedId: two.beds[2], childId: (await aChild(officer)).id },
      ],
      ...{ from: TODAY, expiresAt: inHours(1) },
    })
    t.match(
      await officer.post(`/v1/holds/${hold.body.id}/agreement`, { solo: { voidOtherBeds: true } }, any),
      {
        status: 422,
        body: { errors: [{ pointer: '#/solo', code: 'one-child' }] },
      },
    )
  },
)
