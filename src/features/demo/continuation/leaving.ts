import type { Day } from '../days.ts'
import type { Party, SyntheticHome, SyntheticStay } from '../model.ts'
import { freeUp, isUsedAfter } from './bed-use.ts'
import { onlyChildOf, stayOf, type Household, type Present } from './present.ts'

/** Frees the beds of a stay that ended today. A connected carer's household is one for these children alone. */
export function leaveBeds({ day, journeys, random }: Present, stay: SyntheticStay): void {
  const { home } = stay
  freeUp(stay.beds, day)
  if (home?.kind !== 'connected-carer-household' || home.beds.some((bed) => isUsedAfter(bed, day))) return
  close(home, day)
  const journey = journeys.find((one) => one.home === home)
  if (!journey) return
  journey.closed = day
  journey.outcome =
    journey.approved === null
      ? 'withdrawn'
      : random.weighted({ resigned: 0.4, deregistered: 0.05, 'ended-otherwise': 0.55 })
}

export function close(home: SyntheticHome, day: Day): void {
  home.closesOn = day
  for (const bed of home.beds) bed.closesOn ??= day
}

/** Ends a child's care today, for a reason (SSDA903 REC). */
export function leaveCare(
  present: Present,
  household: Household,
  party: Party,
  endReason: string,
): SyntheticStay {
  const { day, households } = present
  const stay = stayOf(party)
  stay.to = day
  stay.plannedTo = null
  leaveBeds(present, stay)
  const status = onlyChildOf(party).statuses.at(-1)
  if (status) status.to = day
  party.to = day
  party.endReason = endReason
  household.parties = household.parties.filter((one) => one !== party)
  if (household.parties.length === 0) households.delete(household)
  return stay
}

/** Puts a child under another legal status from today. */
export function changeStatus(party: Party, status: string, day: Day): void {
  const { statuses } = onlyChildOf(party)
  const last = statuses.at(-1)
  if (last?.from === day) last.status = status
  else {
    if (last) last.to = day
    statuses.push({ status, from: day, to: null })
  }
}
