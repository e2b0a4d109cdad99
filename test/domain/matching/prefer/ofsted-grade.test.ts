import t from 'tap'
import { codesOf, ofstedGrades } from '../../../../src/domain/codes.ts'
import { ofstedGrade } from '../../../../src/domain/matching/prefer/ofsted-grade.ts'
import { pointsOnScale } from '../../../../src/domain/matching/scale.ts'
import { aNeed, anOption } from '../support.ts'

t.test('a better grade earns more, and no judgement nothing', async (t) => {
  const grades = [...codesOf(ofstedGrades), null]
  t.same(
    Object.fromEntries(
      grades.map((grade) => [grade, pointsOnScale(ofstedGrade.scale, 100, anOption({ ofstedGrade: grade }))]),
    ),
    {
      outstanding: 100,
      good: 80,
      'requires-improvement': 30,
      inadequate: 0,
      'not-yet-inspected': 40,
      // The outcomes of supported accommodation, a scale of its own.
      'consistently-strong': 90,
      inconsistent: 30,
      'serious-or-widespread-weaknesses': 0,
      null: 0,
    },
  )
})

t.test(
  'good, outstanding and consistently strong meet it; what is not inspected cannot be told',
  async (t) => {
    const results = [...codesOf(ofstedGrades), null].map(
      (grade) => ofstedGrade.judge(aNeed(), anOption({ ofstedGrade: grade })).met,
    )
    t.same(results, [true, true, false, false, null, true, false, false, null])
  },
)
