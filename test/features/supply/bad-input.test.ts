import { performance } from 'node:perf_hooks'
import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aHome, aProvider } from '../../support/builders.ts'
import { workbook, zip } from '../../support/zip.ts'
import { faultsIn, load, loadCsv } from './support.ts'

const service = await testApp(t)
const officer = await service.as('data')
await aProvider(officer, { name: 'Cedar Care' })

const recordCount = async () =>
  (await service.ownerPool.query<{ count: number }>('select count(*)::int as count from record_versions'))
    .rows[0]!.count

t.test('each cell that cannot be is named, with what would be right, and nothing is recorded', async (t) => {
  const count = await recordCount()
  const { body } = await loadCsv(officer, [
    'Home,Provider,Kind,Places,Youngest,Shared,Opens,Closes,Takes',
    "Oak House,Cedar Care,Children's home,4,8,No,01/04/2020,,Any",
    'Ash House,Cedar Care,Castle,4,8,No,01/04/2020,,Any',
    "Elm House,Cedar Care,Children's home,four,8,No,01/04/2020,,Any",
    "Fir House,Cedar Care,Children's home,4,99,No,01/04/2020,,Any",
    "Yew House,Cedar Care,Children's home,4,8,perhaps,04/31/2020,,Any",
    "Box House,Nobody,Children's home,4,8,No,01/04/2020,,Any",
    "Bay House,Cedar Care,Children's home,4,8,No,01/04/2020,01/01/2019,Any",
    ',Cedar Care,,4,8,No,,,Any',
    "Oak House,Cedar Care,Children's home,5,8,No,01/04/2020,,Any",
  ])
  t.match(body, { status: 'refused', counts: { rows: 9, new: 1, refused: 8 } })
  const reasons: [number, string, RegExp][] = [
    [3, 'Kind', /is none of: Children's home; /],
    [4, 'Places', /is not a whole number/],
    [5, 'Youngest', /must be 25 or less/],
    [6, 'Shared', /neither yes nor no/],
    [6, 'Opens', /is not a day that exists: write 31\/03\/2026/],
    [7, 'Provider', /is no provider on record or in this load/],
    [8, 'Closes', /./],
    [9, 'Home', /is needed/],
    [9, 'Kind', /is needed/],
    [9, 'Opens', /is needed/],
  ]
  const faults = faultsIn(body)
  for (const [row, column, reason] of reasons)
    t.ok(
      faults.some((fault) => fault.row === row && fault.column === column && reason.test(fault.reason)),
      `${row} ${column}: ${JSON.stringify(faults.filter((fault) => fault.row === row))}`,
    )
  t.match(
    faults.find(({ row }) => row === 10),
    { reason: 'is of the same record as row 2 of rows.csv: leave one' },
  )
  t.equal(await recordCount(), count, 'not even the good row')

  const partial = await loadCsv(
    officer,
    [
      'Home,Provider,Kind,Opens',
      "Oak House,Cedar Care,Children's home,01/04/2020",
      'Ash House,Cedar Care,Castle,x',
    ],
    { acceptPartial: 'true' },
  )
  t.match(partial.body, { status: 'done', counts: { new: 1, refused: 1 } })
  t.equal(await recordCount(), count + 1, 'the good row, where that is wanted')
})

t.test('the order of rows does not matter, nor what of two comes first', async (t) => {
  const { body } = await loadCsv(officer, ['Home,Weekly fee,From', 'Oak House,"£4,000.50",1 Apr 2020'])
  t.match(body, { status: 'done', counts: { new: 1 } })
  const change = await loadCsv(officer, [
    'Home,Weekly fee,From,Until',
    'Oak House,4200,2021-04-01,',
    'Oak House,4000.50,2020-04-01,2021-04-01',
  ])
  t.match(change.body, { status: 'done', counts: { new: 1, changed: 1 } }, 'the one before ends first')
  t.same(change.body.rows[1]?.columns, ['Until'])
  const satellite = await loadCsv(officer, [
    'Household;Provider;Kind;Opens;Mockingbird hub',
    'FH-1;Cedar Care;Fostering household;01/04/2020;FH-2',
    'FH-2;Cedar Care;Fostering household;01/04/2020;',
  ])
  t.match(
    satellite.body,
    { status: 'done', counts: { new: 2 } },
    'and a hub may come last; semicolons are read',
  )
})

t.test(
  'a blank cell leaves what is recorded, (empty) empties it, and an identifier lets a name change',
  async (t) => {
    const home = await aHome(officer, {
      name: 'Rowan House',
      address: '1 Mill Lane',
      capabilities: ['autism'],
      faiths: [],
    })
    const row = `,Rowan House,${String(home.name)}`
    t.ok(row)
    const blank = await loadCsv(officer, [
      'Home,Provider,Address,Meets needs,Identifier',
      `Rowan Court,,,,${home.id}`,
    ])
    t.match(blank.body, { status: 'done', counts: { changed: 1 } })
    t.match((await officer.get(`/v1/homes/${home.id}`)).body, {
      name: 'Rowan Court',
      address: '1 Mill Lane',
      capabilities: ['autism'],
      faiths: [],
    })
    const clearance = await loadCsv(officer, [
      'Home,Provider,Address,Meets needs,Religions,Identifier',
      `Rowan Court,,(empty),(empty),(empty),${home.id}`,
    ])
    t.match(clearance.body, { status: 'done', counts: { changed: 1 } })
    t.match((await officer.get(`/v1/homes/${home.id}`)).body, {
      address: null,
      capabilities: [],
      faiths: null,
    })
    const needful = await loadCsv(officer, [
      'Home,Provider,Opens,Identifier',
      `Rowan Court,,(empty),${home.id}`,
    ])
    t.match(needful.body, { status: 'refused', rows: [{ faults: [{ column: 'Opens', value: '(empty)' }] }] })
  },
)

t.test('homes of another authority, and records of its identifiers, are its own', async (t) => {
  const other = await service.as('data', STOCKPORT)
  const home = await aHome(other, { name: 'Shared House', shared: true })
  const bed = await loadCsv(officer, ['Home,Bed,Opens', 'Shared House,Room 1,01/04/2020'])
  t.match(bed.body.rows[0]?.faults, [{ column: 'Home', reason: /is a home of another authority/ }])
  const change = await loadCsv(officer, ['Home,Provider,Kind,Opens,Identifier', `Shared House,,,,${home.id}`])
  t.match(change.body.rows[0]?.faults, [{ column: 'Identifier', reason: /is no record of this authority/ }])
  t.match((await other.get(`/v1/homes/${home.id}`)).body, { name: 'Shared House', version: 1 })
  const form = { 'content-type': 'multipart/form-data; boundary=x' }
  const reader = await service.as('bi')
  t.match(await reader.post('/v1/supply/loads', '--x--', form), { status: 403 })
})

t.test('files in every encoding and with titles are read; others are refused in words', async (t) => {
  const lines = 'Provider,Sector\r\nCafé Böhm,Private\r\n'
  const encodings: [string, Buffer][] = [
    ['utf-8 with a mark', Buffer.from(`\uFEFF${lines}`)],
    ['windows-1252', Buffer.from(lines, 'latin1')],
    ['utf-16', Buffer.from(`\uFEFF${lines}`, 'utf16le')],
    ['titled', Buffer.from(`Supply of the authority,\r\n,\r\n${lines}`)],
    [
      'workbook',
      workbook({ 'Our agencies': [['Supply'], [], ['Provider', 'Sector'], ['Café Böhm', 'private']] }),
    ],
  ]
  for (const [index, [name, content]] of encodings.entries()) {
    const { body } = await load(officer, [{ name, content }])
    const outcome = index === 0 ? { new: 1 } : { unchanged: 1 }
    t.match(body, { status: 'done', counts: { rows: 1, ...outcome } }, name)
  }
  const bomb = workbook(
    { Beds: [['Home', 'Bed', 'Opens']] },
    `<row r="2"><c r="A2" t="str"><v>${' '.repeat(40_000_000)}</v></c></row>`,
  )
  t.ok(bomb.length < 200_000, 'a bomb is small')
  const far = workbook(
    { Beds: [['Home', 'Bed', 'Opens']] },
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
  )
  const formulas = workbook(
    { Providers: [['Provider', 'Sector']] },
    '<row r="2"><c r="A2" t="str"><f>CONCAT("Beech"," Care")</f><v>Beech Care</v></c><c r="B2" t="str"><f>X1</f><v>Private</v></c></row>' +
      '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3" t="e"><v>#N/A</v></c></row>',
  )
  const refusals: [string, Buffer | string, RegExp][] = [
    ['bomb.xlsx', bomb, /larger, unpacked/],
    ['far.xlsx', far, /XFD1048576, far from any table/],
    ['old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /save it as .xlsx/],
    ['cut.xlsx', zip({ 'xl/workbook.xml': '<workbook/>' }).subarray(0, 60), /damaged/],
    ['text.csv', 'nothing,that is,known\r\n1,2,3\r\n', /those of no sheet/],
    ['beds.csv', 'Bed,Opens\r\nRoom 1,01/04/2020\r\n', /come nearest to Beds, of which it lacks Home/],
    ['twice.csv', 'Provider,Sector,Sector\r\nA,Private,Private\r\n', /the column Sector is there twice/],
    ['open.csv', 'Provider,Sector\r\n"A,Private\r\n', /quotation mark/],
    ['empty.csv', '', /empty/],
  ]
  for (const [name, content, reason] of refusals) {
    const { status, body } = await load(officer, [{ name, content }])
    t.match({ status, body }, { status: 200, body: { status: 'refused', counts: { rows: 0 } } }, name)
    t.match(body.files[0]?.reason, reason, name)
  }
  const { body } = await load(officer, [{ name: 'formulas.xlsx', content: formulas }], {
    fields: { acceptPartial: 'true' },
  })
  t.match(body.rows, [
    { record: 'Beech Care', outcome: 'new' },
    { outcome: 'refused', faults: [{ column: 'Sector', reason: /is needed/ }] },
  ])
  const strange = await loadCsv(officer, ['Provider,Sector,Colour', 'Beech Care,Private,green'])
  t.match(strange.body, {
    status: 'done',
    files: [{ outcome: 'noted', reason: 'the column Colour is none of Providers: not read' }],
  })
})

t.test(
  'a workbook that takes long to read is read apart: the service is free for others meanwhile',
  async (t) => {
    // A few kilobytes that unpack to 5 MB of rows without anything in them.
    const rows = '<row r="2"><c r="A2"/></row>'.repeat(180_000)
    const content = workbook({ Providers: [['Provider', 'Sector']] }, rows)
    t.ok(content.length < 200_000)
    await loadCsv(officer, ['Provider,Sector', 'Larch Care,Private']) // the thread has started
    const start = performance.eventLoopUtilization()
    const { body } = await load(officer, [{ name: 'long.xlsx', content }])
    t.match(body, { status: 'done', counts: { rows: 0 } })
    const { utilization, active, idle } = performance.eventLoopUtilization(start)
    t.ok(utilization < 0.5, `busy for ${active} ms, idle for ${idle} ms`)
  },
)

t.test('what a spreadsheet would run goes out as text, and comes back as it was', async (t) => {
  const names = ['=1+1', '+44', '-5', '@home', "=cmd|' /C calc'!A0", '00123', '5-10', "'Tis Care", '1e5']
  for (const name of names) await aProvider(officer, { name })
  const csv = await officer.get<string>('/v1/supply/workbook?sheets=Providers&filled=true', {
    accept: 'text/csv',
  })
  t.notMatch(csv.body, /(^|\n|")[=+@-]/, 'no cell begins a formula')
  const back = await load(officer, [{ name: 'providers.csv', content: csv.body }])
  t.match(back.body, { status: 'done', counts: { new: 0, changed: 0, refused: 0 } })
})

t.test('the report as CSV has a line a fault; forms that are none of a load are refused', async (t) => {
  const lines = ['Provider,Sector', 'Oak,Castle', 'Elm,Private']
  const csv = await load<string>(officer, [{ name: 'providers.csv', content: lines.join('\n') }], {
    headers: { accept: 'text/csv' },
  })
  const [head, first, second, ...rest] = csv.body.trim().split('\r\n')
  t.equal(head, 'file,sheet,row,record,outcome,column,value,reason')
  t.match(first, /^providers.csv,Providers,2,Oak,refused,Sector,Castle,is none of: /)
  t.match(second, /^providers.csv,Providers,3,Elm,new,,,/)
  t.same(rest, [])
  const content = [{ name: 'a.csv', content: lines.join('\n') }]
  t.match(await load(officer, content, { fields: { dryRun: 'maybe' } }), {
    status: 400,
    body: { errors: [{ pointer: '#/dryRun' }] },
  })
  t.match(await load(officer, content, { fields: { year: '2024' } }), {
    status: 400,
    body: { errors: [{ pointer: '#/year' }] },
  })
  t.match(await load(officer, []), { status: 400, body: { errors: [{ pointer: '#/files' }] } })
  t.match(await officer.get('/v1/supply/workbook?sheets=Cats'), {
    status: 400,
    body: { errors: [{ pointer: '#/query/sheets/0' }] },
  })
  t.match(await officer.get('/v1/supply/workbook', { accept: 'text/csv' }), { status: 400 })
  t.match(await officer.get('/v1/supply/workbook', { accept: 'image/png' }), { status: 406 })
})

t.test('who may not see a confidential address gets it blank, and sends it back without harm', async (t) => {
  const placements = await service.as('placements')
  const household = await aHome(officer, {
    name: 'FH-77',
    kind: 'fostering-household',
    postcode: 'CW1 2BJ',
    address: '9 Low Road',
  })
  const csv = await placements.get<string>('/v1/supply/workbook?sheets=Households&filled=true', {
    accept: 'text/csv',
  })
  t.notMatch(csv.body, /CW1 2BJ|Low Road/)
  const back = await load(placements, [{ name: 'households.csv', content: csv.body }])
  t.match(back.body, { status: 'done', counts: { changed: 0, new: 0, refused: 0 } })
  t.match((await officer.get(`/v1/homes/${household.id}`)).body, {
    postcode: 'CW1 2BJ',
    address: '9 Low Road',
    version: 1,
  })
})
