import t from 'tap'
import { kin } from '../../../../src/domain/matching/prefer/kin.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const need = (fields: Parameters<typeof aChildNeed>[0]) => aNeed({ children: [aChildNeed(fields)] })

t.test('the home of a connected person; of a child not on record that is to be found out', async (t) => {
  t.equal(kin.judge(need({}), anOption({ kin: true })).met, true)
  t.equal(kin.judge(need({}), anOption()).met, false)
  const { knownHomes: knownHomes } = aNeed()
  t.equal(kin.judge(aNeed({ knownHomes: { ...knownHomes, onRecord: 'none' } }), anOption()).met, null)
})
