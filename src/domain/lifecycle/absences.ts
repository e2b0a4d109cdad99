import { nightsBetween, type CivilDate } from '../dates.ts'

/** Temporary placements of the SSDA903 return (codes of PLACE), with the guide's limit on nights; null for none. */
export const temporaryStays = {
  T0: { label: 'Any temporary stay', mostNights: null },
  T1: { label: 'Hospital', mostNights: 42 },
  T2: { label: "Child's holiday", mostNights: null },
  T3: { label: "Carer's holiday", mostNights: 21 },
  T4: { label: 'Any other reason, seven days or fewer', mostNights: 7 },
} as const

export type TemporaryStay = keyof typeof temporaryStays

interface Stay {
  /** SSDA903 PLACE. */
  placeCode: string | null
  from: CivilDate
  /** The day of return; null where it is open. */
  to: CivilDate | null
}

/** Why a stay breaks the limit of its PLACE code; null where it does not. A code with a limit needs a day of return. */
export function overLimit({ placeCode, from, to }: Stay): string | null {
  const most =
    placeCode !== null && Object.hasOwn(temporaryStays, placeCode)
      ? temporaryStays[placeCode as TemporaryStay].mostNights
      : null
  return most !== null && (to === null || nightsBetween(from, to) > most)
    ? `a stay of code ${placeCode} lasts ${most} nights at most`
    : null
}
