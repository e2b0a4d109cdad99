import type { Must } from '../types.ts'

/** Outside the circle around each place to avoid. Its radius reaches the place's furthest postcode plus the given miles. */
export const placeNotToAvoid = {
  id: 'place-not-to-avoid',
  kind: 'must',
  title: 'Not in a place to avoid',
  judge({ avoid }, { avoidMiles }) {
    if (avoid.places === 0) return null
    if (avoidMiles !== null && avoidMiles <= 0)
      return { met: false, detail: 'In a place to avoid, or too near it.' }
    if (avoid.unplaced > 0)
      return { met: null, detail: 'A place to avoid is not in the directory: find out where it is.' }
    return avoidMiles === null
      ? { met: null, detail: 'Find out where the home is: there are places to avoid.' }
      : { met: true, detail: 'In no place to avoid.' }
  },
} as const satisfies Must
