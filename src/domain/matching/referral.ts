import { placementType, type PlacementType } from '../placement-types.ts'
import type { suitabilities } from '../referral.ts'
import { offeredTypes } from './offered-types.ts'

/** How suitable a referral finds each family of care; what is left out isn't known. */
export type Suitabilities = Partial<
  Record<'fostering' | 'residential' | 'supported', keyof typeof suitabilities | null>
>

/** The placement types left when what a referral finds unsuitable is ruled out; null where it rules out nothing. */
export function typesLeftBy(referral: Suitabilities): PlacementType[] | null {
  const left = offeredTypes(null).filter(
    (type) => referral[placementType(type).careFamily as keyof Suitabilities] !== 'unsuitable',
  )
  return left.length < offeredTypes(null).length ? left : null
}
