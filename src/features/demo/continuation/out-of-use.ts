import type { Day } from '../days.ts'
import type { HomeType } from '../home-kinds.ts'
import { unusedFosterPlaces } from '../layout.ts'
import { forever, type Bed } from '../model.ts'
import { isFree } from '../supply.ts'
import { addVoid } from '../voids.ts'
import type { Present } from './present.ts'

/** Of the beds of a type in which nobody lives, the share that is out of use, as on the reference day. */
const shareOutOfUse: Partial<Record<HomeType, number>> = {
  'internal-foster': unusedFosterPlaces.void / unusedFosterPlaces.total,
  residential: 0.35,
  'supported-accommodation': 0.35,
}
/** Days for which a bed is out of use: at least, and the mean of what comes on top. Invented. */
const [leastDays, meanDays] = [10, 90]

/** Once a fortnight takes beds out of use, so that about the same share of the empty ones is. */
export function takeOutOfUse(present: Present): void {
  const { random, day, supply } = present
  if (day % 14 > 0) return
  for (const [type, share] of Object.entries(shareOutOfUse)) {
    const beds = supply.homes
      .filter((home) => home.type === type && home.opensOn <= day && home.closesOn === null)
      .flatMap((home) =>
        home.beds.filter(({ closesOn, kind }) => closesOn === null && kind !== 'short-break'),
      )
    const voids = beds.filter((bed) => isOutOfUse(bed, day))
    const vacant = beds.filter((bed) => isFree(bed, day, forever))
    const target = share * (voids.length + vacant.length)
    for (let n = voids.length; n < target - 1 && vacant.length > 0; n++) {
      if (!random.chance(0.7)) continue
      const [bed] = vacant.splice(random.whole(0, vacant.length - 1), 1)
      if (bed) beginVoid(present, bed)
    }
  }
}

const isOutOfUse = ({ voids }: Bed, day: Day) =>
  voids.some(({ from, to }) => from <= day && (to ?? forever) > day)

function beginVoid(present: Present, bed: Bed): void {
  const { random, day } = present
  const end = day + leastDays + Math.round(random.exponential(meanDays))
  addVoid(random, bed, day, random.chance(0.3) ? end : null)
  awaitEnd(present, bed, end)
}

/** Lets the voids of the reference day that nobody knew the end of end some time. */
export function awaitEndsOfVoids(present: Present): void {
  const { random, day, supply } = present
  for (const { beds } of supply.homes) {
    for (const bed of beds) {
      if (bed.voids.some(({ to }) => to === null))
        awaitEnd(present, bed, day + Math.round(random.exponential(meanDays)) + 1)
    }
  }
}

function awaitEnd({ agenda }: Present, bed: Bed, end: Day): void {
  agenda.at(end, () => endVoid(bed, end))
}

/** Brings a bed back into use. */
export function endVoid(bed: Bed, day: Day): void {
  const current = bed.voids.find(({ from, to }) => from < day && to === null)
  if (!current) return
  current.to = day
  for (const use of bed.taken) if (use.from === current.from && use.to === forever) use.to = day
}
