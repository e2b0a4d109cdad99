import { isUnderRegulation11 } from './area.ts'
import { outOfAreaConfirmations } from './confirmations.ts'
import type { GateRule } from './types.ts'

/** Outside the area and not within an adjoining authority. Miles are no part of the test (S.I. 2013/3239). */
export const atADistance = {
  id: 'at-a-distance',
  title: "At a distance: outside the authority's area and every adjoining authority",
  regulation: 'CPPCR 2010 reg. 11(5) (S.I. 2013/3239)',
  standsBecause: (facts) => {
    if (!isUnderRegulation11(facts)) return null
    if (facts.area === 'outside-england') return 'The home is outside England.'
    return facts.area === 'beyond' ? 'The home is in no authority that adjoins this one.' : null
  },
  opens: {
    by: 'decision',
    office: 'dcs',
    confirms: {
      ...outOfAreaConfirmations,
      'area-dcs-consulted': "The director of children's services of the area authority has been consulted.",
    },
  },
  emergencyWorkingDays: (settings) => settings.emergencyApprovalWorkingDays,
} as const satisfies GateRule
