import t from 'tap'
import { testApp, type Body, type TestClient } from '../../support/app.ts'
import { aCarerJourney, aHome } from '../../support/builders.ts'

const service = await testApp(t)
const officer = await service.as('placements')

const change = (journey: Body, fields: object, client: TestClient = officer) =>
  client.patch(`/v1/carer-journeys/${journey.id}`, fields, { 'if-match': '*' })
const record = (fields: object) =>
  officer.post('/v1/carer-journeys', { reference: `R-${Math.random()}`, carerType: 'mainstream', ...fields })

const whole = {
  enquiredOn: '2022-01-10',
  appliedOn: '2022-02-01',
  assessmentStartedOn: '2022-02-20',
  panelOn: '2022-07-01',
  approvedOn: '2022-07-08',
  places: 2,
}

t.test(
  'a household goes from enquiry to approval, becomes a home, and leaves; each step is told',
  async (t) => {
    const enquiry = await aCarerJourney(officer, { enquiredOn: '2022-01-10' })
    for (const step of [
      { appliedOn: '2022-02-01' },
      { assessmentStartedOn: '2022-02-20' },
      { panelOn: '2022-07-01' },
      { approvedOn: '2022-07-08', places: 2 },
    ]) {
      t.match(await change(enquiry, step), { status: 200, body: step })
    }
    const { id: homeId } = await aHome(officer, { kind: 'fostering-household', confidential: true })
    t.match(await change(enquiry, { homeId }), { status: 200, body: { homeId } })
    t.match(await change(enquiry, { closedOn: '2023-03-01', outcome: 'resigned' }), { status: 200 })

    const { body } = await officer.get(`/v1/carer-journeys/${enquiry.id}/versions`)
    t.equal(body.items.length, 7, 'every step is a version')
    t.match(body.items[1], { occurredOn: '2022-02-01' }, 'with the day on which it happened')
    const admin = await service.as('admin')
    const feed = await admin.get<{ items: { type: string; subject: string; data: object }[] }>(
      '/v1/events?limit=1000',
    )
    const events = feed.body.items.filter(({ subject }) => subject === `carer-journeys/${enquiry.id}`)
    t.same(
      events.map(({ type }) => type.split('.')[3]),
      ['recorded', 'applied', 'assessed', 'heard', 'approved', 'changed', 'closed'],
    )

    const readAsAt = (asAt: string) =>
      officer.get(`/v1/carer-journeys?homeId=${homeId}&asAt=${asAt}`).then((list) => list.body.items.length)
    t.same(
      [await readAsAt('2022-01-09'), await readAsAt('2022-01-10'), await readAsAt('2023-02-28')],
      [0, 1, 1],
    )
    t.equal(await readAsAt('2023-03-01'), 0, 'on the day on which it leaves it fosters no longer')
    const stillReferenced = { status: 409, body: { type: '/problems/still-referenced' } }
    t.match(await officer.del(`/v1/homes/${homeId}`, { 'if-match': '*' }), stillReferenced)
  },
)

t.test('what cannot follow is refused, and the answer says what is missing', async (t) => {
  const { enquiredOn, appliedOn, assessmentStartedOn, panelOn, approvedOn, places } = whole
  const none = undefined
  const impossible: [why: string, fields: object, pointer: string | undefined, code: string][] = [
    ['no day at all', {}, '#/enquiredOn', 'journey-begins'],
    [
      'approval before application',
      { enquiredOn, approvedOn, places },
      '#/appliedOn',
      'application-before-assessment',
    ],
    ['panel without assessment', { appliedOn, panelOn }, '#/assessmentStartedOn', 'assessment-before-panel'],
    ['approval without panel', { ...whole, panelOn: null }, '#/panelOn', 'panel-before-approval'],
    ['dates out of order', { ...whole, appliedOn: '2022-01-09' }, none, 'journey-dates-in-order'],
    ['approval before the panel', { ...whole, approvedOn: '2022-06-30' }, none, 'journey-dates-in-order'],
    ['approval for no places', { ...whole, places: null }, '#/places', 'approved-for-places'],
    ['an end without how', { enquiredOn, closedOn: '2022-02-01' }, '#/outcome', 'journey-closure-says-how'],
    ['how without an end', { enquiredOn, outcome: 'withdrawn' }, '#/outcome', 'journey-closure-says-how'],
    [
      'a resignation without approval',
      { enquiredOn, appliedOn, closedOn: '2022-03-01', outcome: 'resigned' },
      '#/outcome',
      'leaving-follows-approval',
    ],
    [
      'a withdrawal after approval',
      { ...whole, closedOn: '2023-01-01', outcome: 'withdrawn' },
      '#/outcome',
      'approval-stands',
    ],
    [
      'a refusal of an enquiry',
      { enquiredOn, closedOn: '2022-02-01', outcome: 'not-approved' },
      '#/appliedOn',
      'refusal-follows-application',
    ],
    [
      'an end before the last stage',
      { ...whole, closedOn: '2022-07-07', outcome: 'resigned' },
      '#/closedOn',
      'journey-closes-last',
    ],
    [
      'a stage left out between',
      { enquiredOn, assessmentStartedOn },
      '#/appliedOn',
      'application-before-assessment',
    ],
  ]
  for (const [why, fields, pointer, code] of impossible) {
    const { status, body } = await record(fields)
    t.match({ status, body }, { status: 422, body: { type: '/problems/rule-broken' } }, why)
    t.match(body.errors ?? [], pointer === undefined ? [] : [{ pointer, code }], why)
  }
  const journey = await aCarerJourney(officer, { ...whole })
  t.match(await change(journey, { panelOn: null }), { status: 422 }, 'nor by a change')
})

t.test('a household that was on its way when records began starts with the first stage known', async (t) => {
  t.match(await record({ approvedOn: '1998-05-01', places: 1 }), { status: 201 })
  t.match(
    await record({ appliedOn: '2022-02-01' }),
    { status: 201 },
    'family and friends come without enquiry',
  )
  const stages = { panelOn: '2022-02-10', approvedOn: '2022-02-11', places: 1 }
  t.match(await record({ carerType: 'family-and-friends', ...stages }), { status: 201 })
})

t.test('a household is on one journey at a time, and may come back', async (t) => {
  const reference = 'FH-BACK'
  const first = await aCarerJourney(officer, { reference, enquiredOn: '2022-01-10' })
  const again = { reference, carerType: 'mainstream', enquiredOn: '2022-05-01' }
  const clash = {
    status: 409,
    body: { type: '/problems/period-overlaps', errors: [{ pointer: '#/reference' }] },
  }
  t.match(await officer.post('/v1/carer-journeys', again), clash)
  await change(first, { closedOn: '2022-05-01', outcome: 'withdrawn' })
  t.match(
    await officer.post('/v1/carer-journeys', again),
    { status: 201 },
    'from the day on which the first ended',
  )
  t.match(await change(first, { closedOn: '2022-05-02' }), clash)
})

t.test('a home is the household of one journey at a time, and of that type of carer', async (t) => {
  const own = await aHome(officer, { kind: 'fostering-household', confidential: true })
  const kin = await aHome(officer, { kind: 'connected-carer-household', confidential: true })
  const staffedHome = await aHome(officer, { kind: 'childrens-home' })
  const unfit = {
    status: 422,
    body: { type: '/problems/unknown-reference', errors: [{ pointer: '#/homeId' }] },
  }
  t.match(await record({ ...whole, homeId: kin.id }), unfit)
  t.match(await record({ ...whole, homeId: staffedHome.id }), unfit)
  t.match(await record({ ...whole, carerType: 'family-and-friends', homeId: kin.id }), { status: 201 })
  t.match(await record({ ...whole, homeId: own.id }), { status: 201 })
  t.match(await record({ ...whole, homeId: own.id }), {
    status: 409,
    body: { type: '/problems/period-overlaps', errors: [{ pointer: '#/homeId' }] },
  })
  const correction = await officer.patch(
    `/v1/homes/${own.id}`,
    { kind: 'connected-carer-household' },
    { 'if-match': '*' },
  )
  t.equal(correction.status, 409, 'nor does the home become of another kind under it')
})

t.test('of enquiries of one household that come at the same moment, one is recorded', async (t) => {
  const body = { reference: 'FH-RACE', carerType: 'mainstream', enquiredOn: '2022-01-10' }
  const answers = await Promise.all(Array.from({ length: 8 }, () => officer.post('/v1/carer-journeys', body)))
  t.same(answers.map(({ status }) => status).sort(), [201, ...Array.from({ length: 7 }, () => 409)])
})

t.test('of two approvals and a withdrawal at the same moment, what is recorded is possible', async (t) => {
  const heard = await aCarerJourney(officer, { ...whole, approvedOn: null })
  const answers = await Promise.all([
    change(heard, { approvedOn: '2022-07-08' }),
    change(heard, { closedOn: '2022-07-08', outcome: 'withdrawn' }),
    change(heard, { approvedOn: '2022-07-09' }),
  ])
  const { body } = await officer.get(`/v1/carer-journeys/${heard.id}`)
  t.ok(body.approvedOn === null || body.outcome === null, 'approved, or withdrawn')
  t.ok(answers.every(({ status }) => status === 200 || status === 422))
})

t.test('an analyst reads the figures, not the households', async (t) => {
  const analyst = await service.as('bi')
  t.equal((await analyst.get('/v1/carer-journeys')).status, 403)
  t.equal((await analyst.get('/v1/measures/approved-carers')).status, 200)
})
