import { shortBreakLimits } from '../lifecycle/absences.ts'
import type { GateRule } from './types.ts'

const { nightsInBreak, nightsInYear } = shortBreakLimits

/** Within limits a series of short breaks is spared most of the regulations; beyond them, ordinary care applies. */
export const shortBreaksWithinLimits = {
  id: 'short-break-limits',
  of: 'short-break',
  title: 'Short breaks beyond their limits',
  regulation: 'CPPCR 2010 reg. 48',
  standsBecause: ({ shortBreaks: { nights, inYear, otherProviders } }) => {
    const reasons = [
      nights > nightsInBreak
        ? `It lasts ${nights} nights; a short break lasts ${nightsInBreak} at most.`
        : null,
      inYear > nightsInYear
        ? `With it, short breaks come to ${inYear} nights in 12 months; ${nightsInYear} are allowed.`
        : null,
      otherProviders > 0 ? 'The series has been with another provider; a series is with one.' : null,
    ].filter((reason) => reason !== null)
    return reasons.length > 0 ? reasons.join(' ') : null
  },
  opens: {
    by: 'record',
    cure: 'Shorten it; or, since ordinary care applies, record a period of care and an ordinary placement.',
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
