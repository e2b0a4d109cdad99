import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aLegalStatus, aCarePeriod, aChild } from '../../support/builders.ts'
import { addPlacement, careOf, counts, figure, figures, freshClients, inCare } from './support.ts'
import { recordsOf } from './records/support.ts'

/** Different children in a period, worked by hand. The financial year 2022/23 runs from 1 April 2022 to 31 March 2023. */

const service = await testApp(t)
const fresh = freshClients(service)
const year = 'asAt=2023-03-31'

t.test('a child in care at any time in the year counts once, however often in and out', async (t) => {
  const client = await fresh()
  const twice = await inCare(client, '2022-05-01', '2022-06-01', { sex: 'male' })
  await careOf(client, twice, '2022-09-01', '2023-01-10')
  await inCare(client, '2020-01-01', '2022-04-01', { sex: 'male' }) // left on 1 April: no night in the year
  await inCare(client, '2020-01-01', '2022-04-02', { sex: 'female' }) // one night, that of 1 April
  await inCare(client, '2023-03-31', undefined, { sex: 'female' }) // one night, that of 31 March
  await inCare(client, '2023-04-01', undefined, { sex: 'female' }) // the next year
  const { id: onBreaks } = await aChild(client)
  await aCarePeriod(client, { childId: onBreaks, startedOn: '2022-05-01', endedOn: undefined })
  await aLegalStatus(client, { childId: onBreaks, startedOn: '2022-05-01', status: 'V4' })
  t.same(await figure(client, `children-looked-after-during?${year}`), [3, null, 3, 0])
  t.same(await figure(client, `children-with-a-night-during?${year}`), [3, null, 3, 0])
  t.same(await counts(client, `children-looked-after-during?${year}&by=sex`), { female: 2, male: 1 })
  const quarters = 'from=2022-06-30&to=2023-03-31&every=quarter&period=quarter'
  for (const id of ['children-looked-after-during', 'children-with-a-night-during'])
    t.same(
      (await figures(client, `${id}/series?${quarters}`)).map(({ numerator }) => numerator),
      [2, 1, 1, 2], // April to June: twice and the one of 1 April; then twice; then twice; then twice and 31 March
      id,
    )
})

t.test('by the last night of the year, or by every night of it', async (t) => {
  const client = await fresh()
  const child = await inCare(client, '2021-01-01')
  await addPlacement(client, child, '2021-01-01', '2022-05-01')
  await addPlacement(client, child, '2022-05-01', '2022-05-04', { placementType: 'residential' })
  await addPlacement(client, child, '2022-05-04', null, { placementType: 'connected-carer' })
  const other = await inCare(client, '2022-05-02', '2022-08-01')
  await addPlacement(client, other, '2022-05-02', '2022-08-01', { placementType: 'residential' })
  const byType = 'by=placementType'
  t.same(await counts(client, `children-looked-after-during?${year}&${byType}`), {
    'connected-carer': 1,
    residential: 1,
  })
  t.same(await counts(client, `children-with-a-night-during?${year}&${byType}`), {
    ifa: 1,
    'connected-carer': 1,
    residential: 2, // both of two children: the groups are four
  })
  t.same(await figure(client, `children-with-a-night-during?${year}`), [2, null, 2, 0])
  const inHomes = `children-with-a-night-during?${year}&placementType=residential`
  t.same(await figure(client, inHomes), [2, null, 2, 0])
  const months = 'from=2022-04-30&to=2022-06-30&every=month&period=month&placementType=residential'
  t.same(
    (await figures(client, `children-with-a-night-during/series?${months}`)).map(
      ({ numerator }) => numerator,
    ),
    [0, 2, 1],
  )
  const records = await recordsOf(client, inHomes, 'numerator')
  t.same(
    new Map(records.map(({ children, from, adds }) => [children[0]?.id, `${from} adds ${adds}`])),
    new Map([
      [child, '2022-05-01 adds 1'],
      [other, '2022-05-02 adds 1'],
    ]),
    'a record for each child, of the first of its nights there',
  )
})

t.test('unregistered at any time in the year: known of some, not known of others', async (t) => {
  const client = await fresh()
  const there = await inCare(client, '2022-05-01')
  // A children's home that is not recorded, of which nobody knows whether it is registered; then a place of no kind (Z1).
  await addPlacement(client, there, '2022-05-01', '2022-06-01', { placementType: 'residential' })
  await addPlacement(client, there, '2022-06-01', '2022-06-02', { placementType: 'other' })
  await addPlacement(client, there, '2022-06-02', null)
  const perhaps = await inCare(client, '2022-05-01')
  await addPlacement(client, perhaps, '2022-05-01', '2022-06-01', { placementType: 'residential' })
  await addPlacement(client, perhaps, '2022-06-01', null)
  const never = await inCare(client, '2022-05-01')
  await addPlacement(client, never, '2022-05-01', null)
  const id = 'children-in-unregistered-during'
  t.same(await figure(client, `${id}?${year}`), [1, null, 1, 1])
  t.same(
    await figure(client, `${id}?asAt=2022-05-31&period=month`),
    [0, null, 0, 2],
    'in May, not known of two',
  )
  const unknown = await recordsOf(client, `${id}?${year}`, 'unknown')
  t.same(
    unknown.map(({ children }) => children[0]?.id),
    [perhaps],
  )
  const { body } = await client.get<{ measure: { groupsAddUp: boolean } }>(`/v1/measures/${id}?${year}`)
  t.equal(body.measure.groupsAddUp, false, 'the answer says that its groups do not add up')
})
