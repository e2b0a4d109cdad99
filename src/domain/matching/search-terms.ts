import type { CivilDate } from '../dates.ts'
import type { PlacementType } from '../placement-types.ts'

/** Why a bed is needed, which decides the kinds of bed that will do. */
export type Stay = 'placement' | 'emergency' | 'short-break'

/** What a search asks for beside its children: alike as it is asked, understood and kept. */
export interface SearchTerms {
  /** First night of the nights `[from, to)`. */
  from: CivilDate
  /** Null where the stay has no end. */
  to: CivilDate | null
  stay: Stay
  /** The placement types to be offered; null where none is ruled in or out. */
  types: readonly PlacementType[] | null
  maxMiles: number | null
  /** Whether the home must be within the authority, or outside it; null for either. */
  inAuthority: boolean | null
}

/** The terms of a search, without what else is known of it. */
export function termsOf<Terms extends Record<keyof SearchTerms, unknown>>({
  from,
  to,
  stay,
  types,
  maxMiles,
  inAuthority,
}: Terms): Pick<Terms, keyof SearchTerms> {
  return { from, to, stay, types, maxMiles, inAuthority }
}
