import t from 'tap'
import { STOCKPORT } from '../../support/app.ts'
import { aChild, aPlacement, aPlacingConsent } from '../../support/builders.ts'
import { ask, find, fixture } from './fixture.ts'

const app = await fixture(t)
const { officer, beds, homes, ownerPool } = app
const admin = await app.as('admin')
const bed = (name: string) => beds[name]?.id ?? ''

interface Compared {
  nights: number
  today: { placements: number; weeklyCost: number | null; cost: number | null }
  options: {
    bedId: string
    option: { home: { name: string }; reasons: unknown[]; distanceMiles: number } | null
    why: string | null
    livesThere: { age: number; ageTo?: number; sex: string; childId?: string }[]
    cost: { weekly: number | null; stay: number | null; difference: number | null } | null
    moves: Record<string, { now: unknown; then: unknown }> | null
  }[]
}
const compare = (id: string, ...names: string[]) =>
  officer.get<Compared>(`/v1/vacancy-searches/${id}/compare?beds=${names.map(bed).join()}`)

// A child aged nine throughout the stay: home CW99 1AA, school CW99 1AE. Today in the bed Maple 2, 25 miles from home.
const child = await aChild(admin, {
  dateOfBirth: '2014-02-10',
  sex: 'male',
  homePostcode: 'CW99 1AA',
  schoolPostcode: 'CW99 1AE',
})
await aPlacement(admin, {
  childId: child.id,
  bedId: bed('Maple 2'),
  startedOn: '2023-06-01',
  plannedTo: '2024-01-08',
})
const search = await find(officer, { ...ask, homePostcode: null, children: [{ childId: child.id }] })

await t.test(
  'options stand side by side with cost over the stay against today’s, and what moves',
  async (t) => {
    const { status, body } = await compare(search.id, 'Larch 1', 'Ash 1', 'Maple 1')
    t.equal(status, 200)
    // 28 nights. Today the fee of Maple on 1 December: 6,000.50 a week, 28 × 6,000.50 ÷ 7 = 24,002.
    t.equal(body.nights, 28)
    t.same(body.today, { placements: 1, weeklyCost: 6000.5, cost: 24002 })
    const [larch, ash, maple] = body.options
    t.same(
      body.options.map(({ option }) => option?.home.name),
      ['Larch', 'Ash', 'Maple'],
    )
    t.same(larch?.cost, { weekly: 480, stay: 1920, difference: 1920 - 24002 })
    t.same(ash?.cost, { weekly: 4500, stay: 18000, difference: -6002 })
    t.same(maple?.cost, { weekly: 6100.5, stay: 24402, difference: 400 })
    // From Maple to the school: 40,233 + 3,219 m = 43,452 m, 27.0 miles. Ash to the school: 6.4 miles, as in search.test.ts.
    t.same(ash?.moves, {
      homeMiles: { now: 25, then: 5 },
      schoolMiles: { now: 27, then: 6.4 },
      siblingMiles: { now: null, then: null },
      inAuthority: { now: false, then: true },
    })
    t.ok((ash?.option?.reasons.length ?? 0) > 5)
  },
)

await t.test(
  'who lives there is told by age and sex; which child, of the authority’s own alone',
  async (t) => {
    const theirs = await app.as('admin', STOCKPORT)
    const guest = await aChild(theirs, { dateOfBirth: '2010-01-09', sex: 'female' })
    await ownerPool.query('update homes set shared = true where id = $1', [homes.Ash?.id])
    await aPlacingConsent(admin, { homeId: homes.Ash?.id, forAuthorityCode: STOCKPORT })
    await aPlacement(theirs, { childId: guest.id, bedId: bed('Ash 14'), startedOn: '2023-10-01' })
    const { body } = await compare(search.id, 'Ash 1', 'Larch 1')
    const [ash, larch] = body.options
    t.same(larch?.livesThere, [])
    // On 8 January 2024 whoever was born from 1 January 2008 to 31 December 2011 is 12 to 16.
    t.same(
      ash?.livesThere.filter(({ ageTo }) => ageTo !== undefined),
      [{ age: 12, ageTo: 16, sex: 'female' }],
      'who is fourteen on the day after',
    )
    const theirLog = await ownerPool.query<Record<string, unknown>>(
      `select actor, role, action, child_ids from access_log where authority_code = $1 and $2 = any(child_ids)
        order by id desc limit 1`,
      [STOCKPORT, guest.id],
    )
    t.match(theirLog.rows, [
      {
        actor: 'authority E06000049',
        role: 'another-authority',
        action: 'GET /v1/vacancy-searches/:id/compare',
      },
    ])
    t.match(theirLog.rows[0], { child_ids: [guest.id] }, 'her own authority is told who was shown her age')
    const own = ash?.livesThere.filter(({ childId }) => childId !== undefined) ?? []
    t.ok(own.length > 0)
    const { rows } = await ownerPool.query<{ read: boolean }>(
      `select child_ids @> $1::uuid[] as read from access_log
      where action = 'GET /v1/vacancy-searches/:id/compare' and role <> 'another-authority' order by id desc limit 1`,
      [[child.id, ...own.map(({ childId }) => childId)]],
    )
    t.equal(rows[0]?.read, true, 'and the read of their records is kept')
  },
)

await t.test('a bed that is no option now says so, in the same words whatever it is', async (t) => {
  const { body } = await compare(search.id, 'Birch 1', 'Hazel 1', 'Ash 1')
  t.same(
    body.options.map(({ option }) => option?.home.name ?? null),
    [null, null, 'Ash'],
  )
  t.equal(body.options[0]?.why, body.options[1]?.why)
})

await t.test('a search that gave a postcode is measured from the middle of its sector', async (t) => {
  const { id } = await find(officer, ask)
  const { body } = await compare(id, 'Larch 1', 'Ash 1')
  t.type(body.options[0]?.option?.distanceMiles, 'number')
  t.same(body.today, { placements: 0, weeklyCost: null, cost: null })
  t.equal(body.options[1]?.cost?.difference, null)
})

await t.test('two to five beds are named once each, of a search of the authority', async (t) => {
  const path = `/v1/vacancy-searches/${search.id}/compare`
  for (const list of [
    '',
    bed('Ash 1'),
    `${bed('Ash 1')},${bed('Ash 1')}`,
    Array(6).fill(bed('Ash 1')).join(),
    'x,y',
  ])
    t.match(await officer.get(`${path}?beds=${list}`), {
      status: 400,
      body: { errors: [{ pointer: '#/query/beds' }] },
    })
  const theirs = await app.as('placements', STOCKPORT)
  t.equal((await theirs.get(`${path}?beds=${bed('Ash 1')},${bed('Ash 2')}`)).status, 404)
})
