import t from 'tap'
import { cost } from '../../../../src/domain/matching/prefer/cost.ts'
import { pointsOnScale } from '../../../../src/domain/matching/scale.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

t.test('cheaper earns more, evenly, and nothing from £8,000 on', async (t) => {
  const points = (weeklyCost: number | null) => pointsOnScale(cost.scale, 8, anOption({ weeklyCost }))
  t.same([0, 1000, 1000.01, 4000, 8000, 99_999_999, null].map(points), [8, 7, 6, 4, 0, 0, 0])
})

t.test('it says what a week costs', async (t) => {
  t.same(cost.judge(aNeed(), anOption({ weeklyCost: 1250.5 })), { met: true, detail: '£1,250.50 a week.' })
  const two = aNeed({ children: [aChildNeed(), aChildNeed()] })
  t.equal(cost.judge(two, anOption({ weeklyCost: 450 })).detail, '£450 a week for each child.')
  t.same(cost.judge(aNeed(), anOption({ weeklyCost: null })), { met: null, detail: 'No fee is known.' })
})
