import { addDays, birthday, nightsBetween, type CivilDate } from '../../domain/dates.ts'

/** A civil date as the number of days since 1970-01-01, for arithmetic in the generator. */
export type Day = number

const origin = '1970-01-01'
const dateCache = new Map<Day, CivilDate>()

export const dayOf = (date: CivilDate): Day => nightsBetween(origin, date)

export function dateOf(day: Day): CivilDate {
  let date = dateCache.get(day)
  if (date === undefined) dateCache.set(day, (date = addDays(origin, day)))
  return date
}

export const birthdayOf = (born: Day, age: number): Day => dayOf(birthday(dateOf(born), age))

export const dateOrNull = (day: Day | null): CivilDate | null => (day === null ? null : dateOf(day))
