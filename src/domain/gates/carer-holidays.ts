import { MOST_CARER_HOLIDAYS } from '../lifecycle/absences.ts'
import type { GateRule } from './types.ts'

/** The return takes a stay for a carer's holiday twice in 12 months. */
export const carerHolidays = {
  id: 'carer-holidays',
  of: 'temporary',
  title: "A third stay for a carer's holiday in 12 months",
  regulation: 'SSDA903 validation rule 377',
  standsBecause: ({ placeCode, otherCarerHolidays }) =>
    placeCode === 'T3' && otherCarerHolidays >= MOST_CARER_HOLIDAYS
      ? `${otherCarerHolidays} stays of code T3 lie within 12 months of it; ${MOST_CARER_HOLIDAYS} are allowed in all.`
      : null,
  opens: {
    by: 'record',
    cure: 'Record it as a move to another placement; or with the code of another reason, if it has one.',
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
