import type { GateRule } from './types.ts'

/** A child accommodated under section 20 who goes home is not placed there: care ends (SSDA903 validation rule 378). */
export const goingHomeUnderSection20 = {
  id: 'going-home-under-section-20',
  title: 'Going home from section 20',
  regulation: 'Children Act 1989 s20; SSDA903 validation rule 378',
  standsBecause: ({ placementType, child }) =>
    placementType === 'with-parents' && child.legalStatus === 'V2'
      ? 'A child accommodated under section 20 who goes home is not looked after any more.'
      : null,
  opens: {
    by: 'nothing',
    instead:
      'End the period of care on the day on which the child goes home: end the placement with `careEnds`.',
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
