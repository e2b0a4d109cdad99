import { isUnderRegulation11 } from './area.ts'
import { outOfAreaConfirmations } from './confirmations.ts'
import type { GateRule } from './types.ts'

/** An authority may ask for more than the law does: a number of miles of its own, off unless it sets one. */
export const ownDistanceRule = {
  id: 'own-distance-rule',
  title: "Further from home than the authority's own rule allows without approval",
  regulation: "The authority's own rule, not the law's: miles are no part of CPPCR 2010 reg. 11",
  standsBecause: (facts) => {
    const { distanceMiles, settings } = facts
    if (!isUnderRegulation11(facts) || settings.distantOverMiles === null) return null
    return distanceMiles !== null && distanceMiles > settings.distantOverMiles
      ? `The home is more than ${settings.distantOverMiles} miles from the child's home.`
      : null
  },
  opens: {
    by: 'decision',
    office: 'head-of-service',
    confirms: { 'childs-wishes': outOfAreaConfirmations['childs-wishes'] },
  },
  emergencyWorkingDays: (settings) => settings.emergencyApprovalWorkingDays,
} as const satisfies GateRule
