import { isFosterHousehold, excessOf } from './excess.ts'
import type { GateRule } from './types.ts'

/** Only Ofsted varies a registration, and before the child comes: no emergency, no approval of the authority. */
export const registration = {
  id: 'registration',
  title: "Outside the home's registration",
  regulation: 'Care Standards Act 2000 s13 and s24',
  standsBecause: (facts) => {
    if (isFosterHousehold(facts)) return null
    const words = excessOf(facts)
    return words && `The home is registered for ${words}.`
  },
  opens: { by: 'record', cure: "Record Ofsted's variation of the registration." },
  emergencyWorkingDays: null,
} as const satisfies GateRule
