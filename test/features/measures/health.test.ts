import t from 'tap'
import { testApp } from '../../support/app.ts'
import { counts, figure, freshClients } from './support.ts'
import { episodeLine, headerLine, importReturn } from './returned.ts'

/** Health in the year to 31 March 2023 of children looked after for all of it, by hand. */

const service = await testApp(t, { clock: () => new Date('2025-12-01T12:00:00Z') })
const fresh = freshClients(service)

/** Child, date of birth, start of care, and the cells of OC2 after SDQ_SCORE: see the columns. */
const children: [child: string, born: string, from: string, oc2: string | null][] = [
  ['H1', '01/06/2012', '01/04/2022', '13,,0,,1,1,1,0,,'], // 10: the whole year, to the day
  ['H2', '01/06/2012', '02/04/2022', '20,,1,,1,1,1,1,1,'], // a day short of it: not counted
  ['H3', '31/03/2018', '01/05/2021', '14,,,,0,1,1,0,,'], // 5 on 31 March
  ['H4', '01/04/2018', '01/05/2021', ',SDQ1,,1,1,0,1,0,,'], // 4 on 31 March: no score is asked for
  ['H5', '01/06/2020', '01/05/2021', ',SDQ1,,0,1,1,0,0,,'], // 2
  ['H6', '01/04/2006', '01/05/2021', '17,,1,,1,0,1,1,0,1'], // 16 on 31 March, misuses substances
  ['H7', '31/03/2006', '01/05/2021', ',SDQ1,0,,1,1,1,1,1,'], // 17 on 31 March
  ['H8', '01/06/2010', '01/05/2021', ',SDQ2,0,,1,1,1,0,,'], // 12, the carer refused
  ['H9', '01/06/2010', '01/05/2021', null], // 12, and no row
]

async function sendReturn() {
  const client = await fresh()
  await importReturn(client, '2022-23', {
    header: children.map(([child, born]) => headerLine(child, born)),
    episodes: children.map(([child, , from]) => episodeLine(child, from)),
    oc2: children.flatMap(([child, born, , cells]) => (cells === null ? [] : [`${child},${born},${cells}`])),
  })
  return client
}
const day = 'asAt=2023-03-31'

t.test('checks in the year, of all who were looked after for 12 months', async (t) => {
  const client = await sendReturn()
  // H1 and H3 to H9: 8, of H9 nothing is known.
  t.same(await figure(client, `health-assessments?${day}`), [6, 8, 75, 1], 'not H5')
  t.same(await figure(client, `dental-checks?${day}`), [5, 8, 62.5, 1], 'nor H4 and H6')
  t.same(await figure(client, `immunisations-up-to-date?${day}`), [6, 8, 75, 1], 'not H3')
  t.same(await figure(client, `development-checks?${day}`), [1, 2, 50, 0], 'under 5: H4, not H5')
  t.same(await figure(client, `substance-misuse?${day}`), [2, 8, 25, 1], 'H6, H7')
  t.same(await figure(client, `substance-misuse-intervention?${day}`), [1, 2, 50, 0], 'H7')
  t.same(await figure(client, `convicted?${day}`), [1, 5, 20, 1], 'H6 of H1, H6, H7, H8, H9')
})

t.test('strengths and difficulties are asked of ages 5 to 16', async (t) => {
  const client = await sendReturn()
  // H1 13, H3 14, H6 17; H8 without a score, H9 without a row.
  t.same(await figure(client, `sdq-scored?${day}`), [3, 5, 60, 1])
  t.same(await figure(client, `sdq-mean-score?${day}`), [44, 3, 14.6667, 0])
  t.same(await figure(client, `sdq-concern?${day}`), [1, 3, 33.3333, 0])
  t.same(await counts(client, `sdq-scored?${day}&by=ageBandDfe`), { '5-9': 1, '10-15': 1, '16+': 1 })
})

t.test('the figure of a 31 March stands until the next; before it there is none', async (t) => {
  const client = await sendReturn()
  t.same(await figure(client, 'dental-checks?asAt=2023-03-30'), [0, 0, null, 0])
  t.same(await figure(client, 'dental-checks?asAt=2024-03-30'), [5, 8, 62.5, 1])
  t.same(await figure(client, 'dental-checks?asAt=2024-03-31'), [0, 0, null, 0], 'no return yet')
})

t.test('short breaks in the year are no year looked after', async (t) => {
  const client = await fresh()
  await importReturn(client, '2022-23', {
    header: [headerLine('S1')],
    episodes: [
      episodeLine('S1', '01/05/2021', { to: '01/06/2022', reason: 'X1', status: 'V4' }),
      episodeLine('S1', '01/06/2022', { begins: 'L' }),
    ],
    oc2: ['S1,01/06/2012,13,,0,,1,1,1,0,,'],
  })
  t.same(await figure(client, `dental-checks?${day}`), [0, 0, null, 0])
})
