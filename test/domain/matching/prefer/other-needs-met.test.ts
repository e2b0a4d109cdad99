import t from 'tap'
import { otherNeedsMet } from '../../../../src/domain/matching/prefer/other-needs-met.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const need = (fields: Parameters<typeof aChildNeed>[0]) => aNeed({ children: [aChildNeed(fields)] })

t.test('it names what is met, and what is not', async (t) => {
  const both = need({ preferredCapabilities: ['autism', 'epilepsy'] })
  t.match(otherNeedsMet.judge(both, anOption({ capabilities: ['autism'] })), {
    met: false,
    detail: /epilepsy/,
  })
  t.equal(otherNeedsMet.judge(both, anOption({ capabilities: ['autism', 'epilepsy'] }))?.met, true)
  t.equal(otherNeedsMet.judge(need({}), anOption()), null)
})
