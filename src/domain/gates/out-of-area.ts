import { isUnderRegulation11 } from './area.ts'
import { outOfAreaConfirmations } from './confirmations.ts'
import type { GateRule } from './types.ts'

/** Outside the area but within an adjoining authority. */
export const outOfArea = {
  id: 'out-of-area',
  title: "Outside the authority's area",
  regulation: 'CPPCR 2010 reg. 11(1)',
  standsBecause: (facts) =>
    isUnderRegulation11(facts) && facts.area === 'adjoining'
      ? "The home is outside the authority's area, in an adjoining authority."
      : null,
  opens: { by: 'decision', office: 'nominated-officer', confirms: outOfAreaConfirmations },
  emergencyWorkingDays: (settings) => settings.emergencyApprovalWorkingDays,
} as const satisfies GateRule
