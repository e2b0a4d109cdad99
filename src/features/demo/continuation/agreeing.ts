import type { Day } from '../days.ts'
import { newStay } from '../histories.ts'
import { hasHome } from '../home-kinds.ts'
import type { Party, SyntheticRequest, SyntheticStay } from '../model.ts'
import { homeFor } from '../places.ts'
import { decideGates } from './approvals.ts'
import { freeUp, useBed } from './bed-use.ts'
import { bedsFor } from './beds.ts'
import { leaveBeds } from './leaving.ts'
import type { Destination, Household, Present } from './present.ts'
import { noteFind } from './requests.ts'

interface Agreement {
  destination: Destination
  from: Day
  emergency: boolean
  request: SyntheticRequest | null
  /** Why the stay before ends; absent where there is none. */
  reason?: Pick<SyntheticStay, 'endReason' | 'endPlanned'>
  /** What to do once they have arrived. */
  next: () => void
}

/** Agrees today where a household goes, and lets it arrive on the day. */
export function agree(present: Present, household: Household, agreement: Agreement): void {
  const { random, agenda, day, gazetteer } = present
  const { destination, from, emergency, request, reason, next } = agreement
  const { type, reach } = destination
  const { parties } = household
  const earlierStays = parties.flatMap(({ stays }) => stays.slice(-1))
  for (const stay of earlierStays) {
    stay.plannedTo = from
    freeUp(stay.beds, from)
  }
  const beds = hasHome(type) ? bedsFor(present, parties, { type, reach, from }) : []
  const home = beds[0]?.home ?? null
  const family = parties[0]?.family
  const place = home
    ? null
    : type === 'with-parents' && reach === 'in' && family?.home
      ? family.home
      : random.pick(gazetteer[reach])
  if (request && home) noteFind(present, request, home)
  const keepsSchool = earlierStays.length > 0 ? random.chance(0.6) : null
  parties.forEach((party, index) => {
    const bed = beds[index]
    const stay = newStay({
      type: home?.type ?? type,
      reach: home?.reach ?? reach,
      plannedFrom: from,
      home,
      place,
      beds: bed ? [bed] : [],
      request,
      agreed: day,
      emergency,
      keepsSchool,
    })
    if (bed) useBed(bed, from)
    party.stays.push(stay)
  })
  if (family && family.home === null && !parties.some(isUnaccompanied)) {
    const where = home?.place ?? place
    if (where) family.home = homeFor(random, gazetteer, where, reach)
  }
  decideGates(present, household)
  agenda.at(from, () => {
    arrive(present, household, reason)
    next()
  })
}

const isUnaccompanied = ({ children }: Party) => children.some(({ uasc }) => uasc)

/** The children arrive where it was agreed that they go, and have left where they were. */
export function arrive(
  present: Present,
  household: Household,
  reason?: Pick<SyntheticStay, 'endReason' | 'endPlanned'>,
): void {
  for (const { stays } of household.parties) {
    const [earlier, stay] = [stays.at(-2), stays.at(-1)]
    if (earlier && earlier.to === null) {
      earlier.to = present.day
      earlier.plannedTo = null
      if (reason) Object.assign(earlier, reason)
      leaveBeds(present, earlier)
    }
    if (stay) stay.from = present.day
  }
  household.busy = false
}
