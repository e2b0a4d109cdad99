import type { Family, Party, SyntheticStay } from '../model.ts'
import type { Random } from '../random.ts'
import { paceOf } from './pace.ts'
import type { Household } from './present.ts'

/**
 * Puts each child who is looked after into a party of its own, since from now on one may leave before the others. Those
 * who lived together stay a household. What is recorded of the past is the same.
 */
export function eachAlone(random: Random, families: readonly Family[]): Household[] {
  return families.flatMap((family) => {
    const households: Household[] = []
    family.parties = family.parties.flatMap((party) => {
      if (party.to !== null || party.stays.length === 0) return [party]
      const parties = party.children.map((child, place): Party => ({
        ...party,
        children: [child],
        stays: party.stays.map((stay) => staysOfOne(stay, place)),
        temporary: party.temporary.map((stay) => staysOfOne(stay, place)),
      }))
      households.push({ parties, pace: paceOf(random), busy: false })
      return parties
    })
    return households
  })
}

const staysOfOne = (stay: SyntheticStay, place: number): SyntheticStay => ({
  ...stay,
  beds: stay.beds.slice(place, place + 1),
  approvals: [],
})
