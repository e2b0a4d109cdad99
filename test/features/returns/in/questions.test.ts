import t, { type Test } from 'tap'
import { testApp, type Body } from '../../../support/app.ts'
import { aBed, aDisruptionMeeting } from '../../../support/builders.ts'
import { csv, importOf, reportOf } from './support.ts'

/** A child of whom a stay with parents, in June 2022, was recorded live, and no return has told. */
async function aDispute(t: Test, references: readonly string[] = ['A']) {
  const service = await testApp(t)
  const data = await service.as('data')
  const children: Record<string, { id: string; stayId: string }> = {}
  for (const reference of references) {
    const child = await data.post('/v1/children', { reference, dateOfBirth: '2010-06-05', sex: 'male' })
    const stay = await data.post('/v1/placements', {
      childId: child.body.id,
      placementType: 'with-parents',
      startedOn: '2022-06-01',
      endedOn: '2022-07-01',
    })
    t.equal(stay.status, 201, JSON.stringify(stay.body))
    children[reference] = { id: child.body.id, stayId: stay.body.id }
  }
  /** A return that has the child with one foster carer from 10 May 2022 on, or as its own row says. */
  const returnOf = (rows: Readonly<Record<string, string>> = {}, year = '2022-23') => {
    const all = {
      ...Object.fromEntries(references.map((child) => [child, '10/05/2022,S,C2,N1,U4,PR1,,,,,,'])),
      ...rows,
    }
    return [
      csv('header', ...Object.keys(all).map((child) => `${child},1,05/06/2010,WBRI,UN2,,`)),
      csv('episodes', ...Object.entries(all).map(([child, row]) => `${child},${row}`)),
    ].map(({ name, content }) => ({ name: `${year}/${name}`, content }))
  }
  const questions = async (path = '/v1/import-questions?status=open') =>
    (await data.get(path)).body.items as unknown as (Body & { recorded: Body[]; returned: Body[] })[]
  const staysOf = async (reference: string) => {
    const { items } = (await data.get(`/v1/placements?childId=${children[reference]?.id}&limit=100`)).body
    const stays = items as unknown as { startedOn: string; endedOn: string | null; placementType: string }[]
    return stays.map((stay) => `${stay.startedOn}–${stay.endedOn ?? ''} ${stay.placementType}`).sort()
  }
  const answer = (id: string, body: unknown, headers = {}) =>
    data.post(`/v1/import-questions/${id}/answer`, body, { 'if-match': '*', ...headers })
  return { service, data, children, returnOf, questions, staysOf, answer }
}
const right = { answer: 'return', reason: 'The file was checked with the carer.' }
const wrong = { answer: 'record', reason: 'The file has a mistake.' }

t.test('one question for each child, with both versions; everything else is applied', async (t) => {
  const { data, children, returnOf, questions, staysOf } = await aDispute(t)
  const result = await importOf(data, returnOf({ OTHER: '10/05/2022,S,C2,N1,K2,PR4,,,,,,' }))
  t.match(result, { status: 'succeeded', counts: { records: { children: { new: 1 } } } })
  t.match(result.detail ?? '', new RegExp(`1 questions wait.*/v1/imports/${result.id}/questions`))
  const [question, ...more] = await questions(`/v1/imports/${result.id}/questions`)
  t.same(more, [])
  t.match(question, {
    childId: children.A?.id,
    childReference: 'A',
    status: 'open',
    years: ['2022/23'],
    recorded: [
      {
        record: 'placements',
        startedOn: '2022-06-01',
        endedOn: '2022-07-01',
        what: 'with-parents',
        href: `/v1/placements/${children.A?.stayId}`,
      },
    ],
    returned: [{ record: 'placements', startedOn: '2022-05-10', endedOn: null, what: 'internal-foster' }],
    answer: null,
  })
  t.match((await reportOf(data, result.id, 'rejected'))[0]?.reason, /which is right.*import-questions/)
  t.same(await staysOf('A'), ['2022-06-01–2022-07-01 with-parents'], 'nothing of the child is changed')
  const { body } = await data.get('/v1/attention?kind=import-question-open')
  t.match(body.items, [{ children: [{ reference: 'A' }], team: 'data' }])
})

t.test('the return is right: it is recorded, and the history keeps what was', async (t) => {
  const { data, children, returnOf, questions, staysOf, answer } = await aDispute(t)
  await importOf(data, returnOf())
  const [question] = await questions()
  const { status, body } = await answer(String(question?.id), right, { 'access-purpose': 'the return' })
  t.equal(status, 200, JSON.stringify(body))
  t.match(body, { status: 'answered', answer: 'return', reason: right.reason, answeredBy: /data/, notes: [] })
  t.same(await staysOf('A'), ['2022-05-10– internal-foster'])
  const { items } = (await data.get(`/v1/placements/${children.A?.stayId}/versions`)).body
  t.match(items.at(-1), { change: 'removed', reason: right.reason })
  t.match(items[0], { record: { startedOn: '2022-06-01', placementType: 'with-parents' } })
  t.same(await questions(), [])
  t.same((await data.get('/v1/attention?kind=import-question-open')).body.items, [])
  const again = await importOf(data, returnOf())
  t.match(again, { detail: null, counts: { unchanged: 2, rejected: 0 } }, 'the same return changes nothing')
  const types = (await data.get('/v1/events?limit=500')).body.items.map(({ type }) => type)
  for (const type of ['asked', 'answered'])
    t.ok(types.includes(`uk.sufficiency.import-question.${type}.v1`), type)
})

t.test('the record is right: the return is set aside, and not asked of again', async (t) => {
  const { data, returnOf, questions, staysOf, answer } = await aDispute(t)
  await importOf(data, returnOf())
  const [question] = await questions()
  t.equal((await answer(String(question?.id), wrong)).status, 200)
  t.same(await staysOf('A'), ['2022-06-01–2022-07-01 with-parents'])
  const again = await importOf(data, returnOf())
  t.match(again.detail ?? '', /it was answered before that the record is right/)
  t.match((await reportOf(data, again.id, 'rejected'))[0]?.reason, /set aside/)
  t.same(await questions(), [])
  const other = await importOf(data, returnOf({ A: '11/05/2022,S,C2,N1,U4,PR1,,,,,,' }))
  t.match(other.detail ?? '', /1 questions wait/)
  t.match(await questions(), [{ returned: [{ startedOn: '2022-05-11' }] }], 'something new differs')
})

t.test('a stay of the same kind takes the days of the return and keeps its bed', async (t) => {
  const { data, children, returnOf, questions, answer } = await aDispute(t)
  const { id: bedId } = await aBed(data)
  const stay = { childId: children.A?.id, placementType: 'residential', bedId, startedOn: '2022-07-03' }
  const live = await data.post('/v1/placements', stay)
  t.equal(live.status, 201, JSON.stringify(live.body))
  await data.del(`/v1/placements/${children.A?.stayId}`, { 'if-match': '*' })
  await importOf(data, returnOf({ A: '01/07/2022,S,C2,N1,K2,PR1,,,,,,' }))
  const [question] = await questions()
  t.match(question, { recorded: [{ startedOn: '2022-07-03' }], returned: [{ startedOn: '2022-07-01' }] })
  t.equal((await answer(String(question?.id), right)).status, 200)
  const { body } = await data.get(`/v1/placements/${live.body.id}`)
  t.match(body, { startedOn: '2022-07-01', bedId, endedOn: null }, 'the same record')
})

t.test('a bed that another child is in by then: the home without a bed, and told', async (t) => {
  const { data, children, returnOf, questions, answer } = await aDispute(t, ['A', 'B'])
  const { id: bedId } = await aBed(data)
  for (const { stayId } of Object.values(children))
    await data.del(`/v1/placements/${stayId}`, { 'if-match': '*' })
  const lives = [
    { childId: children.A?.id, placementType: 'residential', bedId, startedOn: '2022-07-03' },
    {
      childId: children.B?.id,
      placementType: 'residential',
      bedId,
      startedOn: '2022-06-01',
      endedOn: '2022-07-03',
    },
  ]
  for (const live of lives) t.equal((await data.post('/v1/placements', live)).status, 201)
  await importOf(
    data,
    returnOf({ A: '01/07/2022,S,C2,N1,K2,PR1,,,,,,', B: '02/06/2023,S,C2,N1,U4,PR1,,,,,,' }),
  )
  const [question] = await questions()
  const { status, body } = await answer(String(question?.id), right)
  t.equal(status, 200, JSON.stringify(body))
  t.match(body.notes, [/placement from 2022-07-01: .*bed is not free/])
  const { items } = (await data.get(`/v1/placements?childId=${children.A?.id}`)).body
  t.match(items, [{ startedOn: '2022-07-01', bedId: null }])
})

t.test('what lies before and after the days of the return stands', async (t) => {
  const { data, children, returnOf, questions, staysOf } = await aDispute(t, ['BEFORE', 'AFTER'])
  const stay = async (reference: string, days: { startedOn: string; endedOn?: string }) => {
    const child = children[reference]
    await data.del(`/v1/placements/${child?.stayId}`, { 'if-match': '*' })
    const fields = { childId: child?.id, placementType: 'with-parents', ...days }
    t.equal((await data.post('/v1/placements', fields)).status, 201)
  }
  await stay('BEFORE', { startedOn: '2022-04-20', endedOn: '2022-06-01' })
  await stay('AFTER', { startedOn: '2023-03-01' })
  const { id } = await importOf(data, returnOf())
  t.equal((await questions()).length, 2)
  const { body } = await data.post(`/v1/imports/${id}/questions/answers`, right)
  t.match(body, { answered: [{ answer: 'return' }, { answer: 'return' }], refused: [], open: 0 })
  t.same(await staysOf('BEFORE'), ['2022-04-20–2022-05-10 with-parents', '2022-05-10– internal-foster'])
  t.same(await staysOf('AFTER'), ['2022-05-10–2023-04-01 internal-foster', '2023-04-01– with-parents'])
})

t.test('in bulk, those named or all; what cannot be answered leaves the rest answered', async (t) => {
  const { data, children, returnOf, questions, staysOf } = await aDispute(t, ['A', 'B', 'C'])
  const { id } = await importOf(data, returnOf())
  const path = `/v1/imports/${id}/questions/answers`
  const all = await questions()
  const idOf = (reference: string) => String(all.find((one) => one.childReference === reference)?.id)
  const answerOfOne = await data.post(path, { ...wrong, questions: [idOf('C')] })
  t.match(answerOfOne.body, { answered: [{ childReference: 'C', answer: 'record' }], refused: [], open: 2 })
  // On what is recorded of B since, something else depends: the answer cannot remove it.
  await data.patch(`/v1/placements/${children.B?.stayId}`, { endedOn: '2022-07-02' }, { 'if-match': '*' })
  const rest = await data.post(path, right)
  t.match(rest.body, {
    answered: [{ childReference: 'A', answer: 'return' }],
    refused: [{ questionId: idOf('B'), code: 'conflict', detail: /changed since/ }],
    open: 1,
  })
  t.match(await questions(), [{ recorded: [{ endedOn: '2022-07-02' }] }], 'it is asked anew')
  const last = await data.post(path, right)
  t.match(last.body, { answered: [{ childReference: 'B' }], open: 0 })
  t.same(await staysOf('B'), ['2022-05-10– internal-foster'])
  const stranger = '0f0f0f0f-0000-4000-8000-000000000000'
  const none = await data.post(path, { ...right, questions: [stranger, idOf('A')] })
  t.match(none.body, {
    answered: [],
    refused: [
      { questionId: idOf('A'), code: 'action-not-open', detail: /answered on .*return is right/ },
      { questionId: stranger, code: 'not-found' },
    ],
  })
})

t.test('answered twice, at once, or about what has changed: a clear refusal', async (t) => {
  const { service, data, children, returnOf, questions, answer } = await aDispute(t, ['A', 'B'])
  await importOf(data, returnOf())
  const all = await questions()
  const [a, b] = ['A', 'B'].map((reference) => all.find((one) => one.childReference === reference))
  const answers = await Promise.all([
    answer(String(a?.id), right),
    answer(String(a?.id), wrong),
    answer(String(a?.id), right),
  ])
  t.same(answers.map(({ status }) => status).sort(), [200, 409, 409])
  t.match(await answer(String(a?.id), right), { status: 409, body: { detail: /It was answered/ } })

  t.match(await answer(String(b?.id), right, { 'if-match': '"99"' }), { status: 412 })
  t.match(await data.post(`/v1/import-questions/${String(b?.id)}/answer`, right), { status: 428 })
  await data.patch(`/v1/placements/${children.B?.stayId}`, { endedOn: '2022-07-05' }, { 'if-match': '*' })
  t.match(await answer(String(b?.id), right), { status: 409, body: { detail: /changed since it was asked/ } })
  t.match(await data.get(`/v1/import-questions/${String(b?.id)}`), {
    body: { version: 2, status: 'open', recorded: [{ endedOn: '2022-07-05' }] },
  })
  t.match(await answer(String(b?.id), { answer: 'both', reason: 'x' }), {
    status: 400,
    body: { errors: [{ pointer: '#/answer' }] },
  })
  t.match(await answer('0f0f0f0f-0000-4000-8000-000000000000', right), { status: 404 })

  const client = await service.ownerPool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 5911))', ['E06000049'])
    t.match(await answer(String(b?.id), right), { status: 409, body: { detail: /import .* is at work/ } })
  } finally {
    await client.query('rollback')
    client.release()
  }
  t.equal((await answer(String(b?.id), right)).status, 200)
  for (const role of ['placements', 'bi'] as const) {
    const client = await service.as(role)
    t.equal((await client.get('/v1/import-questions')).status, 403)
  }
  const theirs = await service.as('data', 'E08000007')
  t.same((await theirs.get('/v1/import-questions')).body.items, [])
  t.equal((await theirs.get(`/v1/import-questions/${String(b?.id)}`)).status, 404)
})

t.test('a question is settled by the return put right, or by the record put right', async (t) => {
  const { data, children, returnOf, questions, staysOf } = await aDispute(t, ['A', 'B'])
  await importOf(data, returnOf())
  t.equal((await questions()).length, 2)
  await data.del(`/v1/placements/${children.B?.stayId}`, { 'if-match': '*' })
  const result = await importOf(data, returnOf({ A: '01/07/2022,S,C2,N1,U4,PR1,,,,,,' }))
  t.equal(result.detail, null)
  t.same(await questions(), [])
  t.match(await questions('/v1/import-questions'), [{ status: 'superseded' }, { status: 'superseded' }])
  t.same(await staysOf('A'), ['2022-06-01–2022-07-01 with-parents', '2022-07-01– internal-foster'])
  t.same(await staysOf('B'), ['2022-05-10– internal-foster'])
})

t.test('a later year asks about what is open still, together', async (t) => {
  const { data, returnOf, questions, staysOf, answer } = await aDispute(t, ['APART', 'AGAIN'])
  const stays = {
    APART: '10/05/2022,S,C2,N1,U4,PR1,01/03/2023,X1,CARPL,,,',
    AGAIN: '10/05/2022,S,C2,N1,U4,PR1,,,,,,',
  }
  await importOf(data, returnOf(stays))
  const later = {
    APART: '01/03/2023,P,C2,N1,K2,PR4,,,,,,',
    AGAIN: '10/05/2022,S,C2,N1,U4,PR1,01/06/2023,E4A,CARPL,,,',
  }
  const next = await importOf(data, returnOf(later, '2023-24'))
  t.match(next.detail ?? '', /^1 children/, 'of the other it contradicts nothing')
  t.same(await staysOf('APART'), ['2022-06-01–2022-07-01 with-parents', '2023-03-01– residential'])
  const all = await questions()
  const [apart, again] = ['APART', 'AGAIN'].map((child) => all.find((one) => one.childReference === child))
  t.match(apart, { years: ['2022/23'] })
  t.match(again, { years: ['2022/23', '2023/24'], returned: [{ endedOn: '2023-06-01' }] })
  for (const question of [apart, again]) t.equal((await answer(String(question?.id), right)).status, 200)
  t.same(await staysOf('APART'), ['2022-05-10–2023-03-01 internal-foster', '2023-03-01– residential'])
  t.same(await staysOf('AGAIN'), ['2022-05-10–2023-06-01 internal-foster'])
})

t.test(
  'care, status and stay that were all recorded live take the days of the return together',
  async (t) => {
    const { data, children, returnOf, questions, answer } = await aDispute(t)
    const childId = children.A?.id
    await data.del(`/v1/placements/${children.A?.stayId}`, { 'if-match': '*' })
    const { id: bedId } = await aBed(data)
    const startedOn = '2022-06-05'
    const lives = {
      'care-periods': { childId, startedOn, need: 'N1' },
      'legal-statuses': { childId, startedOn, status: 'C2' },
      placements: { childId, startedOn, placementType: 'residential', bedId },
    }
    const ids: Record<string, string> = {}
    for (const [path, fields] of Object.entries(lives)) {
      const { status, body } = await data.post(`/v1/${path}`, fields)
      t.equal(status, 201, JSON.stringify(body))
      ids[path] = body.id
    }
    const spansOf = async (path: string) => {
      const { items } = (await data.get(`/v1/${path}?childId=${childId}`)).body
      return items.map((item) => [item.id, item.startedOn, item.endedOn])
    }
    for (const [day, end, care] of [
      ['01/06/2022', ',,CARPL', '2022-06-01'],
      ['03/06/2022', '10/02/2023,E4A,CARPL', '2022-06-03'],
    ] as const) {
      const reason = end.startsWith(',') ? ',,' : end
      await importOf(data, returnOf({ A: `${day},S,C2,N1,K2,PR1,${reason},,,` }))
      const [question] = await questions()
      if (question) {
        t.equal(question.recorded.length, 3)
        const result = await answer(String(question.id), right)
        t.equal(result.status, 200, JSON.stringify(result.body))
      }
      const endedOn = end.startsWith(',') ? null : '2023-02-10'
      for (const path of Object.keys(lives)) {
        const [span, ...more] = await spansOf(path)
        t.same([span?.[1], span?.[2], more], [care, endedOn, []], path)
        if (endedOn === null) t.equal(span?.[0], ids[path], `${path}: the same record`)
      }
    }
  },
)

t.test('an answer that other records stand against is refused, and leaves the others answered', async (t) => {
  const { data, children, returnOf, questions, staysOf, answer } = await aDispute(t, ['A', 'B'])
  await aDisruptionMeeting(data, { placementId: children.A?.stayId })
  const { id } = await importOf(data, returnOf())
  const [question] = (await questions()).filter((one) => one.childReference === 'A')
  const refusal = await answer(String(question?.id), right)
  t.match(refusal, { status: 409, body: { type: '/problems/still-referenced' } })
  const { body } = await data.post(`/v1/imports/${id}/questions/answers`, right)
  t.match(body, {
    answered: [{ childReference: 'B' }],
    refused: [{ questionId: question?.id, code: 'still-referenced' }],
    open: 1,
  })
  t.same(await staysOf('A'), ['2022-06-01–2022-07-01 with-parents'])
  t.same(await staysOf('B'), ['2022-05-10– internal-foster'])
})

t.test('a dry run points at no question, as it asks none', async (t) => {
  const { data, returnOf, questions } = await aDispute(t)
  const trial = await importOf(data, returnOf(), { dryRun: 'true' })
  t.match(trial.detail ?? '', /would be left as they are/)
  t.same(await questions(), [])
  const reasons = (await reportOf(data, trial.id)).map(({ reason }) => reason)
  t.ok(reasons.some((reason) => /The import asks which is right/.test(reason)))
  t.notOk([...reasons, trial.detail].some((words) => /import-questions|\/questions/.test(words ?? '')))
  await importOf(data, returnOf())
  t.equal((await questions()).length, 1)
})
