import t from 'tap'
import { testApp } from '../../../support/app.ts'
import { readDate } from '../../../../src/domain/written-dates.ts'
import { readYear, yearInPath } from '../../../../src/domain/ssda903/stated-year.ts'
import { importOf, reportOf, type Sent } from './support.ts'

t.setTimeout(600_000)

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
    '2022-23/returned for 2023-24.csv', '2023-24 run in March 23', '2023to2024', '2023_to_24', '2023+24',
  ] // prettier-ignore
  for (const name of of2024) t.same(yearInPath(name)?.years, [2024], name)
  for (const name of ['FY24', '2024', 'FY 2024'])
    t.same(yearInPath(name)?.years, [2024, 2025], `${name}: either`)
  for (const name of [
    '14-06-2024',
    '20240614',
    '2022-23 and 2023-24',
    'mars 7',
    '2023-24-01',
    'type24',
    'aged 16 to 17',
  ])
    t.equal(yearInPath(name), null, name)
  for (const text of ['2023/24', 'FY 2023/24', 'Year: 2023-24', 'FY2324', '2023-24 00:00'])
    t.same(readYear(text)?.years, [2024], text)
  t.equal(readYear('current year'), null)
  t.end()
})

t.test('a day in any shape that can only mean one', (t) => {
  const shapes = [
    '31/03/2023', '31-Mar-23', '31-03-2023', '45016', '20230331', '31032023', '31Mar2023', '31mar2023:00:00:00',
    '2023-3-31', '31 / 03 / 2023', '31–03–2023', '2023-03-31T00:00:00+01:00', '31 Mar, 2023', '31st March 2023', '2023-03-31 00:00:00 +00:00', '20230331.0',
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
  const codes = 'NEW_LA_CODE,OLD_LA_CODE'
  for (const [head = '', cells = ''] of [['New LA Code', 'E08000007'], [codes, 'E08000007,356'], ['LA', 'Newcastle'], ['LA', 'Hull CC']]) {
    const content = [`${head},${headings.header}`, `${cells},ELSE,1,05/06/2010,WBRI,,,`].join('\n')
    const result = await importOf(data, [{ name: '2022-23/h.csv', content }])
    t.match((await reportOf(data, result.id, 'rejected'))[0]?.reason, /another authority's child/, cells)
  } // prettier-ignore
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

t.test('headings as views of databases have them, and those of columns of codes', async (t) => {
  const heads =
    'ChildID,EpisodeStartDate,ReasonForNewEpisode,LegalStatusCode,CIN_CODE,PLACE CODE,PlacementProviderCode,EpisodeEndDate,REC_CD,PlacementChangeReason,HomePostCode,Placement Post Code,PlacementURN'
  const births = 'ChildID,Gender,DateOfBirth,Ethnic Origin,UPN'
  const reading = await readingOf(
    file('h.csv', births, 'CAMEL,1,05/06/2010,WBRI,'),
    file('e.csv', heads, 'CAMEL,10/05/2022,S,C2,N1,U4,PR1,,,,CW1 0CC,CW2-0CC,'),
  )
  t.notMatch(reading.join('\n'), /not used|without/)
  const { body } = await data.get(`/v1/placements?childId=${(await recordOf('CAMEL'))?.id}`)
  t.match(body.items, [
    { startedOn: '2022-05-10', placeCode: 'U4', providerCode: 'PR1', postcode: 'CW2 0CC' },
  ])
})

t.test('rows whose blank cells at the end a spreadsheet has left out', async (t) => {
  const reading = await readingOf(
    headerOf('CUT1', 'CUT2', 'CUT3'),
    file(
      'e.csv',
      headings.episodes,
      line('CUT1'),
      'CUT2,10/05/2022,S,C2,N1,U4,PR1,01/09/2022,E4A',
      'CUT3,10/05/2022,S,C2,N1,U4,PR1,,,,CW1 0CC',
    ),
  )
  t.match(reading.join('\n'), /line 3 has fewer cells than there are headings, and so have 1 more lines/)
  const careOf = async (reference: string) =>
    (await data.get(`/v1/care-periods?childId=${(await recordOf(reference))?.id}`)).body.items
  t.match(await careOf('CUT2'), [{ endedOn: '2022-09-01' }])
  t.match(await careOf('CUT3'), [{ endedOn: null }])
  const short = [headerOf('CUT4'), file('e.csv', headings.episodes, 'CUT4,10/05/2022,S,C2,N1,U4,PR1')]
  const result = await importOf(data, short)
  t.equal(result.status, 'rejected', 'whether it has ended is not there')
  t.match(await reportOf(data, result.id, 'rejected'), [{ reason: /7 cells under 13 columns/ }])
})

t.test('an end that has not come, as systems write it, is none', async (t) => {
  const days = ['31/12/9999', '9999-12-31 00:00:00', '31-Dec-2999', '00/01/1900', '1900-01-00', '0000-00-00']
  const children = days.map((_, index) => `ENDLESS${index}`)
  const rows = days.map((day, index) => `ENDLESS${index},10/05/2022,S,C2,N1,U4,PR1,${day},,,,,`)
  await readingOf(headerOf(...children), file('e.csv', headings.episodes, ...rows))
  for (const child of children) {
    const { body } = await data.get(`/v1/care-periods?childId=${(await recordOf(child))?.id}`)
    t.match(body.items, [{ startedOn: '2022-05-10', endedOn: null }], child)
  }
})

t.test('codes with a label after a comma, a stop or a bar, and yes and no in letters', async (t) => {
  const oc3 = 'CHILD,DOB,IN_TOUCH,ACTIV,ACCOM'
  const reading = await readingOf(
    file('h.csv', headings.header, 'SIGNS,1. Male,05/06/2004,"WBRI, White British",not recorded,N,'),
    file(
      'e.csv',
      headings.episodes,
      'SIGNS,10/05/2021,S|Started,C2_Full care order,N1. Abuse,U4/Foster,PR1 [own],05/06/2022,Independent living [E5],n.a.,,,""',
    ),
    file('oc3.csv', oc3, 'SIGNS,05/06/2004,Y,F1: Full time,"B1, parents"'),
  )
  t.match(reading.join('\n'), /IN_TOUCH Y written as Y, which means YES/)
  const child = await recordOf('SIGNS')
  t.match(child, { ethnicity: 'WBRI', sex: 'male', upn: null })
  const { body } = await data.get(`/v1/care-periods?childId=${child?.id}`)
  t.match(body.items, [{ need: 'N1', endedOn: '2022-06-05', endReason: 'E5' }])
})

t.test('two years in files that state none are two returns, by their dates', async (t) => {
  const episodes = (...rows: string[]) => [headings.episodes, ...rows].join('\n')
  const births = (...children: string[]) =>
    [headings.header, ...children.map((child) => `${child},1,05/06/2010,WBRI,,,`)].join('\n')
  const files = [
    { name: 'last/header.csv', content: births('UNSAID1', 'UNSAID2') },
    {
      name: 'last/episodes.csv',
      content: episodes('UNSAID1,10/05/2015,S,C2,N1,U4,PR1,,,,,,', 'UNSAID2,10/06/2015,S,C2,N1,U4,PR1,,,,,,'),
    },
    { name: 'this/header.csv', content: births('UNSAID1') },
    {
      name: 'this/episodes.csv',
      content: episodes(
        'UNSAID1,10/05/2015,S,C2,N1,U4,PR1,01/09/2016,X1,,,,',
        'UNSAID1,01/09/2016,P,C2,N1,K2,PR4,,,,,,',
      ),
    },
  ]
  const result = await importOf(data, files)
  t.equal(result.status, 'succeeded', result.detail ?? '')
  const { returns } = result.counts as unknown as { returns: { year: string }[] }
  t.same(returns.map(({ year }) => year).sort(), ['2015/16', '2016/17'])
  const { body } = await data.get(`/v1/care-periods?childId=${(await recordOf('UNSAID2'))?.id}`)
  t.match(body.items, [{ endedOn: '2016-04-01', endToConfirm: true }], 'not in the later return')
  const team = [headerOf('TEAM1', 'TEAM2'), episodesOf('TEAM1', 'TEAM2')].map(({ content }) => content)
  const split = await importOf(data, [
    { name: 'h.csv', content: team[0] ?? '' },
    { name: 'north.csv', content: episodes(line('TEAM1')) },
    { name: 'south.csv', content: episodes('TEAM2,10/05/2019,S,C2,N1,U4,PR1,,,,,,') },
  ])
  t.equal(split.status, 'succeeded', split.detail ?? '')
  t.match(split.counts, { returns: [{ year: '2022/23' }] }, 'files of one return by team stay together')
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
