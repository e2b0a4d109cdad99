import t from 'tap'
import { testApp } from '../../support/app.ts'
import { figure, freshClients } from './support.ts'
import { episodeLine, headerLine, importReturn } from './returned.ts'

/** Reviews of children's cases in 2022/23, by hand. */

const service = await testApp(t, { clock: () => new Date('2025-12-01T12:00:00Z') })
const fresh = freshClients(service)

interface Case {
  from: string
  to?: string
  reviews: readonly string[]
  place?: string
}

/** Sends a return of 2022/23 in which one child came into care on a day and was reviewed on others. */
async function childWith({ from, to, reviews, place }: Case) {
  const client = await fresh()
  const ending = to === undefined ? {} : { to, reason: 'E4A' }
  await importReturn(client, '2022-23', {
    header: [headerLine('R1'), headerLine('R2', '01/06/2020')],
    episodes: [
      episodeLine('R1', from, { ...ending, ...(place && { place }) }),
      episodeLine('R2', '01/03/2023'), // who makes the year one with reviews, in time on the day after
    ],
    reviews: [...reviews.map((day) => `R1,01/06/2012,${day},PN1`), 'R2,01/06/2020,02/03/2023,PN0'],
  })
  return (path: string) => figure(client, `${path}&ageBand=5-10`)
}
const inYear = 'asAt=2023-03-31'

t.test('within 20 working days, three months, six months: the last day of each is in time', async (t) => {
  // Monday 2 May 2022 + 20 working days = Monday 30 May; + 3 months = 30 August; + 6 months = 28 February.
  const ask = await childWith({ from: '02/05/2022', reviews: ['30/05/2022', '30/08/2022', '28/02/2023'] })
  t.same(await ask(`reviews-in-time?${inYear}`), [3, 3, 100, 0])
  t.same(await ask(`children-reviewed-in-time?${inYear}`), [1, 1, 100, 0])
})

t.test(
  'a day later each is late, on the day that it was due; the next is due from when it was held',
  async (t) => {
    const ask = await childWith({ from: '02/05/2022', reviews: ['31/05/2022', '01/09/2022', '02/03/2023'] })
    // Due 30 May; then 31 August, three months after 31 May; then 1 March.
    t.same(await ask(`reviews-in-time?${inYear}`), [0, 3, 0, 0])
    t.same(await ask('reviews-in-time?from=2022-05-30&asAt=2022-05-30'), [0, 1, 0, 0])
    t.same(await ask('reviews-in-time?from=2022-08-31&asAt=2022-08-31'), [0, 1, 0, 0])
    t.same(await ask('reviews-in-time?from=2023-03-01&asAt=2023-03-01'), [0, 1, 0, 0])
    t.same(await ask(`children-reviewed-in-time?${inYear}`), [0, 1, 0, 0])
  },
)

t.test('from a Saturday and from a Sunday, 20 working days end on the Friday four weeks on', async (t) => {
  // 7 May 2022 is a Saturday; 3 June the Friday.
  for (const from of ['07/05/2022', '08/05/2022']) {
    const inTime = await childWith({ from, reviews: ['03/06/2022'] })
    t.same(await inTime('reviews-in-time?asAt=2022-06-30'), [1, 1, 100, 0], from)
    const late = await childWith({ from, reviews: ['04/06/2022'] })
    t.same(await late('reviews-in-time?asAt=2022-06-30'), [0, 1, 0, 0], from)
  }
})

t.test('no review is due after care has ended; one that was due on the last day of care was', async (t) => {
  const inTime = await childWith({ from: '02/05/2022', to: '30/05/2022', reviews: [] })
  t.same(await inTime(`reviews-in-time?${inYear}`), [0, 0, null, 0])
  const late = await childWith({ from: '02/05/2022', to: '31/05/2022', reviews: [] })
  t.same(await late(`reviews-in-time?${inYear}`), [0, 1, 0, 0])
  t.same(await late(`children-reviewed-in-time?${inYear}`), [0, 0, null, 0], 'not looked after at the end')
})

t.test(
  'who came into care before the returns: the first review is unknown, unless it must have been late',
  async (t) => {
    const ask = await childWith({ from: '01/02/2021', reviews: ['01/07/2022', '01/01/2023'] })
    t.same(await ask(`reviews-in-time?${inYear}`), [1, 1, 100, 1], 'the second within six months')
    t.same(await ask(`children-reviewed-in-time?${inYear}`), [0, 0, null, 1])
    // Six months from 1 April 2022 are 1 October: whenever the last one was, it is late by then.
    const late = await childWith({ from: '01/02/2021', reviews: ['02/10/2022'] })
    t.same(await late(`reviews-in-time?${inYear}`), [0, 1, 0, 0])
  },
)

t.test('a child placed for adoption is not counted', async (t) => {
  const ask = await childWith({ from: '02/05/2022', reviews: ['30/05/2022'], place: 'A6' })
  t.same(await ask(`reviews-in-time?${inYear}`), [0, 0, null, 0])
})

t.test('children took part who spoke or had their views put; those under 4 are not asked', async (t) => {
  const client = await fresh()
  const codes = ['PN0', 'PN1', 'PN2', 'PN3', 'PN4', 'PN5', 'PN6', 'PN7']
  await importReturn(client, '2022-23', {
    header: codes.map((code) => headerLine(code)),
    episodes: codes.map((code) => episodeLine(code, '01/05/2021')),
    reviews: codes.map((code) => `${code},01/06/2012,01/06/2022,${code}`),
  })
  // 8 less PN0; less PN4 and PN7: 5 of 7.
  t.same(await figure(client, `took-part-in-reviews?${inYear}`), [5, 7, 71.4286, 0])
})
