import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { aChildInCare, aHome, aPlacement } from '../../support/builders.ts'
import { counts, figure, figures, postcodesAt } from './support.ts'

const WESTMINSTER = 'E09000033'
const anyVersion = { 'if-match': '*' }
const service = await testApp(t)
const { ownerPool } = service
await postcodesAt(ownerPool, CHESHIRE_EAST, { ZZ10AA: 0, ZZ10AB: 8_046 })
await postcodesAt(ownerPool, STOCKPORT, { ZZ20AA: 8_047 + 40_000 })
await postcodesAt(ownerPool, WESTMINSTER, { ZZ30AA: 160_930, ZZ30AB: 161_200 })
await ownerPool.query(
  `insert into postcodes (postcode, authority_code, country, easting, northing)
   values ('ZZ40AA', null, 'W', 318000, 276000), ('ZZ50AA', null, 'E', 372000, 351000)`,
)

t.test('where a placement lies, seen from the responsible authority', async (t) => {
  const client = await service.as('admin')
  for (const postcode of ['ZZ1 0AA', 'ZZ2 0AA', 'ZZ3 0AA', 'ZZ4 0AA', 'ZZ5 0AA', 'ZZ9 9ZZ']) {
    const { id: childId } = await aChildInCare(client, { homePostcode: 'ZZ1 0AA' })
    await aPlacement(client, { childId, postcode })
  }
  const countsBy = (dimension: string) => counts(client, `children-looked-after?by=${dimension}`)
  // Stockport shares a boundary with Cheshire East, Westminster does not; Wales is beyond; of two nothing is known.
  t.same(await countsBy('nearness'), { inside: 1, adjoining: 1, beyond: 2, unknown: 2 })
  t.same(await countsBy('receivingAuthority'), {
    [CHESHIRE_EAST]: 1,
    [STOCKPORT]: 1,
    [WESTMINSTER]: 1,
    'outside-england': 1,
    unknown: 2,
  })
  t.same(await countsBy('location'), { in: 1, out: 3, unknown: 2 })
  const [stockport] = await figures(client, 'children-looked-after?by=receivingAuthority&nearness=adjoining')
  t.same(stockport?.labels, { receivingAuthority: 'Stockport' })
  t.same(await figure(client, `over-20-miles?receivingAuthority=${WESTMINSTER}`), [1, 1, 100, 0])

  t.test('in fine bands, each up to and with its last mile', async (t) => {
    for (const postcode of ['ZZ1 0AB', 'ZZ3 0AB']) {
      const { id: childId } = await aChildInCare(client, { homePostcode: 'ZZ1 0AA' })
      await aPlacement(client, { childId, postcode })
    }
    // 0 and 8,046 m ÷ 1,609.3 = 5.0 miles; 48,047 m: 29.9; 160,930 m: 100.0; 161,200 m: 100.2. To Wales √(52² + 79²) km: 58.8.
    // In England without authority √(2,000² + 4,000²) m: 2.8.
    t.same(await countsBy('distanceBandFine'), {
      'up-to-5': 3,
      'over-20-to-30': 1,
      'over-50-to-75': 1,
      'over-75-to-100': 1,
      'over-100': 1,
      unknown: 1,
    })
  })
})

t.test('a home that moves takes its children with it, and what was known stays', async (t) => {
  const client = await service.as('admin', 'E08000003') // Manchester, which adjoins Stockport
  const home = await aHome(client, { postcode: 'ZZ2 0AA' })
  const { id: childId } = await aChildInCare(client)
  const placement = await aPlacement(client, { childId, homeId: home.id })
  t.equal(placement.locatedIn, STOCKPORT)
  const countsBy = (query = '') => counts(client, `children-looked-after?by=receivingAuthority${query}`)
  t.same(await countsBy(), { [STOCKPORT]: 1 })
  const instant = new Date().toISOString()
  await client.patch(`/v1/homes/${home.id}`, { postcode: 'ZZ3 0AA' }, anyVersion)
  t.same(await countsBy(), { [WESTMINSTER]: 1 }, 'out before and after, at no known distance')
  t.same(await countsBy(`&knownAt=${instant}`), { [STOCKPORT]: 1 })
})

t.test('the code of the return, and what it says of foster care', async (t) => {
  const client = await service.as('admin', 'E08000009')
  const codes = ['U1', 'U4', 'U2', 'U6', 'K2', null]
  for (const placeCode of codes) {
    const { id: childId } = await aChildInCare(client)
    await aPlacement(client, {
      childId,
      placeCode,
      placementType: placeCode === 'K2' ? 'residential' : 'ifa',
    })
  }
  const countsBy = (dimension: string) => counts(client, `children-looked-after?by=${dimension}`)
  t.same(await countsBy('placeCode'), { K2: 1, U1: 1, U2: 1, U4: 1, U6: 1, unknown: 1 })
  t.same(await countsBy('longTermMatch'), {
    'long-term': 2, // U1, U4
    'with-adopter': 1, // U2
    'not-long-term': 1, // U6
    'not-fostered': 1,
    unknown: 1,
  })
})

t.test('age in single years', async (t) => {
  const client = await service.as('admin', 'E06000051')
  for (const dateOfBirth of ['2022-01-10', '2012-06-02', '2012-06-01', '2005-01-01'])
    await aChildInCare(client, { dateOfBirth })
  // On 1 June 2022: born on 10 January: under 1; the tenth birthday is tomorrow, or today; 17.
  t.same(await counts(client, 'children-looked-after?by=ageInYears&asAt=2022-06-01'), {
    0: 1,
    9: 1,
    10: 1,
    17: 1,
  })
})
