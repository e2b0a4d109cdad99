import t from 'tap'
import { mustNotLiveTogether } from '../../../../src/domain/matching/must/must-not-live-together.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const known = (fields: object) =>
  aNeed({ known: { onRecord: 'all', apart: [], apartAmongThem: false, kin: [], ...fields } })
const others = anOption({ company: [{ age: 12, livingWith: null }] })
const met = (need: ReturnType<typeof aNeed>, option = others) => mustNotLiveTogether.judge(need, option).met

t.test('a home where someone is who is kept from a child is out; so is any for two kept apart', async (t) => {
  t.equal(met(known({ apart: ['home'] })), false)
  t.equal(met(known({ apart: ['another'] })), true)
  t.equal(met(known({ apartAmongThem: true })), false)
})

t.test('of a child who is not on record it is to be found out, but where nobody else is', async (t) => {
  t.equal(met(known({ onRecord: 'none' })), null)
  t.equal(met(known({ onRecord: 'none' }), anOption()), true)
  t.equal(
    met(aNeed({ children: [aChildNeed(), aChildNeed()], known: known({ onRecord: 'some' }).known })),
    null,
  )
})
