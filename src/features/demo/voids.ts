import { referenceDay } from './cross-section.ts'
import { dayOf, type Day } from './days.ts'
import { newStay } from './histories.ts'
import type { HomeType } from './home-kinds.ts'
import { unusedFosterPlaces } from './layout.ts'
import { forever, type Bed, type SyntheticHome } from './model.ts'
import type { PartyPlan } from './parties.ts'
import type { Random } from './random.ts'
import { isFree, type Supply } from './supply.ts'

const reference = dayOf(referenceDay)

const householdReasons = {
  'carer-break': 0.2,
  'carer-ill-health': 0.14,
  'carer-holiday': 0.04,
  'household-circumstances': 0.18,
  allegation: 0.08,
  restriction: 0.05,
  resignation: 0.1,
  refurbishment: 0.05,
  other: 0.03,
}
const staffedHomeReasons = {
  'staff-vacancy': 0.4,
  'staff-training': 0.1,
  repair: 0.2,
  refurbishment: 0.15,
  restriction: 0.1,
  closing: 0.05,
}
const sharedHomeReasons = { 'reduced-occupancy': 0.6, 'solo-occupancy': 0.4 }

/** Makes voids on the reference day and in gaps between earlier stays, and commits some free beds to children. */
export function makeVoids(
  random: Random,
  { homes }: Supply,
  plans: readonly PartyPlan[],
  factor: number,
): void {
  const open = (type: HomeType) =>
    homes
      .filter((home) => home.type === type)
      .flatMap(({ beds }) => beds)
      .filter((bed) => isFree(bed, reference, forever))
  const fosterBeds = random.shuffled(open('internal-foster'))
  const voids = Math.round((fosterBeds.length * unusedFosterPlaces.void) / unusedFosterPlaces.total)
  for (const bed of fosterBeds.slice(0, voids)) makeVoidNow(random, bed)
  commitBeds(random, fosterBeds.slice(voids), plans, Math.round(unusedFosterPlaces.committed * factor))
  for (const type of ['residential', 'supported-accommodation'] as const) {
    for (const bed of open(type)) if (random.chance(0.35)) makeVoidNow(random, bed)
  }
  for (const home of homes) for (const bed of home.beds) fillGaps(random, home, bed)
}

function makeVoidNow(random: Random, bed: Bed): void {
  const freeSince = Math.max(bed.opensOn, ...bed.taken.map(({ to }) => to))
  const from = Math.max(freeSince, reference - random.whole(3, 240))
  addVoid(random, bed, from, random.chance(0.3) ? reference + random.whole(5, 90) : null)
}

function fillGaps(random: Random, { kind }: SyntheticHome, bed: Bed): void {
  if (kind === 'connected-carer-household') return
  const uses = [...bed.taken].sort((a, b) => a.from - b.from)
  uses.forEach((use, index) => {
    const gap = (uses[index + 1]?.from ?? Math.min(bed.closesOn ?? reference, reference)) - use.to
    if (gap < 15 || !random.chance(0.4)) return
    const from = use.to + random.whole(0, 7)
    addVoid(random, bed, from, from + random.whole(4, Math.min(gap - 8, 150)))
  })
}

/** Takes a bed out of use, for a reason that is usual in such a home. */
export function addVoid(random: Random, bed: Bed, from: Day, to: Day | null): void {
  const household = bed.home.kind === 'fostering-household'
  const isShared = bed.home.beds.some((other) => other !== bed && !isFree(other, from, from + 1))
  const reason =
    isShared && random.chance(0.3)
      ? random.weighted(sharedHomeReasons)
      : random.weighted<string>(household ? householdReasons : staffedHomeReasons)
  const detail = reason === 'other' ? 'An adult child of the household has moved back for a time' : null
  bed.voids.push({ id: random.uuid(), reason, detail, from, to })
  bed.taken.push({ from, to: to ?? forever })
}

/** Commits beds to children in agency care whose planned move into the council's own care is some days overdue. */
function commitBeds(random: Random, beds: readonly Bed[], plans: readonly PartyPlan[], count: number): void {
  const movers = plans.filter(
    ({ type, party }) =>
      type === 'ifa' &&
      party.to === null &&
      party.children.length === 1 &&
      (party.stays.at(-1)?.from ?? reference) < reference - 60,
  )
  const ready = beds.filter((bed) => isFree(bed, reference - 6, forever)).slice(0, count)
  for (const [index, bed] of ready.entries()) {
    const current = movers[index]?.party.stays.at(-1)
    if (!current) return
    const day = reference - random.whole(1, 6)
    current.plannedTo = day
    movers[index]?.party.stays.push(
      newStay({
        type: 'internal-foster',
        reach: bed.home.reach,
        plannedFrom: day,
        home: bed.home,
        beds: [bed],
      }),
    )
    bed.taken.push({ from: day, to: forever })
  }
}
