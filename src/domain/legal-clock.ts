import { addDays, nightsBetween, type CivilDate } from './dates.ts'

interface Limit {
  /** The days that the status lasts at most. */
  days: number
  /** The days more for which a court may extend it, once. */
  extendableBy?: number
  regulation: string
}

/** How long a legal status may last, where the law sets it a limit of days. */
const legalLimits: Readonly<Record<string, Limit>> = {
  L1: { days: 3, regulation: 'Children Act 1989 s46(6): 72 hours' },
  L2: { days: 8, extendableBy: 7, regulation: 'Children Act 1989 s45: 8 days, once extended by 7' },
  L3: { days: 7, regulation: 'Children Act 1989 s43(5): 7 days from the date that the order gives' },
}

/** The clock of a legal status that is running. */
export interface LegalClock {
  regulation: string
  /** The day on which it runs out, unless the court extends it. */
  limitOn: CivilDate
  /** The day on which it runs out, once extended; null where it can't be. */
  extendedLimitOn: CivilDate | null
  /** Days from `today` to the limit; negative once past. */
  daysLeft: number
}

/** The clock of a legal status that began on a day, as at `today`; null where the law sets no limit of days. */
export function legalClock(status: string, startedOn: CivilDate, today: CivilDate): LegalClock | null {
  const limit = legalLimits[status]
  if (limit === undefined) return null
  const { days, extendableBy, regulation } = limit
  const limitOn = addDays(startedOn, days)
  return {
    regulation,
    limitOn,
    extendedLimitOn: extendableBy === undefined ? null : addDays(startedOn, days + extendableBy),
    daysLeft: nightsBetween(today, limitOn),
  }
}
