import { placementType, placementTypeCodes, type PlacementType } from '../placement-types.ts'
import type { ChildNeed, Suitability } from './types.ts'

function suitabilityOf({ suitability }: ChildNeed, type: PlacementType): Suitability | null {
  const { careFamily } = placementType(type)
  return careFamily in suitability ? suitability[careFamily as keyof ChildNeed['suitability']] : null
}

/** Whether the type's family of care is unsuitable for none of the children. */
export function suits(children: readonly ChildNeed[], type: PlacementType): boolean {
  return children.every((child) => suitabilityOf(child, type) !== 'unsuitable')
}

/** The types that are preferred for some child and unsuitable for none; null where no family of care is preferred. */
export function preferredTypes(children: readonly ChildNeed[]): PlacementType[] | null {
  const preferred = children.some(({ suitability }) => Object.values(suitability).includes('preferred'))
  if (!preferred) return null
  return placementTypeCodes.filter(
    (type) => suits(children, type) && children.some((child) => suitabilityOf(child, type) === 'preferred'),
  )
}
