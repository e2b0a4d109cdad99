import type { Cells } from './types.ts'

/* The words in which the rules are written. A comparison with a day that is blank or cannot be read is false. */

type Value = string | undefined

export const isBlank = (value: Value): boolean => value === undefined
export const isFilled = (value: Value): boolean => value !== undefined

export const isBefore = (a: Value, b: Value): boolean => Boolean(a) && Boolean(b) && a! < b!
export const isAfter = (a: Value, b: Value): boolean => isBefore(b, a)
/** On the day or before it. */
export const isUpTo = (a: Value, b: Value): boolean => Boolean(a) && Boolean(b) && a! <= b!
/** On the day or later. */
export const isFrom = (a: Value, b: Value): boolean => isUpTo(b, a)
export const isSameDay = (a: Value, b: Value): boolean => Boolean(a) && a === b
export const isWithin = (day: Value, first: Value, last: Value): boolean =>
  isFrom(day, first) && isUpTo(day, last)

/** A test of being one of these codes, separated by spaces. */
export function oneOf(codes: string): (value: Value) => boolean {
  const list = new Set(codes.split(' '))
  return (value) => value !== undefined && list.has(value)
}

const listOf = (columns: string) => columns.split(' ')
/** Tests of some columns, separated by spaces: whether any of them is filled, and whether any is blank. */
export function columnsOf(columns: string) {
  const names = listOf(columns)
  return {
    anyFilled: (cells: Cells) => names.some((name) => cells[name] !== undefined),
    anyBlank: (cells: Cells) => names.some((name) => cells[name] === undefined),
  }
}

export const adoptionDetails = 'DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR'
export const { anyFilled: hasAdoption, anyBlank: lacksAdoption } = columnsOf(adoptionDetails)

export const isShortBreak = oneOf('V3 V4')
export const isTemporary = oneOf('T0 T1 T2 T3 T4')
export const isFoster = oneOf('U1 U2 U3 U4 U5 U6')
export const isPlacedForAdoption = oneOf('A3 A4 A5 A6')
/** Other placements, listed on a schedule to DfE. */
export const isOtherPlacement = oneOf('Z1 Z11 Z12 Z13 Z14')
export const isAdoption = oneOf('E11 E12')
export const isGuardianship = oneOf('E43 E44 E45 E46 E47 E48')
export const isFemale = oneOf('2 F')
export const isMale = oneOf('1 M')

/** Whether care ended with the episode: any reason but X1, after which the next episode follows. */
export const endsCare = ({ REC }: Cells): boolean => REC !== undefined && REC !== '' && REC !== 'X1'

/** Whether an episode is in the place, with the provider, of another. */
export const isSamePlace = (a: Cells, b: Cells): boolean =>
  a.PLACE === b.PLACE && a.PL_POST === b.PL_POST && a.URN === b.URN && a.PLACE_PROVIDER === b.PLACE_PROVIDER

export const noUrn = 'XXXXXXX'
const isUnregulated = oneOf('P1 P2 P3 R1 R2 R5 T0 T1 T2 T3 T4')
/** Whether placements of this kind have no Ofsted number. */
export const hasNoUrn = ({ PLACE }: Cells, year: number): boolean =>
  isUnregulated(PLACE) || isOtherPlacement(PLACE) || (PLACE === 'H5' && year < 2024)
/** Whether an Ofsted number is there that is not the placeholder for none. */
export const hasUrn = ({ URN }: Cells): boolean => isFilled(URN) && URN !== noUrn
