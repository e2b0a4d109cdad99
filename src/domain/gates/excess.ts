import { quantity } from '../quantity.ts'
import { ageOn } from '../dates.ts'
import type { GateFacts } from './types.ts'

/** What of a home's registration or a carer's terms a placement would exceed, in words; null where nothing. */
export function excessOf({ home, child, from, othersThere, comesWithParent }: GateFacts): string | null {
  if (home === null) return null
  const age = ageOn(child.dateOfBirth, from)
  const parts = [
    !comesWithParent && (age < home.ageFrom || age > home.ageTo)
      ? `ages ${home.ageFrom} to ${home.ageTo}`
      : null,
    !comesWithParent && home.accepts !== 'any' && child.sex !== 'unknown' && child.sex !== home.accepts
      ? home.accepts === 'female'
        ? 'girls only'
        : 'boys only'
      : null,
    home.places !== null && othersThere + 1 > home.places
      ? `${quantity(home.places, 'place')}, ${othersThere} taken`
      : null,
  ].filter((words) => words !== null)
  return parts.length > 0 ? parts.join('; ') : null
}

/** Foster carers have terms of approval; homes have a registration. */
export function isFosterHousehold({ home }: GateFacts): boolean {
  return home?.kind === 'fostering-household' || home?.kind === 'connected-carer-household'
}
