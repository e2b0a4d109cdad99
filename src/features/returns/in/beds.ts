import type { FreeNights, Found, HomeOfUrn, Stay } from './queries/beds.ts'

/** A placement to be matched: `bedId` is the bed that it had. */
export interface Seeking extends Stay {
  to: string | null
  urn: string | null
  postcode: string | null
  bedId: string | null
}

/** Why a placement whose home is known has no bed. */
export interface Unmatched extends Stay {
  urn: string
  reason: string
}

const endless = 'infinity'

/**
 * Finds a bed for each placement. The bed that it had is kept while it is free on every night. Else the home is the
 * one that has the placement's Ofsted number and postcode, where there is only one such, and the bed the first of
 * it that is free on every night; the return doesn't say which. With no such bed the home alone is recorded.
 */
export function matchBeds(
  seeking: readonly Seeking[],
  homes: readonly HomeOfUrn[],
  freeNights: readonly FreeNights[],
): { found: Found[]; unmatched: Unmatched[] } {
  const free = [...freeNights]
  const found: Found[] = []
  const unmatched: Unmatched[] = []
  const take = (placement: Seeking, suits: (nights: FreeNights) => boolean): FreeNights | undefined => {
    const to = placement.to ?? endless
    const index = free.findIndex(
      (nights) => suits(nights) && nights.from <= placement.startedOn && to <= nights.to,
    )
    const taken = free[index]
    if (!taken) return undefined
    const rest = [
      { ...taken, to: placement.startedOn },
      { ...taken, from: to },
    ]
    free.splice(index, 1, ...rest.filter((nights) => nights.from < nights.to))
    return taken
  }
  for (const placement of [...seeking].sort(inOrder)) {
    const { reference, startedOn, layer, urn } = placement
    const here = homes.filter((home) => home.urn === urn && home.postcode === placement.postcode)
    const home = here.length === 1 ? here[0] : undefined
    const bed =
      take(placement, ({ bedId }) => bedId === placement.bedId) ??
      (home && take(placement, ({ homeId }) => homeId === home.homeId))
    if (bed) found.push({ reference, startedOn, layer, bedId: bed.bedId, homeId: bed.homeId })
    else if (home) found.push({ reference, startedOn, layer, bedId: null, homeId: home.homeId })
    const why = bed
      ? null
      : home
        ? 'the home has no bed free on every night of the placement; recorded in the home without a bed'
        : here.length > 1
          ? 'several homes have this number and postcode; recorded without a home'
          : placement.bedId
            ? 'its bed is not free on every night that it now has; recorded without a bed'
            : null
    if (why) unmatched.push({ reference, startedOn, layer, urn: urn ?? '', reason: why })
  }
  return { found, unmatched }
}

function inOrder(a: Seeking, b: Seeking): number {
  if (a.startedOn !== b.startedOn) return a.startedOn < b.startedOn ? -1 : 1
  return a.reference < b.reference ? -1 : 1
}
