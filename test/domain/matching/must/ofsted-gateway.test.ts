import t from 'tap'
import { supportedOutcomes } from '../../../../src/domain/codes.ts'
import { ofstedGateway } from '../../../../src/domain/matching/must/ofsted-gateway.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const grades = [
  'outstanding',
  'good',
  'requires-improvement',
  'inadequate',
  'not-yet-inspected',
  null,
] as const
const judge = (grade: 'outstanding' | 'good' | 'requires-improvement', exemption: string | null = null) =>
  grades.map(
    (ofstedGrade) =>
      ofstedGateway.judge(
        aNeed({ gateway: { grade, exemption }, children: [aChildNeed()] }),
        anOption({ ofstedGrade }),
      )?.met,
  )

t.test('below the gateway is out; not inspected and not known are to be found out', async (t) => {
  t.same(judge('outstanding'), [true, false, false, false, null, null])
  t.same(judge('good'), [true, true, false, false, null, null])
  t.same(judge('requires-improvement'), [true, true, true, false, null, null])
})

t.test(
  'of the outcomes of supported accommodation the lowest is out, the middle is to be weighed',
  async (t) => {
    for (const grade of ['outstanding', 'good', 'requires-improvement'] as const) {
      const results = supportedOutcomes.map(
        (ofstedGrade) =>
          ofstedGateway.judge(aNeed({ gateway: { grade, exemption: null } }), anOption({ ofstedGrade }))?.met,
      )
      t.same(results, [true, null, false], grade)
    }
  },
)

t.test('a named exemption lets through what is below; with no gateway there is nothing to say', async (t) => {
  t.same(judge('good', 'Head of service'), [true, true, true, true, null, null])
  t.equal(ofstedGateway.judge(aNeed(), anOption()), null)
})
