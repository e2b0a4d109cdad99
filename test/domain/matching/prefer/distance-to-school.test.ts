import t from 'tap'
import { distanceToSchool } from '../../../../src/domain/matching/prefer/distance-to-school.ts'
import { pointsOnScale } from '../../../../src/domain/matching/scale.ts'
import { aNeed, anOption } from '../support.ts'

t.test('nearer earns more, evenly, and nothing from ten miles on', async (t) => {
  const points = (schoolMiles: number | null) =>
    pointsOnScale(distanceToSchool.scale, 100, anOption({ schoolMiles }))
  t.same([0, 2.5, 5, 10, 50, null].map(points), [100, 75, 50, 0, 0, 0])
})

t.test('it says how far from school', async (t) => {
  t.same(distanceToSchool.judge(aNeed(), anOption({ schoolMiles: 2.5 })), {
    met: true,
    detail: '2.5 miles from school.',
  })
  t.equal(distanceToSchool.judge(aNeed({ schoolsKnown: 'none' }), anOption({ schoolMiles: null })).met, null)
})
