import t from 'tap'
import { legalMinimumAge } from '../../../../src/domain/matching/must/legal-minimum-age.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const aged = (onFirstNight: number) =>
  aNeed({ children: [aChildNeed({ age: { onFirstNight, onLastNight: null } })] })

t.test('supported accommodation is for those of 16 and over', async (t) => {
  const supported = anOption({ type: 'supported-accommodation', ageFrom: 0 })
  t.equal(legalMinimumAge.judge(aged(15), supported)?.met, false)
  t.equal(legalMinimumAge.judge(aged(16), supported)?.met, true)
})

t.test('it has nothing to say of a type for which the law sets no age', async (t) => {
  t.equal(legalMinimumAge.judge(aged(15), anOption({ type: 'ifa' })), null)
})
