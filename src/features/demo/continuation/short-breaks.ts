import { birthdayOf, type Day } from '../days.ts'
import { newStay } from '../histories.ts'
import type { Bed, Party } from '../model.ts'
import { shortBreakChild, weekendNights } from '../temporary.ts'
import { onlyChildOf, type Present } from './present.ts'

const fortnight = 14

/** Lets the disabled children who come for short breaks go on coming every other weekend until they are 18. */
export function goOnWithShortBreaks(present: Present): void {
  for (const { parties } of present.families) {
    for (const party of parties) {
      const last = party.temporary.at(-1)
      const [bed] = last?.beds ?? []
      if (party.to === null && last?.type === 'short-break' && last.from !== null && bed)
        planVisit(present, { party, bed, friday: nextFriday(last.from, present.day) })
    }
  }
}

const nextFriday = (last: Day, day: Day): Day => {
  const next = last + fortnight
  return next > day ? next : next + fortnight
}

interface Visit {
  party: Party
  bed: Bed
  friday: Day
}

/** Plans the next weekend. From the 18th birthday on another child comes in the young adult's place. */
function planVisit(present: Present, { party, bed, friday }: Visit): void {
  const { agenda, day, random, gazetteer, referenceOf, families } = present
  const eighteen = birthdayOf(onlyChildOf(party).born, 18)
  if (friday + weekendNights > eighteen) {
    agenda.at(Math.max(eighteen, day), () => {
      leave(party, present.day)
      const next = shortBreakChild(random, gazetteer, { from: present.day, today: present.day, referenceOf })
      families.push(next.family)
      planVisit(present, { party: next, bed, friday: nextFriday(friday - fortnight, present.day) })
    })
    return
  }
  const visit = newStay({
    type: 'short-break',
    reach: 'in',
    plannedFrom: friday,
    plannedTo: friday + weekendNights,
    home: bed.home,
    beds: [bed],
  })
  party.temporary.push(visit)
  bed.taken.push({ from: friday, to: friday + weekendNights })
  agenda.at(friday, () => (visit.from = friday))
  agenda.at(friday + weekendNights, () => {
    visit.to = friday + weekendNights
    planVisit(present, { party, bed, friday: friday + fortnight })
  })
}

function leave(party: Party, day: Day): void {
  party.to = day
  party.endReason = 'E8'
  for (const status of onlyChildOf(party).statuses) status.to ??= day
}
