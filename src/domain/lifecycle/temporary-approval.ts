import { addDays, type CivilDate } from '../dates.ts'

/** Care Planning, Placement and Case Review (England) Regulations 2010, reg. 24: 16 weeks. */
export const temporaryApprovalUntil = (from: CivilDate): CivilDate => addDays(from, 16 * 7)

/** Reg. 25: extended once, by 8 weeks. */
export const extendedApprovalUntil = (end: CivilDate): CivilDate => addDays(end, 8 * 7)
