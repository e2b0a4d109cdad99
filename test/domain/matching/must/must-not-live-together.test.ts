import t from 'tap'
import { mustNotLiveTogether } from '../../../../src/domain/matching/must/must-not-live-together.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const needWith = (fields: object) =>
  aNeed({ knownHomes: { onRecord: 'all', apart: [], apartAmongThem: false, kin: [], ...fields } })
const others = anOption({ company: [{ youngest: 12, oldest: 12, livingWith: null }] })
const judge = (need: ReturnType<typeof aNeed>, option = others) => mustNotLiveTogether.judge(need, option).met

t.test('a home where someone is who is kept from a child is out; so is any for two kept apart', async (t) => {
  t.equal(judge(needWith({ apart: ['home'] })), false)
  t.equal(judge(needWith({ apart: ['another'] })), true)
  t.equal(judge(needWith({ apartAmongThem: true })), false)
})

t.test('of a child who is not on record it is to be found out, but where nobody else is', async (t) => {
  t.equal(judge(needWith({ onRecord: 'none' })), null)
  t.equal(judge(needWith({ onRecord: 'none' }), anOption()), true)
  t.equal(
    judge(
      aNeed({
        children: [aChildNeed(), aChildNeed()],
        knownHomes: needWith({ onRecord: 'some' }).knownHomes,
      }),
    ),
    null,
  )
})
