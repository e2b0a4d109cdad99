import t from 'tap'
import { legalMinimumAge } from '../../../../src/domain/matching/must/legal-minimum-age.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const needAt = (onFirstNight: number) =>
  aNeed({ children: [aChildNeed({ age: { onFirstNight, onLastNight: null } })] })

t.test('supported accommodation is for those of 16 and over', async (t) => {
  const option = anOption({ type: 'supported-accommodation', ageFrom: 0 })
  t.equal(legalMinimumAge.judge(needAt(15), option)?.met, false)
  t.equal(legalMinimumAge.judge(needAt(16), option)?.met, true)
})

t.test('it has nothing to say of a type for which the law sets no age', async (t) => {
  t.equal(legalMinimumAge.judge(needAt(15), anOption({ type: 'ifa' })), null)
})
