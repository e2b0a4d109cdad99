import type { PlacementType } from '../../domain/placement-types.ts'
import { referenceDay } from './cross-section.ts'
import { birthdayOf, dayOf, type Day } from './days.ts'
import { newStay } from './histories.ts'
import type { Party, SyntheticStay } from './model.ts'
import type { PartyPlan } from './parties.ts'
import type { Random } from './random.ts'

/**
 * Published counts of earlier days: children placed inside the borough, and in residential care, at 31 March (Sufficiency
 * Strategy 2024–27). The later day comes first; stays that it covers are not changed for the earlier one.
 */
const pastCounts = [
  { day: '2022-03-31', inAuthority: 321, residential: 31 },
  { day: '2021-03-31', inAuthority: 302, residential: 40 },
] as const

interface StayOnDay {
  party: Party
  stay: SyntheticStay
  last: boolean
}

/** Changes the type or reach of some stays until the counts on those days are the published ones. */
export function matchPastCounts(random: Random, plans: readonly PartyPlan[]): void {
  const fixedStays = new Set<SyntheticStay>()
  for (const { day, inAuthority, residential } of pastCounts) {
    let there = livingOn(plans, dayOf(day))
    const free = () =>
      random.shuffled(
        there.filter(({ stay, party, last }) => !fixedStays.has(stay) && !(last && party.to === null)),
      )
    const count = (holds: (stay: SyntheticStay) => boolean) =>
      there.reduce((sum, { stay, party }) => sum + (holds(stay) ? party.children.length : 0), 0)

    for (const { stay, party, last } of free()) {
      const shortfall = residential - count(({ type }) => type === 'residential')
      if (party.children.length > 1 || last) continue
      if (shortfall < 0 && stay.type === 'residential') stay.type = 'ifa'
      if (shortfall > 0 && fosterTypes.includes(stay.type) && canBeResidential(party, stay))
        stay.type = 'residential'
    }
    for (const { stay, party } of there.filter(({ stay, last }) => last && stay.type === 'residential')) {
      if (count(({ type }) => type === 'residential') > residential) {
        arriveLater(random, party, stay, dayOf(day))
        there = livingOn(plans, dayOf(day))
      }
    }
    for (const { stay, party } of free()) {
      const shortfall = inAuthority - count(({ reach }) => reach === 'in')
      const size = party.children.length
      if (shortfall >= size && stay.reach !== 'in') stay.reach = 'in'
      else if (-shortfall >= size && stay.reach === 'in') stay.reach = 'near'
    }
    for (const { stay } of there) fixedStays.add(stay)
  }
}

/** Splits a residential stay: the child is with a fostering agency on that day, and moves to the home afterwards. */
function arriveLater(random: Random, party: Party, stay: SyntheticStay, day: Day): void {
  const moveDay = Math.min(day + random.whole(5, 200), (party.to ?? dayOf(referenceDay)) - 1)
  const earlierStay = newStay({
    type: 'ifa',
    reach: 'near',
    from: stay.from,
    to: moveDay,
    endReason: 'CREQB',
    endPlanned: false,
  })
  party.stays.splice(-1, 0, earlierStay)
  stay.from = moveDay
}

const fosterTypes: readonly PlacementType[] = ['internal-foster', 'ifa']

const canBeResidential = ({ children }: Party, { from }: SyntheticStay) =>
  children.every(({ born, uasc }) => !uasc && (from ?? 0) >= birthdayOf(born, 9))

function livingOn(plans: readonly PartyPlan[], day: Day): StayOnDay[] {
  return plans.flatMap(({ party }) =>
    party.stays
      .filter(({ from, to }) => from !== null && from <= day && (to === null || to > day))
      .map((stay) => ({ party, stay, last: stay === party.stays.at(-1) })),
  )
}
