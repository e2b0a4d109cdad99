import { ethnicityFor, daysInYears, makeChild } from '../children.ts'
import type { Day } from '../days.ts'
import { forever, type Party } from '../model.ts'
import { newParty } from '../parties.ts'
import { agree } from './agreeing.ts'
import { awaitEighteen } from './at-eighteen.ts'
import { followCourse } from './courses.ts'
import { destinationFor } from './destinations.ts'
import { changeStatus } from './leaving.ts'
import { awaitIndependence, awaitNextMove } from './moves.ts'
import { paceOf } from './pace.ts'
import { countLookedAfter, type Household, type Present } from './present.ts'
import { askFor } from './requests.ts'
import { giveSchool } from './schools.ts'
import { daysToPublished, wantedOn } from './stock.ts'

/** Share of unaccompanied asylum-seeking children among those who come into care. Invented, from the reference day's 51. */
const unaccompaniedShare = 0.16

/** Of a hundred groups of other children who come into care, how many are one child, two, three and four siblings. */
const siblingsTogether = { 1: 74, 2: 18, 3: 6, 4: 2 }

/** Shares of the ages of the youngest, in years: from, to. */
const ages = { '0 0.1': 0.22, '0.1 5': 0.25, '5 10': 0.2, '10 16': 0.26, '16 17.7': 0.07 }

/** Shares of the legal statuses under which care begins. */
const statuses = { V2: 0.36, C1: 0.42, L2: 0.13, L1: 0.09 }

/** How readily a place that a child left is taken by another, in a day. */
const readiness = 0.3
/** Days before a number is published over which children come without delay, so that it is reached. */
const finishDays = 10

/** Lets children come into care until about as many are looked after, or on their way, as should be. */
export function letChildrenArrive(present: Present): void {
  const { random, day, factor, expected } = present
  const daysLeft = daysToPublished(day)
  const isFinish = daysLeft <= finishDays
  const latest = isFinish ? day + daysLeft : Number.POSITIVE_INFINITY
  const onTheirWay = expected
    .filter((arrival) => arrival.day > day && arrival.day <= latest)
    .reduce((sum, { children }) => sum + children, 0)
  let shortfall = wantedOn(day, factor) - countLookedAfter(present) - onTheirWay
  while (shortfall > 0) {
    const size = Math.min(Number(random.weighted(siblingsTogether)), shortfall)
    shortfall -= size
    if (daysLeft === 0 || random.chance(readiness)) expectSiblings(present, size, latest)
  }
}

/** Asks for a home for siblings, who come into care on the day, as soon as it is needed and by a day at the latest. */
function expectSiblings(present: Present, size: number, latest: Day): void {
  const { random, agenda, day } = present
  const isUnaccompanied = size === 1 && random.chance(unaccompaniedShare / 0.74)
  const emergency = random.chance(latest === Number.POSITIVE_INFINITY ? 0.45 : 0.9)
  const lead = emergency ? random.pick([0, 0, 0, 1, 2]) : 3 + Math.round(random.exponential(14))
  const from = Math.min(day + Math.min(lead, 75), latest)
  const parties = makeSiblings(present, size, isUnaccompanied)
  const children = parties.flatMap((party) => party.children)
  const family = (parties[0] as Party).family
  present.families.push(family)
  present.expected.push({ day: from, children: size })
  const youngest = (from - Math.max(...children.map(({ born }) => born))) / 365.25
  const status = isUnaccompanied || youngest > 15.5 ? 'V2' : random.weighted(statuses)
  const destination = destinationFor(present, children, { from, status, leaving: null })
  const request = askFor(present, { children, family }, { destination, from, emergency })
  const household: Household = { parties, pace: paceOf(random), busy: true }
  agenda.at(random.whole(Math.min(day + (emergency ? 0 : 1), from), from), () =>
    agree(present, household, {
      destination,
      from,
      emergency,
      request,
      next: () => comeIntoCare(present, household, status),
    }),
  )
}

function comeIntoCare(present: Present, household: Household, status: string): void {
  const { day, households, random } = present
  for (const party of household.parties) {
    party.from = day
    changeStatus(party, status, day)
    awaitEighteen(present, household, party)
    giveSchool(present, party)
  }
  households.add(household)
  followCourse(present, household)
  awaitNextMove(present, household, random.chance(0.9))
  awaitIndependence(present, household)
}

/** Makes siblings, the parties of whom are not in care yet. */
export function makeSiblings({ random, day, referenceOf }: Present, size: number, uasc: boolean): Party[] {
  const [least = 0, most = 0] = uasc ? [15, 17.6] : random.weighted(ages).split(' ').map(Number)
  const youngest = least + random.next() * (most - least)
  const ethnicity = ethnicityFor(random, uasc)
  const parties: Party[] = []
  for (let age = youngest; parties.length < size; age = Math.min(age + 1.1 + 2 * random.next(), 17.6)) {
    const born = day - Math.max(daysInYears(age), 1)
    const isDisabled = !uasc && random.chance(0.06)
    const child = makeChild(random, referenceOf(), { born, uasc, disabled: isDisabled, ethnicity })
    parties.push(newParty(random, { children: [child], from: forever, to: null, endReason: null }))
  }
  const [{ family }] = parties as [Party]
  for (const party of parties) party.family = family
  family.parties = parties
  return parties
}
