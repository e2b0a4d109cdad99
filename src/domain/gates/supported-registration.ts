import { ageOn } from '../dates.ts'
import type { GateRule } from './types.ts'
import {
  firstNightWith,
  isSupported,
  isUnregisteredOn,
  sinceWords,
  SUPPORTED_REGISTERED_FROM,
} from './unregistered.ts'

/** At 16 and 17 the provider of supported accommodation is registered with Ofsted on every night, or it is unlawful. */
export const supportedRegistration = {
  id: 'supported-registration',
  title: 'At 16 or 17 with a provider that is not registered',
  regulation: 'CPPCR 2010 reg. 27C; Supported Accommodation (England) Regulations 2023',
  standsBecause: (facts) => {
    const night = firstNightWith(facts, (day) => {
      const age = ageOn(facts.child.dateOfBirth, day)
      return age >= 16 && age <= 17 && day >= SUPPORTED_REGISTERED_FROM && isUnregisteredOn(facts, day)
    })
    if (night === null) return null
    const dayWords = sinceWords(facts, night)
    return isSupported(facts)
      ? `No registration of the provider for such accommodation is recorded${dayWords || ' on the first night'}.`
      : `The setting is not registered with Ofsted${dayWords}.`
  },
  opens: {
    by: 'nothing',
    instead:
      "Record the provider's registration if it has one; else find registered accommodation. What has happened is recorded as unlawful.",
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
