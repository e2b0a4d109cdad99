import t from 'tap'
import { testApp, STOCKPORT } from '../../../support/app.ts'
import { workbook, zip } from '../../../support/zip.ts'
import { csv, importOf, post, reportOf, type Import, type Sent } from './support.ts'

t.setTimeout(600_000)

const warnings: Error[] = []
process.on('warning', (warning) => warnings.push(warning))

const service = await testApp(t, { limits: { uploadBytes: 500_000 } })
const data = await service.as('data')

const headings = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
  oc3: 'CHILD,DOB,IN_TOUCH,ACTIV,ACCOM',
}
const file = (name: string, ...lines: string[]): Sent => ({ name, content: lines.join('\n') })
const header = (child: string, name = 'header.csv') =>
  file(name, headings.header, `${child},1,05/06/2010,WBRI,,,`)
const episodes = (name: string, ...rows: string[]) => file(name, headings.episodes, ...rows)

const yearsOf = ({ counts }: Import) =>
  (counts as unknown as { returns: { year: string }[] }).returns.map(({ year }) => year).sort()

async function refusalOf(files: readonly Sent[], fields: Record<string, string> = {}) {
  const result = await importOf(data, files, fields)
  t.equal(result.status, 'rejected')
  return (await reportOf(data, result.id, 'rejected')).map(({ reason }) => reason).join('\n')
}

/** The period of care of a child. */
async function careOf(reference: string) {
  const { rows } = await service.ownerPool.query<{ span: string }>(
    `select started_on || ' ' || coalesce(ended_on::text, '') as span
       from care_periods p join children c on c.id = p.child_id where reference = $1 order by 1`,
    [reference],
  )
  return rows.map(({ span }) => span)
}

t.test('the year is that of names, in the shapes that authorities use', async (t) => {
  for (const [index, name] of ['2017-18/episodes.csv', '1718_episodes.csv', 'v2 2017_2018.csv'].entries()) {
    const child = `NAMED${index}`
    const result = await importOf(data, [
      header(child, name.replace('episodes', 'header').replace('.csv', '-h.csv')),
      episodes(name, `${child},03/05/2017,S,C2,N1,U4,PR1,,,,,,`),
    ])
    t.equal(result.status, 'succeeded', name)
    t.same(yearsOf(result), ['2017/18'], name)
    const notes = await reportOf(data, result.id, 'read')
    t.match(
      notes.find((finding) => finding.file === name),
      { reason: /read as the return of 2017\/18: its name says/ },
      name,
    )
    t.same((result.files[0] as { years?: string[] }).years, ['2017/18'])
  }
})

t.test('a row outside the year is told and never shifts it', async (t) => {
  const rows = Array.from(
    { length: 9 },
    (_, index) => `STRAY,0${index + 1}/05/2017,${index ? 'L' : 'S'},C2,N1,U4,PR1,,,,,,`,
  )
  const result = await importOf(data, [
    header('STRAY'),
    episodes('episodes.csv', ...rows.slice(0, 8), 'STRAY,20/06/2018,L,E1,N1,U4,PR1,,,,,,'),
  ])
  t.same(yearsOf(result), ['2017/18'])
  const outside = (await reportOf(data, result.id, 'noted')).filter(({ reason }) =>
    /outside 2017\/18/.test(reason),
  )
  t.match(outside, [{ column: 'DECOM', value: '20/06/2018', row: 10 }])
})

t.test('a year that names and dates disagree on is used only once it is confirmed', async (t) => {
  const files = [header('DOUBT', '2019-20/header.csv'), episodes('2019-20/episodes.csv', 'DOUBT,03/05/2017,S,C2,N1,U4,PR1,01/09/2017,E4A,,,,')] // prettier-ignore
  t.match(await refusalOf(files), /2019-20, but 1 of 1 dated rows are outside 2019\/20: say the year/)
  t.match(await refusalOf(files, { acceptPartial: 'true' }), /in doubt/, 'it is not a row among others')
  t.match(await refusalOf(files, { year: '2017-18' }), /its name says 2019-20/)
  const result = await importOf(data, files, { year: '2017-18', confirmYear: 'true' })
  t.equal(result.status, 'succeeded')
  t.same(yearsOf(result), ['2017/18'])
  t.match(await refusalOf([header('DOUBT'), files[1] ?? header('')], { year: '2030' }).catch(String), /400/)
})

t.test('modules without dates need their year said', async (t) => {
  const leaver = file('leavers.csv', headings.oc3, 'NODATE,05/06/1999,YES,F1,Z1')
  const files = [header('NODATE'), leaver]
  t.match(await refusalOf(files), /nothing in it says its year \(Header, OC3/)
  t.match(await refusalOf([header('NODATE', '2018 header.csv')]), /may be 2017\/18 or 2018\/19/)
  t.same(yearsOf(await importOf(data, files, { year: '2018' })), ['2017/18'])
  t.same(yearsOf(await importOf(data, [header('NODATE', '2018-19 header.csv')])), ['2018/19'])
})

t.test('two years in one upload are two returns', async (t) => {
  const result = await importOf(data, [
    header('TWO', '2016-17/header.csv'),
    episodes('2016-17/episodes.csv', 'TWO,03/05/2016,S,C2,N1,U4,PR1,,,,,,'),
    header('TWO', '2017-18/header.csv'),
    episodes('2017-18/episodes.csv', 'TWO,03/05/2016,S,C2,N1,U4,PR1,09/09/2017,E4A,,,,'),
  ])
  t.same(yearsOf(result), ['2016/17', '2017/18'])
  t.same(await careOf('TWO'), ['2016-05-03 2017-09-09'])
  const stack = await importOf(data, [
    file('h.csv', `${headings.header},YEAR`, 'COL,1,05/06/2010,WBRI,,,,2017', 'COL,1,05/06/2010,WBRI,,,,2018'),
    file('e.csv', `${headings.episodes},YEAR`, 'COL,03/05/2016,S,C2,N1,U4,PR1,,,,,,,2017', 'COL,03/05/2016,S,C2,N1,U4,PR1,09/09/2017,E4A,,,,,2018'),
  ]) // prettier-ignore
  t.same(yearsOf(stack), ['2016/17', '2017/18'])
  const years = async (name: string, year: string) =>
    yearsOf(
      await importOf(data, [file(name, `${headings.header},YEAR`, `BEGUN,1,05/06/2010,WBRI,,,,${year}`)]),
    )
  t.same(await years('2017-18/h.csv', '2017'), ['2017/18'], 'a year may be named by its beginning')
  t.same(await years('2017-18/h.csv', '2018'), ['2017/18'])
  const other = file('2017-18/h.csv', `${headings.header},YEAR`, 'BEGUN,1,05/06/2010,WBRI,,,,2015')
  t.match(await refusalOf([other]), /its YEAR column says 2015, but its name says 2017-18: say the year/)
  const contrary = { name: 'c.csv', content: `${headings.header},YEAR\nCOL,1,05/06/2010,WBRI,,,,2016/17\n` }
  t.match(await refusalOf([contrary], { year: '2018' }), /its YEAR column says 2016\/17/)
})

t.test("another authority's child is refused, by whatever it calls the authority", async (t) => {
  const files = (la: string | number) => [
    file('2017-18 h.csv', `LA,${headings.header}`, `${la},LA1,1,05/06/2010,WBRI,,,`),
  ]
  const names = ['Stockport', 'stockport', 'Stockport MBC', 'Stockport Metropolitan Borough Council']
  for (const other of [STOCKPORT, ...names, `${STOCKPORT} - Stockport`]) {
    t.match(await refusalOf(files(other)), /which is Stockport: another authority's child/, other)
  }
  const { rows } = await service.ownerPool.query<{ old_code: string }>(
    `select old_code from authorities where code = $1`,
    [STOCKPORT],
  )
  t.match(await refusalOf(files(`${rows[0]?.old_code}.0`)), /which is Stockport/, "DfE's older number")
  t.match(await refusalOf(files('Cheshire West & Chester Council')), /which is Cheshire West and Chester/)
  t.match(await refusalOf(files('8964001')), /which is Cheshire West and Chester/, "a school's number")
  const placing = files('Stockport').map(({ name, content }) => ({
    name,
    content: String(content).replace('LA,', 'Placing Authority,'),
  }))
  t.match(await refusalOf(placing), /which is Stockport/)
  const host = files('Stockport').map(({ name, content }) => ({
    name,
    content: String(content).replace('LA,', 'Host LA,'),
  }))
  t.equal((await importOf(data, host)).status, 'succeeded', 'in whose area a child is placed')
  for (const own of [
    'E06000049',
    'Cheshire East',
    'Cheshire East Borough Council',
    '895 - Cheshire East',
    '',
  ]) {
    t.equal((await importOf(data, files(own))).status, 'succeeded', own)
  }
  const unknown = await importOf(data, files('Ruritania'))
  t.equal(unknown.status, 'succeeded')
  t.match(
    (await reportOf(data, unknown.id, 'read')).filter(({ column }) => column === 'LA'),
    [{ value: 'Ruritania', reason: /no authority that we know/ }],
  )
})

t.test('cells in other forms are read, and each form is told once with how many', async (t) => {
  const plain = await importOf(data, [
    csv('header', 'FORM,1,05/06/2010,WBRI,,,'),
    csv('episodes', 'FORM,03/05/2017,S,C2,N1,U4,PR1,09/09/2017,E4A,,CW1 1AA,CW2 1AA,SC123456'),
  ])
  t.equal(plain.status, 'succeeded')
  const odd = await importOf(data, [
    file('2017-18 h.csv', headings.header, 'FORM,1 - Male,05-Jun-10,WBRI: White British,NULL,,'),
    file('2017-18 e.csv', headings.episodes, 'FORM,20170503,S,C2 – Full care order,N1,U4 (foster),PR1,42987,E4A,n/a,cw11aa,CW2 1AA,sc123456'),
  ]) // prettier-ignore
  // 9 September 2017 is 42,987 days after 30 December 1899, as (date '2017-09-09' - date '1899-12-30') in SQL gives.
  t.match(odd.counts, { read: 2, new: 0, changed: 0, unchanged: 2 }, 'they say the same')
  const notes = (await reportOf(data, odd.id, 'read')).filter(({ column }) => column !== null)
  t.same(notes.map(({ column }) => column).sort(), [
    'DEC',
    'DECOM',
    'DOB',
    'ETHNIC',
    'LS',
    'PLACE',
    'REASON_PLACE_CHANGE',
    'SEX',
    'UPN',
  ])
  const many = await importOf(data, [
    csv('header', ...['M1', 'M2', 'M3'].map((child) => `${child},1,05-06-2010,WBRI,,,`)),
    csv('episodes', ...['M1', 'M2', 'M3'].map((child) => `${child},03-05-2017,S,C2,N1,U4,PR1,,,,,,`)),
  ])
  t.match(
    (await reportOf(data, many.id, 'read')).filter(({ column }) => column === 'DOB'),
    [{ row: 2, value: '05-06-2010', reason: /dd-mm-yyyy, as in 2 more cells/ }],
  )
  t.match(
    await refusalOf([
      csv('header', 'US,1,06/25/2010,WBRI,,,'),
      csv('episodes', 'US,03/05/2017,S,C2,N1,U4,PR1,,,,,,'),
    ]),
    /dd\/mm\/yyyy/,
    'a month and a day that are changed about could mean others',
  )
})

t.test('labels in the place of codes, and codes and numbers written otherwise, say the same', async (t) => {
  const plain = await importOf(data, [
    csv('header', 'SAME,1,05/06/2010,WBRI,A12345678901Z,0,'),
    csv('episodes', 'SAME,03/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,SC123456'),
  ])
  t.equal(plain.status, 'succeeded')
  const odd = await importOf(data, [
    file(
      '2017-18 h.csv',
      'Child ID,Gender,Date of Birth,Ethnicity,Unique Pupil Number,Mother,MC_DOB',
      "'SAME,1 - Male,5th June 2010,WBRI,a12345678901 z,0 - No,",
    ),
    file(
      '2017-18 e.csv',
      'Child ID,Date Episode Commenced,Reason for New Episode,Legal Status,Category of Need,Placement Type,Placement Provider,Date Episode Ceased,Reason Episode Ceased,Reason for Placement Change,Home Postcode,Placement Postcode,Ofsted URN'.replaceAll(',', '^'),
      "'SAME,03.05.17,started to be looked after,Full care order,N01,U4,PR01,,,,CW1 1AA,CW2 1AA,sc 123456".replaceAll(',', '^'),
    ),
  ]) // prettier-ignore
  t.match(odd.counts, { read: 2, new: 0, changed: 0, unchanged: 2 }, JSON.stringify(odd))
  const notes = await reportOf(data, odd.id, 'read')
  for (const column of [
    'CHILD',
    'SEX',
    'DOB',
    'UPN',
    'MOTHER',
    'DECOM',
    'RNE',
    'LS',
    'CIN',
    'PLACE_PROVIDER',
    'URN',
  ])
    t.ok(
      notes.some((note) => note.column === column),
      `${column} is told`,
    )
  const label = await importOf(data, [
    file('2024-25 h.csv', headings.header, 'LABEL,Female,05/06/2010,White British,,,'),
  ])
  t.equal(label.status, 'succeeded', label.detail ?? '')
})

t.test('an identifier that a spreadsheet made a decimal is the identifier', async (t) => {
  const result = await importOf(data, [
    csv('header', '91234.0,1,05/06/2010,WBRI,,,'),
    csv('episodes', '91234,03/05/2017,S,C2,N1,U4,PR1,,,,,,'),
  ])
  t.equal(result.status, 'succeeded')
  t.same(await careOf('91234'), ['2017-05-03 '])
})

t.test(
  'an identifier in quotation marks, or with a character that nobody sees, is the identifier',
  async (t) => {
    const result = await importOf(data, [
      csv('header', '="00924",1,05/06/2010,WBRI,,,', "'A924',1,05/06/2010,WBRI,,,"),
      csv('episodes', '00924\u200B,03/05/2017,S,C2,N1,U4,PR1,,,,,,', 'A924,03/05/2017,S,C2,N1,U4,PR1,,,,,,'),
    ])
    t.equal(result.status, 'succeeded', result.detail ?? '')
    for (const reference of ['00924', 'A924']) t.same(await careOf(reference), ['2017-05-03 '])
  },
)

t.test('headings below a title, cut short, under other names or fewer are read, with a note', async (t) => {
  const result = await importOf(data, [
    file('2017-18 h.csv', 'Children looked after', 'run on 14 June 2018', '', 'Child ID,Gender,Date of birth,Ethnic', 'SHORT,1,05/06/2010,WBRI'),
    file('2017-18 e.csv', 'child,decom,rne,ls,cin,pl,place_prov,dec,rec,reason_pla', 'SHORT,03/05/2017,S,C2,N1,U4,PR1,,,'),
  ]) // prettier-ignore
  t.equal(result.status, 'succeeded', result.detail ?? '')
  const notes = (await reportOf(data, result.id, 'read')).map(({ reason }) => reason).join('\n')
  t.match(notes, /2 lines above the headings/)
  t.match(notes, /CHILD_ID as CHILD, GENDER as SEX, DATE_OF_BIRTH as DOB/)
  t.match(notes, /as Header without UPN/)
  t.match(notes, /PL as PLACE, PLACE_PROV as PLACE_PROVIDER, REASON_PLA as REASON_PLACE_CHANGE/)
  t.same(await careOf('SHORT'), ['2017-05-03 '])
})

t.test('a file of no module is told what it comes nearest to, and what is missing', async (t) => {
  const reason = await refusalOf([
    file('2017-18 e.csv', headings.episodes.replace('DEC,REC,', ''), 'A,,,,,,,,,,'),
  ])
  t.match(
    reason,
    /come nearest to Episodes, of which it lacks DEC, REC/,
    'not one open episode after another',
  )
  const either = await refusalOf([file('2017-18.csv', 'CHILD,SEX,DOB', 'A,1,05/06/2010')])
  t.match(either, /nearest to Header, of which it lacks ETHNIC, UPN; and to UASC, of which it lacks DUC/)
})

const sheets = {
  Notes: [['Prepared by the data team']],
  Header: [headings.header.split(','), ['XL', 1, { day: 40334 }, 'WBRI', '', '', '']],
  Episodes: [
    ['Episodes of the year'],
    headings.episodes.split(','),
    ['XL', { day: 42858 }, 'S', 'C2', 'N1', 'U4', 'PR1', '', '', '', 'CW1 1AA'],
  ],
} // 40334 is 5 June 2010, 42858 is 3 May 2017

t.test('sheets of a workbook and files of an archive are read', async (t) => {
  const { Header, Episodes } = sheets
  const book = await importOf(data, [{ name: 'return.xlsx', content: workbook({ Header, Episodes }) }])
  t.equal(book.status, 'succeeded', book.detail ?? '')
  t.match(book.files, [
    { name: 'return.xlsx/Header', modules: ['Header'], rows: 1 },
    { name: 'return.xlsx/Episodes', modules: ['Episodes'], rows: 1 },
  ])
  t.same(await careOf('XL'), ['2017-05-03 '])
  const archive = zip({
    '2017-18/header.csv': `${headings.header}\nZIP,1,05/06/2010,WBRI,,,\n`,
    '2017-18/notes.docx': 'words',
    '2017-18/book.xlsx': workbook({ Episodes: sheets.Episodes.map((row) => row.map((cell) => (cell === 'XL' ? 'ZIP' : cell))) }),
  }) // prettier-ignore
  const result = await importOf(data, [{ name: 'all.zip', content: archive }])
  t.equal(result.status, 'succeeded', result.detail ?? '')
  t.same(await careOf('ZIP'), ['2017-05-03 '])
  t.match(
    (await reportOf(data, result.id, 'read')).filter(({ file }) => file.endsWith('docx')),
    [{ file: 'all.zip/2017-18/notes.docx', reason: /not read/ }],
  )
})

t.test('a sheet that is no part of the return is told of, and one that nearly is refuses', async (t) => {
  const book = (name: string, content: Buffer) => [{ name, content }]
  const withNotes = await importOf(data, book('return.xlsx', workbook(sheets)))
  t.equal(withNotes.status, 'succeeded', withNotes.detail ?? '')
  t.match(
    (await reportOf(data, withNotes.id, 'read')).filter(({ file }) => file === 'return.xlsx/Notes'),
    [{ reason: /not read/ }],
  )
  const wrong = { ...sheets, Episodes: sheets.Episodes.map((row) => row.filter((_, index) => index !== 7)) }
  t.match(await refusalOf(book('return.xlsx', workbook(wrong))), /nearest to Episodes, of which it lacks DEC/)
})

t.test('what unpacks without end, or reaches far, is stopped', async (t) => {
  const many = '<row/>'.repeat(200_000)
  t.match(
    await refusalOf([{ name: 'a.xlsx', content: workbook({ Header: sheets.Header }, many) }]),
    /larger, unpacked/,
  )
  t.match(
    await refusalOf([{ name: 'a.zip', content: zip({ 'a.csv': 'x'.repeat(5_000_000) }) }]),
    /larger, unpacked/,
  )
  const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
  t.match(
    await refusalOf([{ name: 'a.xlsx', content: workbook({ Header: sheets.Header }, far) }]),
    /XFD1048576/,
  )
  const nest = zip({ 'b.zip': zip({ 'c.zip': zip({ 'd.csv': 'x' }) }) })
  t.match(await refusalOf([{ name: 'a.zip', content: nest }]), /archives in archives|packed in archives/)
  const crowd = zip(Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`${index}.csv`, 'x'])))
  t.match(await refusalOf([{ name: 'a.zip', content: crowd }]), /more than 2000 files/)
  const cut = zip({ 'a.csv': headings.header }).subarray(0, 60)
  t.match(await refusalOf([{ name: 'a.zip', content: cut }]), /damaged/)
})

t.test('the XML form is read with a prefix', async (t) => {
  const xml = `<?xml version="1.0"?><d:EXPSSDA903 xmlns:d="urn:x"><d:CHILD>
    <d:HEADER><d:CHILDID>NS</d:CHILDID><d:SEX>1</d:SEX><d:DOB>05/06/2010</d:DOB><d:ETHNIC>WBRI</d:ETHNIC></d:HEADER>
    <d:EPISODE><d:DECOM>03/05/2017</d:DECOM><d:RNE>S</d:RNE><d:LS>C2</d:LS><d:CIN>N1</d:CIN><d:PL>U4</d:PL></d:EPISODE>
  </d:CHILD></d:EXPSSDA903>`
  t.equal((await importOf(data, [{ name: 'r.xml', content: xml }])).status, 'succeeded')
  t.same(await careOf('NS'), ['2017-05-03 '])
})

t.test('a form with a field that is none is refused', async (t) => {
  t.match(await post(data, [header('A')], { Year: '2018' }), {
    status: 400,
    body: { errors: [{ pointer: '#/Year' }] },
  })
})

t.test('imports one after another leave nothing behind on the thread that carries them out', (t) => {
  t.same(
    warnings.filter(({ name }) => name === 'MaxListenersExceededWarning'),
    [],
  )
  t.end()
})
