import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aBed, aChild, aHome, aProvider } from '../../support/builders.ts'
import { find, grid, insertPostcodes, type Found, type FoundItem } from './fixture.ts'

/**
 * Three brothers of 6, 9 and 13, from home at CW99 1AA. No home has three beds.
 *
 * home   place                  beds  takes
 * Pine   2.0 miles west         2     5 to 10
 * Oak    10.0 miles south       2     all ages
 * Yew    5.0 miles north-east   1     11 to 17
 * Fig    2.0 miles west         1     11 to 17, girls alone
 *
 * Two homes are the fewest. Pine for 6 and 9, with Yew for 13: from 3,219 m west to 4,828 east and 6,437 north is 8,047
 * and 6,437 m, √ = 10,305 m, 6.4 miles. Pine with Oak for 13: 3,219 and 16,092 m, 16,411 m, 10.2 miles. Oak with Yew:
 * 4,828 and 22,530 m, 23,041 m, 14.3 miles.
 */
const app = await testApp(t)
await insertPostcodes(app.ownerPool, grid)
const admin = await app.as('admin')
const officer = await app.as('placements')
const company = await aProvider(admin, { name: 'Company', sector: 'private' })
const homes: Record<string, string> = {}

async function home(name: string, beds: number, fields: object) {
  homes[name] = (await aHome(admin, { name, providerId: company.id, ...fields })).id
  for (let n = 1; n <= beds; n++) await aBed(admin, { homeId: homes[name], label: `${name} ${n}` })
}
await home('Pine', 2, { postcode: 'CW99 1AE', ageFrom: 5, ageTo: 10 })
await home('Oak', 2, { postcode: 'CW99 1AF' })
await home('Yew', 1, { postcode: 'CW99 1AB', ageFrom: 11 })
await home('Fig', 1, { postcode: 'CW99 1AE', ageFrom: 11, accepts: 'female' })

const boy = (age: number) => ({ age, sex: 'male' })
const ask = {
  children: [boy(6), boy(9), boy(13)],
  from: '2024-01-08',
  to: '2024-02-05',
  homePostcode: 'CW99 1AA',
}
interface Split {
  parts: { children: number[]; option: FoundItem }[]
  furthestMiles: number | null
}
const splitOf = (answer: Found) => (answer as Found & { split: Split | null }).split
const summary = (split: Split | null) =>
  split?.parts.map(({ children, option }) => [option.home.name, ...children])

await t.test(
  'where no home takes all, the fewest homes and then the nearest to each other divide them',
  async (t) => {
    const answer = await find(officer, ask)
    t.equal(answer.found, 0)
    t.match(
      answer.summary,
      /^No home takes all of them together; 2 homes would: Pine \(2 children\) and Yew \(1 child\), 6\.4 miles apart\. /,
      'which is not that nothing is found',
    )
    const split = splitOf(answer)
    t.same(summary(split), [
      ['Pine', 0, 1],
      ['Yew', 2],
    ])
    t.equal(split?.furthestMiles, 6.4)
    t.same(
      split?.parts.map(({ option }) => option.beds.length),
      [2, 1],
    )
    for (const { option } of split?.parts ?? [])
      t.notOk(option.reasons.some(({ kind, met: isMet }) => kind === 'must' && isMet === false))
    t.same(splitOf(await find(officer, ask)), split, 'the same every time')
  },
)

await t.test('there is no division of those whom a home takes together, nor of one child', async (t) => {
  t.equal(splitOf(await find(officer, { ...ask, children: [boy(6), boy(9)] })), null)
  t.equal(splitOf(await find(officer, { ...ask, children: [boy(3)], types: ['secure'] })), null)
})

await t.test('a home that takes no brothers and sisters together takes one of them', async (t) => {
  await admin.patch(`/v1/homes/${homes.Pine}`, { takesSiblings: false }, { 'if-match': '*' })
  // Pine and Yew take one each, so the third needs Oak, which may take two: Oak and either. Oak with Pine is nearer.
  const split = splitOf(await find(officer, ask))
  t.equal(split?.parts.length, 2)
  t.equal(split?.furthestMiles, 10.2)
  t.ok(split?.parts.some(({ option, children }) => option.home.name === 'Oak' && children.includes(2)))
  await admin.patch(`/v1/homes/${homes.Pine}`, { takesSiblings: true }, { 'if-match': '*' })
})

await t.test('two children who must not live together are never in one home', async (t) => {
  const born = ['2017-06-01', '2014-06-01', '2010-06-01']
  const ids: string[] = []
  for (const dateOfBirth of born) ids.push((await aChild(admin, { dateOfBirth, sex: 'male' })).id)
  const children = ids.map((childId) => ({ childId }))
  t.same(summary(splitOf(await find(officer, { ...ask, children }))), [
    ['Pine', 0, 1],
    ['Yew', 2],
  ])
  const [childId, otherChildId] = ids
  const apart = { childId, otherChildId, category: 'harm', fromOn: '2023-01-01' }
  const separation = await admin.post('/v1/separations', apart)
  t.equal(separation.status, 201, JSON.stringify(separation.body))
  const answer = await find(officer, { ...ask, children })
  for (const { children: together } of splitOf(answer)?.parts ?? [])
    t.notOk(together.includes(0) && together.includes(1))
  // One of 6 and 9 goes to Oak with the eldest or alone; the other to Pine: two homes, 10.2 miles apart.
  t.equal(splitOf(answer)?.parts.length, 2)
  t.equal(splitOf(answer)?.furthestMiles, 10.2)
  const two = await find(officer, { ...ask, children: children.slice(0, 2) })
  t.equal(two.found, 0)
  t.equal(splitOf(two)?.parts.length, 2, 'and the two alone are divided')
})

await t.test('a child whom nothing suits leaves no division', async (t) => {
  t.equal(splitOf(await find(officer, { ...ask, children: [boy(3), boy(9), boy(13)], maxMiles: 6 })), null)
})
