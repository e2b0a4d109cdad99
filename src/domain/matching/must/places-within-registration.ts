import { quantity } from '../../quantity.ts'
import type { Must } from '../types.ts'

/** With the children, no more live there at once than the home is registered, or the carer approved, for. */
export const placesWithinRegistration = {
  id: 'places-within-registration',
  kind: 'must',
  title: 'A registered or approved place on every night',
  judge({ children }, { places, mostThere }) {
    if (places === null) return null
    const number = `${quantity(places, 'place')}, ${mostThere} of them taken on the fullest night`
    return places >= mostThere + children.length
      ? { met: true, detail: `Registered or approved for ${number}.` }
      : { met: false, detail: `Registered or approved for ${number}; ${children.length} more would come.` }
  },
} as const satisfies Must
