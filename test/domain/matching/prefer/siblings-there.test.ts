import t from 'tap'
import { siblingsThere } from '../../../../src/domain/matching/prefer/siblings-there.ts'
import { pointsOf } from '../../../../src/domain/matching/scale.ts'
import { aNeed, anOption } from '../support.ts'

t.test('a home where a brother or sister lives earns the whole weight', async (t) => {
  t.same(
    [true, false].map((each) => pointsOf(siblingsThere.scale, 20, anOption({ siblingsThere: each }))),
    [20, 0],
  )
  t.equal(siblingsThere.judge(aNeed(), anOption({ siblingsThere: true })).met, true)
})
