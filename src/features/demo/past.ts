import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import { newStay } from './histories.ts'
import { hasHome, homeFacts, type HomeType } from './home-kinds.ts'
import { forever, type Child, type Party, type SyntheticStay } from './model.ts'
import type { PartyPlan } from './parties.ts'
import type { Gazetteer } from './places.ts'
import { takeBeds } from './placing.ts'
import type { Random } from './random.ts'
import type { Supply } from './supply.ts'

const reference = dayOf(referenceDay)

/** Gives every placement that ended before the reference day a free bed, or opens a home for it that closed afterwards. */
export function placePast(
  random: Random,
  supply: Supply,
  gazetteer: Gazetteer,
  plans: readonly PartyPlan[],
): void {
  const past = plans
    .flatMap(({ party }) => party.stays.map((stay) => ({ party, stay })))
    .filter(({ stay }) => stay.to !== null && stay.home === null)
    .sort((a, b) => (a.stay.from ?? 0) - (b.stay.from ?? 0))
  for (const { party, stay } of past) {
    if (hasHome(stay.type)) placeOne(random, supply, { party, stay, type: stay.type })
    else stay.place = random.pick(gazetteer[stay.reach])
  }
}

function placeOne(
  random: Random,
  supply: Supply,
  { party, stay, type }: { party: Party; stay: SyntheticStay; type: HomeType },
): void {
  const [from, to] = [stay.from ?? 0, stay.to ?? reference]
  const size = party.children.length
  const beds = type === 'connected-carer' ? [] : supply.findFree(type, stay.reach, { beds: size, from, to })
  const home = beds[0]?.home ?? openAndClose(random, supply, { stay, type, least: size, days: [from, to] })
  takeBeds(home, party, stay)
}

function openAndClose(
  random: Random,
  supply: Supply,
  {
    stay: { reach },
    type,
    least,
    days: [from, to],
  }: { stay: SyntheticStay; type: HomeType; least: number; days: [Day, Day] },
) {
  const kin = type === 'connected-carer'
  const closes = kin ? to : to + random.whole(30, 900)
  return supply.open({
    type,
    reach,
    beds: kin ? least : Math.max(Number(random.weighted(homeFacts(type).beds)), least),
    opensOn: kin ? from : from - random.whole(10, 700),
    closesOn: Math.max(to, Math.min(closes, reference - random.whole(0, 60))),
  })
}

/** Numbers of care leavers in Staying Put and Staying Close on the reference day (Sufficiency Strategy 2024–27). */
const stayingPut = 33
const stayingClose = 25

/** Makes Staying Put and Staying Close placements for some of those who turned 18 in care. */
export function makeAfterCare(
  random: Random,
  {
    supply,
    gazetteer,
    plans,
    factor,
  }: { supply: Supply; gazetteer: Gazetteer; plans: readonly PartyPlan[]; factor: number },
): void {
  const adults = random.shuffled(plans.filter(({ party }) => turnedEighteen(party)))
  const endedWithin =
    (years: number) =>
    ({ party }: PartyPlan) =>
      (party.to ?? 0) > reference - years * 365
  const put = adults.filter(({ type }) => type === 'internal-foster' || type === 'ifa')
  const close = adults.filter(({ type }) => type === 'residential' || type === 'supported-accommodation')

  const putNow = new Set(put.filter(endedWithin(2.7)).slice(0, Math.round(stayingPut * factor)))
  for (const plan of put) {
    if (putNow.has(plan)) stayPut(random, supply, plan, null)
    else if (endOfCare(plan) < reference - 200 && random.chance(0.35)) {
      stayPut(random, supply, plan, Math.min(endOfCare(plan) + random.whole(120, 1090), reference - 1))
    }
  }
  const closeNow = new Set(
    close
      .filter(({ party }) => !party.children[0]?.uasc)
      .filter(endedWithin(2))
      .slice(0, Math.round(stayingClose * factor)),
  )
  for (const plan of closeNow) {
    plan.party.endReason = 'E5'
    afterCare(plan.party).push(
      newStay({ type: 'staying-close', reach: 'in', from: plan.party.to, place: random.pick(gazetteer.in) }),
    )
  }
}

/**
 * Adds a Staying Put placement, in the bed that the young adult has. In the council's own households the bed then is no
 * approved place for a looked-after child any more and closes on the 18th birthday; with an agency it stays in use.
 */
function stayPut(random: Random, supply: Supply, { party, type }: PartyPlan, to: Day | null): void {
  const last = party.stays.at(-1)
  if (!last || last.from === null || party.to === null) return
  const own = type === 'internal-foster'
  const home = supply.open({
    type: own ? 'internal-foster' : 'ifa',
    reach: last.reach,
    beds: 1,
    opensOn: last.from - random.whole(10, 2000),
    closesOn: to,
  })
  takeBeds(home, party, last)
  const [bed] = last.beds
  party.endReason = 'E17'
  const stay = newStay({ type: 'staying-put', reach: last.reach, from: party.to, to, home })
  if (bed && own) bed.closesOn = party.to
  else if (bed) {
    stay.beds = [bed]
    bed.taken.push({ from: party.to, to: to ?? forever })
  }
  afterCare(party).push(stay)
}

const turnedEighteen = ({ to, endReason, children }: Party) =>
  to !== null &&
  children.length === 1 &&
  ['E5', 'E6', 'E8'].includes(endReason ?? '') &&
  to - (children[0]?.born ?? to) >= 18 * 365
const endOfCare = ({ party }: PartyPlan): Day => party.to ?? reference
const afterCare = ({ children: [child] }: Party): Child['afterCare'] => child?.afterCare ?? []
