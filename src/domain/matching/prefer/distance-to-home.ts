import { judgeDistance } from '../distance-wording.ts'
import type { Prefer } from '../types.ts'

/** Miles from which no points are earned. DfE statistics count over 20 miles from home as far. */
const far = 20

/** Children Act 1989 s22C(8)(a): near home. */
export const distanceToHome = {
  id: 'distance-to-home',
  kind: 'prefer',
  title: 'Near home',
  scale: { kind: 'falling', fact: 'homeMiles', worst: far, steps: 10 },
  judge: (need, option) =>
    judgeDistance(option.homeMiles, option, { place: 'home', coverage: need.homesKnown, nearMiles: far }),
} as const satisfies Prefer
