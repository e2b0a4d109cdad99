import t from 'tap'
import { distanceToHome } from '../../../../src/domain/matching/prefer/distance-to-home.ts'
import { pointsOnScale } from '../../../../src/domain/matching/scale.ts'
import { aNeed, anOption } from '../support.ts'

t.test('nearer earns more, evenly, and nothing from 20 miles on', async (t) => {
  const points = (homeMiles: number | null) =>
    pointsOnScale(distanceToHome.scale, 100, anOption({ homeMiles }))
  t.same([0, 5, 10, 19.9, 20, 300, null].map(points), [100, 75, 50, 0, 0, 0, 0])
})

t.test('it says how far, or why that is not known', async (t) => {
  const { judge } = distanceToHome
  t.same(judge(aNeed(), anOption({ homeMiles: 4.2 })), { met: true, detail: '4.2 miles from home.' })
  t.same(judge(aNeed(), anOption({ homeMiles: 1 })), { met: true, detail: '1 mile from home.' })
  t.equal(judge(aNeed(), anOption({ homeMiles: 20 })).met, false)
  t.match(judge(aNeed(), anOption({ homeMiles: 4, approximate: true })).detail, /^About 4 miles from home/)
  t.match(judge(aNeed({ homesKnown: 'none' }), anOption({ homeMiles: null })), {
    met: null,
    detail: /home postcode/,
  })
  t.match(judge(aNeed(), anOption({ homeMiles: null })), { met: null, detail: /where the place is/ })
})
