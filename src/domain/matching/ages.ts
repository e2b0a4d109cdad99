import { addDays, ageOn, type CivilDate } from '../dates.ts'
import type { AgeOverStay } from './types.ts'

/** A child's age over the nights `[from, to)`, from the date of birth. `to` null is open. */
export function ageByBirth(bornOn: CivilDate, from: CivilDate, to: CivilDate | null): AgeOverStay {
  const last = to === null ? null : ageOn(bornOn, addDays(to, -1))
  return {
    bornOn,
    onFirstNight: ageOn(bornOn, from),
    onLastNight: last === null ? null : { least: last, most: last },
  }
}

/** The same from the age on the first night only: each full year of the stay adds one year, and a part of a year may. */
export function ageByYears(years: number, from: CivilDate, to: CivilDate | null): AgeOverStay {
  if (to === null) return { onFirstNight: years, onLastNight: null }
  const last = addDays(to, -1)
  const least = years + ageOn(from, last)
  return {
    onFirstNight: years,
    onLastNight: { least, most: last === from ? least : least + 1 },
  }
}

/** The ages that a home has to be registered for whatever the birthdays: the youngest first night, the oldest last night. */
export function certainAges(ages: readonly AgeOverStay[]): { youngest: number; oldest: number } {
  return {
    youngest: Math.min(...ages.map((age) => age.onFirstNight)),
    oldest: Math.max(...ages.map((age) => age.onLastNight?.least ?? age.onFirstNight)),
  }
}

/** The oldest age that a home is registered for to look after children: care ends at 18. */
export const oldestRegistered = 17
