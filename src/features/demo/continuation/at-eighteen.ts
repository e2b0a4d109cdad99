import { birthdayOf, type Day } from '../days.ts'
import { newStay } from '../histories.ts'
import type { Party, SyntheticHome, SyntheticStay } from '../model.ts'
import { addBed } from '../supply.ts'
import { freeUp, useBed } from './bed-use.ts'
import { close, leaveCare } from './leaving.ts'
import { onlyChildOf, type Household, type Present } from './present.ts'

/** Why care ends at 18 of those who do not stay with their carers (SSDA903 REC). Invented. */
const reasons = { E5: 0.72, E6: 0.1, E7: 0.06, E8: 0.1, E9: 0.02 }
const ofAsylumSeekers = { E5: 0.8, E6: 0.1, E8: 0.1 }

/** Shares of those who stay with their carers, and of those who are supported near where they lived. Invented. */
const stayingPutShare = 0.75
const stayingCloseShare = 0.55

export function awaitEighteen(present: Present, household: Household, party: Party): void {
  present.agenda.at(birthdayOf(onlyChildOf(party).born, 18), () => {
    if (party.to === null) comeOfAge(present, household, party)
  })
}

/** Care ends on the 18th birthday. Some stay with their carers, some near the home in which they lived. */
function comeOfAge(present: Present, household: Household, party: Party): void {
  const { random, day, gazetteer } = present
  const child = onlyChildOf(party)
  const last = leaveCare(present, household, party, random.weighted(child.uasc ? ofAsylumSeekers : reasons))
  const isFostered = last.type === 'internal-foster' || last.type === 'ifa'
  if (isFostered && last.home && random.chance(stayingPutShare)) stayPut(present, party, last)
  else if (!isFostered && !child.uasc && party.endReason === 'E5' && random.chance(stayingCloseShare)) {
    const stay = newStay({ type: 'staying-close', reach: 'in', from: day, place: random.pick(gazetteer.in) })
    child.afterCare.push(stay)
    awaitEnd(present, { party, stay }, day + random.whole(300, 950))
  }
}

/** The young adult keeps the bed; in the council's own households it is no place for a looked-after child any more. */
function stayPut(present: Present, party: Party, { home, reach, beds: [bed] }: SyntheticStay): void {
  const { random, day } = present
  const child = onlyChildOf(party)
  party.endReason = 'E17'
  const stay = newStay({ type: 'staying-put', reach, from: day, home })
  if (bed && home?.provider.sector === 'own') bed.closesOn = day
  else if (bed) {
    stay.beds = [bed]
    useBed(bed, day)
  }
  child.afterCare.push(stay)
  awaitEnd(present, { party, stay }, day + random.whole(250, 1095))
}

interface AfterCare {
  party: Party
  stay: SyntheticStay
}

/** Lets the placements after care that go on end, at 21 at the latest. */
export function awaitEnds(present: Present): void {
  const { random, day, families } = present
  for (const { parties } of families) {
    for (const party of parties) {
      for (const stay of onlyChildOf(party).afterCare) {
        if (stay.to === null) awaitEnd(present, { party, stay }, day + random.whole(20, 800))
      }
    }
  }
}

function awaitEnd(present: Present, { party, stay }: AfterCare, wish: Day): void {
  const { agenda, day, stayingPut } = present
  if (stay.type === 'staying-put') stayingPut.add(stay)
  const end = Math.max(Math.min(wish, birthdayOf(onlyChildOf(party).born, 21)), day + 1)
  agenda.at(end, () => {
    stay.to = end
    stayingPut.delete(stay)
    freeUp(stay.beds, end)
    if (stay.type === 'staying-put' && stay.home?.provider.sector === 'own') offerAgain(present, stay.home)
  })
}

/** A household without a young adult any more takes another child, or leaves if it has no other place. */
function offerAgain(present: Present, home: SyntheticHome): void {
  const { random, day, journeys } = present
  const isInUse = home.beds.some(({ closesOn }) => closesOn === null) || hasYoungAdult(present, home)
  if (home.closesOn !== null) return
  if (isInUse || random.chance(0.6)) {
    const bed = addBed(random, home, `Bed ${home.beds.length + 1}`)
    bed.opensOn = day
    return
  }
  close(home, day)
  const journey = journeys.find((one) => one.home === home)
  if (journey) Object.assign(journey, { closed: day, outcome: 'resigned' })
}

/** Whether a young adult stays with the carers of a household. */
export const hasYoungAdult = ({ stayingPut }: Present, home: SyntheticHome): boolean =>
  [...stayingPut].some((stay) => stay.home === home)
