import { placementType, placementTypeCodes, type PlacementType } from '../placement-types.ts'
import type { Suitability } from './needs-of-child.ts'
import type { ChildNeed } from './types.ts'

/** How suitable each care family is for a child, by its needs. */
const suitabilities = (child: ChildNeed) => ({
  fostering: child.fostering,
  residential: child.residential,
  supported: child.supported,
})

function suitabilityOf(child: ChildNeed, type: PlacementType): Suitability | null {
  const families: Record<string, Suitability | null> = suitabilities(child)
  return families[placementType(type).careFamily] ?? null
}

/** Whether the type's care family is not recorded as unsuitable for any of the children. */
export function suits(children: readonly ChildNeed[], type: PlacementType): boolean {
  return children.every((child) => suitabilityOf(child, type) !== 'unsuitable')
}

/** The types preferred for at least one child and unsuitable for none; null where no care family is preferred. */
export function preferredTypes(children: readonly ChildNeed[]): PlacementType[] | null {
  const hasPreference = children.some((child) => Object.values(suitabilities(child)).includes('preferred'))
  if (!hasPreference) return null
  return placementTypeCodes.filter(
    (type) => suits(children, type) && children.some((child) => suitabilityOf(child, type) === 'preferred'),
  )
}
