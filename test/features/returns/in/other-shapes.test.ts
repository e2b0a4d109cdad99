import t from 'tap'
import { testApp } from '../../../support/app.ts'
import { readDate } from '../../../../src/domain/written-dates.ts'
import { readYear, yearInPath } from '../../../../src/domain/ssda903/stated-year.ts'
import { importOf, reportOf, type Sent } from './support.ts'

const service = await testApp(t)
const data = await service.as('data')
const headings = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
}
const file = (name: string, ...lines: string[]): Sent => ({
  name: `2022-23/${name}`,
  content: lines.join('\n'),
})
const headerOf = (...children: string[]) =>
  file('h.csv', headings.header, ...children.map((child) => `${child},1,05/06/2010,WBRI,,,`))
const line = (child: string) => `${child},10/05/2022,S,C2,N1,U4,PR1,,,,,,`
const episodesOf = (...children: string[]) => file('e.csv', headings.episodes, ...children.map(line))

/** Sends files that are applied; returns what the report says of how they were read. */
async function readingOf(...files: Sent[]) {
  const result = await importOf(data, files)
  t.equal(result.status, 'succeeded', result.detail ?? '')
  return (await reportOf(data, result.id, 'read')).map(
    ({ column, value, reason }) => `${column} ${value} ${reason}`,
  )
}
const recordOf = async (reference: string) =>
  (await data.post('/v1/child-lookups', { references: [reference] })).body.items[0]

t.test('names say the year in more shapes than one', (t) => {
  const of2024 = [
    '2023-24', '2324', '2023_2024_v2', '2023.24', '2023 to 2024', 'FY2324', 'YE 2024', 'year ending 24', 'March 2024',
    'Mar24', '31.03.24', '310324', '31Mar24', '2023-4', 'C:\\returns\\2023-24\\header.csv', '895_2324_20240614',
    '2022-23/returned for 2023-24.csv', '2023-24 run in March 23',
  ] // prettier-ignore
  for (const name of of2024) t.same(yearInPath(name)?.years, [2024], name)
  for (const name of ['FY24', '2024', 'FY 2024'])
    t.same(yearInPath(name)?.years, [2024, 2025], `${name}: either`)
  for (const name of ['14-06-2024', '20240614', '2022-23 and 2023-24', 'mars 7', '2023-24-01', 'type24'])
    t.equal(yearInPath(name), null, name)
  for (const text of ['2023/24', 'FY 2023/24', 'Year: 2023-24', 'FY2324', '2023-24 00:00'])
    t.same(readYear(text)?.years, [2024], text)
  t.equal(readYear('current year'), null)
  t.end()
})

t.test('a day in any shape that can only mean one', (t) => {
  const shapes = [
    '31/03/2023', '31-Mar-23', '31-03-2023', '45016', '20230331', '31032023', '31Mar2023', '31mar2023:00:00:00',
    '2023-3-31', '31 / 03 / 2023', '31–03–2023', '2023-03-31T00:00:00+01:00', '31 Mar, 2023', '31st March 2023',
  ] // prettier-ignore
  for (const shape of shapes) t.equal(readDate(shape)?.value, '2023-03-31', shape)
  t.equal(readDate('1042023')?.value, '2023-04-01', 'without the zero that a number loses')
  t.equal(readDate('20102010')?.value, '2010-10-20', 'no twentieth month')
  for (const other of ['03/31/2023', '2023-31-03', '31/02/2023', '00/00/0000', '1', '2023-03-31T22:00:00Z'])
    t.equal(readDate(other), null, other)
  t.end()
})

t.test('values under no heading are told, and not what they are', async (t) => {
  const reading = await readingOf(
    file('h.csv', `${headings.header},,`, 'STRAY,1,05/06/2010,WBRI,,,,,a secret'),
    file('e.csv', `,${headings.episodes}`, `0,${line('STRAY')}`),
  )
  const notes = reading.filter((text) => /no heading/.test(text))
  t.same(notes, [
    'null null column 1 has no heading and is not used; line 2 has a value in it',
    'null null column 9 has no heading and is not used; line 2 has a value in it',
  ])
})

t.test('a column of the authority is one under any of its names', async (t) => {
  const names = ['LA', 'LA Code', 'Local Authority Name', 'Authority', 'LANo', 'ONS LA code', 'UTLA', 'Responsible LA', 'Council'] // prettier-ignore
  for (const name of names) {
    const content = [`${name},${headings.header}`, 'Stockport,ELSE,1,05/06/2010,WBRI,,,'].join('\n')
    const result = await importOf(data, [{ name: '2022-23/h.csv', content }])
    t.equal(result.status, 'rejected', name)
    t.match((await reportOf(data, result.id, 'rejected'))[0]?.reason, /which is Stockport: another/, name)
  }
  t.equal(await recordOf('ELSE'), undefined)
  const blank = await readingOf(file('h.csv', `LA,${headings.header}`, 'NULL,OWN,1,05/06/2010,WBRI,,,'))
  t.notOk(blank.some((text) => /no authority/.test(text)), 'NULL is blank') // prettier-ignore
})

t.test('a YEAR that is none is told', async (t) => {
  const reading = await readingOf(
    file('h.csv', `${headings.header},Return Year`, 'THEN,1,05/06/2010,WBRI,,,,current'),
  )
  t.ok(reading.includes('YEAR current YEAR is no collection year as 2023/24 is, and is not used'))
})

t.test('blank in the words of other systems, and labels about their codes', async (t) => {
  await readingOf(
    file('h.csv', headings.header, 'WORDS,1,05/06/2010,White - British,<NULL>,\\N,#N/A'),
    file(
      'e.csv',
      headings.episodes,
      'WORDS,10/05/2022,S,Interim care order - C1,N1 (Abuse or neglect),U4,PR1,[null],nil,NA,.,–,#REF!',
    ),
  )
  const child = await recordOf('WORDS')
  t.match(child, { ethnicity: 'WBRI', upn: null })
  const statuses = await data.get(`/v1/legal-statuses?childId=${child?.id}`)
  t.match(statuses.body.items, [{ status: 'C1', endedOn: null }])
})

t.test('headings cut short or in words of the start and end', async (t) => {
  const heads = 'CHILD ID,START DATE,RNE,LS,CIN,PL,PP,END DATE,REC,RPC,HP,PP_POST,URN'
  const reading = await readingOf(headerOf('HEADS'), file('e.csv', heads, line('HEADS')))
  t.match(
    reading.join('\n'),
    /START_DATE as DECOM.*PP as PLACE_PROVIDER, END_DATE as DEC.*PP_POST as PL_POST/,
  )
  t.notMatch(reading.join('\n'), /not used/)
})

t.test('one child whom an upload spells in two ways is the one whom Header has', async (t) => {
  const reading = await readingOf(headerOf('000777', 'ab7'), episodesOf('777.0', 'AB7'))
  t.match(reading.join('\n'), /CHILD 777.0 Header has this child as 000777 alone/)
  for (const reference of ['000777', 'ab7']) {
    const { body } = await data.get(`/v1/placements?childId=${(await recordOf(reference))?.id}`)
    t.match(body.items, [{ startedOn: '2022-05-10' }], reference)
  }
  for (const reference of ['777', 'AB7']) t.equal(await recordOf(reference), undefined)
  await readingOf(headerOf('00888', '888'), episodesOf('00888', '888'))
  for (const reference of ['00888', '888']) t.ok(await recordOf(reference), `${reference}: Header has both`)
})
