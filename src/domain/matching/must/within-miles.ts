import { quantity } from '../../quantity.ts'
import type { Must } from '../types.ts'

/** A home whose distance is not known does not pass. */
export const withinMiles = {
  id: 'within-miles',
  kind: 'must',
  title: 'Within the miles asked for',
  judge({ maxMiles }, { homeMiles }) {
    if (maxMiles === null) return null
    if (homeMiles === null) return { met: false, detail: 'The distance from home is not known.' }
    return homeMiles <= maxMiles
      ? { met: true, detail: `Within ${quantity(maxMiles, 'mile')} of home.` }
      : { met: false, detail: `More than ${quantity(maxMiles, 'mile')} from home.` }
  },
} as const satisfies Must
