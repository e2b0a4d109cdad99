import { heads } from '../parent-and-child.ts'
import type { AgeOverStay, Must, Option } from '../types.ts'
import { ageRange, agesOf } from '../wording.ts'

/**
 * Every child is within the registered ages on every night; for an open-ended stay, on the first night. A child who comes
 * with a parent is taken with them: the ages are the parent's.
 */
export const ageWithinRegistration = {
  id: 'age-within-registration',
  kind: 'must',
  title: 'Age within registration on every night',
  judge(need, option) {
    const registration = `registered for ${ageRange(option.ageFrom, option.ageTo)}`
    const fits = heads(need.children).map((child) => fitOf(child.age, option))
    if (fits.includes('outgrows'))
      return { met: false, detail: `A birthday during the stay goes past it: ${registration}.` }
    if (fits.includes(false))
      return { met: false, detail: `${agesOf(need)} on the first night; ${registration}.` }
    if (fits.includes(null))
      return {
        met: null,
        detail: `A birthday during the stay may go past it: ${registration}. Find out the date of birth.`,
      }
    const period = need.to === null ? 'on the first night' : 'throughout'
    return { met: true, detail: `${agesOf(need)} on the first night; ${registration}: within it ${period}.` }
  },
} as const satisfies Must

function fitOf(age: AgeOverStay, { ageFrom, ageTo }: Option): boolean | 'outgrows' | null {
  if (age.onFirstNight < ageFrom || age.onFirstNight > ageTo) return false
  if (age.onLastNight === null || age.onLastNight.most <= ageTo) return true
  return age.onLastNight.least > ageTo ? 'outgrows' : null
}
