/** Weeks in a year: what a home costs in a year is its price a week so many times. */
const weeksAYear = 365.25 / 7

export interface OpenedHomes {
  beds: number
  /** Mean of the beds in use: children beyond the beds that there are without them. */
  bedsUsed: number
  occupancy: number
  poundsAYear: number | null
  /** What a week costs in which a child lives there; null where no bed is used or no price is known. */
  poundsAWeekUsed: number | null
}

/**
 * How full homes would be that open beside others, and what they cost, used or not.
 * @param worlds children who need such a home, in each world
 * @param others the beds that there are without them
 */
export function openedHomes(
  worlds: Float64Array,
  others: number,
  { beds, poundsPerBedWeek }: { beds: number; poundsPerBedWeek: number | null },
): OpenedHomes {
  let sum = 0
  for (const children of worlds) sum += Math.min(beds, Math.max(0, children - others))
  const bedsUsed = sum / worlds.length
  return {
    beds,
    bedsUsed,
    occupancy: bedsUsed / beds,
    poundsAYear: poundsPerBedWeek === null ? null : beds * poundsPerBedWeek * weeksAYear,
    poundsAWeekUsed:
      poundsPerBedWeek === null || bedsUsed === 0 ? null : (beds * poundsPerBedWeek) / bedsUsed,
  }
}
