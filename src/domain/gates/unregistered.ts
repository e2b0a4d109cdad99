import type { CivilDate } from '../dates.ts'
import type { PlacementType } from '../placement-types.ts'
import type { GateFacts } from './types.ts'

/** The day since which a child under 16 may live only in settings that the law lists (CPPCR 2010 reg. 27A). */
export const SETTINGS_LISTED_FROM = '2021-09-09'

/** The day since which supported accommodation of looked-after children of 16 and 17 is registered (reg. 27C). */
export const SUPPORTED_REGISTERED_FROM = '2023-10-28'

/** Types of supported accommodation, from 16. */
export const supportedTypes: readonly PlacementType[] = [
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

/** The types of placement in them: where the home is not recorded, nobody knows whether it is registered. */
export const registeredHomeTypes = ['residential', 'secure'] as const satisfies readonly PlacementType[]

/** Whether a registration covers the home on a night of the stay. Homes of kinds that need none count as registered. */
function isRegisteredOn({ home }: GateFacts, night: CivilDate): boolean {
  if (home === null || !home.registered) return false
  return home.registrationEndsOn === null || night < home.registrationEndsOn
}

/**
 * Whether the setting has, on a night of the stay, no registration that it needs. A recorded home decides by its own; where
 * none is recorded, a type that the law does not know is unregistered, and supported accommodation shows no registration.
 */
export function isUnregisteredOn(facts: GateFacts, night: CivilDate): boolean {
  if (isResidentialEmployment(facts)) return false
  if (facts.home === null) return facts.placementType === 'other' || isSupported(facts)
  return !isRegisteredOn(facts, night)
}

/** The first night of a stay on which something holds, of those on which the registration or the law changes; else null. */
export function firstNightWith(
  { from, until: leavesOn, home }: GateFacts,
  isSo: (night: CivilDate) => boolean,
): CivilDate | null {
  const nights = [from, home?.registrationEndsOn ?? from, SETTINGS_LISTED_FROM, SUPPORTED_REGISTERED_FROM]
  const ofStay = nights.filter(
    (night) => night >= from && (leavesOn === null || night <= from || night < leavesOn),
  )
  return ofStay.sort().find(isSo) ?? null
}

/** ` from 2024-03-01 on`, where that is not the first night. */
export const sinceWords = ({ from }: GateFacts, night: CivilDate): string =>
  night > from ? ` from ${night} on` : ''
