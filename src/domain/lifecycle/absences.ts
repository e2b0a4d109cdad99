/** Temporary placements of the SSDA903 return (PLACE), with the most nights that the guide allows each. */
export const temporaryStays = {
  T0: { label: 'Any temporary stay', mostNights: null },
  T1: { label: 'Hospital', mostNights: 42 },
  T2: { label: "Child's holiday", mostNights: null },
  T3: { label: "Carer's holiday", mostNights: 21 },
  T4: { label: 'Any other reason, seven days or fewer', mostNights: 7 },
} as const

export type TemporaryStay = keyof typeof temporaryStays

/** The most nights of a stay of this PLACE code; null where the guide sets none. */
export function mostNights(placeCode: string | null): number | null {
  return placeCode !== null && Object.hasOwn(temporaryStays, placeCode)
    ? temporaryStays[placeCode as TemporaryStay].mostNights
    : null
}
