import type { CivilDate } from '../dates.ts'
import type { PlacementType } from '../placement-types.ts'

/** Why a bed is needed. Decides which kinds of bed are suitable. */
export type StayKind = 'placement' | 'emergency' | 'short-break'

/** What a search asks for besides its children. The same fields are in the request, in the `Need` and in the stored search. */
export interface SearchTerms {
  /** The first night of `[from, to)`. */
  from: CivilDate
  /** Null where the stay has no end. */
  to: CivilDate | null
  stay: StayKind
  /** The placement types that the search names; null where it names none. */
  types: readonly PlacementType[] | null
  maxMiles: number | null
  /** Whether the home must be within the authority, or outside it; null for either. */
  inAuthority: boolean | null
}

/** Picks the terms out of a larger object. */
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
