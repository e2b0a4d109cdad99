import type { CivilDate } from '../dates.ts'
import type { Need } from './types.ts'

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** `2024-05-03` as `3 May 2024`. */
export function longDate(date: CivilDate): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${day} ${months[(month ?? 1) - 1]} ${year}`
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(parts: readonly (string | number)[]): string {
  const texts = parts.map(String)
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`
}

/** `Age 9`, `Ages 6 and 9`: on the first night. */
export function agesOf(need: Need): string {
  const ages = [...new Set(need.children.map((child) => child.age.onFirstNight))].sort((a, b) => a - b)
  return `${ages.length === 1 ? 'Age' : 'Ages'} ${joinWords(ages)}`
}

/** `ages 5 to 11`, `age 16 alone`. */
export function ageRange(from: number, to: number): string {
  return from === to ? `age ${from} alone` : `ages ${from} to ${to}`
}

const wholePounds = new Intl.NumberFormat('en-GB')
const poundsAndPence = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 })

export function pounds(amount: number): string {
  return `£${(amount % 1 === 0 ? wholePounds : poundsAndPence).format(amount)}`
}
