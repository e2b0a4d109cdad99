import type { AgeOverStay, Must, Option } from '../types.ts'
import { ageRange, agesOf } from '../wording.ts'

/** Every child within the registered ages on every night; of a stay with no end, on the first. */
export const ageWithinRegistration = {
  id: 'age-within-registration',
  kind: 'must',
  title: 'Age within registration on every night',
  judge(need, option) {
    const registered = `registered for ${ageRange(option.ageFrom, option.ageTo)}`
    const fits = need.children.map((child) => within(child.age, option))
    if (fits.includes('outgrows'))
      return { met: false, detail: `A birthday during the stay goes past it: ${registered}.` }
    if (fits.includes(false))
      return { met: false, detail: `${agesOf(need)} on the first night; ${registered}.` }
    if (fits.includes(null))
      return {
        met: null,
        detail: `A birthday during the stay may go past it: ${registered}. Find out the date of birth.`,
      }
    const until = need.to === null ? 'on the first night' : 'throughout'
    return { met: true, detail: `${agesOf(need)} on the first night; ${registered}: within it ${until}.` }
  },
} as const satisfies Must

function within(age: AgeOverStay, { ageFrom, ageTo }: Option): boolean | 'outgrows' | null {
  if (age.onFirstNight < ageFrom || age.onFirstNight > ageTo) return false
  if (age.onLastNight === null || age.onLastNight.most <= ageTo) return true
  return age.onLastNight.least > ageTo ? 'outgrows' : null
}
