import type { GateRule } from './types.ts'

/** SSDA903 PLACE: with foster carers who are also approved adopters, related to the child (U2) or not (U5). */
const fosteringForAdoption = ['U2', 'U5']

/** An approved adopter who is to foster the child is approved as a foster carer too, if only for that child. */
export const earlyPermanence = {
  id: 'early-permanence',
  title: 'Approved adopter not approved as a foster carer',
  regulation: 'CPPCR 2010 reg. 25A',
  standsBecause: ({ placeCode, carerApproval }) =>
    fosteringForAdoption.includes(placeCode ?? '') && carerApproval === 'none'
      ? 'No approval of the household as foster carers, full or for this child, covers the first night.'
      : null,
  opens: {
    by: 'record',
    cure: "Record the nominated officer's temporary approval for the named child (early-permanence), or the full approval.",
  },
  emergencyWorkingDays: null,
} as const satisfies GateRule
