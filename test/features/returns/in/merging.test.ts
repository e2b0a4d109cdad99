import t, { type Test } from 'tap'
import { testApp } from '../../../support/app.ts'
import { aBed } from '../../../support/builders.ts'
import { importOf, reportOf, type Sent } from './support.ts'

const headings = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
  uasc: 'CHILD,SEX,DOB,DUC',
  oc3: 'CHILD,DOB,IN_TOUCH,ACTIV,ACCOM',
}
type Rows = Partial<Record<keyof typeof headings, string[]>>

const filesOf = (year: string, rows: Rows): Sent[] =>
  Object.entries(rows).map(([module, lines]) => ({
    name: `${year}/${module}.csv`,
    content: [headings[module as keyof typeof headings], ...lines].join('\n'),
  }))

/** An authority whose child has one identifier in the return of 2022/23, and another in that of 2023/24. */
async function twoNumbers(t: Test, [first, second]: readonly [Rows, Rows]) {
  const service = await testApp(t, { clock: () => new Date('2024-06-03T12:00:00Z') })
  const data = await service.as('data')
  const send = async (year: string, rows: Rows) => {
    const result = await importOf(data, filesOf(year, rows))
    t.equal(result.status, 'succeeded', result.detail ?? '')
    return result
  }
  await send('2022-23', first)
  await send('2023-24', second)
  const idOf = async (reference: string) =>
    String((await data.post('/v1/child-lookups', { references: [reference] })).body.items[0]?.id)
  const [oldId, newId] = [await idOf('OLD'), await idOf('NEW')]
  const spansOf = async (childId: string, path: string) => {
    const { items } = (await data.get(`/v1/${path}?childId=${childId}&limit=100`)).body
    const spans = items as unknown as { startedOn: string; endedOn: string | null }[]
    return spans.map(({ startedOn, endedOn }) => `${startedOn}–${endedOn ?? ''}`).sort()
  }
  const recordOf = async (childId: string) => {
    const [care, legal, stays] = await Promise.all(
      ['care-periods', 'legal-statuses', 'placements'].map((path) => spansOf(childId, path)),
    )
    return { care, legal, stays }
  }
  const act = (action: 'merge' | 'unmerge', id: string, otherId: string) =>
    data.post(
      `/v1/children/${id}/${action}`,
      { otherId, reason: 'The number was changed.' },
      { 'if-match': '*' },
    )
  return { service, data, send, idOf, oldId, newId, recordOf, act }
}

const births = (child: string, upn = 'A123456789012') => [`${child},1,05/06/2006,WBRI,${upn},,`]
const row = (child: string, from: string, more = '') => `${child},${from},${more || 'S,C2,N1,U4,PR1,,,,,,'}`

t.test('two records of one child, made from two years, are merged, and taken apart again', async (t) => {
  const years = [
    {
      header: births('OLD'),
      episodes: [row('OLD', '10/12/2022')],
      uasc: ['OLD,1,05/06/2006,'],
    },
    {
      header: births('NEW'),
      episodes: [
        row('NEW', '10/12/2022', 'S,C2,N1,U4,PR1,01/09/2023,X1,CARPL,,,'),
        row('NEW', '01/09/2023', 'P,C2,N1,K2,PR4,,,,,,'),
      ],
      oc3: ['NEW,05/06/2006,YES,F1,D1'],
    },
  ] as const satisfies readonly [Rows, Rows]
  const { data, send, idOf, oldId, newId, recordOf, act } = await twoNumbers(t, [
    { ...years[0] },
    { ...years[1] },
  ])
  const [ofOld, ofNew] = [await recordOf(oldId), await recordOf(newId)]
  t.same(ofOld.care, ['2022-12-10–2023-04-01'], 'absent from the next return')
  t.same(ofNew.care, ['2022-12-10–'])
  const suspicions = (await data.get('/v1/suspected-duplicates')).body.items
  t.match(suspicions, [{ because: ['same-birth-and-care', 'same-upn'] }])

  const merger = await act('merge', newId, oldId)
  t.equal(merger.status, 200, JSON.stringify(merger.body))
  t.same(await recordOf(newId), {
    care: ['2022-12-10–'],
    legal: ['2022-12-10–'],
    stays: ['2022-12-10–2023-09-01', '2023-09-01–'],
  })
  t.match(
    (await data.get(`/v1/children/${newId}`)).body,
    { uasc: true },
    'which the old number alone has told',
  )
  t.equal(await idOf('OLD'), newId)
  t.match((await data.get(`/v1/children/${oldId}`)).status, 404)

  const again = [await send('2022-23', years[0]), await send('2023-24', years[1])]
  t.match(again, [{ counts: { unchanged: 3, rejected: 0 } }, { counts: { unchanged: 4, rejected: 0 } }])
  t.match(
    (await reportOf(data, String(again[0]?.id), 'read')).filter(({ column }) => column === 'CHILD'),
    [{ value: 'OLD', reason: /merged into that of NEW/ }, {}, {}],
  )
  const versions = (await data.get(`/v1/children/${oldId}/versions`)).body.items
  t.match(versions.at(-1), { reason: 'The number was changed.' })

  const parting = await act('unmerge', newId, oldId)
  t.equal(parting.status, 200, JSON.stringify(parting.body))
  t.same([await recordOf(oldId), await recordOf(newId)], [ofOld, ofNew])
  t.match((await data.get(`/v1/children/${newId}`)).body, { uasc: false })
  t.match((await data.get(`/v1/children/${oldId}`)).body, { uasc: true })
  t.match(await send('2023-24', years[1]), { counts: { unchanged: 4 } })
})

t.test('either record may stay, and later returns under either number find it', async (t) => {
  const { data, send, oldId, newId, recordOf, act } = await twoNumbers(t, [
    { header: births('OLD', 'UN2'), episodes: [row('OLD', '10/12/2022')] },
    // The next return tells of a move after the files of the first: care has gone on in between.
    { header: births('NEW', 'UN2'), episodes: [row('NEW', '01/05/2023', 'P,C2,N1,K2,PR4,,,,,,')] },
  ])
  t.same((await recordOf(newId)).care, ['2023-05-01–'])
  t.match((await data.get('/v1/suspected-duplicates')).body.items, [{ because: ['same-birth-and-care'] }])
  t.equal((await act('merge', oldId, newId)).status, 200)
  t.same(await recordOf(oldId), {
    care: ['2022-12-10–'],
    legal: ['2022-12-10–'],
    stays: ['2022-12-10–2023-05-01', '2023-05-01–'],
  })
  for (const child of ['OLD', 'NEW']) {
    const end = child === 'OLD' ? '10/02/2024' : '11/02/2024'
    const rows = [row(child, '01/05/2023', `P,C2,N1,K2,PR4,${end},E4A,,,,`)]
    await send('2023-24', { header: births(child), episodes: rows })
    const { care } = await recordOf(oldId)
    t.same(care, [`2022-12-10–2024-02-1${child === 'OLD' ? 0 : 1}`], child)
  }
  const { items } = (await data.get('/v1/children?limit=100')).body
  t.same(
    items.map(({ id }) => id),
    [oldId],
  )
})

t.test('what was recorded live of the two, and cannot be of one child, is named', async (t) => {
  const { data, oldId, newId, recordOf, act } = await twoNumbers(t, [
    { header: births('OLD'), episodes: [row('OLD', '10/12/2022', 'S,C2,N1,U4,PR1,01/03/2023,E4A,,,,')] },
    { header: births('NEW'), episodes: [row('NEW', '01/06/2023')] },
  ])
  const stay = {
    childId: oldId,
    placementType: 'with-parents',
    startedOn: '2023-07-01',
    endedOn: '2023-08-01',
    recordedAsHappened: 'For the test.',
  }
  const live = await data.post('/v1/care-periods', {
    childId: oldId,
    startedOn: '2023-07-01',
    endedOn: '2023-08-01',
    endReason: 'E4A',
  })
  t.equal(live.status, 201, JSON.stringify(live.body))
  t.equal((await data.post('/v1/placements', stay)).status, 201)
  const records = [await recordOf(oldId), await recordOf(newId)]
  const refusal = await act('merge', newId, oldId)
  t.match(refusal, { status: 409, body: { type: '/problems/conflict' } })
  t.match(
    refusal.body.errors.map(({ detail }) => detail),
    [/\/v1\/care-periods\/.*overlap/, /\/v1\/placements\/.*overlap/],
  )
  t.same([await recordOf(oldId), await recordOf(newId)], records, 'nothing is half done')
})

t.test('the bed that one of the two had is kept, or given back', async (t) => {
  const { data, oldId, newId, recordOf, act } = await twoNumbers(t, [
    { header: births('OLD'), episodes: [row('OLD', '10/12/2022', 'S,C2,N1,K2,PR4,,,,,,')] },
    { header: births('NEW'), episodes: [row('NEW', '10/12/2022', 'S,C2,N1,K2,PR4,,,,,,')] },
  ])
  const { id: bedId } = await aBed(data)
  const [stay] = (await data.get(`/v1/placements?childId=${newId}`)).body.items
  t.equal((await data.patch(`/v1/placements/${stay?.id}`, { bedId }, { 'if-match': '*' })).status, 200)
  t.equal((await act('merge', newId, oldId)).status, 200)
  t.match((await data.get(`/v1/placements?childId=${newId}`)).body.items, [{ id: stay?.id, bedId }])
  t.equal((await act('unmerge', newId, oldId)).status, 200)
  t.match((await data.get(`/v1/placements?childId=${newId}`)).body.items, [{ id: stay?.id, bedId }])
  t.same((await recordOf(oldId)).stays, ['2022-12-10–2023-04-01'])
  t.equal((await act('merge', oldId, newId)).status, 200, 'and the other way round')
  t.same((await recordOf(oldId)).stays, ['2022-12-10–'])
  t.equal((await act('unmerge', oldId, newId)).status, 200)
  t.match((await data.get(`/v1/placements?childId=${newId}`)).body.items, [{ id: stay?.id, bedId }])
})
