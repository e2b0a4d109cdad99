import type { PlacementType } from '../placement-types.ts'
import type { GateFacts } from './types.ts'

const supportedTypes: readonly PlacementType[] = [
  'supported-accommodation',
  'supported-lodgings',
  'independent-living',
]

/** SSDA903 P3, residential employment: neither a home nor an emergency. */
const RESIDENTIAL_EMPLOYMENT = 'P3'

export const isSupported = ({ placementType }: GateFacts): boolean => supportedTypes.includes(placementType)

export const isResidentialEmployment = ({ placementType, placeCode }: GateFacts): boolean =>
  placementType === 'other' && placeCode === RESIDENTIAL_EMPLOYMENT

/** Homes that Ofsted registers themselves; supported accommodation is registered by its provider. */
export const registeredHomeKinds = ['childrens-home', 'secure-childrens-home'] as const

/** A children's home that nobody has registered, or a setting that is none of those that the law knows. */
export function isUnregisteredSetting(facts: GateFacts): boolean {
  const { placementType, home } = facts
  if (home?.kind === 'unregistered') return true
  if (placementType === 'other') return !isResidentialEmployment(facts)
  return home !== null && registeredHomeKinds.some((kind) => kind === home.kind) && !home.registered
}
