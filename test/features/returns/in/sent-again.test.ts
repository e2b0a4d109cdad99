import t, { type Test } from 'tap'
import { testApp } from '../../../support/app.ts'
import { importOf, reportOf, type Sent } from './support.ts'

const headings = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
  uasc: 'CHILD,SEX,DOB,DUC',
  oc3: 'CHILD,DOB,IN_TOUCH,ACTIV,ACCOM',
}

type Rows = Partial<Record<keyof typeof headings, readonly string[]>>

/** The files of a year's return, with a line of Header for each child of its Episodes. */
function filesOf(year: string, { header, ...others }: Rows): Sent[] {
  const children = [...new Set((others.episodes ?? []).map((line) => line.split(',')[0]))]
  const rows: Rows = { header: header ?? children.map((child) => `${child},1,05/06/2004,WBRI,,,`), ...others }
  return Object.entries(rows)
    .filter(([, lines]) => lines.length > 0)
    .map(([module, lines]) => ({
      name: `${year}/${module}.csv`,
      content: [headings[module as keyof Rows], ...lines].join('\n'),
    }))
}

/** An authority without records, that sends returns; what is not rejected is applied. */
async function anAuthority(t: Test) {
  const service = await testApp(t)
  const data = await service.as('data')
  const childOf = async (reference: string) =>
    (await data.post('/v1/child-lookups', { references: [reference] })).body.items[0]
  return {
    data,
    childOf,
    spansOf: async (reference: string, path = 'placements') => {
      const { body } = await data.get(`/v1/${path}?childId=${(await childOf(reference))?.id}&limit=100`)
      return (body.items as unknown as { startedOn: string; endedOn: string | null }[])
        .map(({ startedOn, endedOn }) => `${startedOn}–${endedOn ?? ''}`)
        .sort()
    },
    storedRows: async (reference: string) => {
      const { rows } = await service.ownerPool.query<{ row: string }>(
        `select module || ' ' || collection_year as row from return_rows where child_reference = $1 order by 1`,
        [reference],
      )
      return rows.map(({ row }) => row)
    },
    send: async (year: string, rows: Rows, fields?: Record<string, string>) => {
      const result = await importOf(data, filesOf(year, rows), fields)
      t.equal(result.status, 'succeeded', result.detail ?? '')
      return { ...result, report: await reportOf(data, result.id) }
    },
  }
}

const episode = (child: string, from: string, { place = 'U4', to = '', rec = '', rne = 'S' } = {}) =>
  `${child},${from},${rne},C2,N1,${place},PR1,${to},${rec},,CW1 0CC,CW2 0CC,`
const stays = episode('STAYS', '01/05/2015')

t.test('a child whom a return sent again no longer has is gone', async (t) => {
  const { send, childOf, storedRows, spansOf } = await anAuthority(t)
  const both = [stays, episode('NEVER', '10/12/2022')]
  await send('2022-23', { episodes: both })
  t.same(await spansOf('NEVER'), ['2022-12-10–'])
  const { counts, report } = await send('2022-23', { episodes: [stays] })
  t.match(counts, {
    new: 0,
    unchanged: 2,
    withdrawn: 2,
    records: {
      children: { removed: 1, unchanged: 1 },
      care_periods: { removed: 1 },
      legal_statuses: { removed: 1 },
      placements: { removed: 1 },
    },
  })
  t.match(
    report.filter(({ value }) => value === 'NEVER'),
    [
      {
        kind: 'noted',
        column: 'CHILD',
        reason: /in Episodes, Header of 2022\/23 as sent before, and no longer/,
      },
    ],
  )
  t.equal(await childOf('NEVER'), undefined)
  t.same(await storedRows('NEVER'), [])
  await send('2022-23', { episodes: both })
  t.same(await spansOf('NEVER'), ['2022-12-10–'], 'until a return has it again')
})

t.test('who is gone from one year goes back to what the others say', async (t) => {
  const { send, spansOf, storedRows } = await anAuthority(t)
  const stay = episode('BEFORE', '10/12/2021')
  const move = [
    episode('BEFORE', '10/12/2021', { to: '01/06/2022', rec: 'X1' }),
    episode('BEFORE', '01/06/2022', { place: 'K2', rne: 'P' }),
  ]
  await send('2021-22', { episodes: [stays, stay] })
  await send('2022-23', { episodes: [stays, ...move] })
  t.same(await spansOf('BEFORE'), ['2021-12-10–2022-06-01', '2022-06-01–'])
  await send('2022-23', { episodes: [stays] })
  // As in the next return the child is missing: care has ended by 1 April.
  t.same(await spansOf('BEFORE', 'care-periods'), ['2021-12-10–2022-04-01'])
  t.same(await spansOf('BEFORE'), ['2021-12-10–2022-04-01'])
  t.same(await storedRows('BEFORE'), ['episodes 2022', 'header 2022'])
})

t.test('an end that only the withdrawn year gave goes with it', async (t) => {
  const { send, spansOf } = await anAuthority(t)
  await send('2021-22', { episodes: [stays, episode('ENDED', '10/12/2021')] })
  const end = { to: '01/09/2022', rec: 'E4A' }
  await send('2022-23', { episodes: [stays, episode('ENDED', '10/12/2021', end)] })
  t.same(await spansOf('ENDED', 'care-periods'), ['2021-12-10–2022-09-01'])
  await send('2022-23', { episodes: [stays] })
  t.same(await spansOf('ENDED', 'care-periods'), ['2021-12-10–2022-04-01'])
  t.same(await spansOf('ENDED'), ['2021-12-10–2022-04-01'])
})

t.test('who is no longer in UASC is not unaccompanied, unless that was recorded live', async (t) => {
  const { data, send, childOf } = await anAuthority(t)
  const episodes = [stays, episode('ALONE', '10/12/2022'), episode('KNOWN', '10/12/2022')]
  const uasc = ['ALONE', 'KNOWN', 'STAYS'].map((child) => `${child},1,05/06/2004,05/06/2022`)
  const record = await data.post('/v1/children', {
    reference: 'KNOWN', dateOfBirth: '2004-06-05', sex: 'male', uasc: true,
  }) // prettier-ignore
  t.equal(record.status, 201)
  await send('2022-23', { episodes, uasc })
  t.match(await childOf('ALONE'), { uasc: true, uascCeasedOn: '2022-06-05' })
  const { report } = await send('2022-23', { episodes, uasc: uasc.slice(2) })
  t.match(await childOf('ALONE'), { uasc: false, uascCeasedOn: null })
  t.match(await childOf('KNOWN'), { uasc: true })
  t.match(await childOf('STAYS'), { uasc: true })
  t.same(
    report
      .filter(({ reason }) => /in UASC of 2022\/23 as sent before/.test(reason))
      .map(({ value }) => value),
    ['ALONE', 'KNOWN'],
  )
  await send('2022-23', { episodes: [...episodes.slice(0, 2), episode('KNOWN', '11/12/2022')] })
  t.match(await childOf('STAYS'), { uasc: true }, 'a return without the module says nothing of it')
  t.match(await childOf('KNOWN'), { uasc: true }, 'nor does another change of the child')
})

t.test('what OC3 alone has said is taken back with its row', async (t) => {
  const { send, spansOf } = await anAuthority(t)
  // 18 on 5 June 2022.
  const leaver = episode('LEFT', '01/05/2015', { to: '05/06/2022', rec: 'E6' })
  const oc3 = ['LEFT,05/06/2004,YES,F2,Z1', 'STAYS,05/06/2004,YES,F2,B1']
  await send('2022-23', { episodes: [stays, leaver] })
  await send('2023-24', { header: [], oc3 }, { year: '2023-24' })
  t.same(await spansOf('LEFT'), ['2015-05-01–2022-06-05', '2022-06-05–'], 'staying put')
  await send('2023-24', { header: [], oc3: oc3.slice(1) }, { year: '2023-24' })
  t.same(await spansOf('LEFT'), ['2015-05-01–2022-06-05'])
})

t.test('the record of a child stands, if more is recorded than returns have said', async (t) => {
  const { data, send, childOf, storedRows, spansOf } = await anAuthority(t)
  const children = ['NEEDS', 'MOVED', 'FIXED', 'NEVER']
  await send('2022-23', {
    episodes: [stays, ...children.slice(0, 2).map((child) => episode(child, '10/12/2022'))],
  })
  await send('2022-23', { episodes: [stays, ...children.map((child) => episode(child, '10/12/2022'))] })
  const idOf = async (reference: string) => (await childOf(reference))?.id
  const need = await data.post('/v1/child-needs', {
    childId: await idOf('NEEDS'),
    fostering: 'suitable',
  })
  t.equal(need.status, 201, JSON.stringify(need.body))
  const fix = await data.patch(
    `/v1/children/${await idOf('FIXED')}`,
    { ethnicity: 'MOTH' },
    { 'if-match': '*' },
  )
  t.equal(fix.status, 200, JSON.stringify(fix.body))
  const { body } = await data.get(`/v1/placements?childId=${await idOf('MOVED')}`)
  const end = await data.patch(
    `/v1/placements/${body.items[0]?.id}`,
    { endedOn: '2023-06-01' },
    { 'if-match': '*' },
  )
  t.equal(end.status, 200, JSON.stringify(end.body))

  const { report } = await send('2022-23', {
    episodes: [stays, episode('NEEDS', '11/12/2022'), episode('MOVED', '10/12/2022')],
  })
  t.match(await childOf('FIXED'), { ethnicity: 'MOTH' })
  t.equal(await childOf('NEVER'), undefined)
  t.match(
    report.filter(({ reason }) => /record stands/.test(reason)),
    [{ kind: 'noted', value: 'FIXED' }],
  )
  await send('2022-23', { episodes: [stays, episode('NEEDS', '11/12/2022')] })
  await send('2022-23', { episodes: [stays] })
  t.same(await spansOf('MOVED'), ['2022-12-10–2023-06-01'])
  t.same(await spansOf('NEEDS'), ['2022-12-11–'])
  t.same(await storedRows('NEEDS'), [], 'although no return has the child')
})

t.test('nobody is gone from a part of a return', async (t) => {
  const { data, send, childOf, spansOf } = await anAuthority(t)
  const three = ['PART1', 'PART2', 'PART3'].map((child) => episode(child, '10/12/2022'))
  const uasc = ['PART1,1,05/06/2004,']
  await send('2022-23', { episodes: three, uasc })
  const { counts } = await send('2022-23', { episodes: [episode('PART1', '11/12/2022')] })
  t.match(
    counts,
    { changed: 0, new: 1, withdrawn: 1, records: { children: { removed: 0 } } },
    'a correction of one',
  )
  t.same(await spansOf('PART3'), ['2022-12-10–'])
  const unread = { name: '2022-23/notes.csv', content: 'a,b\n1,2\n' }
  const files = [...filesOf('2022-23', { episodes: three.slice(0, 2) }), unread]
  await importOf(data, files, { acceptPartial: 'true' })
  t.same(await spansOf('PART3'), ['2022-12-10–'], 'it may be in the file that was not read')
  t.match(await childOf('PART1'), { uasc: true }, 'there is no UASC')
  await send('2022-23', { episodes: three.slice(0, 2) })
  t.equal(await childOf('PART3'), undefined, 'two of three are a return')
})

t.test('a module that comes with its headings alone says that nobody is in it', async (t) => {
  const { data, send, childOf } = await anAuthority(t)
  const episodes = [stays, episode('ALONE', '10/12/2022')]
  await send('2022-23', { episodes, uasc: ['ALONE,1,05/06/2004,'] })
  t.match(await childOf('ALONE'), { uasc: true })
  const nobody = { name: '2022-23/uasc.csv', content: `${headings.uasc}\n` }
  const part = filesOf('2022-23', { header: [], episodes: [], oc3: ['ALONE,05/06/2004,YES,F1,B1'] })
  await importOf(data, [nobody, ...part], { acceptPartial: 'true' })
  t.match(await childOf('ALONE'), { uasc: true }, 'a part of a return takes nobody out')
  const other = { name: '2021-22/uasc.csv', content: `${headings.uasc}\n` }
  await importOf(data, [other, ...filesOf('2022-23', { episodes })])
  t.match(await childOf('ALONE'), { uasc: true }, 'nor does one of another year')
  const whole = await importOf(data, [nobody, ...filesOf('2022-23', { episodes })])
  t.match(await childOf('ALONE'), { uasc: false })
  t.match(
    whole.files.find(({ name }) => name === nobody.name),
    { modules: ['UASC'], rows: 0, years: ['2022/23'] },
  )
  const reasons = (await reportOf(data, whole.id)).map(({ reason }) => reason)
  for (const pattern of [/no row: nobody is in UASC of 2022\/23/, /in UASC of 2022\/23 as sent before/])
    t.ok(
      reasons.some((reason) => pattern.test(reason)),
      String(pattern),
    )
})
