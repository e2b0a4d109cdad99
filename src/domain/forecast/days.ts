import type { CivilDate } from '../dates.ts'

/** A day as the number of days since 1 January 1970, so that long arithmetic is fast. */
export type DayNumber = number

const msPerDay = 86_400_000

export const toDayNumber = (date: CivilDate): DayNumber => Date.parse(`${date}T00:00:00Z`) / msPerDay
export const dateOfDay = (day: DayNumber): CivilDate => new Date(day * msPerDay).toISOString().slice(0, 10)

/** The day of a birthday; born on 29 February, it is on 1 March of other years, as in `birthday` of dates. */
export function birthdayNumber(bornOn: DayNumber, age: number): DayNumber {
  // Days to civil date and back, by eras of 400 years from 1 March 0000.
  const sinceEra = bornOn + 719468
  const era = Math.floor(sinceEra / 146097)
  const dayOfEra = sinceEra - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  // Years of eras end with February, so that 29 February is the last day, and the day after the 28th is 1 March.
  const year = era * 400 + yearOfEra + age
  const newEra = Math.floor(year / 400)
  const newYear = year - newEra * 400
  return (
    newEra * 146097 + newYear * 365 + Math.floor(newYear / 4) - Math.floor(newYear / 100) + dayOfYear - 719468
  )
}

/** The last day of the month that is `months` after that of a day. */
export function monthEnd(day: DayNumber, months: number): DayNumber {
  const date = new Date(day * msPerDay)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0) / msPerDay
}

/** The calendar month of a day: 0 for January. */
export const monthOfYear = (day: DayNumber): number => new Date(day * msPerDay).getUTCMonth()
