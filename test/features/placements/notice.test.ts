import t from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import { aBed, aChild, aPlacement } from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'

const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('placements')
const act = (placement: Body, action: string, body: object) =>
  officer.post(`/v1/placements/${placement.id}/${action}`, body, { 'if-match': '*' })

t.test('notice is shown, and the bed is free from its end on until it is withdrawn', async (t) => {
  const bed = await aBed(officer)
  const placement = await aPlacement(officer, { bedId: bed.id })
  t.equal(placement.notice, null)
  const hold = async () =>
    officer.post('/v1/holds', {
      beds: [{ bedId: bed.id, childId: (await aChild(officer)).id }],
      from: inDays(28),
      expiresAt: inHours(1),
    })
  t.equal((await hold()).status, 409)

  const notice = { givenBy: 'provider', on: TODAY, endsOn: inDays(28) }
  t.match(await act(placement, 'notice', { ...notice, on: inDays(1) }), {
    status: 422,
    body: { errors: [{ pointer: '#/on', code: 'in-future' }] },
  })
  t.match(await act(placement, 'notice', { ...notice, endsOn: inDays(-1) }), {
    status: 422,
    body: { errors: [{ pointer: '#/endsOn', code: 'before-notice' }] },
  })
  t.match(await act(placement, 'notice', notice), {
    status: 200,
    body: {
      notice: { givenBy: 'provider', givenOn: TODAY, endsOn: inDays(28) },
      plannedTo: inDays(28),
    },
  })
  t.match(await act(placement, 'notice', notice), {
    status: 409,
    body: { detail: 'Notice is given already: withdraw that first.' },
  })
  const free = await hold()
  t.equal(free.status, 201, 'the bed is free from the end of the notice on')
  await officer.post(`/v1/holds/${free.body.id}/release`, {}, { 'if-match': '*' })

  t.match(await act(placement, 'notice-withdrawal', { on: TODAY }), {
    status: 200,
    body: { notice: null, plannedTo: null },
  })
  t.equal((await hold()).status, 409)
  t.match(await act(placement, 'notice-withdrawal', { on: TODAY }), {
    status: 409,
    body: { detail: 'No notice is in force.' },
  })
  t.equal((await act(placement, 'notice', notice)).status, 200, 'and can be given again')
})

t.test('a placement that is to end before the notice does ends as planned', async (t) => {
  const placement = await aPlacement(officer, { bedId: (await aBed(officer)).id, plannedTo: inDays(10) })
  const notice = { givenBy: 'carer', on: TODAY, endsOn: inDays(28) }
  t.equal((await act(placement, 'notice', notice)).body.plannedTo, inDays(10))
  await act(placement, 'planned-dates', { to: inDays(20) })
  const withdrawn = await act(placement, 'notice-withdrawal', { on: TODAY })
  t.equal(withdrawn.body.plannedTo, inDays(20), 'a planned end that was set since stays')
})

t.test('the checklist says what is due and when it was done', async (t) => {
  const placement = await aPlacement(officer, { startedOn: inDays(-3) })
  const url = `/v1/placements/${placement.id}/checklist`
  t.match((await officer.get(url)).body, {
    items: [
      { item: 'placement-notice', dueOn: inDays(-3), overdue: true, doneOn: [] },
      { item: 'first-visit', dueOn: inDays(4), overdue: false },
    ],
    done: [],
  })
  const visit = { item: 'first-visit', on: inDays(-1), note: 'Seen alone.' }
  t.match(await officer.post(url, { ...visit, on: inDays(1) }), {
    status: 422,
    body: { errors: [{ pointer: '#/on', code: 'in-future' }] },
  })
  const answer = await officer.post<Body & { done: { id: string }[] }>(url, visit)
  t.match(answer, {
    status: 201,
    body: {
      items: [
        { item: 'placement-notice' },
        { item: 'first-visit', dueOn: null, overdue: false, doneOn: [inDays(-1)] },
        { item: 'visit', dueOn: inDays(41), overdue: false, doneOn: [] },
      ],
      done: [{ item: 'first-visit', on: inDays(-1), note: 'Seen alone.' }],
    },
  })
  t.match(await officer.post(url, visit), { status: 409, body: { errors: [{ pointer: '#/on' }] } })
  t.equal((await officer.del(`${url}/${answer.body.done[0]?.id}`)).status, 204)
  t.match((await officer.get(url)).body, { items: [{}, { item: 'first-visit', doneOn: [] }], done: [] })
  t.equal((await officer.del(`${url}/${answer.body.done[0]?.id}`)).status, 404)
  const stranger = await service.as('placements', 'E08000007')
  t.equal((await stranger.get(url)).status, 404)
  t.equal((await stranger.post(url, visit)).status, 404)
})
