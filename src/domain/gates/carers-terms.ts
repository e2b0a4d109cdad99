import { isFosterHousehold, excessOf } from './excess.ts'
import type { GateRule } from './types.ts'

/**
 * More, older or younger children, or of another sex, than the carer's terms say. The fostering service varies the terms
 * or exempts named children (usual limit 3: Children Act 1989 Sch. 7); Ofsted has no part in it.
 */
export const carersTerms = {
  id: 'carers-terms',
  title: "Outside the carer's terms of approval",
  regulation: 'CPPCR 2010 regs. 22 and 23; FSR 2011; Children Act 1989 Sch. 7',
  standsBecause: (facts) => {
    if (!isFosterHousehold(facts) || facts.termsExemptUntil !== null) return null
    const words = excessOf(facts)
    return words && `The carer is approved for ${words}.`
  },
  opens: {
    by: 'record',
    cure: "Record the fostering service's new terms, or its exemption that names the child and has an end.",
  },
  /** Reg. 23: up to six working days outside the terms. */
  emergencyWorkingDays: () => 6,
} as const satisfies GateRule
