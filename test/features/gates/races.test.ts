import t from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aHome,
  anOfficer,
  aProvider,
  aRestriction,
  aSeparation,
  someNeeds,
} from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'

/** Two officers at the door at once: what each is told stays true until it is done. */
const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('placements')
const other = await service.as('placements', undefined, 'another.officer@example.test')
const admin = await service.as('admin')
const head = await service.as('panel', undefined, 'head@example.test')
await anOfficer(admin, { subject: 'head@example.test', office: 'head-of-service' })
const any = { 'if-match': '*' }
const ROUNDS = 12

const agree = (client: typeof officer, bed: Body, child: Body) =>
  client.post('/v1/placements', {
    childId: child.id,
    bedId: bed.id,
    placementType: 'residential',
    plannedFrom: TODAY,
  })
const twoBeds = async () => {
  const { id: homeId } = await aHome(officer)
  return { homeId, beds: [await aBed(officer, { homeId }), await aBed(officer, { homeId })] as const }
}

t.test('of a child who must live alone and another, or two kept apart, one comes in', async (t) => {
  for (let round = 0; round < ROUNDS; round++) {
    const { beds } = await twoBeds()
    const [one, two] = [await aChild(officer), await aChild(officer)]
    if (round % 2 === 0) await someNeeds(officer, { childId: one.id, livingWith: 'solo' })
    else await aSeparation(officer, { childId: one.id, otherChildId: two.id })
    const answers = await Promise.all([agree(officer, beds[0], one), agree(other, beds[1], two)])
    t.same(answers.map(({ status }) => status).sort(), [201, 409])
    const refusal = answers.find(({ status }) => status === 409)
    t.match(refusal, { body: { type: '/problems/gate-closed' } })
  }
})

t.test('the last place of a registration over two buildings goes to one of two', async (t) => {
  const start = async (client: typeof officer, bed: Body, child: Body) =>
    client.post('/v1/placements', {
      childId: child.id,
      bedId: bed.id,
      placementType: 'residential',
      startedOn: TODAY,
    })
  for (let round = 0; round < ROUNDS; round++) {
    const { id: providerId } = await aProvider(officer)
    const registration = {
      providerId,
      ofstedUrn: `SC8${String(round).padStart(5, '0')}`,
      registeredPlaces: 1,
    }
    const [here, there] = [await aHome(officer, registration), await aHome(officer, registration)]
    const beds = [
      await aBed(officer, { homeId: here.id }),
      await aBed(officer, { homeId: there.id }),
    ] as const
    const [one, two] = [await aChild(officer), await aChild(officer)]
    const answers = await Promise.all([start(officer, beds[0], one), start(other, beds[1], two)])
    t.same(answers.map(({ status }) => status).sort(), [201, 409])
    const refusal = answers.find(({ status }) => status === 409)
    t.match(refusal, { body: { type: '/problems/gate-closed', errors: [{ code: 'registration' }] } })
  }
})

t.test('a suspension and a hold, and an override’s end and a start, come one after the other', async (t) => {
  for (let round = 0; round < ROUNDS; round++) {
    const { homeId, beds } = await twoBeds()
    const child = await aChild(officer)
    const [hold, restriction] = await Promise.all([
      officer.post('/v1/holds', {
        beds: [{ bedId: beds[0].id, childId: child.id }],
        from: TODAY,
        expiresAt: inHours(1),
      }),
      aRestriction(other, { homeId, startsOn: TODAY }),
    ])
    t.ok(restriction.id)
    if (hold.status === 201)
      t.match(
        await officer.post(`/v1/holds/${hold.body.id}/agreement`, {}, any),
        { status: 409, body: { type: '/problems/gate-closed' } },
        'a hold made before the suspension is not agreed after it',
      )
    else t.match(hold, { status: 409, body: { errors: [{ code: 'not-suspended' }] } })

    const needing = await aChild(officer)
    await someNeeds(officer, { childId: needing.id, capabilities: ['wheelchair-access'] })
    const there = await twoBeds()
    const override = await head.post('/v1/overrides', {
      childId: needing.id,
      homeId: there.homeId,
      must: 'capabilities-met',
      decidedOn: TODAY,
      untilOn: inDays(7),
      reason: 'A ramp comes next week.',
    })
    const placement = await agree(officer, there.beds[0], needing)
    t.equal(placement.status, 201)
    const [start, end] = await Promise.all([
      officer.post(`/v1/placements/${placement.body.id}/start`, { on: TODAY }, any),
      head.del(`/v1/overrides/${override.body.id}`, any),
    ])
    t.equal(end.status, 204)
    if (start.status !== 200)
      t.match(start, { status: 409, body: { errors: [{ code: 'capabilities-met' }] } })
    t.match(
      (await officer.get(`/v1/placements/${placement.body.id}`)).body,
      { brokenMusts: [{ must: 'capabilities-met', overridden: null }] },
      'and what is broken now is shown',
    )
  }
})
