import { isUnderRegulation11 } from './area.ts'
import type { GateRule } from './types.ts'

/** A postcode that is missing or in no directory is never silently "no approval". */
export const unknownLocation = {
  id: 'unknown-location',
  title: 'Where the home is is not known',
  regulation: 'CPPCR 2010 reg. 11: the area decides which approval is needed',
  standsBecause: (facts) =>
    isUnderRegulation11(facts) && facts.area === 'unknown'
      ? 'The postcode of the home is missing or not in the directory.'
      : null,
  opens: { by: 'record', cure: 'Correct the postcode, or state the area in which the home is.' },
  emergencyWorkingDays: (settings) => settings.emergencyApprovalWorkingDays,
} as const satisfies GateRule
