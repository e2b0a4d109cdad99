import t from 'tap'
import { typePreferred } from '../../../../src/domain/matching/prefer/type-preferred.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const need = (fields: Parameters<typeof aChildNeed>[0]) => aNeed({ children: [aChildNeed(fields)] })

t.test('a type of the family that is preferred', async (t) => {
  const fostering = need({ fostering: 'preferred', residential: 'suitable', supported: null })
  t.equal(typePreferred.judge(fostering, anOption({ type: 'ifa' }))?.met, true)
  t.equal(typePreferred.judge(fostering, anOption({ type: 'residential' }))?.met, false)
  t.equal(typePreferred.judge(need({}), anOption()), null)
})
