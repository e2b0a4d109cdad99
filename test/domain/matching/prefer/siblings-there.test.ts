import t from 'tap'
import { siblingsThere } from '../../../../src/domain/matching/prefer/siblings-there.ts'
import { pointsOnScale } from '../../../../src/domain/matching/scale.ts'
import { aNeed, anOption } from '../support.ts'

t.test('a home where a brother or sister lives earns the whole weight', async (t) => {
  t.same(
    [true, false].map((isThere) =>
      pointsOnScale(siblingsThere.scale, 20, anOption({ siblingsThere: isThere })),
    ),
    [20, 0],
  )
  t.equal(siblingsThere.judge(aNeed(), anOption({ siblingsThere: true })).met, true)
})
