import { placementType, placementTypeCodes, type PlacementType } from '../placement-types.ts'

/**
 * Types that a search offers only when it names them: they need a decision of a court or another body, or are not a
 * lawful answer to an ordinary need. For looked-after children, independent living is unregistered since October 2023.
 */
const onlyWhenNamed: readonly PlacementType[] = [
  'secure',
  'family-centre',
  'nhs',
  'young-offender-institution',
  'independent-living',
  'other',
]

/** Types without open vacancies: carers approved for named children, stays after care, temporary and short stays. */
const neverVacant: readonly PlacementType[] = [
  'connected-carer',
  'staying-put',
  'staying-close',
  'with-parents',
  'placed-for-adoption',
  'short-break',
  'temporary',
]

/**
 * The placement types that a search offers. `askedTypes` are those it names; null where it names none, and then family
 * centres are offered to a parent with their child.
 */
export function offeredTypes(
  askedTypes: readonly PlacementType[] | null,
  parentAndChild = false,
): PlacementType[] {
  return placementTypeCodes.filter(
    (type) =>
      !neverVacant.includes(type) &&
      (askedTypes === null
        ? !onlyWhenNamed.includes(type) || (parentAndChild && type === 'family-centre')
        : askedTypes.includes(type)),
  )
}

/** Whether homes of this type never have a vacancy to offer. */
export function isNeverVacant(type: PlacementType): boolean {
  return neverVacant.includes(type)
}

/** The types for which a child of this age is below the legal minimum. */
export function typesClosedTo(age: number): PlacementType[] {
  return placementTypeCodes.filter((type) => (placementType(type).minimumAge ?? 0) > age)
}
