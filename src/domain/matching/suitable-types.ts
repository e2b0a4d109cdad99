import { placementType, placementTypeCodes, type PlacementType } from '../placement-types.ts'
import type { Suitability } from './needs-of-child.ts'
import type { ChildNeed } from './types.ts'

/** How the families of care suit a child, of which its needs say so. */
const suitabilities = ({ fostering, residential, supported }: ChildNeed) => ({
  fostering,
  residential,
  supported,
})

function suitabilityOf(child: ChildNeed, type: PlacementType): Suitability | null {
  const families: Record<string, Suitability | null> = suitabilities(child)
  return families[placementType(type).careFamily] ?? null
}

/** Whether the type's family of care is unsuitable for none of the children. */
export function suits(children: readonly ChildNeed[], type: PlacementType): boolean {
  return children.every((child) => suitabilityOf(child, type) !== 'unsuitable')
}

/** The types that are preferred for some child and unsuitable for none; null where no family of care is preferred. */
export function preferredTypes(children: readonly ChildNeed[]): PlacementType[] | null {
  const preferred = children.some((child) => Object.values(suitabilities(child)).includes('preferred'))
  if (!preferred) return null
  return placementTypeCodes.filter(
    (type) => suits(children, type) && children.some((child) => suitabilityOf(child, type) === 'preferred'),
  )
}
