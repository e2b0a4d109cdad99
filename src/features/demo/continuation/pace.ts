import { steadiness } from '../histories.ts'
import type { Random } from '../random.ts'

/** How often those of a household move. */
export type Pace = keyof typeof steadiness

export const paceOf = (random: Random): Pace =>
  random.weighted<Pace>(
    Object.fromEntries(Object.entries(steadiness).map(([pace, { weight }]) => [pace, weight])),
  )
