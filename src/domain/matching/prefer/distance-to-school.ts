import { judgeDistance } from '../distance-wording.ts'
import type { Prefer } from '../types.ts'

/** Straight-line miles from which no points are earned. Our own choice: no published threshold exists. */
const far = 10

/** Children Act 1989 s22C(8)(b): no disruption of education or training. */
export const distanceToSchool = {
  id: 'distance-to-school',
  kind: 'prefer',
  title: 'School within reach',
  scale: { kind: 'falling', fact: 'schoolMiles', worst: far, steps: 10 },
  judge: (need, option) =>
    judgeDistance(option.schoolMiles, option, {
      place: 'school',
      coverage: need.schoolsKnown,
      nearMiles: far,
    }),
} as const satisfies Prefer
