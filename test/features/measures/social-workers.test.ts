import t from 'tap'
import { testApp } from '../../support/app.ts'
import { counts, figure, freshClients } from './support.ts'
import { episodeLine, headerLine, importReturn } from './returned.ts'

/** Changes of social worker in the year to 31 March 2024 of children looked after for all of it, by hand. */

const service = await testApp(t, { clock: () => new Date('2025-12-01T12:00:00Z') })
const fresh = freshClients(service)

/** Child, start of care, and the workers with the days on which they began. */
const children: [child: string, from: string, workers: [string, string][]][] = [
  ['W1', '01/04/2023', [['SW1', '01/04/2023'], ['SW2', '02/05/2023'], ['SW1', '03/06/2023']]], // two
  ['W2', '01/05/2021', [['SW1', '01/05/2021'], ['SW2', '02/05/2023']]], // one
  ['W3', '01/05/2021', [['SW1', '01/05/2021'], ['SW1', '02/05/2023'], ['SW1', '03/06/2023']]], // the same: none
  ['W4', '01/05/2021', [['SW1', '01/05/2021'], ['SW2', '31/03/2023'], ['SW3', '01/04/2023'], ['SW4', '31/03/2024']]], // two in the year
  ['W5', '01/05/2021', []], // no row
  ['W6', '02/04/2023', [['SW1', '02/04/2023'], ['SW2', '02/05/2023'], ['SW1', '03/06/2023']]], // not the whole year
] // prettier-ignore

t.test('two changes or more in the year, of those of whom the return says', async (t) => {
  const client = await fresh()
  await importReturn(client, '2023-24', {
    header: children.map(([child]) => headerLine(child)),
    episodes: children.map(([child, from]) => episodeLine(child, from)),
    swEpisodes: children.flatMap(([child, , workers]) =>
      workers.map(([worker, day]) => `${child},01/06/2012,${worker},${day},,`),
    ),
  })
  // W1 and W4 of W1 to W4; W5 is not known, W6 is not looked after for 12 months.
  t.same(await figure(client, 'social-worker-changes-2-plus?asAt=2024-03-31'), [2, 4, 50, 1])
  t.same(await figure(client, 'social-worker-changes-2-plus?asAt=2024-03-30'), [0, 0, null, 0])
  t.same(
    await figure(client, 'social-worker-changes-2-plus?asAt=2025-03-30'),
    [2, 4, 50, 1],
    'until the next return',
  )
  t.same(await counts(client, 'social-worker-changes-2-plus?asAt=2024-03-31&by=sex'), { male: 2 })
})
