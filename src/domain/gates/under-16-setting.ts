import { ageOn } from '../dates.ts'
import type { GateRule } from './types.ts'
import { isSupported, isUnregisteredSetting, isResidentialEmployment } from './unregistered.ts'

/** Under 16, a child lives in a setting that reg. 27A lists, or unlawfully. */
export const under16Setting = {
  id: 'under-16-setting',
  title: 'Under 16 in a setting that the law does not allow',
  regulation: 'CPPCR 2010 reg. 27A (S.I. 2021/161)',
  standsBecause: (facts) => {
    if (ageOn(facts.child.dateOfBirth, facts.from) >= 16) return null
    if (isSupported(facts) || isResidentialEmployment(facts))
      return 'A child under 16 may not live in supported accommodation, lodgings, independent living or employment.'
    return isUnregisteredSetting(facts) ? 'A child under 16 may not live in an unregistered setting.' : null
  },
  opens: {
    by: 'nothing',
    instead: 'Find a registered home or an approved carer. What has happened is recorded as unlawful.',
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
