import { nightsBetween, type CivilDate } from '../dates.ts'

/**
 * Temporary placements of the SSDA903 return (codes of PLACE), each with the guide's limit on nights and the number of the
 * validation rule; null for none.
 */
export const temporaryStays = {
  T0: { label: 'Any temporary stay', mostNights: null, rule: null },
  T1: { label: 'Hospital', mostNights: 42, rule: '375' },
  T2: { label: "Child's holiday", mostNights: null, rule: null },
  T3: { label: "Carer's holiday", mostNights: 21, rule: '376' },
  T4: { label: 'Any other reason, seven days or fewer', mostNights: 7, rule: '379' },
} as const

/** A carer's holiday (T3) at most so often in 12 months: SSDA903 validation rule 377. */
export const MOST_CARER_HOLIDAYS = 2

/** CPPCR 2010 reg. 48: a series of short breaks is no ordinary care within these. Near: from where it is told. */
export const shortBreakLimits = {
  nightsInBreak: 17,
  nightsInYear: 75,
  nearInBreak: 14,
  nearInYear: 60,
} as const

export type TemporaryStay = keyof typeof temporaryStays

interface Stay {
  /** SSDA903 PLACE. */
  placeCode: string | null
  from: CivilDate
  /** The day of return; null where it is open. */
  to: CivilDate | null
}

/** The limit of a PLACE code; undefined where it has none. */
export function stayLimit(placeCode: string | null): { mostNights: number; rule: string } | undefined {
  const stays: Readonly<Record<string, { mostNights: number | null; rule: string | null }>> = temporaryStays
  const { mostNights = null, rule = null } = stays[placeCode ?? ''] ?? {}
  return mostNights === null || rule === null ? undefined : { mostNights, rule }
}

/** Why a stay breaks the limit of its PLACE code; null where it does not. A stay
 * without a known return is open: the day of its limit is for the attention list. */
export function overLimit({ placeCode, from, to }: Stay): string | null {
  const limit = stayLimit(placeCode)
  return limit && to !== null && nightsBetween(from, to) > limit.mostNights
    ? `a stay of code ${placeCode} lasts ${limit.mostNights} nights at most`
    : null
}
