import t from 'tap'
import { sheetTitles } from '../../../src/domain/supply/sheets.ts'
import { sheetsOf } from '../../../src/platform/files/workbook.ts'
import { openArchive } from '../../../src/platform/files/zip.ts'
import { syntheticPostcodesFor } from '../../../src/domain/geography/synthetic.ts'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'
import { workbook, type SheetCell } from '../../support/zip.ts'
import { faultsIn, getWorkbook, load } from './support.ts'

const service = await testApp(t)
const officer = await service.as('data')
const postcodes = syntheticPostcodesFor(CHESHIRE_EAST).map(({ postcode }) => postcode)
const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

/** 1 April 2020, as Excel keeps it: 43,831 days before 2020, and 91 more. */
const april2020 = { day: 43922 }

/** Two hundred carers: each a household, its approval and a bed, as the fostering team would fill the workbook in. */
const carers = workbook({
  Notes: [['whatever stands here']],
  Households: [
    ['Fostering households of the authority', '', '', ''],
    [
      'Household',
      'Provider',
      'Kind',
      'Postcode',
      'Places',
      'Youngest',
      'Oldest',
      'Meets needs',
      'Siblings',
      'Opens',
    ],
    ...range(200).map((n): SheetCell[] => [
      `FH-${n}`,
      'Fostering service',
      n % 4 === 0 ? 'Connected carer household' : 'Fostering household',
      postcodes[n % postcodes.length] ?? '',
      (n % 3) + 1,
      0,
      17,
      n % 2 === 0 ? 'autism; wheelchair-access' : '',
      n % 2 === 0 ? 'Yes' : 'No',
      april2020,
    ]),
  ],
  Carers: [
    ['Reference', 'Type', 'Application', 'Assessment', 'Panel', 'Approved', 'Places', 'Home'],
    ...range(200).map((n): SheetCell[] => [
      `FH-${n}`,
      n % 4 === 0 ? 'family-and-friends' : 'Mainstream',
      '01/09/2019',
      '1 October 2019',
      '2020-03-02',
      april2020,
      (n % 3) + 1,
      `FH-${n}`,
    ]),
  ],
  Beds: [['Home', 'Bed', 'Opens'], ...range(200).map((n): SheetCell[] => [`FH-${n}`, 'Place 1', april2020])],
  Providers: [
    ['Provider', 'Sector'],
    ['Fostering service', "Authority's own"],
  ],
})

const homes = workbook({
  Providers: [
    ['Provider', 'Sector', 'URN'],
    ['Cedar Care', 'Private', 'SC123456'],
  ],
  Homes: [
    ['Home', 'Provider', 'Kind', 'URN', 'Postcode', 'Places', 'Opens', 'Registered'],
    ...range(60).map((n): SheetCell[] => [
      `Home ${n}`,
      'Cedar Care',
      "Children's home",
      1_200_000 + n,
      postcodes[n % postcodes.length] ?? '',
      3,
      april2020,
      april2020,
    ]),
  ],
  Beds: [
    ['Home', 'Bed', 'Opens'],
    ...range(60).flatMap((n) =>
      range(3).map((bed): SheetCell[] => [1_200_000 + n, `Room ${bed}`, april2020]),
    ),
  ],
  Contracts: [
    ['Home', 'Contract', 'Beds bought', 'From'],
    ...range(60).map((n): SheetCell[] => [`Home ${n}`, 'Block', 3, april2020]),
  ],
  Fees: [
    ['Home', 'Weekly fee', 'From'],
    ...range(60).map((n): SheetCell[] => [`Home ${n}`, 4000 + n / 4, april2020]),
  ],
  Voids: [
    ['Home', 'Bed', 'Reason', 'From', 'Until'],
    ...range(60).map((n): SheetCell[] => [`Home ${n}`, 'Room 1', 'Repair', '01/02/2021', '15/02/2021']),
  ],
  Judgements: [
    ['Home', 'Judged', 'Grade'],
    ...range(60).map((n): SheetCell[] => [`Home ${n}`, '01/06/2021', 'Good']),
  ],
})

t.test('200 carers and 60 homes load in a call each; sent again, they change nothing', async (t) => {
  const trial = await load(officer, [{ name: 'carers.xlsx', content: carers }], {
    fields: { dryRun: 'true' },
  })
  t.match(trial.body, { status: 'possible', counts: { rows: 601, new: 601, refused: 0 } })
  const none = await officer.get('/v1/homes')
  t.equal(none.body.items.length, 0, 'a dry run leaves nothing')

  const first = await load(officer, [{ name: 'carers.xlsx', content: carers }])
  t.same(faultsIn(first.body), [])
  t.match(first, { status: 200, body: { status: 'done', counts: { rows: 601, new: 601, unchanged: 0 } } })
  const second = await load(officer, [{ name: 'homes.xlsx', content: homes }])
  t.same(faultsIn(second.body), [])
  // 1 provider, 60 homes, 180 beds, and 60 each of contracts, fees, voids and judgements
  t.match(second.body, { status: 'done', counts: { rows: 481, new: 481 } })

  const journey = await officer.get('/v1/carer-journeys?reference=FH-4')
  t.match(journey.body.items[0], {
    carerType: 'family-and-friends',
    appliedOn: '2019-09-01',
    assessmentStartedOn: '2019-10-01',
    panelOn: '2020-03-02',
    approvedOn: '2020-04-01',
    places: 2,
  })
  const home = await officer.get(`/v1/homes/${String(journey.body.items[0]?.homeId)}`)
  t.match(home.body, {
    name: 'FH-4',
    kind: 'connected-carer-household',
    confidential: true,
    capabilities: ['autism', 'wheelchair-access'],
    takesSiblings: true,
    version: 1,
  })
  const { body: occupancy } = await officer.get<{ value: number; denominator: number }>(
    '/v1/measures/void-beds?asAt=2021-02-10',
  )
  t.match(JSON.stringify(occupancy), /60/, 'the voids count')

  const events = await service.ownerPool.query('select count(*)::int as count from record_versions')
  for (const [name, content] of [
    ['carers.xlsx', carers],
    ['homes.xlsx', homes],
  ] as const) {
    const again = await load(officer, [{ name, content }])
    t.match(again.body, { status: 'done', counts: { new: 0, changed: 0, refused: 0 } })
  }
  const later = await service.ownerPool.query('select count(*)::int as count from record_versions')
  t.same(later.rows, events.rows, 'no version is written')
})

t.test('filled, the workbook comes back and says what is recorded', async (t) => {
  const contents = await getWorkbook(service, 'filled=true')
  const back = await load(officer, [{ name: 'supply.xlsx', content: contents }])
  t.same(faultsIn(back.body), [])
  t.same(back.body.files, [], 'nothing of it is passed over')
  t.match(back.body, { status: 'done', counts: { rows: 1082, unchanged: 1082 } })
  for (const title of sheetTitles) {
    const csv = await officer.get<string>(`/v1/supply/workbook?sheets=${title}&filled=true`, {
      accept: 'text/csv',
    })
    t.equal(csv.status, 200)
    const lines = csv.body.trim().split('\r\n').length - 1
    const answer = await load(officer, [{ name: 'sheet.csv', content: csv.body }])
    t.match(answer.body, { status: 'done', counts: { rows: lines, unchanged: lines } }, title)
  }
})

t.test('an empty workbook has every sheet, its columns and notes', async (t) => {
  const archive = await openArchive(await getWorkbook(service, ''))
  const sheets = await sheetsOf(archive, { left: 1e7 })
  t.same(
    sheets.map(({ name }) => name),
    ['Notes', ...sheetTitles, 'Lists'],
  )
  const beds = sheets.find(({ name }) => name === 'Beds')!
  const lines = []
  for await (const line of beds.lines()) lines.push(line.cells)
  t.same(lines, [['Home', 'Bed', 'Kind', 'Opens', 'Closes', 'Identifier']])
})
