import t from 'tap'
import { testApp } from '../../../support/app.ts'
import { csv, importOf, reportOf, type Import, type Sent } from './support.ts'

const service = await testApp(t)
const { ownerPool } = service
const data = await service.as('data')

/** Of two years: a row that is repaired (142), a note against the year before (503), and a child in order. */
const years: Sent[] = [
  ['2018/header.csv', csv('header', 'A,1,05/06/2010,WBRI,UN2,,', 'B,1,06/07/2011,WBRI,UN2,,')],
  [
    '2018/episodes.csv',
    csv(
      'episodes',
      'A,03/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
      'A,01/09/2017,L,E1,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
      'B,04/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
    ),
  ],
  ['2019/header.csv', csv('header', 'A,1,05/06/2010,WBRI,UN2,,', 'B,1,06/07/2011,WBRI,UN2,,')],
  [
    '2019/episodes.csv',
    csv(
      'episodes',
      'A,01/09/2017,L,E1,N1,U6,PR1,,,,CW1 1AA,CW2 1AA,',
      'B,04/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
    ),
  ],
].map(([name, file]) => ({ name: name as string, content: (file as Sent).content }))

const readings = async () => {
  const { rows } = await ownerPool.query<{ child: string }>(
    'select child_reference as child from return_readings order by 1',
  )
  return rows.map(({ child }) => child).join(' ')
}
const rowsOf = async ({ id }: Import) =>
  (await ownerPool.query('select from import_rows where import_id = $1', [id])).rowCount
const findingsOf = async ({ id }: Import) =>
  (await reportOf(data, id)).map((finding) => ({ ...finding, id: undefined }))

t.test('the same rows again are told alike, and no child is compared', async (t) => {
  const first = await importOf(data, years)
  t.equal(first.status, 'succeeded', first.detail ?? '')
  t.equal(await readings(), 'A B')
  t.equal(await rowsOf(first), 9)
  const again = await importOf(data, years)
  t.same(await findingsOf(again), await findingsOf(first), 'the same report')
  t.ok((await findingsOf(again)).length > 0, 'of findings')
  const { counts } = again
  t.match(counts, { read: 9, new: 0, changed: 0, unchanged: 9, rejected: 0, repaired: first.counts.repaired })
  t.same(
    Object.values(counts.records ?? {}).map((kind) => [kind.new, kind.changed, kind.removed]),
    Object.values(counts.records ?? {}).map(() => [0, 0, 0]),
  )
  t.match(counts.records, {
    children: { unchanged: 2 },
    care_periods: { unchanged: first.counts.records?.care_periods?.new },
    legal_statuses: { unchanged: first.counts.records?.legal_statuses?.new },
    placements: { unchanged: first.counts.records?.placements?.new },
  })
  const subjects = new Set((await findingsOf(again)).map(({ file, row }) => `${file} ${row}`))
  t.ok(((await rowsOf(again)) ?? 99) <= subjects.size, 'rows that the report is about are kept')
})

t.test('a row that says something else is read, with all of its child and no other', async (t) => {
  const later = years.map(({ name, content }) => ({
    name,
    content:
      name === '2019/episodes.csv'
        ? String(content).replace('B,04/05/2017,S,C2', 'B,04/05/2017,S,E1')
        : content,
  }))
  const { counts } = await importOf(data, later)
  t.match(counts, { new: 0, changed: 1, unchanged: 8 })
  const back = await importOf(data, years)
  t.match(back.counts, { new: 0, changed: 1, unchanged: 8 }, 'and back again')
})

t.test('what an import is undone of is read anew', async (t) => {
  const other = years.map(({ name, content }) => ({ name, content: String(content).replaceAll('A,', 'C,') }))
  const { id } = await importOf(
    data,
    other.filter(({ name }) => name.startsWith('2019')),
  )
  t.match(await readings(), /C/)
  const undo = await data.post(`/v1/imports/${id}/undo`, undefined, { 'change-reason': 'the wrong files' })
  t.equal(undo.status, 202)
  for (;;) {
    const { body } = await data.get(`/v1/imports/${undo.body.id}`)
    if (body.status === 'succeeded') break
    t.notMatch(body.status, /failed|rejected/)
  }
  t.notMatch(await readings(), /C/)
  const { counts } = await importOf(
    data,
    other.filter(({ name }) => name.startsWith('2019')),
  )
  t.ok(counts.new > 0, 'and makes the child again')
})

t.test('a directory of postcodes that is loaded again has all read anew', async (t) => {
  await ownerPool.query(`update postcodes set easting = easting + 1 where postcode = 'CW21AA'`)
  t.equal(await readings(), '')
})
