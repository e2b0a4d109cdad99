import { judgeDistance } from '../distance-wording.ts'
import type { Prefer } from '../types.ts'

/** A journey of more than ten miles earns nothing, as to school. Our own choice. */
const far = 10

/** Where the child must be often: grandparents, training, a club. */
export const placesThatMatter = {
  id: 'places-that-matter',
  kind: 'prefer',
  title: 'Near the places that matter',
  scale: { kind: 'falling', fact: 'matterMiles', worst: far, steps: 10 },
  judge(need, option) {
    const { places, unplaced } = need.matter
    if (places === 0) return null
    const known = unplaced === 0 ? 'all' : unplaced < places ? 'some' : 'none'
    return judgeDistance(option.matterMiles, option, 'the furthest place that matters', known, far)
  },
} as const satisfies Prefer
