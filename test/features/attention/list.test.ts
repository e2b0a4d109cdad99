import t from 'tap'
import { STOCKPORT, testApp, type Body } from '../../support/app.ts'
import { aBed, aCarePeriod, aChild, aHome, aPlacement, aPlacementRequest } from '../../support/builders.ts'
import { inDays, TODAY } from '../../support/placing.ts'

const service = await testApp(t, { clock: () => new Date() })
const admin = await service.as('admin')
const officer = await service.as('placements')

const rowsOf = async (query = '') => (await officer.get(`/v1/attention?limit=500&${query}`)).body.items
const gravity = ['critical', 'high', 'medium', 'low']

// One child in care and nowhere, one past a planned end, and two requests.
const nowhere = await aChild(admin, { dateOfBirth: `${Number(TODAY.slice(0, 4)) - 8}-01-01` })
await aCarePeriod(admin, { childId: nowhere.id })
const home = await aHome(admin, { name: 'Oak House' })
const bed = await aBed(admin, { homeId: home.id })
const late = await aPlacement(admin, { bedId: bed.id, startedOn: inDays(-9), plannedTo: inDays(-2) })
const dates = { receivedOn: TODAY, neededFrom: inDays(5) }
await aPlacementRequest(admin, dates)
const urgent = await aPlacementRequest(admin, { ...dates, urgency: 'emergency', neededFrom: TODAY })

t.test('the gravest come first, and of those what is due first', async (t) => {
  const rows = await rowsOf()
  const order = rows.map(({ severity, due }) => `${gravity.indexOf(String(severity))} ${String(due)}`)
  t.ok(rows.length > 5)
  t.same(order, order.toSorted())
  t.match(rows.slice(0, 2), [
    { kind: 'no-placement-tonight', children: [{ id: nowhere.id, reference: nowhere.reference, age: 8 }] },
    { kind: 'emergency-request-open', record: `/v1/placement-requests/${urgent.id}` },
  ])
})

t.test('a row names the home as far as the caller sees it', async (t) => {
  const [row] = await rowsOf('kind=past-planned-end')
  t.match(row, {
    home: { id: home.id, name: 'Oak House' },
    children: [{ id: late.childId }],
    action: { method: 'POST', href: `/v1/placements/${late.id}/planned-dates` },
  })
})

t.test('it is narrowed by kind, team, severity, child, home and day', async (t) => {
  const all = await rowsOf()
  const test = async (query: string, isMeant: (row: Body) => boolean) => {
    const some = all.filter(isMeant)
    t.ok(some.length > 0 && some.length < all.length, `${query} leaves some out`)
    t.same(
      (await rowsOf(query)).map(({ id }) => id),
      some.map(({ id }) => id),
      query,
    )
  }
  const kinds = ['request-open', 'no-placement-tonight']
  await test(`kind=${kinds.join()}`, ({ kind }) => kinds.includes(String(kind)))
  await test('team=placements', ({ team }) => team === 'placements')
  await test('severity=critical,high', ({ severity }) => ['critical', 'high'].includes(String(severity)))
  await test('team=placements&severity=critical', (row) =>
    row.team === 'placements' && row.severity === 'critical')
  await test(`childId=${nowhere.id}`, ({ children }) => (children as Body[])[0]?.id === nowhere.id)
  await test(`homeId=${home.id}`, (row) => (row.home as Body | null)?.id === home.id)
  await test(`dueBefore=${inDays(-5)}`, ({ due }) => String(due) < inDays(-5))
  t.match(await officer.get('/v1/attention?kind=none-such'), {
    status: 400,
    body: { errors: [{ pointer: '#/query/kind' }] },
  })
})

t.test('its pages make the whole', async (t) => {
  const all = await rowsOf()
  const rows: Body[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: { body: Body } = await officer.get(
      `/v1/attention?limit=2${cursor && `&cursor=${cursor}`}`,
    )
    rows.push(...body.items)
    cursor = body.nextCursor
  }
  t.same(
    rows.map(({ id }) => id),
    all.map(({ id }) => id),
  )
})

t.test('it is a spreadsheet too, with the references of the children', async (t) => {
  const { body } = await officer.get<string>('/v1/attention?kind=no-placement-tonight', {
    accept: 'text/csv',
  })
  const [header, line] = body.replace('\ufeff', '').split('\r\n')
  t.equal(
    header,
    'severity,title,due,children,home,team,office,detail,action,method,href,regulation,record,kind,id',
  )
  t.match(
    line,
    `critical,In care with no placement tonight,2022-01-10,${String(nowhere.reference)},,placements`,
  )
})

t.test('the summary counts what the list has', async (t) => {
  const all = await rowsOf()
  const { body } = await officer.get('/v1/attention/summary')
  const overdue = (rows: Body[]) => rows.filter(({ due }) => String(due) < TODAY).length
  t.match(body, { asAt: TODAY, rows: all.length, overdue: overdue(all) })
  t.same(
    body.severities,
    gravity.map((severity) => {
      const some = all.filter((row) => row.severity === severity)
      return { severity, rows: some.length, overdue: overdue(some) }
    }),
  )
  const kinds = body.kinds as { kind: string; rows: number }[]
  t.same(Object.fromEntries(kinds.map(({ kind, rows }) => [kind, rows])), countBy(all))
})

const countBy = (rows: Body[]) => {
  const counts: Record<string, number> = {}
  for (const { kind } of rows) counts[String(kind)] = (counts[String(kind)] ?? 0) + 1
  return counts
}

t.test('who sees which children is recorded, and another authority sees none', async (t) => {
  const purpose = 'The Monday list'
  await officer.get('/v1/attention?kind=no-placement-tonight', { 'access-purpose': purpose })
  const { rows } = await service.ownerPool.query<{ child_ids: string[] }>(
    'select child_ids from access_log where purpose = $1',
    [purpose],
  )
  t.same(rows, [{ child_ids: [nowhere.id] }])
  const stranger = await service.as('placements', STOCKPORT)
  t.same((await stranger.get('/v1/attention')).body.items, [])
  const analyst = await service.as('bi')
  t.equal((await analyst.get('/v1/attention')).status, 403)
})
