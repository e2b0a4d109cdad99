import { quantity } from '../../../domain/quantity.ts'
import { placementTypes, type PlacementType } from '../../../domain/placement-types.ts'

/** Printed for an unknown value. */
const unknown = '—'

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const instantFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/London',
})
const poundFormat = (digits: number) =>
  new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: 'GBP',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
const [wholePounds, poundsAndPence] = [poundFormat(0), poundFormat(2)]

export const day = (date: string | null) => (date === null ? unknown : dayFormat.format(new Date(date)))
export const instant = (time: string) => instantFormat.format(new Date(time))
export const poundsText = (amount: number | null) =>
  amount === null ? unknown : (Number.isInteger(amount) ? wholePounds : poundsAndPence).format(amount)
export const miles = (distance: number | null) => (distance === null ? unknown : distance.toFixed(1))
export const typeTitle = (type: PlacementType) => placementTypes[type].label
export const orUnknown = (text: string | null) => text ?? unknown

/** A difference with its sign as a word, since a minus is easily lost in print: `£200 less`. */
function difference(amount: number | null, write: (amount: number) => string): string {
  if (amount === null) return unknown
  if (amount === 0) return 'the same'
  return `${write(Math.abs(amount))} ${amount > 0 ? 'more' : 'less'}`
}
export const poundsDifference = (amount: number | null) => difference(amount, poundsText)
export const milesDifference = (distance: number | null) => difference(distance, miles)

/** A code as text: `requires-improvement` becomes `Requires improvement`. */
export function title(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ')
}

/** An area to avoid: `CW1 2 with 2 miles around it`. */
export const areaName = ({ place, miles: reach }: { place: string; miles: number }) =>
  reach === 0 ? place : `${place} with ${quantity(reach, 'mile')} around it`
