import t, { type Test } from 'tap'
import { testApp } from '../../../support/app.ts'
import { aBed, aDisruptionMeeting } from '../../../support/builders.ts'
import { csv, importOf, reportOf } from './support.ts'

const where = 'CW1 0CC,CW2 0CC,'

/** A row of Episodes without CHILD: with an internal foster carer under a full care order, unless `more` says otherwise. */
const row = (from: string, rne = 'S', { to = ',', place = 'U4,PR1', status = 'C2' } = {}) =>
  `${from},${rne},${status},N1,${place},${to},,${where}`

interface Span {
  id: string
  startedOn: string
  endedOn: string | null
  [field: string]: unknown
}

/** An authority that has sent the return of 2021/22, in which these children are in care since 10 December 2021. */
async function aReturn(t: Test, children: readonly string[], firstRow = row('10/12/2021')) {
  const service = await testApp(t)
  const data = await service.as('data')
  const all = ['STAYS', ...children]
  /** Each child was born on a day of its own, so that no two look like one. */
  const headerOf = (child: string) =>
    `${child},1,${String(all.indexOf(child) + 1).padStart(2, '0')}/06/2010,WBRI,,,`
  const send = async (year: string, rows: Readonly<Record<string, readonly string[]>>) => {
    const own = Object.entries({ STAYS: [row('01/05/2015')], ...rows })
    const files = [
      csv('header', ...own.map(([child]) => headerOf(child))),
      csv('episodes', ...own.flatMap(([child, lines]) => lines.map((line) => `${child},${line}`))),
    ]
    const result = await importOf(data, files.map((file) => ({ ...file, name: `${year}/${file.name}` }))) // prettier-ignore
    t.equal(result.status, 'succeeded', result.detail ?? '')
    return result
  }
  const idOf = async (reference: string) =>
    (await data.post('/v1/child-lookups', { references: [reference] })).body.items[0]?.id as string
  const spansOf = async (reference: string, path: string): Promise<Span[]> => {
    const { body } = await data.get(`/v1/${path}?childId=${await idOf(reference)}&limit=100`)
    return (body.items as unknown as Span[]).sort((a, b) => (a.startedOn < b.startedOn ? -1 : 1))
  }
  const daysOf = async (reference: string, path = 'placements') =>
    (await spansOf(reference, path)).map(({ startedOn, endedOn }) => `${startedOn}–${endedOn ?? ''}`)
  const correct = async (reference: string, path: string, fields: Record<string, unknown>) => {
    const last = (await spansOf(reference, path)).at(-1)
    const answer = await data.patch(`/v1/${path}/${last?.id}`, fields, { 'if-match': '*' })
    t.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  const move = async (reference: string, day: string, placementType = 'with-parents') => {
    await correct(reference, 'placements', { endedOn: day })
    const next = { childId: await idOf(reference), placementType, startedOn: day, postcode: 'CW2 0CC' }
    const answer = await data.post('/v1/placements', next)
    t.equal(answer.status, 201, JSON.stringify(answer.body))
  }
  const endCare = async (reference: string, day: string) => {
    await correct(reference, 'placements', { endedOn: day })
    await correct(reference, 'legal-statuses', { endedOn: day })
    await correct(reference, 'care-periods', { endedOn: day, endReason: 'E4A' })
  }
  const questions = async () =>
    (await data.get('/v1/import-questions?status=open')).body.items as unknown as {
      importId: string
      childReference: string
      recorded: { record: string; startedOn: string; endedOn: string | null; what: string | null }[]
      returned: { record: string; startedOn: string; endedOn: string | null; what: string | null }[]
    }[]
  const answerAll = async (answer: 'return' | 'record') => {
    const [question] = await questions()
    const path = `/v1/imports/${question?.importId}/questions/answers`
    return (await data.post(path, { answer, reason: 'The social worker was asked.' })).body as unknown as {
      refused: { code: string }[]
    }
  }
  await send('2021-22', Object.fromEntries(children.map((child) => [child, [firstRow]])))
  return { service, data, send, idOf, spansOf, daysOf, correct, move, endCare, questions, answerAll }
}

const allThree = ['care-periods', 'legal-statuses', 'placements']

t.test('care that was ended live, and that the next return has otherwise, is one question', async (t) => {
  const { send, daysOf, endCare, questions, answerAll } = await aReturn(t, ['OPEN', 'SAME', 'LATER', 'GONE'])
  for (const child of ['OPEN', 'SAME', 'LATER', 'GONE']) await endCare(child, '2022-06-20')
  const rows = {
    OPEN: [row('10/12/2021')],
    SAME: [row('10/12/2021', 'S', { to: '20/06/2022,E4A' })],
    LATER: [row('10/12/2021', 'S', { to: '25/06/2022,E4A' })],
  }
  await send('2022-23', rows)
  const open = await questions()
  t.same(open.map(({ childReference }) => childReference).sort(), ['LATER', 'OPEN'])
  for (const { childReference, ...versions } of open) {
    const end = childReference === 'OPEN' ? null : '2022-06-25'
    t.same(versions.recorded.map(({ record, endedOn }) => [record, endedOn]), allThree.map((record) => [record, '2022-06-20'])) // prettier-ignore
    t.same(versions.returned.map(({ record, endedOn }) => [record, endedOn]), allThree.map((record) => [record, end])) // prettier-ignore
  }
  for (const path of allThree)
    for (const child of ['OPEN', 'SAME', 'LATER', 'GONE'])
      t.same(await daysOf(child, path), ['2021-12-10–2022-06-20'], `${path} of ${child} stand`)
  t.same((await answerAll('return')).refused, [])
  for (const path of allThree) {
    t.same(await daysOf('OPEN', path), ['2021-12-10–'], path)
    t.same(await daysOf('LATER', path), ['2021-12-10–2022-06-25'], path)
  }
  await send('2022-23', rows)
  t.same(await questions(), [], 'what was answered is not asked again')
})

t.test('the record of an end that was recorded live may be right, and is not asked of again', async (t) => {
  const { send, daysOf, endCare, questions, answerAll } = await aReturn(t, ['ENDED'])
  await endCare('ENDED', '2022-06-20')
  await send('2022-23', { ENDED: [row('10/12/2021')] })
  t.same((await answerAll('record')).refused, [])
  await send('2022-23', { ENDED: [row('10/12/2021')] })
  t.same(await questions(), [])
  for (const path of allThree) t.same(await daysOf('ENDED', path), ['2021-12-10–2022-06-20'])
  // In no row of a later return that is applied: live and return agree that the child is not in care.
  await send('2022-23', {})
  for (const path of allThree) t.same(await daysOf('ENDED', path), ['2021-12-10–2022-06-20'])
})

t.test('what was put right live of a row of a return is not put back by the next', async (t) => {
  const { send, spansOf, correct, questions } = await aReturn(t, ['FIXED'])
  await correct('FIXED', 'placements', { placementType: 'ifa', providerCode: 'PR4' })
  await correct('FIXED', 'legal-statuses', { status: 'V2' })
  await correct('FIXED', 'care-periods', { need: 'N3' })
  const moves = [row('10/12/2021', 'S', { to: '20/06/2022,X1' }), row('20/06/2022', 'P', { place: 'K2,PR4' })]
  await send('2022-23', { FIXED: moves })
  t.match(await spansOf('FIXED', 'placements'), [
    { placementType: 'ifa', providerCode: 'PR4', endedOn: '2022-06-20' },
    { placementType: 'residential', endedOn: null },
  ])
  t.match(await spansOf('FIXED', 'legal-statuses'), [{ status: 'V2', endedOn: null }])
  t.match(await spansOf('FIXED', 'care-periods'), [{ need: 'N3' }])
  t.same(await questions(), [])
  // What the return itself says otherwise than it did before is new, and wins where nobody has changed it.
  await send('2022-23', { FIXED: moves.map((line) => line.replaceAll(',N1,', ',N4,')) })
  t.match(await spansOf('FIXED', 'care-periods'), [{ need: 'N4' }])
})

t.test(
  'a move that was recorded live, and that the next return has otherwise, is one question',
  async (t) => {
    const children = ['SAME', 'LATER', 'NEVER', 'OTHER']
    const { send, spansOf, daysOf, move, questions, answerAll } = await aReturn(t, children)
    for (const child of children) await move(child, '2022-06-20', 'ifa')
    const moves = (day: string, place: string) => [
      row('10/12/2021', 'S', { to: `${day},X1` }),
      row(day, 'P', { place }),
    ]
    await send('2022-23', {
      SAME: moves('20/06/2022', 'U4,PR4'),
      LATER: moves('24/06/2022', 'U4,PR4'),
      NEVER: [row('10/12/2021')],
      OTHER: moves('20/06/2022', 'K2,PR4'),
    })
    t.same(await daysOf('SAME'), ['2021-12-10–2022-06-20', '2022-06-20–'])
    const open = await questions()
    t.same(open.map(({ childReference }) => childReference).sort(), ['LATER', 'NEVER', 'OTHER'])
    t.match(
      open.find(({ childReference }) => childReference === 'OTHER'),
      {
        recorded: [{ startedOn: '2022-06-20', what: 'ifa' }],
        returned: [{ startedOn: '2022-06-20', what: 'residential' }],
      },
    )
    t.same((await answerAll('return')).refused, [])
    t.same(await daysOf('LATER'), ['2021-12-10–2022-06-24', '2022-06-24–'])
    t.match(await spansOf('OTHER', 'placements'), [{}, { placementType: 'residential' }])
    t.equal((await daysOf('NEVER'))[0], '2021-12-10–2023-04-01', 'to the end of what the return tells of')
    t.equal((await daysOf('NEVER'))[1], '2023-04-01–', 'what was recorded live stands from then on')
  },
)

t.test('a return has no code for supported lodgings: what is recorded so is no contradiction', async (t) => {
  const { data, send, idOf, spansOf, correct, questions } = await aReturn(t, ['LODGER'])
  await data.patch(`/v1/children/${await idOf('LODGER')}`, { dateOfBirth: '2005-06-02' }, { 'if-match': '*' })
  await correct('LODGER', 'placements', { endedOn: '2022-06-20' })
  const lodgings = {
    childId: await idOf('LODGER'),
    placementType: 'supported-lodgings',
    startedOn: '2022-06-20',
    postcode: 'CW2 0CC',
  }
  const stay = await data.post('/v1/placements', lodgings)
  t.equal(stay.status, 201, JSON.stringify(stay.body))
  await send('2022-23', {
    LODGER: [row('10/12/2021', 'S', { to: '20/06/2022,X1' }), row('20/06/2022', 'P', { place: 'H5,PR4' })],
  })
  t.same(await questions(), [])
  t.match(await spansOf('LODGER', 'placements'), [
    {},
    { placementType: 'supported-lodgings', placeCode: 'H5' },
  ])
})

t.test('a start that a return moves is of the same record, with all that was built on it', async (t) => {
  const { data, send, spansOf, daysOf, correct } = await aReturn(t, ['EARLIER', 'LATER', 'OTHER'])
  const ids: Record<string, string | undefined> = {}
  const { id: bedId } = await aBed(data)
  for (const child of ['EARLIER', 'LATER']) {
    await correct(child, 'placements', { endedOn: '2022-06-20', endReason: 'CREQB', endPlanned: false })
    const [stay] = await spansOf(child, 'placements')
    ids[child] = stay?.id
    await aDisruptionMeeting(data, { placementId: stay?.id, heldOn: '2022-07-01' })
  }
  await correct('OTHER', 'placements', { bedId })
  await send('2021-22', {
    EARLIER: [row('05/12/2021')],
    LATER: [row('15/12/2021')],
    OTHER: [row('15/12/2021')],
  })
  t.same(await daysOf('EARLIER'), ['2021-12-05–2022-06-20'])
  t.same(await daysOf('LATER'), ['2021-12-15–2022-06-20'])
  t.match(await spansOf('OTHER', 'placements'), [{ startedOn: '2021-12-15', bedId }])
  for (const child of ['EARLIER', 'LATER']) {
    t.match(await spansOf(child, 'placements'), [{ id: ids[child] }])
    const { body } = await data.get(`/v1/disruption-meetings?placementId=${ids[child]}`)
    t.match(body.items, [{ heldOn: '2022-07-01' }])
  }
})

t.test(
  'a return that leaves out what others build on asks of that child, and is applied for the rest',
  async (t) => {
    const { data, send, spansOf, daysOf, correct, questions, answerAll } = await aReturn(t, [
      'BUILT',
      'OTHER',
    ])
    const both = [
      row('10/12/2021', 'S', { to: '20/01/2022,X1' }),
      row('20/01/2022', 'P', { place: 'K2,PR4' }),
    ]
    await send('2021-22', { BUILT: both, OTHER: both })
    await correct('BUILT', 'placements', { endedOn: '2022-06-20', endReason: 'CREQB', endPlanned: false })
    const second = (await spansOf('BUILT', 'placements')).at(-1)
    await aDisruptionMeeting(data, { placementId: second?.id, heldOn: '2022-07-01' })
    const result = await send('2021-22', { BUILT: [row('10/12/2021')], OTHER: [row('10/12/2021')] })
    t.same(await daysOf('OTHER'), ['2021-12-10–'])
    t.same(await daysOf('BUILT'), ['2021-12-10–2022-01-20', '2022-01-20–2022-06-20'])
    t.match(await questions(), [{ childReference: 'BUILT', recorded: [{ startedOn: '2022-01-20' }] }])
    t.match((await reportOf(data, result.id, 'rejected'))[0]?.reason, /which is right/)
    t.match((await answerAll('return')).refused, [{ code: 'still-referenced' }], 'nothing is lost')
    t.same(await daysOf('BUILT'), ['2021-12-10–2022-01-20', '2022-01-20–2022-06-20'])
  },
)
