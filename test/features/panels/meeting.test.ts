import { randomUUID } from 'node:crypto'
import t from 'tap'
import { STOCKPORT, testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aPanelAction,
  aPanelCase,
  aPanelMeeting,
  aPlacement,
  aPlacementRequest,
  aPlacingConsent,
} from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'
import { aChildToStepDown, any, decision, must } from './support.ts'

/** Holds lapse by the database's clock, so the meetings are held today. */
const service = await testApp(t, { clock: () => new Date() })
const admin = await service.as('admin')
const chair = await service.as('panel')
const officer = await service.as('placements')

const open = (body: Body) =>
  (body.actions as { action: string; open: boolean }[]).flatMap((a) => (a.open ? [a.action] : []))
const act = (panelCase: Body, action: string, body: object, client = chair) =>
  client.post<Body>(`/v1/panel-cases/${panelCase.id}/${action}`, body, any)
const read = async (path: string, client = chair) => (await client.get(path)).body

/** A case of a child who might step down, on today's agenda. */
async function aCaseToday() {
  const world = await aChildToStepDown(admin)
  const meeting = await aPanelMeeting(chair, { heldOn: TODAY })
  const panelCase = await aPanelCase(chair, { childId: world.child.id, meetingId: meeting.id })
  return { ...world, meeting, listed: panelCase }
}
const down = { direction: 'down', from: inDays(7) }

interface Laid {
  child: { age: number }
  steps: { to: string; options: { bed: { id: string }; weeklyCost: number; costDifference: number }[] }[]
}

t.test('the panels that authorities have are there from the start, for each to change', async (t) => {
  const own = (await read('/v1/panels')).items
  t.same(own.map(({ reference }) => reference).sort(), [
    'ignition',
    'monthly-step-down',
    'permanence',
    'raap',
    'residential-review',
    'triple-s',
  ])
  const theirs = (await read('/v1/panels', await service.as('panel', STOCKPORT))).items
  t.equal(theirs.length, 6)
  t.notOk(theirs.some(({ id }) => own.some((panel) => panel.id === id)))
})

t.test('a whole meeting: agenda, options, attendance, decision, hold, actions, done', async (t) => {
  const { child, bed } = await aChildToStepDown(admin)
  const [triple] = (await read('/v1/panels?reference=triple-s')).items
  const meeting = await must(
    chair.post('/v1/panel-meetings', { panelId: triple?.id, heldOn: TODAY, startTime: '09:30' }),
  )
  t.match(meeting, { status: 'complete', agenda: [] }, 'a meeting without cases waits for nothing')
  const panelCase = await must(
    officer.post('/v1/panel-cases', {
      meetingId: meeting.id,
      childId: child.id,
      purpose: 'step-down',
      question: 'Is the child ready for a family?',
      referredBy: 'Social worker',
    }),
  )
  t.equal(panelCase.status, 'listed')
  t.same(open(panelCase), ['options', 'decision', 'withdrawal'])

  const withOptions = await must(act(panelCase, 'options', down, officer))
  t.match(withOptions, { status: 'ready', version: 2 })
  const [option] = (withOptions.options as Laid).steps.find(({ to }) => to === 'foster')?.options ?? []
  t.match(option, { bed: { id: bed.id }, weeklyCost: 700, costDifference: 700 - 4000 })

  const attendees = [
    { role: 'Head of service', present: true },
    { role: 'Finance', present: false },
    { role: 'Virtual school', present: true },
  ]
  await chair.patch(`/v1/panel-meetings/${meeting.id}`, { attendees }, any)
  t.match(await read(`/v1/panel-meetings/${meeting.id}`), {
    status: 'awaiting-decisions',
    agenda: [{ id: panelCase.id, purpose: 'step-down', status: 'ready' }],
    pack: `/v1/panel-meetings/${meeting.id}/pack`,
  })

  const afterDecision = await must(act(panelCase, 'decision', { ...decision, bedId: bed.id }))
  t.match(afterDecision, {
    status: 'closed',
    outcome: 'agreed',
    decisions: [
      {
        stands: true,
        bedId: bed.id,
        reasons: decision.reasons,
        dissent: decision.dissent,
        presentRoles: ['Head of service', 'Virtual school'],
        decidedBy: 'panel@example.test',
        links: [],
      },
    ],
  })
  t.same(open(afterDecision), ['superseding-decision', 'links'])

  const action = await aPanelAction(chair, { caseId: panelCase.id, dueOn: inDays(-1) })
  t.equal(action.status, 'overdue')
  t.equal((await read(`/v1/panel-meetings/${meeting.id}`)).status, 'following-up')

  const requestBody = { childIds: [child.id], receivedOn: TODAY, neededFrom: inDays(30) }
  const request = await aPlacementRequest(officer, requestBody)
  const hold = await must(
    officer.post('/v1/holds', {
      beds: [{ bedId: bed.id, childId: child.id }],
      from: inDays(30),
      expiresAt: inHours(48),
      requestId: request.id,
    }),
  )
  await must(act(panelCase, 'links', { requestId: request.id }))
  const withLink = await must(act(panelCase, 'links', { holdId: hold.id }))
  t.match(withLink.decisions, [
    {
      links: [
        { kind: 'request', href: `/v1/placement-requests/${request.id}` },
        { kind: 'hold', id: hold.id, href: `/v1/holds/${hold.id}` },
      ],
    },
  ])
  t.equal((await act(panelCase, 'links', { holdId: hold.id })).status, 409, 'once')

  const due = (await read(`/v1/panel-follow-up?childId=${child.id}`)).items
  const openAction = { id: action.id, status: 'overdue', childReference: child.reference, heldOn: TODAY }
  t.match(due, [{ ...openAction, outcome: 'agreed' }])
  const completion = await must(
    officer.post(`/v1/panel-actions/${action.id}/completion`, { on: TODAY, note: 'First visit made' }, any),
  )
  t.match(completion, { status: 'done', doneNote: 'First visit made' })
  t.same(open(completion), [])
  t.same((await read(`/v1/panel-follow-up?childId=${child.id}`)).items, [])
  t.equal((await read(`/v1/panel-meetings/${meeting.id}`)).status, 'complete')
})

t.test('options laid before a panel stay as they were, whatever the world does after', async (t) => {
  const { child, foster, stay, bed, meeting, listed: panelCase } = await aCaseToday()
  const { options } = await must(act(panelCase, 'options', down))
  await must(act(panelCase, 'decision', { ...decision, bedId: bed.id }))

  const changes: [string, object][] = [
    [`homes/${foster.id}`, { name: 'Renamed', ageTo: 3 }],
    [`placements/${stay.id}`, { weeklyCost: 1 }],
    [`children/${child.id}`, { dateOfBirth: '2010-01-01' }],
  ]
  for (const [path, change] of changes) {
    t.equal((await admin.patch(`/v1/${path}`, change, any)).status, 200, path)
  }
  await must(admin.post('/v1/voids', { bedId: bed.id, reason: 'repair', startsOn: TODAY }))
  t.same((await read(`/v1/panel-cases/${panelCase.id}`)).options, options)
  const pack = await read(`/v1/panel-meetings/${meeting.id}/pack`)
  t.match(pack, { cases: [{ picture: { child: { age: (options as Laid).child.age } } }] })

  t.match(await act(panelCase, 'options', down), {
    status: 409,
    body: { type: '/problems/action-not-open', detail: /what was laid before the panel stands/ },
  })
  const change = await chair.patch(`/v1/panel-cases/${panelCase.id}`, { question: 'Another?' }, any)
  t.match(change, { status: 409, body: { type: '/problems/action-not-open' } })
  t.equal((await chair.del(`/v1/panel-cases/${panelCase.id}`, any)).status, 409)
})

t.test('the database itself refuses to change a decision or what was laid before it', async (t) => {
  const { listed: panelCase } = await aCaseToday()
  await must(act(panelCase, 'options', down))
  await must(act(panelCase, 'decision', decision))
  for (const sql of [
    `update panel_decisions set reasons = 'other' where case_id = $1`,
    `delete from panel_decisions where case_id = $1`,
    `update panel_options set options = '{}' where case_id = $1`,
    `delete from panel_options where case_id = $1`,
    `update panel_cases set question = 'other' where id = $1`,
    `insert into panel_options (authority_code, case_id, laid_by, options)
       select authority_code, id, 'x', '{}' from panel_cases where id = $1`,
  ]) {
    await t.rejects(service.ownerPool.query(sql, [panelCase.id]), { code: '23514' }, sql.slice(0, 40))
  }
})

t.test('a decision is superseded by another, and both stay; two at once leave one', async (t) => {
  const { listed: panelCase } = await aCaseToday()
  const first = await Promise.all([1, 2, 3].map(() => act(panelCase, 'decision', decision)))
  t.same(first.map(({ status }) => status).sort(), [201, 409, 409])
  const later = { ...decision, outcome: 'agreed-with-conditions', conditions: 'After the school term' }
  const afterSuperseding = await must(act(panelCase, 'superseding-decision', later))
  const [latest, earlier] = afterSuperseding.decisions as Body[]
  t.match(latest, { stands: true, supersedesId: earlier?.id, conditions: 'After the school term' })
  t.match(earlier, { stands: false, supersedesId: null, outcome: 'agreed' })
  t.equal(afterSuperseding.outcome, 'agreed-with-conditions')
  t.match(await act(panelCase, 'superseding-decision', { ...later, conditions: null }), {
    status: 422,
    body: { errors: [{ pointer: '#/conditions' }] },
  })
})

t.test(
  'what is not open is refused in the words of the actions; a field that is wrong is named',
  async (t) => {
    const { child, stay, listed: panelCase } = await aCaseToday()
    const later = await aPanelMeeting(chair, { heldOn: inDays(3) })
    const ahead = await aPanelCase(chair, { childId: child.id, meetingId: later.id })
    const refusal = (detail: string) => ({ status: 409, body: { type: '/problems/action-not-open', detail } })
    t.match(await act(ahead, 'decision', decision), refusal('The meeting has not come.'))
    t.match(await act(ahead, 'links', { placementId: stay.id }), refusal('It is not decided.'))
    const prematureWithdrawal = await chair.post(`/v1/panel-cases/${ahead.id}/withdrawal`, {
      on: TODAY,
      reason: 'Placed',
    })
    t.equal(prematureWithdrawal.status, 428)

    const fault = (pointer: string, code: string) => ({ status: 422, body: { errors: [{ pointer, code }] } })
    t.match(await act(panelCase, 'decision', { ...decision, on: inDays(1) }), fault('#/on', 'in-future'))
    t.match(
      await act(panelCase, 'decision', { ...decision, on: inDays(-1) }),
      fault('#/on', 'before-meeting'),
    )
    const unlaid = { ...decision, bedId: (await aBed(admin)).id }
    t.match(await act(panelCase, 'decision', unlaid), fault('#/bedId', 'not-laid'))
    await must(act(panelCase, 'decision', decision))
    const stranger = await aPlacement(admin)
    t.match(await act(panelCase, 'links', { placementId: stranger.id }), {
      status: 422,
      body: { type: '/problems/unknown-reference' },
    })
    t.match(await must(act(panelCase, 'links', { placementId: stay.id })), {
      decisions: [{ links: [{ kind: 'placement', id: stay.id }] }],
    })

    t.equal((await must(act(ahead, 'withdrawal', { on: TODAY, reason: 'Heard today' }))).status, 'withdrawn')
    const cancel = (id: unknown) =>
      chair.post(`/v1/panel-meetings/${String(id)}/cancellation`, { on: TODAY, reason: 'No chair' }, any)
    t.equal((await must(cancel(later.id))).status, 'cancelled')
    t.match(await cancel(panelCase.meetingId), refusal('Cases have been decided at it.'))
  },
)

t.test('sent again with its key a decision is taken once', async (t) => {
  const { listed: panelCase } = await aCaseToday()
  const keyHeaders = { ...any, 'idempotency-key': randomUUID() }
  const decide = () => chair.post(`/v1/panel-cases/${panelCase.id}/decision`, decision, keyHeaders)
  const [first, again] = [await decide(), await decide()]
  t.same([first.status, again.status], [201, 201])
  t.same(again.body, first.body)
  t.equal((first.body.decisions as unknown[]).length, 1)
})

t.test('another authority sees nothing of it, and roles without the scope are refused', async (t) => {
  const { meeting, listed: panelCase } = await aCaseToday()
  await aPanelAction(chair, { caseId: panelCase.id })
  const stranger = await service.as('panel', STOCKPORT)
  for (const path of [
    `panel-cases/${panelCase.id}`,
    `panel-meetings/${meeting.id}`,
    `panel-meetings/${meeting.id}/pack`,
  ]) {
    t.equal((await stranger.get(`/v1/${path}`)).status, 404, path)
  }
  t.equal((await act(panelCase, 'decision', decision, stranger)).status, 404)
  t.same((await read('/v1/panel-follow-up', stranger)).items, [])
  t.equal((await (await service.as('bi')).get('/v1/panel-follow-up')).status, 403)
})

t.test('the follow-up list is in order of the day due, page by page, and narrowed by office', async (t) => {
  const panelCase = await aPanelCase(admin)
  for (const days of [20, 5, 5, 40])
    await aPanelAction(chair, { caseId: panelCase.id, dueOn: inDays(days), ownerRole: 'Housing' })
  const url = '/v1/panel-follow-up?ownerRole=Housing'
  const seen: Body[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Body = await read(`${url}&limit=1${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items)
    cursor = page.nextCursor
  }
  t.same(
    seen.map(({ dueOn }) => dueOn),
    [5, 5, 20, 40].map(inDays),
  )
  t.equal((await read(`${url}&dueBy=${inDays(5)}`)).items.length, 2)
  const csv = await chair.get<string>(url, { accept: 'text/csv' })
  t.equal(csv.body.trim().split('\r\n').length, 5)
})

t.test('every step of a case is an event', async (t) => {
  const { child, stay } = await aChildToStepDown(admin)
  const meeting = await aPanelMeeting(chair, { heldOn: TODAY })
  const { nextCursor } = await read('/v1/events?limit=1000', admin)
  const panelCase = await aPanelCase(chair, { childId: child.id, meetingId: meeting.id })
  await must(act(panelCase, 'options', down))
  await must(act(panelCase, 'decision', decision))
  await must(act(panelCase, 'links', { placementId: stay.id }))
  const action = await aPanelAction(chair, { caseId: panelCase.id })
  await must(chair.post(`/v1/panel-actions/${action.id}/dropping`, { on: TODAY, reason: 'Overtaken' }, any))
  const events = (await read(`/v1/events?limit=1000&cursor=${nextCursor}`, admin)).items
  t.same(
    events.map(({ type }) => type.slice('uk.sufficiency.'.length)),
    [
      'panel-case.listed.v1',
      'panel-case.prepared.v1',
      'panel-decision.taken.v1',
      'panel-decision.linked.v1',
      'panel-action.set.v1',
      'panel-action.dropped.v1',
    ],
  )
})

t.test('whoever lives in a home that was laid has it in the access log of their own authority', async (t) => {
  const { listed: panelCase, bed, foster } = await aCaseToday()
  const neighbour = await service.as('admin', STOCKPORT)
  await service.ownerPool.query('update homes set shared = true where id = $1', [foster.id])
  await aPlacingConsent(admin, { homeId: foster.id, forAuthorityCode: STOCKPORT })
  const guest = await aChild(neighbour)
  const room = await aBed(admin, { homeId: foster.id })
  await aPlacement(neighbour, { childId: guest.id, bedId: room.id, startedOn: TODAY })
  const answer = await must(act(panelCase, 'options', { ...down, limit: 20 }))
  t.ok(JSON.stringify(answer).includes(bed.id), 'the home is an option')
  const { rows } = await service.ownerPool.query<{ action: string; role: string }>(
    'select action, role from access_log where authority_code = $1 and $2 = any(child_ids) order by id desc limit 1',
    [STOCKPORT, guest.id],
  )
  t.same(rows, [{ action: 'POST /v1/panel-cases/:id/options', role: 'another-authority' }])
})

t.test(
  'the progress of a case is known of the present alone, and not asked for of an earlier instant',
  async (t) => {
    t.equal((await chair.get('/v1/panel-cases?outcome=agreed')).status, 200)
    t.match(await chair.get('/v1/panel-cases?outcome=agreed&knownAt=2023-12-01T00:00:00Z'), {
      status: 400,
      body: {
        type: '/problems/invalid-request',
        errors: [{ pointer: '#/query/outcome', code: 'no-history' }],
      },
    })
  },
)
