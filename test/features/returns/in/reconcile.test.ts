import t, { type Test } from 'tap'
import { testApp } from '../../../support/app.ts'
import { importOf, reportOf, type Sent } from './support.ts'

t.setTimeout(600_000)

const P = 'CW1 0CC,CW2 0CC,'
const columns = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
}

/** The return of a year: the rows of its Episodes, without CHILD, by child; each child is in its Header. */
function returnOf(year: string, rows: Readonly<Record<string, readonly string[]>>): Sent[] {
  const births = Object.keys(rows).map((child) => `${child},1,05/06/2010,WBRI,,,`)
  const episodes = Object.entries(rows).flatMap(([child, own]) => own.map((row) => `${child},${row}`))
  return [
    { name: `${year}/header.csv`, content: [columns.header, ...births].join('\n') },
    { name: `${year}/episodes.csv`, content: [columns.episodes, ...episodes].join('\n') },
  ]
}

interface Care {
  id: string
  startedOn: string
  endedOn: string | null
  startedBefore: boolean
  endToConfirm: boolean
}

const spanOf = ({ startedOn, endedOn }: Care) => `${startedOn}–${endedOn ?? ''}`

/** An authority without records, that sends returns. */
async function anAuthority(t: Test) {
  const data = await (await testApp(t)).as('data')
  async function recordsOf(reference: string, path = 'care-periods'): Promise<Care[]> {
    const { body } = await data.post('/v1/child-lookups', { references: [reference] })
    const { items } = (await data.get(`/v1/${path}?childId=${body.items[0]?.id}&limit=100`)).body
    return (items as unknown as Care[]).sort((a, b) => (a.startedOn < b.startedOn ? -1 : 1))
  }
  return {
    data,
    recordsOf,
    careOf: async (reference: string) => (await recordsOf(reference)).map(spanOf),
    staysOf: async (reference: string) => (await recordsOf(reference, 'placements')).map(spanOf),
    send: async (year: string, rows: Readonly<Record<string, readonly string[]>>) => {
      const result = await importOf(data, returnOf(year, rows))
      const report = await reportOf(data, result.id)
      const rejections = report.filter(({ kind }) => kind === 'rejected')
      t.same([result.status, rejections], ['succeeded', []])
      return report
    },
  }
}

const always = { STAYS: [`01/05/2015,S,C2,N1,U4,PR1,,,,${P}`] }

t.test('who is absent from the next return is not in care, and is told of at once', async (t) => {
  const { data, send, recordsOf, careOf, staysOf } = await anAuthority(t)
  await send('2022-23', { ...always, GONE: [`10/12/2022,S,C2,N1,K2,PR4,,,,${P}`] })
  t.same(await careOf('GONE'), ['2022-12-10–'])
  const report = await send('2023-24', always)
  t.match(
    report.filter(({ rule }) => rule === '1010'),
    [{ kind: 'noted', file: '2023-24/episodes.csv', value: 'GONE', reason: /2023\/24.*to be confirmed/ }],
  )
  const [care] = await recordsOf('GONE')
  t.match(care, { startedOn: '2022-12-10', endedOn: '2023-04-01', endToConfirm: true }, 'there on 31 March')
  t.same(await staysOf('GONE'), ['2022-12-10–2023-04-01'])

  const list = (await data.get('/v1/attention?kind=care-end-to-confirm')).body.items
  t.match(list, [{ kind: 'care-end-to-confirm', action: { href: `/v1/care-periods/${care?.id}` } }])
  const path = `/v1/care-periods/${care?.id}`
  const { headers } = await data.get(path)
  const fix = { endedOn: '2023-04-11', endToConfirm: false }
  t.equal((await data.patch(path, fix, { 'if-match': String(headers.etag) })).status, 200)
  t.same((await data.get('/v1/attention?kind=care-end-to-confirm')).body.items, [])
  await send('2023-24', always)
  t.same(await careOf('GONE'), ['2022-12-10–2023-04-11'], 'as it was confirmed')
})

t.test('a correction of a few is no return without the others', async (t) => {
  const { send, careOf } = await anAuthority(t)
  const many = Object.fromEntries(
    Array.from({ length: 25 }, (_, index) => [`MANY${index}`, [`10/12/2021,S,C2,N1,U4,PR1,,,,${P}`]]),
  )
  await send('2021-22', { ...always, ...many })
  await send('2022-23', { MANY0: [`10/12/2021,S,C2,N1,U4,PR1,01/05/2022,E4A,,${P}`] })
  t.same(await careOf('MANY0'), ['2021-12-10–2022-05-01'])
  t.same(await careOf('MANY1'), ['2021-12-10–'])
})

t.test('RNE S begins a period of care; X1 and the next day do not', async (t) => {
  const { send, recordsOf, careOf } = await anAuthority(t)
  const rowOf = (from: string, rne: string, to = '', rec = '') =>
    `${from},${rne},C2,N1,U4,PR1,${to},${rec},,${P}`
  await send('2022-23', {
    ...always,
    NEXTDAY: [rowOf('10/05/2022', 'S', '01/09/2022', 'X1'), rowOf('02/09/2022', 'P')],
    GAP: [rowOf('10/05/2022', 'S', '01/09/2022', 'X1'), rowOf('10/09/2022', 'S')],
    ANEW: [rowOf('10/05/2022', 'S', '01/09/2022', 'X1'), rowOf('01/09/2022', 'S')],
    UNSAID: [rowOf('10/05/2022', 'S'), rowOf('10/10/2022', 'S')],
  })
  t.same(await careOf('NEXTDAY'), ['2022-05-10–'])
  t.same(await careOf('GAP'), ['2022-05-10–2022-09-01', '2022-09-10–'])
  t.same(await careOf('ANEW'), ['2022-05-10–2022-09-01', '2022-09-01–'])
  t.match(await recordsOf('UNSAID'), [
    { endedOn: '2022-10-10', endToConfirm: true },
    { startedOn: '2022-10-10', endToConfirm: false },
  ])
})

t.test('a child who is back after a year without a word came into care anew', async (t) => {
  const { send, recordsOf } = await anAuthority(t)
  await send('2019-20', { ...always, BACK: [`10/12/2019,S,C2,N1,U4,PR1,,,,${P}`] })
  await send('2020-21', always)
  await send('2021-22', { ...always, BACK: [`06/07/2021,S,C2,N1,U4,PR1,,,,${P}`] })
  t.match(await recordsOf('BACK'), [
    { startedOn: '2019-12-10', endedOn: '2020-04-01', endToConfirm: true },
    { startedOn: '2021-07-06', startedBefore: false },
  ])
})

t.test('a child whom a whole return between two others lacks was not in care then', async (t) => {
  const { data, send, recordsOf, careOf, staysOf } = await anAuthority(t)
  const row = (from: string, rne: string) => `${from},${rne},C2,N1,U4,PR1,,,,${P}`
  const first = { PBACK: [row('10/12/2019', 'S')], LBACK: [row('10/12/2019', 'S')] }
  const last = { PBACK: [row('06/07/2021', 'P')], LBACK: [row('06/07/2021', 'L')] }
  const wholeCare = { RESTATED: [row('10/12/2019', 'S')], WITHIN: [row('10/12/2019', 'S')] }
  await send('2019-20', { ...always, ...first, ...wholeCare })
  t.same(
    (await send('2020-21', always))
      .filter(({ rule }) => rule === '1010')
      .map(({ value }) => value)
      .sort(),
    ['LBACK', 'PBACK', 'RESTATED', 'WITHIN'],
  )
  // Care that the later return tells of in the year of the one that lacks the child went on: the later one wins.
  const report = await send('2021-22', { ...always, ...last, ...wholeCare, WITHIN: [row('10/12/2020', 'P')] })
  for (const child of ['PBACK', 'LBACK'])
    t.match(await recordsOf(child), [
      { startedOn: '2019-12-10', endedOn: '2020-04-01', startedBefore: false, endToConfirm: true },
      { startedOn: '2021-07-06', endedOn: null, startedBefore: true },
    ])
  t.same([await careOf('RESTATED'), await careOf('WITHIN')], [['2019-12-10–'], ['2019-12-10–']])
  const notes = report.filter(({ rule, row }) => rule === '432' && row !== null)
  t.match(notes, [{ column: 'RNE', reason: /2020\/21 does not have the child.*send that return again/ }, {}])
  t.equal(notes.length, 2)
  const figure = async (path: string) => (await data.get(`/v1/measures/${path}`)).body.items[0]
  t.match(await figure('children-looked-after?asAt=2021-03-31'), { numerator: 3 }, 'STAYS, RESTATED, WITHIN')
  t.match(await figure('started-care?asAt=2022-03-31'), { numerator: 0, unknown: 2 })
  t.equal((await data.get('/v1/attention?kind=care-end-to-confirm')).body.items.length, 2, 'asked of each')

  await send('2020-21', { ...always, PBACK: [row('10/12/2019', 'S')] })
  t.same(await careOf('PBACK'), ['2019-12-10–'], 'the return that lacked the child is put right')
  t.same(await staysOf('PBACK'), ['2019-12-10–2021-07-06', '2021-07-06–'])
  t.same(await careOf('LBACK'), ['2019-12-10–2020-04-01', '2021-07-06–'])
})

t.test('a whole return that is loaded late, between two others, says so too', async (t) => {
  const { send, careOf } = await anAuthority(t)
  await send('2019-20', { ...always, LATE: [`10/12/2019,S,C2,N1,U4,PR1,,,,${P}`] })
  await send('2021-22', { ...always, LATE: [`06/07/2021,P,C2,N1,U4,PR1,,,,${P}`] })
  t.same(await careOf('LATE'), ['2019-12-10–'], 'no return denies it')
  const report = await send('2020-21', always)
  t.same(await careOf('LATE'), ['2019-12-10–2020-04-01', '2021-07-06–'])
  t.match(
    report.filter(({ rule }) => rule === '1010'),
    [{ value: 'LATE', reason: /not in that of 2020\/21/ }],
  )
})

t.test('what began before the files is unknown, not new', async (t) => {
  const { send, recordsOf } = await anAuthority(t)
  for (const rne of ['P', 'T', 'L', 'U', 'B']) {
    const child = `BEFORE${rne}`
    await send('2023-24', { ...always, [child]: [`10/11/2023,${rne},C2,N1,U4,PR1,,,,${P}`] })
    t.match(await recordsOf(child), [{ startedOn: '2023-11-10', startedBefore: true }], rne)
  }
  await send('2023-24', { ...always, FRESH: [`10/11/2023,S,C2,N1,U4,PR1,,,,${P}`] })
  t.match(await recordsOf('FRESH'), [{ startedOn: '2023-11-10', startedBefore: false }])
  await send('2022-23', { ...always, BEFOREP: [`10/12/2021,S,C2,N1,U4,PR1,,,,${P}`] })
  t.match(await recordsOf('BEFOREP'), [{ startedOn: '2021-12-10', startedBefore: false }], 'once it is known')
})

t.test('a first row says whether the placement began with it, or before', async (t) => {
  const { data, send, recordsOf } = await anAuthority(t)
  // L: the legal status alone changed. T, U: the placement changed, and the carer stayed. P, B: another carer.
  const expected = { L: true, T: true, U: true, P: false, B: false, S: false }
  const rows: Record<string, string[]> = { ...always }
  for (const rne of Object.keys(expected)) rows[`PLACED${rne}`] = [`10/11/2023,${rne},C2,N1,U4,PR1,,,,${P}`]
  await send('2023-24', rows)
  for (const [rne, startedBefore] of Object.entries(expected))
    t.match(await recordsOf(`PLACED${rne}`, 'placements'), [{ startedOn: '2023-11-10', startedBefore }], rne)
  const { body } = await data.get('/v1/measures/started-care?asAt=2024-03-31')
  t.match(body.items, [{ numerator: 1, unknown: 5 }], 'one came into care: a first return does not flatter')
})

t.test('a later return wins where it restates an episode', async (t) => {
  const { send, careOf, staysOf } = await anAuthority(t)
  const row = (from: string, rne = 'S', end = '') => `${from},${rne},C2,N1,U4,PR1,${end || ','},,${P}`
  const cases: [string, string[], string[], string[]][] = [
    ['EARLIER', [row('10/12/2022')], [row('05/12/2022')], ['2022-12-05–']],
    ['LATER', [row('10/12/2022')], [row('15/12/2022')], ['2022-12-15–']],
    ['LEFTOUT', [row('10/05/2022', 'S', '01/09/2022,X1'), row('01/09/2022', 'P')], [row('10/05/2022')], ['2022-05-10–']],
  ] // prettier-ignore
  for (const [child, first, second, expected] of cases) {
    await send('2022-23', { ...always, [child]: first })
    await send('2023-24', { ...always, [child]: second })
    t.same(await careOf(child), expected, child)
    t.same(await staysOf(child), expected, child)
    await send('2022-23', { ...always, [child]: first })
    t.same(await careOf(child), expected, `${child}: an older return loaded late fills in only`)
  }
  await send('2023-24', { ...always, FILL: [row('01/09/2023', 'P')] })
  await send('2022-23', { ...always, FILL: [row('10/05/2022', 'S', '01/09/2023,X1')] })
  t.same(await careOf('FILL'), ['2022-05-10–'])
})

t.test('a move that a later return has later is one move, and care goes on until it', async (t) => {
  const { send, recordsOf, careOf, staysOf } = await anAuthority(t)
  const row = (from: string, rne: string, { end = ',', urn = '' } = {}) =>
    `${from},${rne},C2,N1,${rne === 'S' ? 'U4' : 'K2'},PR4,${end},,${P}${urn}`
  const first = [row('10/05/2022', 'S', { end: '01/02/2023,X1' }), row('01/02/2023', 'P')]
  const children = ['EARLIER', 'LATER', 'WITHURN', 'ANEW']
  await send('2022-23', {
    ...always,
    ...Object.fromEntries(children.map((child) => [child, first])),
    STAYED: [row('10/05/2022', 'S', { end: '20/03/2023,E4A' })],
    UNTOLD: [row('10/05/2022', 'S', { end: '20/03/2023,X1' })],
    LEFT: [row('10/05/2022', 'S', { end: '10/03/2023,E4A' })],
  })
  // The stay that ended in the year before is not in the return of the next.
  await send('2023-24', {
    ...always,
    EARLIER: [row('27/01/2023', 'P')],
    LATER: [row('03/02/2023', 'P')],
    WITHURN: [row('03/02/2023', 'P', { urn: 'SC123456' })],
    ANEW: [row('15/03/2023', 'S')],
    STAYED: [row('20/03/2023', 'P')],
    UNTOLD: [row('24/03/2023', 'P')],
    LEFT: [row('20/03/2023', 'P')],
  })
  t.same(await careOf('STAYED'), ['2022-05-10–'], 'care did not end, by the later return')
  t.same(
    await staysOf('UNTOLD'),
    ['2022-05-10–2023-03-24', '2023-03-24–'],
    'both returns say that it goes on',
  )
  t.same(await careOf('LEFT'), ['2022-05-10–2023-03-10', '2023-03-20–'], 'nobody says of the nights between')
  t.same(await staysOf('EARLIER'), ['2022-05-10–2023-01-27', '2023-01-27–'])
  for (const child of ['LATER', 'WITHURN']) {
    t.same(await careOf(child), ['2022-05-10–'], child)
    t.same(await staysOf(child), ['2022-05-10–2023-02-03', '2023-02-03–'], child)
  }
  t.match(await recordsOf('ANEW'), [
    { startedOn: '2022-05-10', endedOn: '2023-03-15', endToConfirm: true },
    { startedOn: '2023-03-15', endedOn: null, startedBefore: false },
  ])
})

t.test('what was recorded live after the end of the return stands', async (t) => {
  const { data, send, recordsOf, careOf, staysOf } = await anAuthority(t)
  const open = `10/12/2022,S,C2,N1,K2,PR4,,,,${P}`
  await send('2022-23', { ...always, ENDED: [open], MOVED: [open], FIXED: [open] })
  const patch = async (path: string, fields: Record<string, unknown>) => {
    const answer = await data.patch(path, fields, { 'if-match': '*' })
    t.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  const [care, stay, status] = await Promise.all(
    ['care-periods', 'placements', 'legal-statuses'].map(async (path) => (await recordsOf('ENDED', path))[0]),
  )
  await patch(`/v1/placements/${stay?.id}`, { endedOn: '2023-06-20' })
  await patch(`/v1/legal-statuses/${status?.id}`, { endedOn: '2023-06-20' })
  await patch(`/v1/care-periods/${care?.id}`, { endedOn: '2023-06-20', endReason: 'E4A' })

  const [firstStay] = await recordsOf('MOVED', 'placements')
  await patch(`/v1/placements/${firstStay?.id}`, { endedOn: '2023-07-01' })
  const { childId } = firstStay as unknown as { childId: string }
  const next = { childId, placementType: 'internal-foster', startedOn: '2023-07-01' }
  t.equal((await data.post('/v1/placements', next)).status, 201)

  const { body } = await data.post('/v1/child-lookups', { references: ['FIXED'] })
  const child = body.items[0]
  await patch(`/v1/children/${child?.id}`, { homePostcode: 'CW1 2BJ', ethnicity: 'MOTH' })

  // The same return with one more change of each child.
  const again = `10/12/2022,S,V2,N1,K2,PR4,,,,${P}`
  await send('2022-23', { ...always, ENDED: [again], MOVED: [again], FIXED: [again] })
  t.same(await careOf('ENDED'), ['2022-12-10–2023-06-20'])
  t.same(await staysOf('ENDED'), ['2022-12-10–2023-06-20'])
  t.same(await staysOf('MOVED'), ['2022-12-10–2023-07-01', '2023-07-01–'])
  t.match((await data.get(`/v1/children/${child?.id}`)).body, { homePostcode: 'CW1 2BJ', ethnicity: 'MOTH' })
  t.match(
    await recordsOf('FIXED', 'legal-statuses'),
    [{ status: 'V2' }],
    'what the return changed is changed',
  )
})

t.test('a child who is recorded live alone keeps what is recorded, and gets the years before', async (t) => {
  const { data, send, staysOf } = await anAuthority(t)
  const child = await data.post('/v1/children', {
    reference: 'LIVE', dateOfBirth: '2010-06-05', sex: 'male', ethnicity: 'MOTH', homePostcode: 'CW1 2BJ',
  }) // prettier-ignore
  const stay = { childId: child.body.id, placementType: 'internal-foster', startedOn: '2023-07-01' }
  t.equal((await data.post('/v1/placements', stay)).status, 201)
  await send('2022-23', { ...always, LIVE: [`10/12/2022,S,C2,N1,U4,PR1,,,,${P}`] })
  t.same(await staysOf('LIVE'), ['2022-12-10–2023-07-01', '2023-07-01–'])
  t.match((await data.get(`/v1/children/${child.body.id}`)).body, {
    homePostcode: 'CW1 2BJ',
    ethnicity: 'MOTH',
  })
})

t.test('a return is checked against what is kept of the year before', async (t) => {
  const { data } = await anAuthority(t)
  const lines = {
    header: columns.header,
    episodes: columns.episodes,
    uasc: 'CHILD,SEX,DOB,DUC',
    oc3: 'CHILD,DOB,IN_TOUCH,ACTIV,ACCOM',
  }
  const sendYear = async (year: string, modules: Partial<Record<keyof typeof lines, string[]>>) => {
    const files = Object.entries(modules).map(([module, rows]) => ({
      name: `${year}/${module}.csv`,
      content: [lines[module as keyof typeof lines], ...rows].join('\n'),
    }))
    const result = await importOf(data, files)
    t.equal(result.status, 'succeeded', result.detail ?? '')
    return reportOf(data, result.id)
  }
  await sendYear('2022-23', {
    header: [
      'A,1,05/06/2010,WBRI,A123456789012,,',
      'B,1,05/06/2007,WBRI,UN2,,',
      'C,1,05/06/2006,WBRI,UN2,,',
      'D,1,05/06/2010,WBRI,UN2,,',
      'E,1,05/06/2010,WBRI,UN2,,',
    ],
    episodes: [
      `A,10/12/2022,S,C2,N1,U4,PR1,,,,${P}SC123456`,
      `B,10/12/2022,S,C2,N1,U4,PR1,,,,${P}`,
      `C,10/12/2022,S,C2,N1,U4,PR1,,,,${P}`,
      `D,10/12/2022,S,C2,N1,U4,PR1,,,,${P}`,
      `E,10/12/2022,S,C2,N1,U4,PR1,,,,${P}`,
    ],
    uasc: ['B,1,05/06/2007,05/06/2025'],
  })
  const report = await sendYear('2023-24', {
    header: [
      'A,2,06/06/2010,WIRI,A123456789013,,',
      'B,1,05/06/2007,WBRI,UN2,,',
      'C,1,05/06/2006,WBRI,UN2,,',
      'D,1,05/06/2010,WBRI,UN2,,',
      'N,1,05/06/2010,WBRI,UN2,,',
      'E,1,05/06/2010,WBRI,UN2,,',
    ],
    episodes: [
      `A,10/12/2022,P,C1,N2,U6,PR4,,,,${P}SC654321`,
      `B,10/12/2022,S,C2,N1,U4,PR1,,,,${P}`,
      `D,01/06/2023,P,C2,N1,K2,PR4,,,,${P}`,
      `N,10/12/2021,S,C2,N1,U4,PR1,,,,${P}`,
      `E,10/12/2022,S,C2,N1,U4,PR1,,,,${P}`,
    ],
    // Without B: a child whose status was to end on the 18th birthday has lost it.
    uasc: ['A,2,06/06/2010,'],
    oc3: ['C,05/06/2006,YES,F1,C1'],
  })
  const rulesAbout = (file: string, row: number) =>
    report
      .filter((finding) => finding.file === `2023-24/${file}.csv` && finding.row === row)
      .flatMap(({ kind, rule }) => (kind === 'noted' && rule !== null ? rule : []))
      .sort()
  const [a, b, c] = [2, 3, 4]
  t.same(rulesAbout('header', a), ['202', '203', '204', '205D', '208'].sort())
  t.match(
    report.find(({ rule }) => rule === '203'),
    { column: 'DOB', value: '06/06/2010', reason: /2022\/23 said 2010-06-05; what this one says is used/ },
  )
  t.same(rulesAbout('episodes', a).filter((rule) => rule.startsWith('503')), [
    '503A', '503B', '503C', '503D', '503E', '503F',
  ]) // prettier-ignore
  t.ok(rulesAbout('header', b).includes('205A'))
  t.ok(rulesAbout('header', c).includes('1010'), 'with care leaver data, and no episode')
  t.ok(rulesAbout('episodes', 4).includes('142'), 'the episode that was open is not ended in either return')
  t.ok(rulesAbout('episodes', 5).includes('NoE'))
  t.same([...rulesAbout('header', 7), ...rulesAbout('episodes', 6)], [], 'what agrees breaks no rule')
})
