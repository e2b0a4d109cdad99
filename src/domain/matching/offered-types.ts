import { placementType, placementTypeCodes, type PlacementType } from '../placement-types.ts'

/**
 * Types that a search offers only when it names them: they take a court's or another body's decision, or are not a
 * lawful answer to an ordinary need. Independent living is unregistered for looked-after children since October 2023.
 */
const onlyWhenNamed: readonly PlacementType[] = [
  'secure',
  'family-centre',
  'nhs',
  'young-offender-institution',
  'independent-living',
  'other',
]

/** Types in which no vacancy stands open: carers approved for named children, stays after care, stays over another. */
const neverVacant: readonly PlacementType[] = [
  'connected-carer',
  'staying-put',
  'staying-close',
  'with-parents',
  'placed-for-adoption',
  'short-break',
  'temporary',
]

/** The placement types that a search offers, by those it names; null where it names none. */
export function offeredTypes(named: readonly PlacementType[] | null): PlacementType[] {
  return placementTypeCodes.filter(
    (type) =>
      !neverVacant.includes(type) && (named === null ? !onlyWhenNamed.includes(type) : named.includes(type)),
  )
}

/** Whether it is a type of which no home has a vacancy to offer. */
export function isNeverVacant(type: PlacementType): boolean {
  return neverVacant.includes(type)
}

/** The types that the law closes to a child of this age. */
export function typesClosedTo(age: number): PlacementType[] {
  return placementTypeCodes.filter((type) => (placementType(type).minimumAge ?? 0) > age)
}
