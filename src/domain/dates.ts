/** A calendar date, `YYYY-MM-DD`, without time or time zone. */
export type CivilDate = string

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/
const msPerDay = 86_400_000
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function toDays(date: CivilDate): number {
  return Date.parse(`${date}T00:00:00Z`) / msPerDay
}

/** The days that a record can be dated on: no child in care was born before, and nothing is planned after. */
export const [firstPossibleDay, lastPossibleDay] = ['1901-01-01', '2199-12-31'] as const

/** Whether the text is an existing date in the form `YYYY-MM-DD`: `2024-02-29` is, `2023-02-29` is not. */
export function isCivilDate(text: string): boolean {
  const [, year, month, day] = (pattern.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const lastDay = month === 2 && isLeapYear ? 29 : (daysInMonth[month - 1] ?? 0)
  return day >= 1 && day <= lastDay
}

/** The date `days` later, or earlier when negative. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date((toDays(date) + days) * msPerDay).toISOString().slice(0, 10)
}

/** The date `days` working days later (`days` ≥ 0). Working days are Monday to Friday; bank holidays are not considered. */
export function addWorkingDays(date: CivilDate, days: number): CivilDate {
  if (days === 0) return date
  const next = addDays(date, 1)
  const isWeekend = [2, 3].includes(toDays(next) % 7) // 1 January 1970 was a Thursday
  return addWorkingDays(next, isWeekend ? days : days - 1)
}

/** The number of nights in `[from, to)`; negative where `to` is earlier. */
export function nightsBetween(from: CivilDate, to: CivilDate): number {
  return toDays(to) - toDays(from)
}

/** The date `months` later, or earlier when negative; the last day of the month where the day does not exist in it. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  const month = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
  const sameDay = `${month}-${date.slice(8)}`
  return isCivilDate(sameDay) ? sameDay : addDays(addMonths(`${month}-01`, 1), -1)
}

/** Completed months from one date to a later one; 0 where it is not later. */
export function monthsBetween(from: CivilDate, to: CivilDate): number {
  if (to <= from) return 0
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7))
  return addMonths(from, months) <= to ? months : months - 1
}

/** The day on which an age is reached; someone born on 29 February reaches it on 1 March in common years. */
export function birthday(bornOn: CivilDate, age: number): CivilDate {
  const year = String(Number(bornOn.slice(0, 4)) + age).padStart(4, '0')
  const anniversary = `${year}${bornOn.slice(4)}`
  return isCivilDate(anniversary) ? anniversary : `${year}-03-01`
}

/** Completed years of age on a day; negative before birth. */
export function ageOn(bornOn: CivilDate, day: CivilDate): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4))
  return birthday(bornOn, years) <= day ? years : years - 1
}

const ukDays = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })

/** The calendar date in the United Kingdom at an instant. */
export function ukDate(instant: Date): CivilDate {
  return ukDays.format(instant)
}
