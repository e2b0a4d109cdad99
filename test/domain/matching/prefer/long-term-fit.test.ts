import t from 'tap'
import { longTermFit } from '../../../../src/domain/matching/prefer/long-term-fit.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const need = (fields: Parameters<typeof aChildNeed>[0]) => aNeed({ children: [aChildNeed(fields)] })

t.test('a home until grown up, where that is the plan', async (t) => {
  const judge = (longTerm: boolean | null) =>
    longTermFit.judge(need({ longTerm: true }), anOption({ longTerm }))?.met
  t.same([true, false, null].map(judge), [true, false, null])
  t.equal(longTermFit.judge(need({ longTerm: false }), anOption()), null)
})
