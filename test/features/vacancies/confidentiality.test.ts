import t from 'tap'
import { STOCKPORT } from '../../support/app.ts'
import { aHome } from '../../support/builders.ts'
import { ask, find, fixture, grid, insertPostcodes, nameOf, type Found } from './fixture.ts'

const app = await fixture(t)
const { officer, stockport, homes, beds, ownerPool, appPool } = app

/** Every postcode and grid reference of a confidential home of the fixture. */
const secrets = (['CW991AB', 'CW991AE', 'SK991AA'] as const).flatMap((postcode) => [
  `${postcode.slice(0, -3)} ${postcode.slice(-3)}`,
  postcode,
  String(grid[postcode].easting),
  String(grid[postcode].northing),
])

await t.test(
  'no answer, for any role, has the postcode or the grid reference of a confidential home',
  async (t) => {
    for (const role of ['placements', 'panel', 'admin'] as const) {
      const client = await app.as(role)
      const answer = await find(client, ask)
      const confidential = answer.items.filter(({ home }) => ['Dogwood', 'Larch', 'Ivy'].includes(home.name))
      t.equal(confidential.length, 4)
      for (const postcode of confidential) {
        t.equal(postcode.home.postcode, null)
        for (const secret of secrets) t.notOk(JSON.stringify(postcode).includes(secret), `${role}: ${secret}`)
      }
      const elsewhere = JSON.stringify(answer.items.filter(({ home }) => home.name !== 'Ash'))
      for (const secret of secrets) t.notOk(elsewhere.includes(secret))
    }
  },
)

await t.test("a carer's household is confidential, whether anybody says so or not", async (t) => {
  const household = { kind: 'fostering-household' }
  t.match(await aHome(officer, household), { confidential: true })
  await t.rejects(aHome(officer, { ...household, confidential: false }), /household-is-confidential/)
  t.match(await aHome(officer), { confidential: false })
})

await t.test("another authority's homes appear when they are shared, and never their fees", async (t) => {
  const answer = await find(officer, ask)
  t.notOk(answer.items.some(({ home }) => home.name === 'Hazel'))
  const ivy = answer.items.find(({ home }) => home.name === 'Ivy')
  t.match(ivy, { weeklyCost: null, type: 'ifa', inAuthority: false, home: { area: { code: STOCKPORT } } })
  t.equal(ivy?.reasons.find(({ criterion }) => criterion === 'cost')?.met, null)
  const theirs = await find(stockport, ask)
  t.same(
    [...new Set(theirs.items.map(({ home }) => home.name))].sort(),
    ['Hazel', 'Ivy'],
    'and nothing of ours',
  )
  t.equal(theirs.items.find(({ home }) => home.name === 'Ivy')?.weeklyCost, 900)
})

await t.test(
  "no search tells where in its square of the grid another authority's household is",
  async (t) => {
    await insertPostcodes(ownerPool, {
      // Corners of the square from 388,000 to 390,000 both ways, and searches from within it and around it.
      SK991AB: { authority: STOCKPORT, easting: 388000, northing: 388000 },
      SK991AD: { authority: STOCKPORT, easting: 389999, northing: 389999 },
      SK991BA: { authority: STOCKPORT, easting: 388100, northing: 388100 },
      SK991BB: { authority: STOCKPORT, easting: 391700, northing: 387300 },
      SK991BD: { authority: STOCKPORT, easting: 384120, northing: 389990 },
    })
    const seen = async () => {
      const answers: unknown[] = []
      for (const homePostcode of ['SK99 1BA', 'SK99 1BB', 'SK99 1BD', 'CW99 1AA'])
        for (const maxMiles of [null, 0.1, 0.5, 1, 1.5, 2, 2.4, 2.6, 3, 24, 24.1, 25]) {
          const answer = await find(officer, { ...ask, homePostcode, schoolPostcode: homePostcode, maxMiles })
          answers.push(answer.items.filter(({ home }) => home.name === 'Ivy'))
          answers.push(answer.items.map(nameOf).indexOf('Ivy 1'))
        }
      return JSON.stringify(answers)
    }
    const seenFirst = await seen()
    for (const postcode of ['SK991AB', 'SK991AD']) {
      await ownerPool.query('update homes set postcode = $2 where id = $1', [homes.Ivy?.id, postcode])
      t.equal(await seen(), seenFirst, `moved to ${postcode}`)
    }
  },
)

await t.test(
  'whoever runs the household sees its true distance, and others about how far it is',
  async (t) => {
    await ownerPool.query(`update homes set postcode = 'SK991AA' where id = $1`, [homes.Ivy?.id])
    const distance = (answer: Found) => {
      const ivy = answer.items.find(({ home }) => home.name === 'Ivy')
      return [
        ivy?.distanceMiles,
        ivy?.reasons.find(({ criterion }) => criterion === 'distance-to-home')?.detail,
      ]
    }
    // 19,300 east, 33,700 north: 38,835 m, 24.1 miles. From the middle of the square, 19,000 and 34,000: 24.2.
    t.same(distance(await find(stockport, ask)), [24.1, '24.1 miles from home.'])
    t.same(distance(await find(officer, ask)), [24, 'About 24 miles from home.'])
  },
)

await t.test('the searches of an authority are its own', async (t) => {
  const { id } = await find(officer, ask)
  const client = await appPool.connect()
  try {
    const rowsOf = async (authority: string) => {
      await client.query('begin')
      await client.query(`select set_config('app.authority', $1, true)`, [authority])
      const { rowCount } = await client.query('select from vacancy_searches where id = $1', [id])
      await client.query('rollback')
      return rowCount
    }
    t.equal(await rowsOf('E06000049'), 1)
    t.equal(await rowsOf(STOCKPORT), 0)
  } finally {
    client.release()
  }
})

await t.test('the search takes its scope', async (t) => {
  for (const role of ['bi', 'data'] as const)
    t.equal((await (await app.as(role)).post('/v1/vacancy-searches', ask)).status, 403)
  t.equal((await app.with().post('/v1/vacancy-searches', ask)).status, 401)
})

await t.test('of a shared bed that is taken, others see nothing at all', async (t) => {
  await ownerPool.query(
    `with child as (insert into children (authority_code, reference, date_of_birth, sex)
       values ($1, 'ST-1', '2014-01-01', 'male') returning id)
     insert into placements (authority_code, child_id, bed_id, started_on)
     select $1, id, $2, '2023-10-01' from child`,
    [STOCKPORT, beds['Ivy 1']?.id],
  )
  t.notOk((await find(officer, ask)).items.some(({ home }) => home.name === 'Ivy'))
})
