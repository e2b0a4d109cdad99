import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aChildInCare,
  aConnection,
  aFee,
  aHome,
  aJudgement,
  aLegalStatus,
  aPlacement,
  aProvider,
} from '../../support/builders.ts'

/**
 * Today is 1 December 2023. Homes are at CW1 0CC unless stated; weekly fees in brackets.
 *
 * | home      | kind                    | beds | offered to the girl of ten in residential care |
 * |-----------|-------------------------|------|------------------------------------------------|
 * | Oak       | children's home (4,000) | 2    | never as a step down; she lives in one of its beds |
 * | Elm       | children's home (5,250) | 1    | stability: another home at the same level      |
 * | Ash       | own foster (600)        | 1    | down: foster                                   |
 * | Yew       | agency foster (1,100), therapeutic | 1 | down: specialist foster              |
 * | Bay       | supported accommodation (1,500)    | 1 | down, to a young person of 16 alone  |
 */
const service = await testApp(t)
const admin = await service.as('admin')
const panel = await service.as('panel')

const own = await aProvider(admin, { sector: 'own' })
const agency = await aProvider(admin, { sector: 'private' })
async function home(name: string, kind: string, fee: number, fields: Record<string, unknown> = {}) {
  const record = await aHome(admin, { name, kind, postcode: 'CW1 0CC', providerId: own.id, ...fields })
  await aFee(admin, { homeId: record.id, weeklyFee: fee })
  return { ...record, bed: await aBed(admin, { homeId: record.id }) }
}
const household = { confidential: true }
const oak = await home('Oak', 'childrens-home', 4000)
await aBed(admin, { homeId: oak.id })
const elm = await home('Elm', 'childrens-home', 5250)
const ash = await home('Ash', 'fostering-household', 600, household)
const yew = await home('Yew', 'fostering-household', 1100, {
  ...household,
  providerId: agency.id,
  capabilities: ['therapeutic'],
})
const bay = await home('Bay', 'supported-accommodation', 1500, { ageFrom: 16, ageTo: 17 })

const girl = await aChildInCare(admin, { homePostcode: 'CW1 0CC' })
const stay = await aPlacement(admin, {
  childId: girl.id,
  bedId: oak.bed.id,
  placementType: 'residential',
  startedOn: '2023-03-01',
})

interface Step {
  to: string
  open: boolean
  why: string | null
  href: string | null
  options: {
    home: { name: string }
    costDifference: number | null
    distanceDifference: number | null
    reasons: unknown[]
  }[]
}
const steps = (body: Body) => body.steps as Step[]
const optionsFor = (body: Body) =>
  Object.fromEntries(steps(body).map(({ to, options }) => [to, options.map(({ home }) => home.name)]))
const ask = (childId: string, body: object, client = panel) =>
  client.post(`/v1/children/${childId}/move-options`, { from: '2023-12-04', ...body })

t.test('down: the vacancies of every step that is open, and why the others are not', async (t) => {
  const answer = await ask(girl.id, { direction: 'down' })
  t.equal(answer.status, 200)
  t.same(optionsFor(answer.body), {
    'specialist-foster': ['Yew'],
    foster: ['Ash'],
    supported: [],
    'staying-close': [],
    independence: [],
    family: [],
  })
  t.match(
    steps(answer.body).find(({ to }) => to === 'supported'),
    { open: false, why: 'Open from the age of 16.' },
  )
  const [option] = steps(answer.body).find(({ to }) => to === 'foster')?.options ?? []
  t.equal(option?.costDifference, 600 - 4000)
  const exactly = await ask(girl.id, { direction: 'down' }, admin)
  const [seen] = steps(exactly.body).find(({ to }) => to === 'foster')?.options ?? []
  t.equal(seen?.distanceDifference, 0, 'both are at her home postcode')
  t.ok((option?.reasons.length ?? 0) > 3)
  t.match(answer.body.current, { id: stay.id, level: 'residential', weeklyCost: 4000, homeName: 'Oak' })
})

t.test('stability: support, and the other homes of the level; never the home she lives in', async (t) => {
  const answer = await ask(girl.id, { direction: 'stability' })
  t.same(optionsFor(answer.body), { residential: ['Elm'] })
  t.equal(steps(answer.body)[0]?.options[0]?.costDifference, 5250 - 4000)
  t.ok((answer.body.support as unknown[]).length >= 4)
})

t.test('up from foster care: residential vacancies; what only a court opens says so', async (t) => {
  const boy = await aChildInCare(admin, { sex: 'male', homePostcode: 'CW1 0CC' })
  await aPlacement(admin, { childId: boy.id, homeId: ash.id, placementType: 'internal-foster' })
  const answer = await ask(boy.id, { direction: 'up' })
  t.same(optionsFor(answer.body)['specialist-foster'], ['Yew'])
  t.same(optionsFor(answer.body).residential?.toSorted(), ['Elm', 'Oak'])
  t.match(
    steps(answer.body).find(({ to }) => to === 'secure'),
    { note: /secure order of the court/ },
  )
})

t.test('at 16 supported accommodation opens; at 18 the foster carer keeps the place', async (t) => {
  const young = await aChildInCare(admin, { dateOfBirth: '2007-06-01', homePostcode: 'CW1 0CC' })
  const fosterStay = await aPlacement(admin, { childId: young.id, homeId: yew.id, placementType: 'ifa' })
  t.same(optionsFor((await ask(young.id, { direction: 'down' })).body).supported, ['Bay'])
  const later = await ask(young.id, { direction: 'down', from: '2025-06-01' })
  t.match(
    steps(later.body).find(({ to }) => to === 'staying-put'),
    {
      open: true,
      href: `/v1/placements/${fosterStay.id}/staying-put`,
      options: [],
    },
  )
  t.same(optionsFor(later.body).supported, [], 'Bay takes nobody of 18')
  t.equal(bay.id.length, 36)
})

t.test('every readiness fact has its value, source and meaning; what is not recorded says so', async (t) => {
  const { body } = await ask(girl.id, { direction: 'down' })
  const facts = body.facts as { id: string; value: unknown; source: string; meaning: string }[]
  const value = (id: string) => facts.find((fact) => fact.id === id)?.value
  t.equal(value('age'), 10)
  t.equal(value('months-in-placement'), 9, '1 March to 1 December 2023')
  t.equal(value('months-in-care'), 22, '10 January 2022 to 1 December 2023')
  t.equal(value('legal-status'), 'Full care order')
  t.equal(value('moves'), 1, 'the placement of March is not the entry of January 2022')
  t.equal(value('missing-episodes'), null)
  for (const { source, meaning } of facts) t.ok(source && meaning)
  t.match(body.child, { reference: girl.reference, age: 10, statusAllows: /long-term plan/ })
})

t.test('a child without a placement has no steps, and one of another authority is not there', async (t) => {
  const nowhere = await aChildInCare(admin)
  t.match(await ask(nowhere.id, { direction: 'down' }), {
    status: 422,
    body: { type: '/problems/rule-broken', errors: [{ pointer: '#/direction', code: 'no-steps' }] },
  })
  const stranger = await service.as('panel', STOCKPORT)
  t.match(await ask(girl.id, { direction: 'down' }, stranger), { status: 404 })
  t.match(await ask(girl.id, { direction: 'sideways' }), {
    status: 400,
    body: { errors: [{ pointer: '#/direction' }] },
  })
  t.match(await ask(girl.id, { direction: 'down', to: '2023-12-04' }), {
    status: 400,
    body: { errors: [{ pointer: '#/to' }] },
  })
})

interface Listed extends Body {
  childId: string
  spoken: number
  indicators: Record<string, { value: unknown; speaks: boolean | null }>
}

t.test('the step-down list has those in residential care and not those with foster carers', async (t) => {
  const { body } = await panel.get('/v1/step-down-candidates?asAt=2023-12-01')
  const items = body.items as Listed[]
  const types = new Set(items.map(({ placementType }) => placementType))
  t.notOk(types.has('internal-foster') || types.has('ifa'))
  const hers = items.find(({ childId }) => childId === girl.id)
  // In the placement for 9 months, no unplanned ending, under 13; one move in the year, inside the authority; missing episodes unknown.
  t.match(hers, {
    reference: girl.reference,
    placementType: 'residential',
    weeklyCost: 4000,
    spoken: 3,
    indicators: {
      settled: { value: 9, speaks: true },
      'no-moves': { value: 1, speaks: false },
      'no-unplanned-endings': { value: 0, speaks: true },
      'not-missing': { value: null, speaks: null },
      'under-13': { value: 10, speaks: true },
      'nearly-18': { speaks: false },
      'out-of-area': { value: false, speaks: false },
    },
  })
  for (const { indicators, spoken: count } of items)
    t.equal(Object.values(indicators).filter(({ speaks }) => speaks).length, count)
  t.same(
    (await panel.get('/v1/step-down-candidates?asAt=2023-02-28')).body.items.filter(
      (item) => item.childId === girl.id && item.placementType !== null,
    ),
    [],
    'on the day before her placement nothing of it is told',
  )
})

t.test('a list is read page by page, as a spreadsheet, and whoever reads it is kept', async (t) => {
  const whole = (await panel.get('/v1/step-down-candidates?limit=500')).body.items
  const read: unknown[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Body = (await panel.get(`/v1/step-down-candidates?limit=1${cursor && `&cursor=${cursor}`}`))
      .body
    read.push(...page.items)
    cursor = page.nextCursor
  }
  t.same(read, whole)
  const csv = await panel.get<string>('/v1/step-down-candidates?limit=1', { accept: 'text/csv' })
  t.match(csv.body.split('\r\n')[0], /reference,age,.*indicators\.settled\.value,indicators\.settled\.speaks/)
  const { rows } = await service.ownerPool.query<{ child_ids: string[] }>(
    `select child_ids from access_log where action = 'GET /v1/step-down-candidates' order by id limit 1`,
  )
  t.ok(rows[0]?.child_ids.includes(girl.id))
  t.same((await (await service.as('panel', STOCKPORT)).get('/v1/step-down-candidates')).body.items, [])
  t.equal((await (await service.as('bi')).get('/v1/stability-watch')).status, 403)
})

t.test('the stability watch shows what speaks of a placement that may break', async (t) => {
  const child = await aChild(admin, { homePostcode: 'CW1 0CC' })
  await aCarePeriod(admin, { childId: child.id, startedOn: '2023-01-10' })
  await aLegalStatus(admin, { childId: child.id, startedOn: '2023-01-10' })
  await aJudgement(admin, { homeId: elm.id, judgedOn: '2023-06-01', grade: 'inadequate' })
  const past = { childId: child.id, placementType: 'internal-foster' }
  await aPlacement(admin, {
    ...past,
    startedOn: '2023-01-10',
    endedOn: '2023-04-01',
    endReason: 'CREQB',
    endPlanned: false,
  })
  await aPlacement(admin, {
    ...past,
    startedOn: '2023-04-01',
    endedOn: '2023-11-20',
    endReason: 'CARPL',
    endPlanned: true,
  })
  await aPlacement(admin, {
    childId: child.id,
    bedId: elm.bed.id,
    placementType: 'residential',
    startedOn: '2023-11-20',
    plannedTo: '2023-11-30',
    emergency: true,
  })
  const items = (await panel.get('/v1/stability-watch')).body.items as Listed[]
  const [first] = items
  t.match(first, {
    childId: child.id,
    spoken: 6,
    indicators: {
      moves: { value: 2, speaks: true },
      'unplanned-endings': { value: 1, speaks: true },
      'new-placement': { value: 0, speaks: true },
      overdue: { value: true, speaks: true },
      emergency: { value: true, speaks: true },
      ofsted: { value: 'inadequate', speaks: true },
      distant: { value: 0, speaks: false },
      missing: { value: null, speaks: null },
      'siblings-apart': { value: 0, speaks: false },
    },
  })
  t.notOk(
    items.some(({ childId }) => childId === girl.id),
    'of the girl’s placement nothing speaks',
  )
})

t.test(
  'missing episodes and reviews are those of the returns, and of children without any, none',
  async (t) => {
    const { rows } = await service.ownerPool.query<{ id: string }>(
      `insert into imports (authority_code, kind, status, requested_by, files)
     values ($1, 'ssda903', 'succeeded', 'x', '[]') returning id`,
      [CHESHIRE_EAST],
    )
    const returnRows: [module: string, cells: object][] = [
      ['missing', { MIS_START: '2023-02-01' }],
      ['missing', { MIS_START: '2022-10-01' }],
      ['missing', { MIS_START: 'not a day' }],
      ['reviews', { REVIEW: '2022-09-12' }],
      ['reviews', { REVIEW: '2023-03-10' }],
    ]
    for (const [key, [module, cells]] of returnRows.entries()) {
      await service.ownerPool.query(
        `insert into return_rows (authority_code, child_reference, module, collection_year, key, cells, import_id)
       values ($1, $2, $3, 2023, $4, $5, $6)`,
        [CHESHIRE_EAST, girl.reference, module, key, cells, rows[0]?.id],
      )
    }
    const facts = (await ask(girl.id, { direction: 'down' })).body.facts as { id: string; value: unknown }[]
    t.match(
      facts.filter(({ id }) => id === 'missing-episodes' || id === 'last-review'),
      [
        { value: 1, meaning: /returns to 2023-03-31/ },
        { value: '2023-03-10', meaning: /returns to 2023-03-31/ },
      ],
      'of the two dated, one is within the year to 1 December 2023',
    )
    const items = (await panel.get('/v1/step-down-candidates')).body.items as Listed[]
    t.match(items.find(({ childId }) => childId === girl.id)?.indicators['not-missing'], {
      value: 1,
      speaks: false,
    })
    t.match(items.find(({ childId }) => childId !== girl.id)?.indicators['not-missing'], {
      value: 0,
      speaks: true,
    })
  },
)

t.test('the watch that was asked for a moment ago has what was recorded since', async (t) => {
  const child = await aChildInCare(admin)
  const { homeId } = await aConnection(admin, { childId: child.id })
  await aPlacement(admin, {
    childId: child.id,
    homeId,
    placementType: 'connected-carer',
    startedOn: '2023-02-01',
  })
  const onWatch = async () => {
    const items = (await panel.get('/v1/stability-watch')).body.items as Listed[]
    const { indicators } = items.find(({ childId }) => childId === child.id) ?? {}
    return [indicators?.['carer-approval']?.value, indicators?.['home-closing']?.value]
  }
  t.same(await onWatch(), [undefined, undefined], 'nothing speaks of the placement')
  await service.ownerPool.query(
    `insert into carer_approvals (authority_code, home_id, kind, from_on, until_on, assessed, office, decided_by)
     values ($1, $2, 'temporary', '2023-08-20', '2023-12-10', true, 'nominated-officer', 'x')`,
    [CHESHIRE_EAST, homeId],
  )
  t.same(await onWatch(), [true, false], 'sixteen weeks from 20 August end on 10 December')
  await admin.patch(`/v1/homes/${String(homeId)}`, { closesOn: '2024-02-01' }, { 'if-match': '*' })
  t.same(await onWatch(), [true, true])
})
