import { referenceDay } from '../cross-section.ts'
import { dateOf, dayOf, type Day } from '../days.ts'
import type { SyntheticMeeting } from '../model.ts'
import { Agenda } from './agenda.ts'
import { giveUpHomes } from './agencies.ts'
import { arrive } from './agreeing.ts'
import { eachAlone } from './alone.ts'
import { letChildrenArrive } from './arrivals.ts'
import { awaitEighteen, awaitEnds } from './at-eighteen.ts'
import { carryOn } from './connected-carers.ts'
import { layOut, type Desk } from './desk.ts'
import { followCourse } from './courses.ts'
import { carryOnWithAssessments, recruitCarers } from './mainstream-carers.ts'
import { awaitIndependence, awaitNextMove } from './moves.ts'
import { awaitEndsOfVoids, takeOutOfUse } from './out-of-use.ts'
import { makeMeetings } from './panels.ts'
import type { Household, Present } from './present.ts'
import { inspect, raiseFees } from './prices.ts'
import { startSchool } from './schools.ts'
import { leaveForAWhile } from './short-absences.ts'
import { goOnWithShortBreaks } from './short-breaks.ts'

const reference = dayOf(referenceDay)

/**
 * Carries the authority on from the reference day to another, day by day. What happens on a day follows from what was and
 * from chance alone: it is the same however long the history is. What has been asked for, agreed or planned by the last
 * day and has not come yet is what the office finds on its desk.
 */
export function continueTo(
  last: Day,
  past: Omit<Present, 'day' | 'agenda' | 'households' | 'expected' | 'stayingPut' | 'census'>,
): Desk & { meetings: SyntheticMeeting[] } {
  const present: Present = {
    ...past,
    day: reference,
    agenda: new Agenda(reference + 1),
    households: new Set(eachAlone(past.random, past.families)),
    expected: [],
    stayingPut: new Set(),
    census: { day: reference - 7, counts: new Map() },
  }
  if (last <= reference) return { restrictions: [], holds: [], meetings: [] }
  takeUp(present)
  while (present.day < last) {
    present.day++
    present.agenda.run(present.day)
    raiseFees(present)
    inspect(present)
    recruitCarers(present)
    giveUpHomes(present)
    takeOutOfUse(present)
    startSchool(present)
    leaveForAWhile(present)
    letChildrenArrive(present)
    present.agenda.run(present.day)
  }
  const today = past.random.fork(`desk ${dateOf(last)}`)
  const desk = layOut({ ...present, random: today })
  return { ...desk, meetings: makeMeetings(past.random.fork('panels'), present, reference) }
}

/** Foresees what will become of everyone and everything that is under way on the reference day. */
function takeUp(present: Present): void {
  for (const household of present.households) {
    for (const party of household.parties) awaitEighteen(present, household, party)
    if (!moveOverdue(present, household)) awaitNextMove(present, household)
    followCourse(present, household)
    awaitIndependence(present, household)
  }
  for (const home of present.supply.homes) {
    if (home.registeredPlaces === null && home.closesOn === null) carryOn(present, home)
  }
  awaitEnds(present)
  awaitEndsOfVoids(present)
  carryOnWithAssessments(present)
  goOnWithShortBreaks(present)
}

/** Children whose agreed move is overdue arrive some days later. Returns whether theirs is. */
function moveOverdue(present: Present, household: Household): boolean {
  const { agenda, random, day } = present
  const [party] = household.parties
  if (party?.stays.at(-1)?.from !== null) return false
  household.busy = true
  agenda.at(day + random.whole(2, 6), () => {
    arrive(present, household, { endReason: 'CARPL', endPlanned: true })
    awaitNextMove(present, household)
  })
  return true
}
