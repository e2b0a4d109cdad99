import type { GateRule } from './types.ts'

/** The approval is the carer's: it serves every child placed there, and comes before the start, in an emergency too. */
export const connectedPerson = {
  id: 'connected-person',
  title: 'Connected person not approved as a foster carer',
  regulation: 'CPPCR 2010 regs. 24 and 25',
  standsBecause: ({ placementType, carerApproval }) =>
    placementType === 'connected-carer' && carerApproval === 'none'
      ? 'No approval of the carer, temporary or full, covers the first night.'
      : null,
  opens: {
    by: 'record',
    cure: "Record the nominated officer's temporary approval of the carer (at most 16 weeks, assessed by Schedule 4), or the full approval.",
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
