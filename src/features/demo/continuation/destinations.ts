import type { PlacementType } from '../../../domain/placement-types.ts'
import { crossSection } from '../cross-section.ts'
import { birthdayOf, type Day } from '../days.ts'
import { reachFor } from '../histories.ts'
import type { Child } from '../model.ts'
import { whereabouts, type Destination, type Present } from './present.ts'

/** Children in each type of placement on the reference day: about as many should be there later. */
const usual: Readonly<Partial<Record<PlacementType, number>>> = Object.fromEntries(
  crossSection.map(({ type, children }) => [type, children.flat().reduce((a, b) => a + b, 0)]),
)

interface Circumstances {
  from: Day
  /** Legal status. */
  status: string
  /** What they leave; null for those who come into care. */
  leaving: PlacementType | null
}

/** Which types may take the children, and how much better or worse than others they suit them. */
function suitability(children: readonly Child[], { from, status, leaving }: Circumstances) {
  const youngest = Math.max(...children.map(({ born }) => born))
  const oldest = Math.min(...children.map(({ born }) => born))
  const [alone, age] = [children.length === 1, (from - youngest) / 365.25]
  const uasc = children.some((child) => child.uasc)
  const isSixteen = from >= birthdayOf(youngest, 16)
  const teens = from >= birthdayOf(oldest, 15)
  return {
    'internal-foster': uasc ? 0.2 : teens ? 0.5 : 1,
    ifa: teens && !uasc ? 0.7 : 1,
    'connected-carer': uasc ? 0 : leaving === null ? 1.4 : 0.4,
    residential: uasc || age < 8 || !alone ? 0 : leaving === 'residential' ? 8 : age < 13 ? 2 : 5,
    'supported-accommodation': isSixteen && alone ? 12 : 0,
    'supported-lodgings': isSixteen && alone ? 6 : 0,
    'with-parents': leaving !== null && !uasc && ['C1', 'C2'].includes(status) ? 0.5 : 0,
    'other-authority-foster': leaving !== null && alone ? 1 : 0,
    'family-centre': leaving === null && alone && age < 0.5 && status !== 'V2' ? 20 : 0,
  } satisfies Partial<Record<PlacementType, number>>
}

/** Chooses where children go: what suits them, and rather where fewer live than usually do. */
export function destinationFor(
  present: Present,
  children: readonly Child[],
  circumstances: Circumstances,
): Destination {
  const counts = countsByType(present)
  const weights = Object.entries(suitability(children, circumstances)).map(([type, suits]) => {
    const target = (usual[type as PlacementType] ?? 0) * present.factor
    const shortfall = (target - (counts.get(type) ?? 0)) / Math.max(target, 1)
    return [type, suits * target * Math.exp(Math.min(Math.max(5 * shortfall, -3), 2))] as const
  })
  const type = present.random.weighted<Destination['type']>(Object.fromEntries(weights))
  return { type, reach: reachFor(present.random, type) }
}

function countsByType(present: Present): ReadonlyMap<string, number> {
  const { households, census, day } = present
  if (day < census.day + 7) return census.counts
  const counts = new Map<string, number>()
  for (const household of households) {
    const { type } = whereabouts(household)
    counts.set(type, (counts.get(type) ?? 0) + household.parties.length)
  }
  present.census = { day, counts }
  return counts
}
