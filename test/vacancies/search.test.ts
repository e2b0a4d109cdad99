import t from 'tap'
import { ask, find, fixture, nameOf, offered } from './fixture.ts'

const { officer } = await fixture(t)

await t.test('every bed free on every night and within registration is offered, and no other', async (t) => {
  const answer = await find(officer, ask)
  t.same(answer.items.map(nameOf).sort(), [...offered].sort())
  t.equal(answer.found, offered.length)
})
