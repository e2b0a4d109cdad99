import t from 'tap'
import { testApp, type TestClient } from '../../support/app.ts'
import { aCarePeriod, aLegalStatus } from '../../support/builders.ts'
import { addPlacement, figures, inCare, type Figure } from './support.ts'

type Test = Parameters<typeof testApp>[0]

const start = async (t: Test): Promise<TestClient> => (await testApp(t)).as('admin')
const lengthsOf = ({ numerator, lowerQuartile, value, upperQuartile, unknown }: Figure) => [
  numerator,
  lowerQuartile,
  value,
  upperQuartile,
  unknown,
]
const lengths = async (client: TestClient, path: string) => (await figures(client, path)).map(lengthsOf)

t.test('the median time in care is between the two in the middle; what is not known is apart', async (t) => {
  const client = await start(t)
  // Up to 1 December 2023: 365, 334, 183 and 30 days.
  for (const first of ['2022-12-01', '2023-01-01', '2023-06-01', '2023-11-01']) await inCare(client, first)
  const { childId } = await aCarePeriod(client, { startedOn: '2021-01-01', startedBefore: true })
  await aLegalStatus(client, { childId, startedOn: '2021-01-01' })
  // Halfway from 183 to 334; a quarter of the way from the first to the last is 0.75 of the way from 30 to 183.
  t.same(await lengths(client, 'length-of-care?asAt=2023-12-01'), [[4, 144.75, 258.5, 341.75, 1]])
  // 30 days later everyone has been there for 30 days more.
  const series = 'length-of-care/series?from=2023-10-31&to=2023-12-31&every=month'
  t.same(await lengths(client, series), [
    [3, 227.5, 303, 318.5, 1], // 152, 303 and 334
    [4, 143.75, 257.5, 340.75, 1],
    [4, 174.75, 288.5, 371.75, 1],
  ])
  t.same(await lengths(client, 'length-of-care?asAt=2020-01-01'), [[0, null, null, null, 0]])
})

t.test('a placement that goes on with the same carer is as long as both', async (t) => {
  const client = await start(t)
  const child = await inCare(client, '2023-01-01')
  await addPlacement(client, child, '2023-01-01', '2023-03-01')
  await addPlacement(client, child, '2023-03-01', '2023-11-01', { sameCarer: true })
  await addPlacement(client, child, '2023-11-01', null)
  await inCare(client, '2023-01-01') // in no placement that is recorded
  t.same(await lengths(client, 'length-of-placement?asAt=2023-12-01'), [[1, 30, 30, 30, 1]])
  t.same(await lengths(client, 'length-of-placement?asAt=2023-10-01'), [[1, 273, 273, 273, 1]])
  // 1 January to 1 November, in the financial year so far.
  t.same(await lengths(client, 'length-of-placements-ended?asAt=2023-12-01'), [[1, 304, 304, 304, 0]])
})

t.test('of those who left, how long they had been there, by what held at the end', async (t) => {
  const client = await start(t)
  await inCare(client, '2023-01-01', '2023-11-01')
  await inCare(client, '2023-10-01', '2023-11-01', { sex: 'female', endReason: 'E8' })
  const path = 'length-of-care-ended?asAt=2023-12-01&by=careEndReason'
  const items = await figures(client, path)
  t.same(
    items.map((item) => [item.group.careEndReason, ...lengthsOf(item)]),
    [
      ['E4A', 1, 304, 304, 304, 0],
      ['E8', 1, 31, 31, 31, 0],
    ],
  )
  const csv = await client.get<string>(`/v1/measures/${path}`, { accept: 'text/csv' })
  const [header, first] = csv.body.split('\r\n')
  t.match(header, /numerator,denominator,value,unknown,lowerQuartile,upperQuartile$/)
  t.match(first, /,1,,304,0,304,304$/)
})
