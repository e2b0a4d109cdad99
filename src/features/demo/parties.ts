import type { PlacementType } from '../../domain/placement-types.ts'
import { birthdateFor, ethnicityFor, lengthOfStay, makeChild, slotsOf, type Slot } from './children.ts'
import { referenceDay, type CrossSectionRow, type Status } from './cross-section.ts'
import { dayOf } from './days.ts'
import type { Child, Family, Party, Reach } from './model.ts'
import type { Random } from './random.ts'

/** A party, with the type, reach and legal status that it must have at the end of its history. */
export interface PartyPlan {
  party: Party
  type: PlacementType
  reach: Reach
  status: Status
}

/** Of a hundred children in placements of the type, how many live with two siblings (three) and with one (two). */
const siblingsTogether: Partial<Record<PlacementType, { three: number; two: number }>> = {
  'internal-foster': { three: 14.4, two: 28.8 },
  'connected-carer': { three: 20, two: 35 },
  ifa: { three: 10, two: 24 },
  'with-parents': { three: 12, two: 31 },
  'placed-for-adoption': { three: 0, two: 31 },
}

const reference = dayOf(referenceDay)

/** Makes everyone looked after on the reference day, in parties of siblings who live together. */
export function partiesOf(
  random: Random,
  rows: readonly CrossSectionRow[],
  referenceOf: () => string,
): PartyPlan[] {
  return rows.flatMap((row) =>
    siblingGroupsOf(random, row, slotsOf(random, row)).map((slots) => partyOf(random, slots, referenceOf)),
  )
}

/** Groups slots into siblings who live together; they share legal status and reach. Unaccompanied children stay alone. */
function siblingGroupsOf(random: Random, row: CrossSectionRow, slots: Slot[]): Slot[][] {
  const alike = new Map<string, Slot[]>()
  for (const slot of random.shuffled(slots)) {
    const key = slot.uasc ? 'alone' : `${slot.status} ${slot.reach}`
    alike.set(key, [...(alike.get(key) ?? []), slot])
  }
  const share = siblingsTogether[row.type] ?? { three: 0, two: 0 }
  const take = (size: 2 | 3, parties: number) =>
    Array.from({ length: parties }, () => {
      const pools = [...alike].filter(([key, pool]) => key !== 'alone' && pool.length >= size)
      if (pools.length === 0) return []
      const deck = pools.flatMap(([, pool]) => Array.from({ length: pool.length }, () => pool))
      return random.pick(deck).splice(0, size)
    }).filter((group) => group.length > 0)
  const three = take(3, Math.round((slots.length * share.three) / 300))
  const two = take(2, Math.round((slots.length * share.two) / 200))
  return [...three, ...two, ...[...alike.values()].flat().map((slot) => [slot])]
}

function partyOf(random: Random, slots: Slot[], referenceOf: () => string): PartyPlan {
  const [slot] = slots
  if (slot === undefined) throw new RangeError('a party needs a child')
  const ethnicity = ethnicityFor(random, slot.uasc)
  const children: Child[] = []
  for (const sibling of slots) {
    const born = siblingBirthdate(random, sibling, children)
    children.push(makeChild(random, referenceOf(), { ...sibling, born, ethnicity }))
  }
  const youngest = Math.max(...children.map(({ born }) => born))
  const nights = Math.max(...slots.map((one) => lengthOfStay(random, one)))
  const from = Math.max(reference - nights, youngest)
  const party = newParty(random, { children, from, to: null, endReason: null })
  return { party, type: slot.type, reach: slot.reach, status: slot.status }
}

/** A birthdate at least ten months from those of the siblings, if one is found in thirty tries. */
function siblingBirthdate(random: Random, slot: Slot, siblings: readonly Child[]): number {
  let born = birthdateFor(random, slot)
  for (let tries = 0; tries < 30; tries++) {
    if (siblings.every((sibling) => Math.abs(sibling.born - born) > 300)) return born
    born = birthdateFor(random, slot)
  }
  return born
}

export function newParty(
  random: Random,
  {
    children,
    from,
    to,
    endReason,
  }: { children: Child[]; from: number; to: number | null; endReason: string | null },
): Party {
  const family: Family = { id: random.uuid(), home: null, parties: [] }
  const party: Party = { children, family, from, to, endReason, stays: [], temporary: [] }
  family.parties.push(party)
  return party
}
