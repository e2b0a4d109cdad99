import t from 'tap'
import { soloWhereRequired } from '../../../../src/domain/matching/must/solo-where-required.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

type LivesWith = null | 'solo' | 'with-others'
const needing = (...wishes: LivesWith[]) =>
  aNeed({ children: wishes.map((livingWith) => aChildNeed({ livingWith })) })
const there = (...wishes: LivesWith[]) =>
  anOption({ company: wishes.map((livingWith) => ({ youngest: 12, oldest: 12, livingWith })) })
const judge = (need: ReturnType<typeof aNeed>, option: ReturnType<typeof anOption>) =>
  soloWhereRequired.judge(need, option)?.met

t.test('alone is with nobody, whoever of them is to live so', async (t) => {
  t.equal(judge(needing('solo'), there()), true)
  t.equal(judge(needing('solo'), there('with-others')), false)
  t.equal(judge(needing('with-others'), there('with-others', 'solo')), false)
  t.equal(judge(needing('solo', 'with-others'), there()), false)
  t.equal(judge(needing('with-others'), there('with-others')), true)
})

t.test('what is not known on either side is to be found out', async (t) => {
  t.match(soloWhereRequired.judge(needing(null), there('with-others')), {
    met: null,
    detail: /the child can/,
  })
  t.match(soloWhereRequired.judge(needing('with-others'), there(null)), {
    met: null,
    detail: /who are there/,
  })
  t.equal(soloWhereRequired.judge(needing(null), there()), null, 'nothing to say where nobody else is')
})
