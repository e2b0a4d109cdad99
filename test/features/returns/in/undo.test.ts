import t, { type Test } from 'tap'
import { testApp } from '../../../support/app.ts'
import { importEnd, importOf, reportOf, type Import, type Sent } from './support.ts'

const headings = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
}

/** The files of a year's return: its Episodes, and a line of Header for each child in them. */
function filesOf(year: string, episodes: readonly string[]): Sent[] {
  const children = [...new Set(episodes.map((line) => line.split(',')[0]))]
  const header = children.map((child) => `${child},1,05/06/2010,WBRI,,,`)
  return Object.entries({ header, episodes }).map(([module, lines]) => ({
    name: `${year}/${module}.csv`,
    content: [headings[module as keyof typeof headings], ...lines].join('\n'),
  }))
}

const reason = { 'change-reason': 'It was the return of another year' }
const tables = ['children', 'care_periods', 'legal_statuses', 'placements', 'return_rows']

async function anAuthority(t: Test) {
  const service = await testApp(t)
  const data = await service.as('data')
  const childOf = async (reference: string) =>
    (await data.post('/v1/child-lookups', { references: [reference] })).body.items[0]
  return {
    service,
    data,
    childOf,
    spansOf: async (reference: string, path = 'placements') => {
      const { body } = await data.get(`/v1/${path}?childId=${(await childOf(reference))?.id}&limit=100`)
      return (body.items as unknown as { startedOn: string; endedOn: string | null }[])
        .map(({ startedOn, endedOn }) => `${startedOn}–${endedOn ?? ''}`)
        .sort()
    },
    send: async (year: string, episodes: readonly string[]): Promise<Import> => {
      const result = await importOf(data, filesOf(year, episodes))
      t.equal(result.status, 'succeeded', result.detail ?? '')
      return result
    },
    undo: async (id: string) => {
      const result = await importEnd(data, await data.post(`/v1/imports/${id}/undo`, undefined, reason))
      t.match(result, { status: 'succeeded', kind: 'undo', undoes: id })
      return { ...result, report: await reportOf(data, result.id) }
    },
    /** All rows of the tables that an import writes; but for how often and when each was written. */
    everything: async () => {
      const all: Record<string, unknown[]> = {}
      for (const table of tables) {
        const { rows } = await service.ownerPool.query<{ row: unknown }>(
          `select to_jsonb(r) - '{version,updated_at,import_id}'::text[] as row from ${table} r order by 1`,
        )
        all[table] = rows.map(({ row }) => row)
      }
      return all
    },
  }
}

const episode = (child: string, from: string, { place = 'U4', to = '', rec = '', rne = 'S' } = {}) =>
  `${child},${from},${rne},C2,N1,${place},PR1,${to},${rec},,CW1 0CC,CW2 0CC,`
const stays = episode('STAYS', '01/05/2015')

t.test('undoing the last import restores exactly what was there before', async (t) => {
  const { send, undo, everything, childOf, data } = await anAuthority(t)
  await send('2021-22', [stays, episode('MOVES', '10/12/2021'), episode('GONE', '10/12/2021')])
  await send('2022-23', [
    stays,
    episode('MOVES', '10/12/2021'),
    episode('GONE', '10/12/2021'),
    episode('NEVER', '10/12/2022'),
  ])
  const rowsBefore = await everything()
  // Ends one, moves one, adds one, takes one back, and one is absent.
  const last = await send('2022-23', [
    stays,
    episode('MOVES', '10/12/2021', { to: '01/06/2022', rec: 'X1' }),
    episode('MOVES', '01/06/2022', { place: 'K2', rne: 'P' }),
    episode('NEW', '11/11/2022'),
  ])
  t.not(JSON.stringify(await everything()), JSON.stringify(rowsBefore))
  t.equal(await childOf('NEVER'), undefined)
  const result = await undo(last.id)
  t.same(await everything(), rowsBefore)
  t.match(result, {
    detail: null,
    counts: { records: { children: { new: 1, removed: 1 }, placements: { new: 1, changed: 2, removed: 2 } } },
  })
  t.same(
    ((await data.get(`/v1/imports/${result.id}/children`)).body.items).map(({ reference, change }) => [reference, change]),
    [['GONE', 'changed'], ['MOVES', 'changed'], ['NEVER', 'new'], ['NEW', 'removed']],
  ) // prettier-ignore
  t.match((await data.get(`/v1/imports/${last.id}`)).body, { undoneBy: result.id })
})

t.test('the first import can be undone, and the history tells both', async (t) => {
  const { service, data, send, undo, everything } = await anAuthority(t)
  const first = await send('2021-22', [stays, episode('OTHER', '10/12/2021')])
  await undo(first.id)
  t.same(await everything(), {
    children: [],
    care_periods: [],
    legal_statuses: [],
    placements: [],
    return_rows: [],
  })
  const { rows } = await service.ownerPool.query(
    `select change, before ->> 'place_code' as place, reason from record_versions where record_type = 'placements' order by id`,
  )
  t.match(rows, [
    { change: 'created' },
    { change: 'created' },
    { change: 'removed', place: 'U4', reason: reason['change-reason'] },
    { change: 'removed', place: 'U4', reason: reason['change-reason'] },
  ])
  await send('2021-22', [stays])
  t.equal((await data.get('/v1/children')).body.items.length, 1, 'it can be sent again')
})

t.test('what was changed since by hand stands, and is told child by child', async (t) => {
  const { service, data, childOf, spansOf, send, undo } = await anAuthority(t)
  const children = ['FIXED', 'NEEDS', 'MOVED', 'ONLY']
  const first = await send('2021-22', [stays, ...children.map((child) => episode(child, '10/12/2021'))])
  const idOf = async (child: string) => (await childOf(child))?.id
  const ok = (answer: { status: number; body: unknown }) =>
    t.ok(answer.status < 300, JSON.stringify(answer.body))
  ok(await data.patch(`/v1/children/${await idOf('FIXED')}`, { ethnicity: 'MOTH' }, { 'if-match': '*' }))
  ok(await data.post('/v1/child-needs', { childId: await idOf('NEEDS'), fostering: 'suitable' }))
  const { body } = await data.get(`/v1/placements?childId=${await idOf('MOVED')}`)
  ok(await data.patch(`/v1/placements/${body.items[0]?.id}`, { endedOn: '2022-06-01' }, { 'if-match': '*' }))
  const { report, detail } = await undo(first.id)
  t.match(detail, /3 children are not wholly as before/)
  t.same(
    report.map(({ value }) => value),
    ['FIXED', 'MOVED', 'NEEDS'],
  )
  t.ok(report.every(({ kind, reason }) => kind === 'noted' && /changed since/.test(reason)))
  t.same(await spansOf('MOVED'), ['2021-12-10–2022-06-01'])
  t.match(await childOf('FIXED'), { ethnicity: 'MOTH' })
  t.same(await spansOf('NEEDS'), ['2021-12-10–'])
  t.equal(await childOf('ONLY'), undefined)
  const { rows } = await service.ownerPool.query(
    `select distinct child_reference as child from return_rows order by 1`,
  )
  t.same(
    rows,
    [{ child: 'FIXED' }, { child: 'MOVED' }, { child: 'NEEDS' }],
    'with what the return has said of them',
  )
})

t.test('undoing an earlier import keeps what later ones say', async (t) => {
  const { childOf, spansOf, send, undo } = await anAuthority(t)
  await send('2020-21', [stays, episode('LONG', '10/12/2020')])
  const middle = await send('2021-22', [
    stays,
    episode('LONG', '10/12/2020', { to: '01/06/2021', rec: 'X1' }),
    episode('LONG', '01/06/2021', { place: 'K2', rne: 'P' }),
    episode('MIDDLE', '10/12/2021'),
    episode('BOTH', '10/12/2021'),
  ])
  await send('2022-23', [stays, episode('BOTH', '10/12/2021', { to: '01/09/2022', rec: 'E4A' })])
  t.same(await spansOf('MIDDLE', 'care-periods'), ['2021-12-10–2022-04-01'], 'absent in the return after it')
  const { report } = await undo(middle.id)
  t.same(report, [], 'nothing is left as it was')
  t.same(await spansOf('LONG', 'care-periods'), ['2020-12-10–2021-04-01'], 'as it is in no later return now')
  t.equal(await childOf('MIDDLE'), undefined)
  t.same(await spansOf('BOTH'), ['2021-12-10–2022-09-01'])
  t.same(await spansOf('STAYS'), ['2015-05-01–'])
})

t.test('rows that a later import has changed stand, and are told', async (t) => {
  const { spansOf, send, undo } = await anAuthority(t)
  await send('2021-22', [stays, episode('TWICE', '10/12/2021'), episode('ONCE', '10/12/2021')])
  const second = await send('2021-22', [stays, episode('TWICE', '11/12/2021'), episode('ONCE', '11/12/2021')])
  await send('2021-22', [
    stays,
    episode('TWICE', '11/12/2021', { place: 'K2' }),
    episode('ONCE', '11/12/2021'),
  ])
  const { report } = await undo(second.id)
  t.match(report, [{ value: 'TWICE', reason: /a later import says otherwise/ }])
  t.same(await spansOf('ONCE'), ['2021-12-10–'])
})

t.test('undoing the latest year opens again the care of who was absent from it', async (t) => {
  const { spansOf, send, undo } = await anAuthority(t)
  await send('2021-22', [stays, episode('ABSENT', '10/12/2021')])
  const next = await send('2022-23', [stays])
  t.same(await spansOf('ABSENT'), ['2021-12-10–2022-04-01'])
  await undo(next.id)
  t.same(await spansOf('ABSENT'), ['2021-12-10–'])
  t.same(await spansOf('ABSENT', 'care-periods'), ['2021-12-10–'])
})

t.test('only an import that was applied is undone, once, with its reason, by who may import', async (t) => {
  const { service, data, send, undo } = await anAuthority(t)
  const first = await send('2021-22', [stays])
  const path = `/v1/imports/${first.id}/undo`
  t.match(await data.post(path), { status: 400 }, 'without a reason')
  t.equal((await (await service.as('bi')).post(path, undefined, reason)).status, 403)
  const answers = await Promise.all([1, 2, 3].map(() => data.post(path, undefined, reason)))
  t.same(answers.map(({ status }) => status).sort(), [202, 409, 409])
  const winner = answers.find(({ status }) => status === 202)
  if (winner) await importEnd(data, winner)
  t.match(await data.post(path, undefined, reason), { status: 409, body: { detail: /undone already/ } })
  const { body } = await data.get('/v1/imports')
  const ofKind = body.items.find(({ kind }) => kind === 'undo')
  t.match(await data.post(`/v1/imports/${ofKind?.id}/undo`, undefined, reason), {
    status: 409,
    body: { detail: /send the files again/ },
  })
  const trial = await importOf(data, filesOf('2021-22', [stays]), { dryRun: 'true' })
  t.match(await data.post(`/v1/imports/${trial.id}/undo`, undefined, reason), {
    status: 409,
    body: { detail: /applied nothing/ },
  })
  t.match(await data.post('/v1/imports/0f0f0f0f-0000-4000-8000-000000000000/undo', undefined, reason), {
    status: 404,
  })
  const again = await send('2021-22', [stays])
  await undo(again.id)
})
