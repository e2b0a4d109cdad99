import type { Day } from '../days.ts'
import { forever, type Bed } from '../model.ts'

/** Keeps a bed for a child from a day on. */
export const useBed = (bed: Bed, from: Day): number => bed.taken.push({ from, to: forever })

/** The use of each bed that began before a day and has no end yet ends on it. */
export function freeUp(beds: readonly Bed[], day: Day): void {
  for (const bed of beds) for (const use of bed.taken) if (use.to === forever && use.from < day) use.to = day
}

/** Whether a bed is kept for anyone after a day, or out of use then. */
export const isUsedAfter = ({ taken: uses }: Bed, day: Day): boolean => uses.some(({ to }) => to > day)
