import { newStay } from '../histories.ts'
import { turnsEighteenBy } from './moves.ts'
import { timesToday, whereabouts, type Present } from './present.ts'

/** Temporary stays in a year: some nights in hospital, or elsewhere while the carers are away. Invented. */
const inAYear = 18
const fostering: readonly string[] = ['internal-foster', 'ifa', 'connected-carer']
const settledAfter = 60

/** Lets a few children spend some nights elsewhere and return to their placement. */
export function leaveForAWhile(present: Present): void {
  const { random, agenda, gazetteer, day, households } = present
  for (let n = timesToday(present, inAYear); n > 0; n--) {
    const household = random.pick([...households])
    const { type, from } = whereabouts(household)
    const back = day + random.whole(2, 14)
    const isSettled = from !== null && day - from > settledAfter && fostering.includes(type)
    if (!isSettled || household.busy || turnsEighteenBy(household, back + 30)) continue
    const party = random.pick(household.parties)
    const stay = newStay({
      type: 'temporary',
      reach: 'in',
      from: day,
      plannedTo: back,
      place: random.pick(gazetteer.in),
    })
    party.temporary.push(stay)
    household.busy = true
    agenda.at(back, () => {
      stay.to = back
      household.busy = false
    })
  }
}
