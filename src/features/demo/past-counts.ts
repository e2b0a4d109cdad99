import type { PlacementType } from '../../domain/placement-types.ts'
import { referenceDay } from './cross-section.ts'
import { birthdayOf, dayOf, type Day } from './days.ts'
import { newStay } from './histories.ts'
import type { Party, Stay } from './model.ts'
import type { PartyPlan } from './parties.ts'
import type { Random } from './random.ts'

/**
 * What was published of earlier days: children placed inside the borough and children in residential care at
 * 31 March (Sufficiency Strategy 2024–27). The later day first: what it settles, the earlier one leaves alone.
 */
const pastCounts = [
  { day: '2022-03-31', inside: 321, residential: 31 },
  { day: '2021-03-31', inside: 302, residential: 40 },
] as const

interface Lived {
  party: Party
  stay: Stay
  last: boolean
}

/** Changes where, and in what, some children lived on those days until the counts are the published ones. */
export function keepPastCounts(random: Random, plans: readonly PartyPlan[]): void {
  const settled = new Set<Stay>()
  for (const { day, inside, residential } of pastCounts) {
    let there = livingOn(plans, dayOf(day))
    const free = () =>
      random.shuffled(
        there.filter(({ stay, party, last }) => !settled.has(stay) && !(last && party.to === null)),
      )
    const count = (holds: (stay: Stay) => boolean) =>
      there.reduce((sum, { stay, party }) => sum + (holds(stay) ? party.children.length : 0), 0)

    for (const { stay, party, last } of free()) {
      const missing = residential - count(({ type }) => type === 'residential')
      if (party.children.length > 1 || last) continue
      if (missing < 0 && stay.type === 'residential') stay.type = 'ifa'
      if (missing > 0 && fosterTypes.includes(stay.type) && canBeResidential(party, stay))
        stay.type = 'residential'
    }
    for (const { stay, party } of there.filter(({ stay, last }) => last && stay.type === 'residential')) {
      if (count(({ type }) => type === 'residential') > residential) {
        arriveLater(random, party, stay, dayOf(day))
        there = livingOn(plans, dayOf(day))
      }
    }
    for (const { stay, party } of free()) {
      const missing = inside - count(({ reach }) => reach === 'in')
      const size = party.children.length
      if (missing >= size && stay.reach !== 'in') stay.reach = 'in'
      else if (-missing >= size && stay.reach === 'in') stay.reach = 'near'
    }
    for (const { stay } of there) settled.add(stay)
  }
}

/** With an agency on that day, and in the children's home only afterwards. */
function arriveLater(random: Random, party: Party, stay: Stay, day: Day): void {
  const moved = Math.min(day + random.whole(5, 200), (party.to ?? dayOf(referenceDay)) - 1)
  const before = newStay({
    type: 'ifa',
    reach: 'near',
    from: stay.from,
    to: moved,
    endReason: 'CREQB',
    endPlanned: false,
  })
  party.stays.splice(-1, 0, before)
  stay.from = moved
}

const fosterTypes: readonly PlacementType[] = ['internal-foster', 'ifa']

const canBeResidential = ({ children }: Party, { from }: Stay) =>
  children.every(({ born, uasc }) => !uasc && (from ?? 0) >= birthdayOf(born, 9))

function livingOn(plans: readonly PartyPlan[], day: Day): Lived[] {
  return plans.flatMap(({ party }) =>
    party.stays
      .filter(({ from, to }) => from !== null && from <= day && (to === null || to > day))
      .map((stay) => ({ party, stay, last: stay === party.stays.at(-1) })),
  )
}
