import type { PlacementType } from '../../../domain/placement-types.ts'
import { daysInYears } from '../children.ts'
import { birthdayOf, type Day } from '../days.ts'
import { moveReason, reachFor, steadiness } from '../histories.ts'
import { agree } from './agreeing.ts'
import { destinationFor } from './destinations.ts'
import {
  childrenIn,
  siblingsOf,
  legalStatusOf,
  whereabouts,
  type Household,
  type Present,
  type Destination,
} from './present.ts'
import { askFor, askInVain } from './requests.ts'

/** Share of moves that were asked for, and then did not come about. Invented. */
const withdrawnShare = 0.07
/** Share of those not yet in supported accommodation who move there between 16 and 18. Invented. */
const readyForSupported = 0.5

/** Days for which children stay at most where they are not meant to stay. Invented. */
const mostDays: Readonly<Partial<Record<PlacementType, number>>> = {
  nhs: 40,
  'family-centre': 150,
  secure: 160,
  'young-offender-institution': 200,
}

/** Waits until a household asks for another home: when its pace says so. The first move after coming into care is soon. */
export function awaitNextMove(present: Present, household: Household, first = false): void {
  const { random } = present
  const { early, perYear } = steadiness[household.pace]
  const most = mostDays[whereabouts(household).type] ?? Number.POSITIVE_INFINITY
  const wait =
    first && random.chance(early) ? random.whole(4, 90) : 4 + Math.round(random.exponential(210 / perYear))
  beginMoveIn(present, household, Math.min(wait, Math.round(most * (0.4 + 0.6 * random.next()))))
}

/** Asks for another home after some days, or later while the household is busy, unless it has moved by then. */
function beginMoveIn(present: Present, household: Household, days: number): void {
  const { agenda, day, random } = present
  const stay = whereabouts(household)
  agenda.at(day + days, () => {
    if (!present.households.has(household) || whereabouts(household) !== stay) return
    if (household.busy) beginMoveIn(present, household, random.whole(5, 30))
    else beginMove(present, household)
  })
}

/** At some day between 16 and 18 many move towards independence, once they are of that age or if they will be. */
export function awaitIndependence(present: Present, household: Household): void {
  const { random, agenda, day } = present
  const [child] = childrenIn(household)
  if (child === undefined || household.parties.length > 1 || !random.chance(readyForSupported)) return
  const ready = Math.max(birthdayOf(child.born, 16), day) + random.whole(20, 500)
  agenda.at(ready, () => {
    if (!present.households.has(household) || isSupported(whereabouts(household).type)) return
    beginMove(present, household, 'supported-accommodation')
  })
}

const isSupported = (type: string) => type.startsWith('supported-')
/** Where children stay until the court or the child's plan moves them. */
const isSettledByPlan = (type: string) => type === 'with-parents' || type === 'placed-for-adoption'

/** Asks for another home for a household, and agrees it some days later. */
function beginMove(present: Present, household: Household, type?: Destination['type']): void {
  const { random, agenda, day } = present
  const again = () => present.households.has(household) && awaitNextMove(present, household)
  if (isSettledByPlan(whereabouts(household).type)) return
  const reason = type ? { endReason: 'CARPL', endPlanned: true } : moveReason(random)
  const emergency = !reason.endPlanned && random.chance(0.25)
  const from = day + (emergency ? random.whole(0, 2) : 4 + Math.min(Math.round(random.exponential(14)), 70))
  if (household.busy || turnsEighteenBy(household, from + 30)) return void again()
  if (!emergency && random.chance(withdrawnShare)) {
    askInVain(present, siblingsOf(household))
    return void again()
  }
  household.busy = true
  const destination = type
    ? { type, reach: reachFor(random, type) }
    : destinationFor(present, childrenIn(household), {
        from,
        status: legalStatusOf(household),
        leaving: whereabouts(household).type,
      })
  if (!reason.endPlanned && !emergency) giveNotice(household, from)
  const request = askFor(present, siblingsOf(household), { destination, from, emergency })
  const agreementDay = emergency ? day : random.whole(day + 1, from - 1)
  agenda.at(agreementDay, () =>
    agree(present, household, { destination, from, emergency, request, reason, next: again }),
  )
}

/** The carer or the home has asked that the children leave: they do by that day. */
function giveNotice({ parties }: Household, day: Day): void {
  for (const { stays } of parties) {
    const stay = stays.at(-1)
    if (stay) stay.plannedTo = day
  }
}

export const turnsEighteenBy = (household: Household, day: Day): boolean =>
  childrenIn(household).some(({ born }) => born + daysInYears(18) <= day)
