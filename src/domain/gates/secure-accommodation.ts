import { ageOn } from '../dates.ts'
import type { GateRule } from './types.ts'

const HOURS_WITHOUT_ORDER = 72

/** Remanded or sentenced children are in secure accommodation by that order itself. */
const byAnotherOrder = ['J1', 'J3']

/** Secure accommodation on welfare grounds. */
export const secureAccommodation = {
  id: 'secure-accommodation',
  title: 'Secure accommodation on welfare grounds',
  regulation: 'Children Act 1989 s25; Children (Secure Accommodation) Regulations 1991 regs. 4 and 10 to 12',
  standsBecause: ({ placementType, child, secure, from }) => {
    if (placementType !== 'secure' || byAnotherOrder.includes(child.legalStatus ?? '')) return null
    if (ageOn(child.dateOfBirth, from) < 13 && !secure.secretaryOfStateApproved)
      return "A child under 13 needs the Secretary of State's approval first."
    if (secure.ordered || secure.hoursWithoutOrder < HOURS_WITHOUT_ORDER) return null
    return `Without a court's order a child may be kept secure for ${HOURS_WITHOUT_ORDER} hours in any 28 days, and those are used.`
  },
  opens: {
    by: 'record',
    cure: "Record the court's order (first at most 3 months, then 6) or, under 13, the Secretary of State's approval.",
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
