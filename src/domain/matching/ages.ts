import { addDays, ageOn, type CivilDate } from '../dates.ts'
import type { AgeOverStay } from './types.ts'

/** The age of a child over the nights `[from, to)`, by the date of birth. */
export function ageByBirth(bornOn: CivilDate, from: CivilDate, to: CivilDate | null): AgeOverStay {
  const last = to === null ? null : ageOn(bornOn, addDays(to, -1))
  return {
    onFirstNight: ageOn(bornOn, from),
    onLastNight: last === null ? null : { least: last, most: last },
  }
}

/** The same by the age on the first night alone: each year of the stay brings a birthday, and a part of one may. */
export function ageByYears(years: number, from: CivilDate, to: CivilDate | null): AgeOverStay {
  if (to === null) return { onFirstNight: years, onLastNight: null }
  const last = addDays(to, -1)
  const least = years + ageOn(from, last)
  return { onFirstNight: years, onLastNight: { least, most: last === from ? least : least + 1 } }
}

/** The ages that a home must be registered for in any case: the youngest first night and the oldest last one. */
export function certainAges(ages: readonly AgeOverStay[]): { youngest: number; oldest: number } {
  return {
    youngest: Math.min(...ages.map((age) => age.onFirstNight)),
    oldest: Math.max(...ages.map((age) => age.onLastNight?.least ?? age.onFirstNight)),
  }
}
