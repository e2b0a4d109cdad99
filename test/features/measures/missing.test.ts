import t from 'tap'
import { testApp } from '../../support/app.ts'
import { counts, figure, freshClients } from './support.ts'
import { episodeLine, headerLine, importReturn } from './returned.ts'

/** Children missing from care in 2022/23, by hand. */

const service = await testApp(t, { clock: () => new Date('2025-12-01T12:00:00Z') })
const fresh = freshClients(service)
const year = 'asAt=2023-03-31'

/** M1 is missing five times, M2 once and away once, M3 only away, M4 never; M5 had left care the day before. */
const lines = [
  'M1,01/06/2012,M,10/04/2022,10/04/2022',
  'M1,01/06/2012,M,01/05/2022,02/05/2022',
  'M1,01/06/2012,M,01/06/2022,08/06/2022',
  'M1,01/06/2012,M,01/07/2022,29/07/2022',
  'M1,01/06/2012,M,20/03/2023,',
  'M2,01/06/2012,M,01/09/2022,31/10/2022',
  'M2,01/06/2012,A,01/09/2022,03/09/2022',
  'M3,01/06/2012,A,31/03/2023,31/03/2023',
  'M5,01/06/2012,M,01/02/2023,02/02/2023',
]

async function sendReturn() {
  const client = await fresh()
  const children = ['M1', 'M2', 'M3', 'M4']
  await importReturn(client, '2022-23', {
    header: [...children, 'M5'].map((child) => headerLine(child)),
    episodes: [
      ...children.map((child) => episodeLine(child, '01/05/2021')),
      episodeLine('M5', '01/05/2021', { to: '31/01/2023', reason: 'E4A' }),
    ],
    missing: lines,
  })
  return client
}

t.test('incidents count on the day they began, by kind and by how long', async (t) => {
  const client = await sendReturn()
  // M1's five and M2's one; M5's is of a child who had left care.
  t.same(await figure(client, `missing-incidents?${year}`), [6, null, 6, 0])
  t.same(await figure(client, `away-incidents?${year}`), [2, null, 2, 0])
  // 0 and 1 days; 7; 28; not back yet; 60.
  t.same(await counts(client, `missing-incidents?${year}&by=timeMissing`), {
    'up-to-1': 2, '2-to-7': 1, '8-to-28': 1, 'over-28': 1, 'unknown': 1,
  }) // prettier-ignore
  t.same(await figure(client, 'missing-incidents?from=2022-05-01&asAt=2022-06-01'), [2, null, 2, 0])
})

t.test(
  'children count once: how many, five times or more, and of all looked after in the year',
  async (t) => {
    const client = await sendReturn()
    t.same(await figure(client, `children-missing?${year}`), [2, null, 2, 0])
    t.same(await figure(client, `children-missing-5-times?${year}`), [1, null, 1, 0])
    // All five were looked after at some time in the year; 2 of 5 went missing.
    t.same(await figure(client, `share-missing?${year}`), [2, 5, 40, 0])
    t.same(await figure(client, `missing-incidents-per-child?${year}`), [6, 2, 3, 0])
    t.same(await figure(client, `children-missing-5-times?from=2022-04-11&asAt=2023-03-31`), [0, null, 0, 0])
  },
)

t.test(
  'a year of which no return says who was missing is unknown, not a year without incidents',
  async (t) => {
    const client = await sendReturn()
    const period = 'asAt=2023-04-01&from=2023-03-20'
    // The four in care then; M1's incident of 20 March and M3's of 31 March are known all the same.
    t.same(await figure(client, `missing-incidents?${period}`), [1, null, 1, 4])
    t.same(await figure(client, `away-incidents?${period}`), [1, null, 1, 4])
    t.same(await figure(client, `share-missing?${period}`), [0, 0, null, 4])
    t.same(await figure(client, `children-missing?${period}`), [0, null, 0, 4])
  },
)

t.test('an incident that goes on over 31 March is one, as the later return has it', async (t) => {
  const client = await sendReturn()
  await importReturn(client, '2023-24', {
    header: ['M1', 'M2', 'M3', 'M4'].map((child) => headerLine(child)),
    episodes: ['M1', 'M2', 'M3', 'M4'].map((child) => episodeLine(child, '01/05/2021')),
    missing: ['M1,01/06/2012,M,20/03/2023,05/04/2023'],
  })
  t.same(await figure(client, `missing-incidents?${year}`), [6, null, 6, 0])
  t.same(await figure(client, 'missing-incidents?asAt=2024-03-31'), [0, null, 0, 0])
  t.same(await counts(client, `missing-incidents?from=2023-03-01&asAt=2023-03-31&by=timeMissing`), {
    '8-to-28': 1,
  })
})
