import type { GateFacts } from './types.ts'

/**
 * Whether CPPCR reg. 11 speaks of the placement: not of one with a connected person, nor with a foster carer whom the
 * authority itself approved (practice), nor with parents, for whom regs. 15 to 20 stand.
 */
export function isUnderRegulation11({ placementType }: GateFacts): boolean {
  return !['connected-carer', 'internal-foster', 'with-parents'].includes(placementType)
}
