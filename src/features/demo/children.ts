import type { PlacementType } from '../../domain/placement-types.ts'
import { ageBands, referenceDay, statuses, type CrossSectionRow, type Status } from './cross-section.ts'
import { birthdayOf, dayOf, type Day } from './days.ts'
import type { Child, Reach } from './model.ts'
import type { Random } from './random.ts'

/** A child of the cross-section of the reference day: what is fixed before its history is made. Ages are in years. */
export interface Slot {
  type: PlacementType
  reach: Reach
  status: Status
  uasc: boolean
  disabled: boolean
  youngest: number
  oldest: number
}

const reference = dayOf(referenceDay)
const year = 365.25

/** One slot for each child that the row counts. */
export function slotsOf(random: Random, row: CrossSectionRow): Slot[] {
  const slots: Slot[] = ageBands.flatMap((band, b) =>
    statuses.flatMap((status, s) =>
      Array.from({ length: row.children[b]?.[s] ?? 0 }, () => ({
        type: row.type,
        reach: 'in',
        status,
        uasc: false,
        disabled: false,
        youngest: band.from,
        oldest: band.to,
      })),
    ),
  )
  const deck = random.shuffled(slots)
  const older = deck.filter(({ youngest }) => youngest === 11)
  older.forEach((slot, index) => {
    if (row.elevenOrTwelve === undefined) return
    if (index < row.elevenOrTwelve) slot.oldest = 12
    else slot.youngest = 13
  })
  for (const slot of first(
    row.uasc,
    deck.filter(({ status, youngest }) => status === 'V2' && youngest >= 16),
  )) {
    slot.uasc = true
  }
  for (const slot of first(
    row.disabled,
    deck.filter(({ uasc }) => !uasc),
  ))
    slot.disabled = true
  const secondDeck = random.shuffled(deck)
  // A child without a known home has no distance, so is never counted over 20 miles.
  for (const slot of first(
    row.reach.far,
    secondDeck.filter(({ uasc }) => !uasc),
  ))
    slot.reach = 'far'
  for (const slot of first(
    row.reach.near,
    secondDeck.filter(({ reach }) => reach === 'in'),
  ))
    slot.reach = 'near'
  return slots
}

const first = <T>(count = 0, items: readonly T[]): readonly T[] => items.slice(0, count)

/** A random birthdate that gives an age within the slot's on the reference day. */
export function birthdateFor(random: Random, slot: Slot): Day {
  const latest = birthdayOf(reference, -slot.youngest) - leastAge(slot)
  const earliest = birthdayOf(reference, -slot.oldest - 1) + 1
  if (slot.type === 'nhs' && slot.youngest === 0) return reference - random.whole(3, 20)
  if (slot.type === 'family-centre' && slot.youngest === 0) return reference - random.whole(20, 420)
  return random.whole(slot.uasc ? earliest + 60 : earliest, latest)
}

/** Days by which the child must be older than the youngest age: for a court order to be made, or a move at 16. */
function leastAge({ youngest, status, type }: Slot): number {
  if (youngest >= 16) return 40
  if (youngest > 0) return 0
  if (type === 'placed-for-adoption') return 330
  return status === 'C2' ? 290 : status === 'E1' ? 260 : 20
}

/** Random number of days for which the child has been looked after on the reference day. */
export function lengthOfStay(random: Random, slot: Slot): number {
  if (slot.uasc) return random.whole(25, 620)
  if (slot.type === 'family-centre' || slot.type === 'nhs')
    return slot.status === 'C2' ? 900 : random.whole(3, 90)
  const mean = { 0: 500, 5: 1100, 11: 1500, 13: 1500, 16: 1700 }[slot.youngest] ?? 1000
  switch (slot.status) {
    case 'C1':
      return Math.round(14 + 410 * random.next() ** 1.2)
    case 'V2':
      return Math.round(6 + random.exponential(420))
    case 'C2':
      return Math.round(250 + random.exponential(mean))
    case 'E1':
      return Math.round((slot.type === 'placed-for-adoption' ? 330 : 250) + random.exponential(260))
  }
}

const needWeights = { N1: 0.68, N3: 0.04, N4: 0.07, N5: 0.16, N6: 0.02, N8: 0.03 }
const uascEthnicityWeights = { AOTH: 0.34, BAFR: 0.26, OOTH: 0.32, WOTH: 0.08 }
const ethnicityWeights = {
  WBRI: 0.85,
  WOTH: 0.04,
  MWBC: 0.025,
  MWAS: 0.02,
  MWBA: 0.01,
  MOTH: 0.015,
  APKN: 0.01,
  ABAN: 0.005,
  WROM: 0.005,
  BAFR: 0.005,
  BCRB: 0.005,
  CHNE: 0.002,
  NOBT: 0.008,
}

export const ethnicityFor = (random: Random, uasc: boolean): string =>
  random.weighted(uasc ? uascEthnicityWeights : ethnicityWeights)

/** Makes a child with everything that does not depend on where the child lives. */
export function makeChild(
  random: Random,
  reference: string,
  basics: Pick<Child, 'born' | 'uasc' | 'disabled' | 'ethnicity'>,
): Child {
  const { born, uasc, ethnicity } = basics
  return {
    id: random.uuid(),
    reference,
    born,
    sex: random.chance(uasc ? 0.93 : 0.54) ? 'male' : 'female',
    ethnicity,
    uasc,
    disabled: basics.disabled,
    need: uasc ? 'N8' : basics.disabled && random.chance(0.5) ? 'N2' : random.weighted(needWeights),
    statuses: [],
    school: null,
    afterCare: [],
  }
}

export const daysInYears = (years: number): number => Math.round(years * year)
