import t from 'tap'
import { ageWithinRegistration } from '../../../../src/domain/matching/must/age-within-registration.ts'
import type { AgeOverStay } from '../../../../src/domain/matching/types.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

/** Judges the ages for a home registered for ages 5 to 11. */
const judge = (...ages: AgeOverStay[]) =>
  ageWithinRegistration.judge(
    aNeed({ children: ages.map((age) => aChildNeed({ age })) }),
    anOption({ ageFrom: 5, ageTo: 11 }),
  ).met
const ageOverStay = (onFirstNight: number, least = onFirstNight, most = least): AgeOverStay => ({
  onFirstNight,
  onLastNight: { least, most },
})

t.test('both ends of the registered ages are within it', async (t) => {
  t.same(
    [4, 5, 11, 12].map((age) => judge(ageOverStay(age))),
    [false, true, true, false],
  )
})

t.test('a birthday past the oldest age during the stay is outside', async (t) => {
  t.equal(judge(ageOverStay(11, 12)), false)
  t.equal(judge(ageOverStay(10, 11)), true)
})

t.test('a birthday that may or may not fall in the stay is something to find out', async (t) => {
  t.equal(judge(ageOverStay(11, 11, 12)), null)
  t.equal(judge(ageOverStay(11, 12, 13)), false, 'one falls in it for certain')
  t.equal(judge(ageOverStay(10, 10, 11)), true)
})

t.test('a stay with no end is judged on its first night', async (t) => {
  t.equal(judge({ onFirstNight: 11, onLastNight: null }), true)
  t.equal(judge({ onFirstNight: 12, onLastNight: null }), false)
})

t.test('every child must be within it', async (t) => {
  t.equal(judge(ageOverStay(6), ageOverStay(9)), true)
  t.equal(judge(ageOverStay(6), ageOverStay(12)), false)
  t.equal(judge(ageOverStay(6), ageOverStay(11, 11, 12)), null)
})
