import { addDays, ukDate, type CivilDate } from '../../src/domain/dates.ts'

/** Holds lapse by the database's clock, so tests of them run on the day that it is. */
export const TODAY = ukDate(new Date())
export const daysFrom = addDays
export const inDays = (days: number): CivilDate => addDays(TODAY, days)
export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
export const inHours = (hours: number) => inSeconds(hours * 3600)
