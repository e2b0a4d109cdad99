import type { CivilDate } from '../../domain/dates.ts'
import { quantity } from '../../domain/quantity.ts'

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const instantFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/London',
})
const poundsFormat = new Intl.NumberFormat('en-GB', {
  style: 'currency',
  currency: 'GBP',
  maximumFractionDigits: 0,
})

/** `Mon 4 December 2023`. */
export const sayDay = (day: CivilDate): string =>
  dayFormat.format(new Date(`${day}T00:00:00Z`)).replace(',', '')

/** An instant by the clock of the United Kingdom. */
export const sayInstant = (instant: string): string => instantFormat.format(new Date(instant))

export const sayPounds = (pounds: number): string => poundsFormat.format(pounds)

/** `1 mile`, `2.5 miles`. */
export const sayMiles = (distance: number | null): string =>
  distance === null ? 'Not known' : quantity(distance, 'mile')

/** `a`, `a and b`, `a, b and c`. */
export const sayList = (entries: readonly string[]): string =>
  entries.length < 2 ? (entries[0] ?? '') : `${entries.slice(0, -1).join(', ')} and ${entries.at(-1)}`

/** Begins with a capital letter and ends with a full stop. */
export function asSentence(text: string): string {
  const start = text.slice(0, 1).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(start) ? start : `${start}.`
}

/** An age in whole years, or the span in which it is known to be. */
export const sayAge = ({ age, ageTo }: { age: number; ageTo?: number | null | undefined }): string =>
  ageTo === null || ageTo === undefined ? String(age) : `${age} to ${ageTo}`
