import t from 'tap'
import { capabilitiesMet } from '../../../../src/domain/matching/must/capabilities-met.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const needing = (...capabilities: string[][]) =>
  aNeed({ children: capabilities.map((capabilities) => aChildNeed({ capabilities })) })

t.test('every need of every child must be met', async (t) => {
  const home = anOption({ capabilities: ['autism', 'wheelchair-access'] })
  t.equal(capabilitiesMet.judge(needing(['autism'], ['wheelchair-access']), home)?.met, true)
  t.same(capabilitiesMet.judge(needing(['autism', 'epilepsy'], ['diabetes']), home), {
    met: false,
    detail: 'Is not recorded as meeting epilepsy and diabetes.',
  })
})

t.test('it has nothing to say where no need is named', async (t) => {
  t.equal(capabilitiesMet.judge(needing([]), anOption()), null)
})
