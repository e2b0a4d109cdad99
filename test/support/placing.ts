import { addDays, ukDate, type CivilDate } from '../../src/domain/dates.ts'

/** Today's date: holds expire by the database's clock, so their tests use the actual day. */
export const TODAY = ukDate(new Date())
export const daysFrom = addDays
export const inDays = (days: number): CivilDate => addDays(TODAY, days)
export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
export const inHours = (hours: number) => inSeconds(hours * 3600)
