import t from 'tap'
import { testApp, type Answer, type Body } from '../../support/app.ts'
import { aBed, aChild, aHome, aPlacement, aVoid } from '../../support/builders.ts'

/** Promises that hold when officers act at the same moment, each over a connection of their own. */

const service = await testApp(t, { listen: true })
const client = await service.as('placements')

/** Counts answers by status or problem type: `{201: 1, 'bed-in-use': 49}`. */
function kinds(answers: Answer<Body>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const kind = status < 300 ? String(status) : body.type.replace('/problems/', '')
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

const place = (fields: Record<string, unknown>) =>
  client.post('/v1/placements', { placementType: 'residential', ...fields })
const nights = { startedOn: '2023-03-01', endedOn: '2023-04-01' }

t.test('of fifty placements in one bed on the same nights, one is made', async (t) => {
  const bed = await aBed(client)
  const children = await Promise.all(Array.from({ length: 50 }, () => aChild(client)))
  const answers = await Promise.all(
    children.map(({ id }) => place({ childId: id, bedId: bed.id, ...nights })),
  )
  t.same(kinds(answers), { 201: 1, 'bed-in-use': 49 })
  t.equal((await client.get(`/v1/placements?bedId=${bed.id}`)).body.items.length, 1)
})

t.test('a bed is placed or void on a night, never both', async (t) => {
  for (let round = 0; round < 8; round++) {
    const bed = await aBed(client)
    const child = await aChild(client)
    const answers = await Promise.all([
      place({ childId: child.id, bedId: bed.id, ...nights }),
      client.post('/v1/voids', {
        bedId: bed.id,
        reason: 'repair',
        startsOn: '2023-03-31',
        endsOn: '2023-04-02',
      }),
    ])
    t.same(kinds(answers), { 201: 1, 'bed-in-use': 1 })
  }
})

t.test('a child is placed once on a night, whatever the bed', async (t) => {
  const child = await aChild(client)
  const beds = await Promise.all(Array.from({ length: 10 }, () => aBed(client)))
  const answers = await Promise.all(beds.map(({ id }) => place({ childId: child.id, bedId: id, ...nights })))
  t.same(kinds(answers), { 201: 1, 'child-already-placed': 9 })
})

t.test('someone who leaves on the day that another arrives does not clash', async (t) => {
  const bed = await aBed(client)
  const days = Array.from({ length: 12 }, (_, n) => `2023-03-${String(n + 1).padStart(2, '0')}`)
  const stays = await Promise.all(
    days.slice(1).map(async (endedOn, n) => ({
      childId: (await aChild(client)).id,
      bedId: bed.id,
      startedOn: days[n],
      endedOn,
    })),
  )
  const answers = await Promise.all(stays.map(place))
  t.same(kinds(answers), { 201: 11 })
})

t.test('of two changes to one version, one is made and the other is told', async (t) => {
  const home = await aHome(client)
  for (let version = 1; version <= 5; version++) {
    const answers = await Promise.all(
      ['One', 'Other'].map((name) =>
        client.patch(`/v1/homes/${home.id}`, { name: `${name} ${version}` }, { 'if-match': `"v${version}"` }),
      ),
    )
    t.same(kinds(answers), { 200: 1, 'version-changed': 1 })
  }
  t.equal((await client.get(`/v1/homes/${home.id}`)).body.version, 6)
})

t.test('a bed is not closed on nights for which it is being given away', async (t) => {
  for (let round = 0; round < 8; round++) {
    const bed = await aBed(client)
    const child = await aChild(client)
    const [placement, closure] = await Promise.all([
      place({ childId: child.id, bedId: bed.id, startedOn: '2023-03-01' }),
      client.patch(`/v1/beds/${bed.id}`, { closesOn: '2023-03-15' }, { 'if-match': '*' }),
    ])
    t.match(
      [kinds([placement]), kinds([closure])],
      placement.status === 201 ? [{ 201: 1 }, { 'bed-still-used': 1 }] : [{ 'bed-not-open': 1 }, { 200: 1 }],
    )
  }
})

t.test(
  'homes, beds, children and placements changed all at once come to an end, without a fault',
  async (t) => {
    const home = await aHome(client)
    const beds = await Promise.all([1, 2, 3].map(() => aBed(client, { homeId: home.id })))
    const stays = await Promise.all(
      beds.map(async ({ id }) => {
        const child = await aChild(client)
        return aPlacement(client, { childId: child.id, bedId: id })
      }),
    )
    const any = { 'if-match': '*' }
    const postcodes = ['CW1 2CC', 'CW2 5II', 'SK9 3MM']
    const work = Array.from({ length: 12 }, (_, n) => {
      const stay = stays[n % 3]
      const postcode = postcodes[n % 3]
      return [
        client.patch(`/v1/homes/${home.id}`, { postcode }, any),
        client.patch(`/v1/beds/${stay?.bedId as string}`, { label: `Room ${n}` }, any),
        client.patch(`/v1/children/${stay?.childId as string}`, { homePostcode: postcode }, any),
        client.patch(`/v1/placements/${stay?.id}`, { weeklyCost: n }, any),
        client.post('/v1/judgements', { homeId: home.id, judgedOn: `2022-01-${10 + n}`, grade: 'good' }),
      ]
    }).flat()
    const answers = await Promise.all(work)
    t.same(kinds(answers.filter(({ status }) => status >= 500)), {}, 'no 5xx')
    t.same(kinds(answers.filter(({ status }) => status >= 400)), {}, 'nothing refused')
    await aVoid(client, { bedId: (await aBed(client, { homeId: home.id })).id })
  },
)
