import t from 'tap'
import { testApp, type TestClient } from '../../support/app.ts'
import { aPlacement } from '../../support/builders.ts'
import { importOf } from '../returns/in/support.ts'
import { figure, freshClients, inCare, ratio, addPlacement, type Fields } from './support.ts'

/** Cases worked by hand at the edges of the care leaver measures: birthdays, ends of months, years of the return. */

/** The last of these young people turn 21 before it. */
const service = await testApp(t, { clock: () => new Date('2025-12-01T12:00:00Z') })
const fresh = freshClients(service)

/** A young person who leaves care from an agency's foster home on a day, in care since 2019 by default. */
async function fosterLeaver(
  client: TestClient,
  dateOfBirth: string,
  leftOn: string,
  { since: startedOn = '2019-01-01', ...more }: Fields = {},
) {
  const child = await inCare(client, String(startedOn), leftOn, { dateOfBirth, endReason: 'E17', ...more })
  await addPlacement(client, child, String(startedOn), leftOn)
  return child
}
const staysPut = (client: TestClient, child: unknown, from: string, to: string | null) =>
  aPlacement(client, {
    childId: child,
    placementType: 'staying-put',
    startedOn: from,
    ...(to !== null && { endedOn: to }),
  })

t.test('born on 29 February, the 18th birthday is 1 March 2022; the 20th is 29 February 2024', async (t) => {
  const client = await fresh()
  const child = await fosterLeaver(client, '2004-02-29', '2022-03-01')
  await staysPut(client, child, '2022-03-01', '2024-02-29')
  await fosterLeaver(client, '2004-02-29', '2022-02-28') // the day before coming of age: not counted
  // Three months on: 1 June 2022. The 19th birthday: 1 March 2023.
  t.same(await ratio(client, 'staying-put-18?from=2022-06-01&asAt=2022-06-01'), [1, 1])
  t.same(await ratio(client, 'staying-put-19?from=2023-03-01&asAt=2023-03-01'), [1, 1])
  t.same(await ratio(client, 'staying-put-19?from=2023-02-01&asAt=2023-02-28'), [0, 0])
  t.same(
    await ratio(client, 'staying-put-20?from=2024-02-29&asAt=2024-02-29'),
    [0, 1],
    'gone on that very day',
  )
})

t.test('three months after 30 November there is no 30 February: 1 March', async (t) => {
  const client = await fresh()
  for (const to of ['2023-03-01', '2023-03-02']) {
    const child = await fosterLeaver(client, '2004-11-30', '2022-11-30')
    await staysPut(client, child, '2022-11-30', to)
  }
  t.same(await ratio(client, 'staying-put-18?from=2023-02-01&asAt=2023-02-28'), [0, 0])
  t.same(await ratio(client, 'staying-put-18?from=2023-03-01&asAt=2023-03-01'), [1, 2])
})

t.test(
  'Staying Put: 13 weeks since the 14th birthday, none who died, none on 1 April for the year before',
  async (t) => {
    const client = await fresh()
    // Born 31 December 2004: three months after 31 December 2022 is 31 March 2023.
    await fosterLeaver(client, '2004-12-31', '2022-12-31', { since: '2022-10-01' }) // 31 + 30 + 30 = 91 nights
    await fosterLeaver(client, '2004-12-31', '2022-12-31', { since: '2022-10-02' }) // 90
    await fosterLeaver(client, '2004-12-31', '2022-12-31', { endReason: 'E2' })
    await fosterLeaver(client, '2005-01-01', '2023-01-01') // three months on: 1 April 2023
    t.same(await ratio(client, 'staying-put-18?asAt=2023-03-31'), [0, 1])
    t.same(await ratio(client, 'staying-put-18?asAt=2023-04-01'), [0, 1])
  },
)

t.test(
  'care leavers count at the birthday in the year of the return: 31 March, 1 April, 29 February',
  async (t) => {
    const client = await fresh()
    const leavers: [reference: string, born: string, inTouch: string, accommodation: string][] = [
      ['L1', '31/03/2005', 'YES', 'U1'], // 18 on 31 March 2023: in a suitable place
      ['L2', '01/04/2004', 'YES', 'W2'], // 18 on 1 April 2022: not
      ['L3', '29/02/2004', 'YES', 'Z1'], // 19 on 1 March 2023
      ['L4', '10/10/2003', 'NO', ''], // 19, not in touch: counted, as not known to be
      ['L5', '10/10/2003', 'DIED', ''], // not counted
      ['L6', '10/10/2002', 'YES', 'G1'], // 20, gone abroad: not counted
      ['L7', '10/10/2002', 'YES', 'R1'], // 20, in touch, where is not known: left out and shown
      ['L8', '10/10/2000', 'YES', 'B1'], // 22: too old
      ['L9', '10/10/2003', 'YES', 'S1'], // 19, no fixed abode: suitable to nobody
    ]
    const header = leavers.map(([child, born]) => `${child},1,${born},WBRI,,,`)
    const oc3 = leavers.map(
      ([child, born, touch, accom]) => `${child},${born},${touch},${accom ? 'F2' : ''},${accom}`,
    )
    const result = await importOf(
      client,
      [
        {
          name: '2022-23-header.csv',
          content: ['CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB', ...header, ''].join('\n'),
        },
        { name: '2022-23-oc3.csv', content: ['CHILD,DOB,IN_TOUCH,ACTIV,ACCOM', ...oc3, ''].join('\n') },
      ],
      { acceptPartial: 'true' },
    )
    t.equal(result.status, 'succeeded', result.detail ?? '')
    t.same(await figure(client, 'suitable-accommodation?asAt=2023-03-31&leaverAgeBand=17-18'), [1, 2, 50, 0])
    t.same(
      await figure(client, 'suitable-accommodation?asAt=2023-03-31&leaverAgeBand=19-21'),
      [1, 3, 33.3333, 1],
    )
    t.same(
      await ratio(client, 'suitable-accommodation?asAt=2023-03-30&leaverAgeBand=17-18'),
      [0, 1],
      'before 31 March',
    )
    t.same(
      await ratio(client, 'suitable-accommodation?from=2023-03-01&asAt=2023-03-01'),
      [1, 1],
      '29 February: 1 March',
    )
    t.same(await ratio(client, 'suitable-accommodation?asAt=2022-03-31'), [0, 0])
  },
)
