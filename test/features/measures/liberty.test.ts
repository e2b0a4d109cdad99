import t from 'tap'
import { testApp } from '../../support/app.ts'
import { figure, freshClients, inCare } from './support.ts'
import { episodeLine, headerLine, importReturn } from './returned.ts'

/** Deprivation of liberty, by hand: orders that are recorded, and orders returned in DoLo. */

const service = await testApp(t, { clock: () => new Date('2025-12-01T12:00:00Z') })
const fresh = freshClients(service)
const order = (childId: unknown, fromOn: string, untilOn: string, kind = 'deprivation-of-liberty') => ({
  childId, kind, fromOn, untilOn,
}) // prettier-ignore

t.test('children on a night, in a period, and nights, of orders recorded', async (t) => {
  const client = await fresh()
  const [one, two, three] = [
    await inCare(client, '2022-01-01'),
    await inCare(client, '2022-01-01', '2022-07-01'),
    await inCare(client, '2022-01-01'),
  ]
  for (const fields of [
    order(one, '2022-05-01', '2022-05-11'),
    order(one, '2022-09-01', '2022-09-03'),
    order(two, '2022-06-21', '2022-07-21'), // care ends on 1 July
    order(three, '2022-05-01', '2022-07-01', 'secure'), // no deprivation of liberty order
  ]) {
    const { status, body } = await client.post('/v1/liberty-orders', fields)
    t.equal(status, 201, JSON.stringify(body))
  }
  const onDay = async (day: string) => (await figure(client, `deprived-of-liberty?asAt=${day}`))[0]
  t.same(
    [
      await onDay('2022-04-30'),
      await onDay('2022-05-01'),
      await onDay('2022-05-10'),
      await onDay('2022-05-11'),
    ],
    [0, 1, 1, 0],
  )
  t.same([await onDay('2022-06-30'), await onDay('2022-07-01')], [1, 0])
  const year = 'asAt=2023-03-31'
  t.same(await figure(client, `deprived-of-liberty-during?${year}`), [2, null, 2, 0])
  // 10 and 2 nights of the one, 10 of the other.
  t.same(await figure(client, `deprivation-of-liberty-nights?${year}`), [22, null, 22, 0])
})

t.test(
  'an order that is recorded and returned counts once; one returned without an end goes on',
  async (t) => {
    const client = await fresh()
    await importReturn(client, '2024-25', {
      header: [headerLine('D1'), headerLine('D2')],
      episodes: [episodeLine('D1', '01/05/2022'), episodeLine('D2', '01/05/2022')],
      dolo: ['D1,01/06/2012,01/06/2024,11/06/2024', 'D2,01/06/2012,01/03/2025,'],
    })
    const { body } = await client.post<{ items: { id: string }[] }>('/v1/child-lookups', {
      references: ['D1'],
    })
    await client.post('/v1/liberty-orders', order(body.items[0]?.id, '2024-06-06', '2024-06-16'))
    // D1 from 1 to 15 June, 15 nights; D2 from 1 March on, 31 nights to 31 March.
    t.same(await figure(client, 'deprivation-of-liberty-nights?asAt=2024-06-30'), [15, null, 15, 0])
    t.same(await figure(client, 'deprivation-of-liberty-nights?asAt=2025-03-31'), [46, null, 46, 0])
    t.same(await figure(client, 'deprived-of-liberty?asAt=2025-11-30'), [1, null, 1, 0])
  },
)
