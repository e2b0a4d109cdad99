import { readFile } from 'node:fs/promises'
import t from 'tap'
import { testApp, type Answer, type TestClient } from '../../support/app.ts'
import { aBed, aHome, aJudgement, aPlacement, aProvider } from '../../support/builders.ts'
import { form, type Sent } from '../../support/form.ts'
import { sharedData } from '../../support/shared-data.ts'
import { workbook, type SheetCell } from '../../support/zip.ts'
import { faultsIn, type Report } from './support.ts'

const service = await testApp(t)
const officer = await service.as('data')

function send(
  client: TestClient,
  content: Buffer | string,
  fields = {},
  name = 'list.xlsx',
): Promise<Answer<Report>> {
  const files: Sent[] = [{ name, content }]
  const { body, headers } = form(files, fields)
  return client.post<Report>('/v1/supply/ofsted-lists', body, headers)
}

/** 1 May 2023: 45,047 days as Excel counts. */
const may2023 = { day: 45047 }
const headings = [
  'Local authority',
  'URN',
  'Provider type',
  'Provider subtype',
  'Sector',
  'Setting name',
  'Registration date',
  'Registration status',
  'Deregistration date',
  'Setting address line 1',
  'Setting address town',
  'Setting address postcode',
  'Owner name',
  'Date of last full inspection',
  'Overall effectiveness',
  'Number of registered places',
]
type Entry = Partial<Record<(typeof headings)[number], SheetCell>>
const usual: Entry = {
  'Local authority': 'Cheshire East Council',
  'Provider type': "Children's Home",
  Sector: 'Private',
  'Registration date': '01/02/2019',
  'Registration status': 'Active',
  'Deregistration date': '-',
  'Owner name': 'Cedar Care Ltd',
}
const listOf = (...entries: Entry[]) =>
  workbook({
    Providers: [
      ['Social care providers as at 30 November 2023'],
      headings,
      ...entries.map((entry) => headings.map((heading): SheetCell => entry[heading] ?? usual[heading] ?? '')),
    ],
    'Registration Conditions': [
      ['URN', 'Conditions'],
      ['SC1', 'May only have children'],
    ],
  })

t.test(
  'homes on record take registration, places and judgement by their numbers, and keep their names',
  async (t) => {
    const home = await aHome(officer, {
      name: 'Oak House',
      ofstedUrn: 'SC100001',
      registeredPlaces: 3,
      registeredOn: null,
    })
    const shut = await aHome(officer, {
      name: 'Ash House',
      ofstedUrn: 'SC100002',
      registeredOn: '2018-01-01',
    })
    const absent = await aHome(officer, { name: 'Elm House', ofstedUrn: 'SC100009' })
    const agency = await aProvider(officer, { name: 'Our agency', ofstedUrn: 'SC200001' })
    const bed = await aBed(officer, { homeId: shut.id })
    await aPlacement(officer, { bedId: bed.id, startedOn: '2023-03-01' })
    await aJudgement(officer, { homeId: home.id, judgedOn: '2021-01-01', grade: 'inadequate' })
    const list = listOf(
      {
        URN: 'SC100001',
        'Setting name': 'OAK HOUSE RESIDENTIAL',
        'Number of registered places': 4,
        'Date of last full inspection': may2023,
        'Overall effectiveness': 'Good',
      },
      {
        URN: 'SC100002',
        'Setting name': 'Ash House',
        'Registration date': '01/01/2018',
        'Registration status': 'Closed',
        'Deregistration date': '30/06/2023',
      },
      {
        URN: 'SC200001',
        'Provider type': 'Independent Fostering Agency',
        'Setting name': 'Agency Ltd',
        'Date of last full inspection': may2023,
        'Overall effectiveness': 'Requires improvement to be good',
      },
      { URN: 'SC300001', 'Setting name': 'Of nobody' },
      { URN: 'SC400001', 'Provider type': 'Voluntary Adoption Agency', 'Setting name': 'Adopt' },
    )
    const trial = await send(officer, list, { dryRun: 'true' })
    t.same(faultsIn(trial.body), [])
    t.match(trial.body, { status: 'possible', counts: { rows: 5, changed: 2, new: 2, unchanged: 1 } })
    t.match((await officer.get(`/v1/homes/${home.id}`)).body, { version: 1 }, 'a dry run')
    const { body } = await send(officer, list)
    t.match(body, { status: 'done', counts: { changed: 2, new: 2, refused: 0 } })
    t.match((await officer.get(`/v1/homes/${home.id}`)).body, {
      name: 'Oak House',
      registeredPlaces: 4,
      registeredOn: '2019-02-01',
      registrationEndedOn: null,
    })
    const judgements = await officer.get(`/v1/judgements?homeId=${home.id}`)
    t.strictSame(
      judgements.body.items.map(({ judgedOn, grade }) => [judgedOn, grade]).sort(),
      [
        ['2021-01-01', 'inadequate'],
        ['2023-05-01', 'good'],
      ],
      'the earlier judgement stays',
    )
    t.match((await officer.get(`/v1/judgements?providerId=${agency.id}`)).body.items, [
      { grade: 'requires-improvement' },
    ])
    t.match((await officer.get(`/v1/homes/${shut.id}`)).body, {
      registrationEndedOn: '2023-06-30',
      closesOn: null,
    })
    const notes = body.files.map(({ reason }) => reason).join('\n')
    t.match(notes, /SC100002 \(Ash House\) is closed/)
    t.match(notes, /SC100009 \(Elm House\) is on record and on none of these lists/)
    t.match(notes, /Voluntary Adoption Agency is no kind of home/)
    t.ok(absent)
    const attention = await (
      await service.as('placements')
    ).get<{ items: { rule: string }[] }>('/v1/attention')
    t.match(
      JSON.stringify(attention.body),
      /registration-ended/,
      'the children in the closed home are for attention',
    )
    const again = await send(officer, list)
    t.match(again.body, { counts: { rows: 5, unchanged: 5 } }, 'sent again, it changes nothing')
  },
)

t.test('homes that are not on record are recorded where that is asked', async (t) => {
  const list = listOf(
    {
      URN: 'SC500001',
      'Setting name': 'Near House',
      'Setting address line 1': '1 Mill Lane',
      'Setting address town': 'Crewe',
      'Setting address postcode': 'CW1 2BJ',
      'Number of registered places': 3,
    },
    {
      URN: 'SC500002',
      'Setting name': 'Far House',
      'Local authority': 'Stockport',
      'Provider subtype': 'Secure Unit',
    },
  )
  t.match((await send(officer, list)).body, { counts: { rows: 0 } })
  const nearby = await send(officer, list, { create: 'own-area' })
  t.same(faultsIn(nearby.body), [])
  t.match(nearby.body, { status: 'done', counts: { rows: 2, new: 2 } }, 'a provider and a home')
  const all = await send(officer, list, { create: 'all' })
  t.match(all.body, { status: 'done', counts: { new: 1, refused: 0 } })
  const kinds = new Map((await officer.get('/v1/homes')).body.items.map((row) => [row.ofstedUrn, row]))
  t.match(kinds.get('SC500001'), {
    kind: 'childrens-home',
    address: '1 Mill Lane, Crewe',
    postcode: 'CW1 2BJ',
    opensOn: '2019-02-01',
  })
  t.match(kinds.get('SC500002'), { kind: 'secure-childrens-home' })
  t.match(await send(officer, list, { create: 'everything' }), {
    status: 400,
    body: { errors: [{ pointer: '#/create' }] },
  })
  t.match((await send(officer, 'a,b\n1,2\n', {}, 'x.csv')).body, {
    status: 'refused',
    files: [{ reason: /none of Ofsted's lists/ }],
  })
})

t.test('the fake lists in the published form are read', async (t) => {
  for (const name of [
    'ch_fake.xlsx',
    'scp_fake.xlsx',
    'combined_scp_ch_fake.xlsx',
    'scp_ch_2025_fake.xlsx',
  ]) {
    const path = sharedData(`903/validator-fake/${name}`)
    if (path === null) continue
    const content = await readFile(path)
    const { status, body } = await send(officer, content, { create: 'all', acceptPartial: 'true' }, name)
    t.match(
      { status, files: body.files.filter(({ outcome }) => outcome === 'refused') },
      { status: 200, files: [] },
      name,
    )
  }
})
