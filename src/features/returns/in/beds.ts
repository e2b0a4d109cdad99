import type { FreeNights, BedMatch, HomeOfUrn, PlacementKey } from './queries/beds.ts'

/** A placement to match to a bed. `to` is its end (null: none yet), `bedId` the bed that it had before. */
export interface PlacementToMatch extends PlacementKey {
  to: string | null
  urn: string | null
  postcode: string | null
  bedId: string | null
}

/** A placement without a bed, and why. */
export interface UnmatchedPlacement extends PlacementKey {
  urn: string
  reason: string
  /** Whether the reason is the number's, and the same for all placements with it. */
  isOfNumber: boolean
}

const endless = 'infinity'

/**
 * Finds a bed for each placement. A placement keeps the bed that it had if that is free on every night. Otherwise its home
 * is the only one with the placement's Ofsted number and postcode, and its bed the home's first that is free on every
 * night, as the return does not say which. Without such a bed only the home is matched.
 */
export function matchBeds(
  seeking: readonly PlacementToMatch[],
  { homes, providers }: { homes: readonly HomeOfUrn[]; providers: ReadonlySet<string> },
  freeNights: readonly FreeNights[],
): { matches: BedMatch[]; unmatched: UnmatchedPlacement[] } {
  const free = [...freeNights]
  const matches: BedMatch[] = []
  const failures: UnmatchedPlacement[] = []
  const take = (
    placement: PlacementToMatch,
    suits: (nights: FreeNights) => boolean,
  ): FreeNights | undefined => {
    const to = placement.to ?? endless
    const index = free.findIndex(
      (nights) => suits(nights) && nights.from <= placement.startedOn && to <= nights.to,
    )
    const interval = free[index]
    if (!interval) return undefined
    const rest = [
      { ...interval, to: placement.startedOn },
      { ...interval, from: to },
    ]
    free.splice(index, 1, ...rest.filter((nights) => nights.from < nights.to))
    return interval
  }
  for (const placement of [...seeking].sort(byStart)) {
    const { reference, startedOn, layer, urn } = placement
    const here = homes.filter((home) => home.urn === urn && home.postcode === placement.postcode)
    const home = here.length === 1 ? here[0] : undefined
    const bed =
      take(placement, ({ bedId }) => bedId === placement.bedId) ??
      (home && take(placement, ({ homeId }) => homeId === home.homeId))
    if (bed) matches.push({ reference, startedOn, layer, bedId: bed.bedId, homeId: bed.homeId })
    else if (home) matches.push({ reference, startedOn, layer, bedId: null, homeId: home.homeId })
    const why = bed
      ? null
      : home
        ? 'the home has no bed free on every night of the placement; recorded in the home without a bed'
        : here.length > 1
          ? 'several homes have this number and postcode; recorded without a home'
          : placement.bedId
            ? 'its bed is not free on every night that it now has; recorded without a bed'
            : withoutHome(placement, { homes, providers })
    if (why)
      failures.push({
        reference,
        startedOn,
        layer,
        urn: urn ?? '',
        reason: why,
        isOfNumber: here.length === 0 && !bed,
      })
  }
  return { matches, unmatched: failures }
}

/** What the collection writes where a place has no number. */
const noNumber = 'XXXXXXX'

/** Why no home is found by a placement's Ofsted number; null where it has none. */
function withoutHome(
  { urn, postcode }: PlacementToMatch,
  { homes, providers }: { homes: readonly HomeOfUrn[]; providers: ReadonlySet<string> },
): string | null {
  if (urn === null || urn === noNumber) return null
  if (homes.some((home) => home.urn === urn)) {
    return postcode === null
      ? 'it has no postcode to tell which home of this number it is; recorded without a home'
      : 'the home of this number is at another postcode; recorded without a home'
  }
  if (providers.has(urn))
    return "the number is a provider's, and not that of one home; recorded without a home"
  return 'no home on record has this number; recorded without a home'
}

function byStart(a: PlacementToMatch, b: PlacementToMatch): number {
  if (a.startedOn !== b.startedOn) return a.startedOn < b.startedOn ? -1 : 1
  return a.reference < b.reference ? -1 : 1
}
