import { ageOn } from '../dates.ts'
import type { GateRule } from './types.ts'
import { isSupported, isUnregisteredSetting } from './unregistered.ts'

/** The day from which supported accommodation for looked-after children of 16 and 17 must be registered. */
const REGISTERED_FROM = '2023-10-28'

/** At 16 and 17 the provider of supported accommodation is registered with Ofsted on the day, or it is unlawful. */
export const supportedRegistration = {
  id: 'supported-registration',
  title: 'At 16 or 17 with a provider that is not registered',
  regulation: 'CPPCR 2010 reg. 27C; Supported Accommodation (England) Regulations 2023',
  standsBecause: (facts) => {
    const age = ageOn(facts.child.dateOfBirth, facts.from)
    if (age < 16 || age > 17 || facts.from < REGISTERED_FROM) return null
    if (isUnregisteredSetting(facts)) return 'The setting is not registered with Ofsted.'
    return isSupported(facts) && facts.home?.registered !== true
      ? 'No registration of the provider for such accommodation is recorded on the first night.'
      : null
  },
  opens: {
    by: 'nothing',
    instead:
      "Record the provider's registration if it has one; else find registered accommodation. What has happened is recorded as unlawful.",
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
