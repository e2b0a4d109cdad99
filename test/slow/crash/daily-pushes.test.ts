import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { aCollection } from '../../features/returns/collection.ts'
import type { Body } from '../../support/app.ts'
import { crashable } from './service.ts'

/*
 * The service is killed while the collection has a request and has not answered: it comes back, sends what had no answer again
 * as what it is, and the collection has each child once.
 */

t.setTimeout(900_000)

const collection = await aCollection(t)
const service = await crashable(t, { DAILY_COLLECTION: collection.variable() })

async function call(method: string, path: string, body?: object) {
  const answer = await fetch(service.url() + path, {
    method,
    headers: {
      authorization: `Bearer ${service.token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return (text === '' ? {} : JSON.parse(text)) as Body & Record<string, unknown>
}

async function endOfPush(id: unknown) {
  for (;;) {
    const push = await call('GET', `/v1/daily-pushes/${id as string}`)
    if (push.finishedAt !== null) return push
    await sleep(200)
  }
}

const outcomes = async (id: unknown) =>
  (await call('GET', `/v1/daily-pushes/${id as string}/sendings`)).items.map(
    ({ laChildId, reason, outcome }) => [laChildId, reason, outcome],
  )

async function childInCare(reference: string): Promise<void> {
  const child = await call('POST', '/v1/children', {
    reference,
    dateOfBirth: '2015-06-15',
    sex: 'female',
    uasc: false,
  })
  const startedOn = new Date(Date.now() - 86_400_000 * 30).toISOString().slice(0, 10)
  await call('POST', '/v1/care-periods', { childId: child.id, startedOn, need: 'N1' })
  await call('POST', '/v1/legal-statuses', { childId: child.id, status: 'C2', startedOn })
}

t.test('a push that is killed between sending and answer', async (t) => {
  await service.start()
  await childInCare('CRASH1')
  const receiverPath = `/v1/daily-receivers/${(await call('GET', '/v1/daily-receivers')).items[0]?.id}`
  const first = await call('POST', `${receiverPath}/pushes`)
  t.match(await endOfPush(first.id), { status: 'succeeded' })

  await childInCare('CRASH2')
  collection.behave(() => 'take-and-hang')
  const second = await call('POST', `${receiverPath}/pushes`)
  await collection.until(2)
  await service.killService()
  t.same([...collection.children.keys()].sort(), ['CRASH1', 'CRASH2'], 'the collection took it')

  collection.behave(() => 'take')
  await service.start()
  t.match(await endOfPush(second.id), { status: 'failed', detail: /The service stopped during the push/ })
  t.match((await call('GET', `${receiverPath}/changes`)).counts, {
    new: 0,
    amended: 0,
    deleted: 0,
    repeated: 1,
  })
  const third = await call('POST', `${receiverPath}/pushes`)
  t.match(await endOfPush(third.id), { status: 'succeeded', tally: { new: 0, repeated: 1, accepted: 1 } })
  t.same(await outcomes(second.id), [['CRASH2', 'new', 'unanswered']])
  t.same(await outcomes(third.id), [['CRASH2', 'repeated', 'accepted']])
  t.same([...collection.children.keys()].sort(), ['CRASH1', 'CRASH2'])
  t.same(
    collection.requests.map(({ records }) => records.map((record) => record.la_child_id)),
    [['CRASH1'], ['CRASH2'], ['CRASH2']],
    'and nothing else was sent again',
  )
  const fourth = await call('POST', `${receiverPath}/pushes`)
  t.match(await endOfPush(fourth.id), { status: 'succeeded', tally: { repeated: 0, accepted: 0 } })
  t.equal(collection.requests.length, 3)
  await service.stop()
})
