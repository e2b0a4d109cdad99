import t from 'tap'
import { ask, fixture } from './fixture.ts'

const { officer, ownerPool } = await fixture(t)
const someone = '00000000-0000-4000-8000-000000000000'
const child = { age: 9, sex: 'male' }

/** What is wrong with a search, the status of the answer, and the field that it points to. */
const faults: [what: string, body: Record<string, unknown>, status: number, pointer: string][] = [
  ['no children', { children: [] }, 400, '#/children'],
  ['children left out', { children: undefined }, 400, '#/children'],
  ['nine children', { children: Array(9).fill(child) }, 400, '#/children'],
  ['a child without age', { children: [{ sex: 'male' }] }, 400, '#/children/0/age'],
  ['a child without sex', { children: [{ age: 9 }] }, 400, '#/children/0/sex'],
  ['an age below 0', { children: [{ age: -1, sex: 'male' }] }, 400, '#/children/0/age'],
  ['an age above 25', { children: [{ age: 26, sex: 'male' }] }, 400, '#/children/0/age'],
  ['an age in part', { children: [{ age: 9.5, sex: 'male' }] }, 400, '#/children/0/age'],
  ['age and date of birth', { children: [{ ...child, dateOfBirth: '2014-01-01' }] }, 400, '#/children/0/age'],
  ['a sex unheard of', { children: [{ age: 9, sex: 'M' }] }, 400, '#/children/0/sex'],
  ['a child on record and an age', { children: [{ childId: someone, age: 9 }] }, 400, '#/children/0/age'],
  ['a child id that is none', { children: [{ childId: '1; drop table beds' }] }, 400, '#/children/0/childId'],
  ['a child not on record', { children: [{ childId: someone }] }, 422, '#/children/0/childId'],
  [
    'a child not yet born',
    { children: [{ dateOfBirth: '2024-01-09', sex: 'male' }] },
    422,
    '#/children/0/dateOfBirth',
  ],
  [
    'a person of 26',
    { children: [{ dateOfBirth: '1998-01-08', sex: 'male' }] },
    422,
    '#/children/0/dateOfBirth',
  ],
  [
    'a need with SQL in it',
    { children: [{ ...child, capabilities: ["'); drop table beds; --"] }] },
    400,
    '#/children/0/capabilities/0',
  ],
  ['a day that does not exist', { from: '2023-02-29' }, 400, '#/from'],
  ['a date of another form', { from: '08/01/2024' }, 400, '#/from'],
  ['a date with a time', { from: '2024-01-08T00:00:00Z' }, 400, '#/from'],
  ['a date beyond the calendar', { from: '99999-01-01' }, 400, '#/from'],
  ['the end of time', { to: 'infinity' }, 400, '#/to'],
  ['an end on the first night', { to: ask.from }, 400, '#/to'],
  ['an end before the start', { to: '2024-01-01' }, 400, '#/to'],
  ['a postcode out of form', { homePostcode: 'Crewe' }, 400, '#/homePostcode'],
  ['a postcode with SQL in it', { homePostcode: "CW1 1AA' or 1=1" }, 400, '#/homePostcode'],
  ['a home postcode that does not exist', { homePostcode: 'ZZ99 3VZ' }, 422, '#/homePostcode'],
  ['a school postcode that does not exist', { schoolPostcode: 'ZZ99 3VZ' }, 422, '#/schoolPostcode'],
  ['miles from nowhere', { homePostcode: null, maxMiles: 10 }, 422, '#/homePostcode'],
  ['no miles', { maxMiles: 0 }, 400, '#/maxMiles'],
  ['miles below nothing', { maxMiles: -5 }, 400, '#/maxMiles'],
  ['miles beyond the map', { maxMiles: 1e9 }, 400, '#/maxMiles'],
  ['a type unheard of', { types: ['hotel'] }, 400, '#/types/0'],
  ['no types', { types: [] }, 400, '#/types'],
  ['a type as text', { types: 'ifa' }, 400, '#/types'],
  ['a stay unheard of', { stay: 'holiday' }, 400, '#/stay'],
  ['in the authority in words', { inAuthority: 'yes' }, 400, '#/inAuthority'],
  ['a limit of 0', { limit: 0 }, 400, '#/limit'],
  ['a limit of 101', { limit: 101 }, 400, '#/limit'],
  ['a cursor of its own making', { cursor: 'eyJhIjoxfQ' }, 400, '#/cursor'],
]

for (const [what, change, status, pointer] of faults) {
  await t.test(`${what} is answered with what would be right`, async (t) => {
    const answer = await officer.post('/v1/vacancy-searches', { ...ask, ...change })
    t.equal(answer.status, status)
    t.match(answer.headers['content-type'], /^application\/problem\+json/)
    t.ok(
      answer.body.errors.some((error) => error.pointer === pointer && error.detail !== ''),
      pointer,
    )
  })
}

await t.test('a child named twice is one child', async (t) => {
  const { rows } = await ownerPool.query<{ id: string }>(
    `insert into children (authority_code, reference, date_of_birth, sex)
     values ('E06000049', 'CE-1', '2014-02-04', 'male') returning id`,
  )
  const twice = [{ childId: rows[0]?.id }, { childId: rows[0]?.id }]
  const answer = await officer.post('/v1/vacancy-searches', { ...ask, children: twice })
  t.match(answer, { status: 422, body: { errors: [{ pointer: '#/children/1/childId' }] } })
})

await t.test('a field that the search does not have is refused', async (t) => {
  const answer = await officer.post('/v1/vacancy-searches', { ...ask, maxmiles: 5 })
  t.equal(answer.status, 400)
})

await t.test('a body that is no search is refused', async (t) => {
  for (const body of ['', '{', '[]', 'null', '"text"', '5'])
    t.equal(
      (await officer.post('/v1/vacancy-searches', body, { 'content-type': 'application/json' })).status,
      400,
    )
  t.equal(
    (await officer.post('/v1/vacancy-searches', 'x', { 'content-type': 'application/xml' })).status,
    415,
  )
})

await t.test('a body of a million children is refused unread', async (t) => {
  const body = { ...ask, children: Array(1_000_000).fill(child) }
  t.equal((await officer.post('/v1/vacancy-searches', body)).status, 413)
})

await t.test('nothing refused was kept', async (t) => {
  const { rowCount } = await ownerPool.query('select from vacancy_searches')
  t.equal(rowCount, 0)
})
