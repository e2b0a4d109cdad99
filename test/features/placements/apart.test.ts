import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Answer, type Body } from '../../support/app.ts'
import { aBed, aChild, aHome, aPlacement, aPlacingConsent, aSeparation } from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'

/** Two children who must not live together never do, whichever writes run at the same time. */

const service = await testApp(t, { clock: () => new Date(), listen: true })
const officer = await service.as('placements')
const any = { 'if-match': '*' }

const place = (childId: string, bedId: string, fields: Record<string, unknown> = {}) =>
  officer.post('/v1/placements', {
    childId,
    bedId,
    placementType: 'residential',
    startedOn: TODAY,
    ...fields,
  })
const hold = (childId: string, bedId: string) =>
  officer.post('/v1/holds', { beds: [{ childId, bedId }], from: TODAY, expiresAt: inHours(1) })

/** Two children with a recorded separation, and a home with two beds. */
async function apart(fields: Record<string, unknown> = {}) {
  const [one, other] = [await aChild(officer), await aChild(officer)]
  const separation = await aSeparation(officer, { childId: one.id, otherChildId: other.id, ...fields })
  const home = await aHome(officer)
  const beds = [await aBed(officer, { homeId: home.id }), await aBed(officer, { homeId: home.id })]
  return { one: one.id, other: other.id, separation, bed: beds[0]?.id ?? '', second: beds[1]?.id ?? '' }
}

/** At the door or, of two at the same moment, by the database. */
const refusal = { status: 409, body: { type: /^\/problems\/(gate-closed|must-not-live-together)$/ } }
const won = (answers: Answer<Body>[]) => answers.filter(({ status }) => status < 300).length

t.test(
  'placed or held, the second of the two is refused, either way round, and not told by whom',
  async (t) => {
    for (const swap of [false, true])
      for (const first of [place, hold])
        for (const second of [place, hold]) {
          const { one, other, bed, second: next } = await apart()
          const [a, b] = swap ? [other, one] : [one, other]
          t.equal((await first(a, bed)).status, 201)
          const answer = await second(b, next)
          t.match(answer, refusal)
          t.notMatch(JSON.stringify(answer.body), a)
        }
  },
)

t.test('of two who come to one home at once, by placement or hold, one does', async (t) => {
  for (let round = 0; round < 6; round++) {
    const { one, other, bed, second } = await apart()
    const answers = await Promise.all([
      (round % 2 ? hold : place)(one, bed),
      (round % 3 ? place : hold)(other, second),
    ])
    t.equal(won(answers), 1)
    for (const answer of answers.filter(({ status }) => status >= 300)) t.match(answer, refusal)
  }
})

t.test(
  'a separation and the placement that it forbids race: never both without either knowing',
  async (t) => {
    for (let round = 0; round < 6; round++) {
      const [one, other] = [await aChild(officer), await aChild(officer)]
      const home = await aHome(officer)
      const [bed, second] = [
        await aBed(officer, { homeId: home.id }),
        await aBed(officer, { homeId: home.id }),
      ]
      await place(one.id, bed.id)
      const [separation, placement] = await Promise.all([
        officer.post('/v1/separations', {
          childId: one.id,
          otherChildId: other.id,
          category: 'harm',
          fromOn: TODAY,
        }),
        place(other.id, second.id),
      ])
      t.equal(separation.status, 201, 'a new risk can always be recorded')
      if (placement.status !== 201) t.match(placement, refusal)
    }
  },
)

t.test('only the nights of the separation count, and only those that both are there', async (t) => {
  const { one, other, bed, second } = await apart({ fromOn: inDays(10), toOn: inDays(20) })
  const stay = (from: number, to: number) => ({
    startedOn: undefined,
    plannedFrom: inDays(from),
    plannedTo: inDays(to),
  })
  t.equal((await place(one, bed, stay(0, 30))).status, 201)
  t.match(await place(other, second, stay(5, 11)), refusal)
  t.match(await place(other, second, stay(19, 25)), refusal)
  t.equal((await place(other, second, stay(5, 10))).status, 201)
})

t.test('brothers and sisters of whom two are kept apart cannot be held in one home together', async (t) => {
  const { one, other, bed, second } = await apart()
  const beds = [
    { childId: one, bedId: bed },
    { childId: other, bedId: second },
  ]
  t.match(await officer.post('/v1/holds', { beds, from: TODAY, expiresAt: inHours(1) }), refusal)
})

t.test(
  'two who live together when they are separated can leave, and stay no longer than planned',
  async (t) => {
    const [one, other] = [await aChild(officer), await aChild(officer)]
    const home = await aHome(officer)
    const [bed, second] = [await aBed(officer, { homeId: home.id }), await aBed(officer, { homeId: home.id })]
    await aPlacement(officer, { childId: one.id, bedId: bed.id })
    const stay = await aPlacement(officer, { childId: other.id, bedId: second.id, plannedTo: inDays(30) })
    await aSeparation(officer, { childId: one.id, otherChildId: other.id })
    const change = (fields: object) => officer.patch(`/v1/placements/${stay.id}`, fields, any)
    t.match(await change({ plannedTo: inDays(60) }), refusal)
    t.equal((await change({ plannedTo: inDays(20) })).status, 200)
    t.equal((await change({ endedOn: TODAY })).status, 200)
  },
)

t.test(
  'in a home that another authority shares, it is kept too, and its officers learn nothing',
  async (t) => {
    const stockport = await service.as('admin', STOCKPORT)
    const home = await aHome(stockport, { shared: true })
    await aPlacingConsent(stockport, { forAuthorityCode: CHESHIRE_EAST, homeId: home.id })
    const [bed, second] = [
      await aBed(stockport, { homeId: home.id }),
      await aBed(stockport, { homeId: home.id }),
    ]
    const { one, other } = await apart()
    t.equal((await place(one, bed.id)).status, 201)
    t.match(await place(other, second.id), refusal)
    t.same((await stockport.get('/v1/separations')).body.items, [])
    t.equal((await stockport.get(`/v1/separations?childId=${one}`)).body.items.length, 0)
  },
)
