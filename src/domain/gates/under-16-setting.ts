import { ageOn } from '../dates.ts'
import type { GateRule } from './types.ts'
import {
  firstNightWith,
  isResidentialEmployment,
  isSupported,
  isUnregisteredOn,
  SETTINGS_LISTED_FROM,
  sinceWords,
} from './unregistered.ts'

/** Under 16, a child lives in a setting that reg. 27A lists, or unlawfully. */
export const under16Setting = {
  id: 'under-16-setting',
  title: 'Under 16 in a setting that the law does not allow',
  regulation: 'CPPCR 2010 reg. 27A (S.I. 2021/161)',
  standsBecause: (facts) => {
    const isOlderSetting = isSupported(facts) || isResidentialEmployment(facts)
    const night = firstNightWith(
      facts,
      (day) =>
        ageOn(facts.child.dateOfBirth, day) < 16 &&
        day >= SETTINGS_LISTED_FROM &&
        (isOlderSetting || isUnregisteredOn(facts, day)),
    )
    if (night === null) return null
    return isOlderSetting
      ? 'A child under 16 may not live in supported accommodation, lodgings, independent living or employment.'
      : `A child under 16 may not live in an unregistered setting, which this is${sinceWords(facts, night)}.`
  },
  opens: {
    by: 'nothing',
    instead: 'Find a registered home or an approved carer. What has happened is recorded as unlawful.',
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
