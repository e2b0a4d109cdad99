import { ageOn } from '../../../domain/dates.ts'
import { dateOf } from '../days.ts'
import type { Party } from '../model.ts'
import { homeFor } from '../places.ts'
import { onlyChildOf, stayOf, type Present } from './present.ts'

/** Gives a child of school age who has none a school near home or, without a known home, near where the child lives. */
export function giveSchool({ random, gazetteer, day }: Present, party: Party): void {
  const child = onlyChildOf(party)
  const stay = stayOf(party)
  const age = ageOn(dateOf(child.born), dateOf(day))
  const anchor = party.family.home ?? stay.place ?? stay.home?.place
  if (child.school === null && anchor && age >= 4 && age <= 16)
    child.school = homeFor(random, gazetteer, anchor, 'in')
}

/** On the first of September those who have come of school age start school. */
export function startSchool(present: Present): void {
  if (!dateOf(present.day).endsWith('-09-01')) return
  for (const { parties } of present.households) for (const party of parties) giveSchool(present, party)
}
