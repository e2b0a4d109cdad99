import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aHome, aSeparation, aSiblingGroup } from '../../support/builders.ts'
import { addPlacement, counts, figure, freshClients, inCare } from './support.ts'

/** Why siblings live apart, worked by hand. */

const service = await testApp(t)
const fresh = freshClients(service)

t.test('siblings apart by the reason recorded of two who live in two homes', async (t) => {
  const client = await fresh()
  const homes = [(await aHome(client)).id, (await aHome(client)).id]
  /** A group of siblings, each in one of the two homes. */
  const siblingsIn = async (...places: number[]) => {
    const { id: siblingGroupId } = await aSiblingGroup(client)
    const children: unknown[] = []
    for (const place of places) {
      const child = await inCare(client, '2022-01-01', undefined, { siblingGroupId })
      await addPlacement(client, child, '2022-01-01', null, {
        placementType: 'residential',
        homeId: homes[place],
      })
      children.push(child)
    }
    return children
  }
  const [eldest, middle, youngest] = await siblingsIn(0, 1, 1)
  await siblingsIn(0, 1) // apart, and nobody says why
  await siblingsIn(0, 0)
  const [one, other] = await siblingsIn(0, 1)
  await aSeparation(client, { childId: eldest, otherChildId: middle, category: 'harm', fromOn: '2023-01-01' })
  await aSeparation(client, {
    ...{ childId: youngest, otherChildId: eldest, category: 'court-order' },
    ...{ fromOn: '2023-03-01', toOn: '2023-05-01' },
  })
  await aSeparation(client, {
    childId: other,
    otherChildId: one,
    category: 'assessment',
    fromOn: '2022-06-01',
  })
  const byReason = (day: string) => counts(client, `sibling-groups-apart?by=apartReason&asAt=${day}`)
  t.same(await byReason('2022-05-31'), { unknown: 3 })
  t.same(await byReason('2022-12-31'), { assessment: 1, unknown: 2 })
  t.same(await byReason('2023-01-01'), { harm: 1, assessment: 1, unknown: 1 })
  t.same(await byReason('2023-03-01'), { several: 1, assessment: 1, unknown: 1 })
  t.same(await byReason('2023-05-01'), { harm: 1, assessment: 1, unknown: 1 })
  t.same(await figure(client, 'siblings-apart?asAt=2023-05-01'), [3, 4, 75, 0])
  t.same(await figure(client, 'sibling-groups-apart?asAt=2023-05-01'), [3, null, 3, 0])
  // Three, two, two and two children: seven in the groups apart, two together.
  t.same(await counts(client, 'children-in-sibling-groups?by=together&asAt=2023-05-01'), { yes: 2, no: 7 })
  t.same(await counts(client, 'children-apart-from-a-sibling?by=apartReason&asAt=2023-05-01'), {
    harm: 3,
    assessment: 2,
    unknown: 2,
  })
})

t.test('where it is not known whether siblings are apart, nor is the reason', async (t) => {
  const client = await fresh()
  const { id: siblingGroupId } = await aSiblingGroup(client)
  for (const hasHome of [true, false]) {
    const child = await inCare(client, '2022-01-01', undefined, { siblingGroupId })
    if (hasHome) await addPlacement(client, child, '2022-01-01', null, { homeId: (await aHome(client)).id })
  }
  t.same(await figure(client, 'sibling-groups-apart?asAt=2023-05-01'), [0, null, 0, 1])
})
