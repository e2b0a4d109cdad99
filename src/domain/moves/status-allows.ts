import type { legalStatusLabels } from '../codes.ts'

type LegalStatus = keyof typeof legalStatusLabels

/**
 * What each legal status makes possible for the child (Children Act 1989; Adoption and Children Act 2002 for placement
 * orders). It is no plan: the care plan is a record of its own.
 */
export const statusAllows: Readonly<Record<LegalStatus, string>> = {
  C1: 'Care proceedings are before the court: no permanent plan yet.',
  C2: 'The authority shares parental responsibility: a long-term plan can be made.',
  D1: 'Freed for adoption: the plan is adoption.',
  E1: 'The plan is adoption, by a placement order.',
  V2: 'Accommodated by agreement: parents may end it, or a young person of 16 or 17; agree moves with them.',
  V3: 'Short breaks alone: the child lives at home.',
  V4: 'Short breaks alone: the child lives at home.',
  L1: 'Police protection, for 72 hours at most: the plan is being made.',
  L2: 'An emergency protection order, for days: the plan is being made.',
  L3: 'A child assessment order: the plan is being made.',
  J1: 'Remanded by the court: where the child may live is bound by its conditions.',
  J2: 'Detained under PACE until the next court.',
  J3: 'Sentenced with a residence requirement: where the child lives is bound by it.',
}
