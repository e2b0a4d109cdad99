import { addDays, birthday, nightsBetween, type CivilDate } from '../../domain/dates.ts'

/** A civil date as the nights since 1970-01-01: the generator counts with it, the loader writes dates. */
export type Day = number

const origin = '1970-01-01'
const written = new Map<Day, CivilDate>()

export const dayOf = (date: CivilDate): Day => nightsBetween(origin, date)

export function dateOf(day: Day): CivilDate {
  let date = written.get(day)
  if (date === undefined) written.set(day, (date = addDays(origin, day)))
  return date
}

export const birthdayOf = (born: Day, age: number): Day => dayOf(birthday(dateOf(born), age))

export const dateOrNull = (day: Day | null): CivilDate | null => (day === null ? null : dateOf(day))
