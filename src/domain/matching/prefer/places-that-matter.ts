import { judgeDistance } from '../distance-wording.ts'
import type { Prefer } from '../types.ts'

/** Straight-line miles from which no points are earned, as for school. Our own choice. */
const far = 10

/** Places where the child often has to be, such as grandparents, training or a club. */
export const placesThatMatter = {
  id: 'places-that-matter',
  kind: 'prefer',
  title: 'Near the places that matter',
  scale: { kind: 'falling', fact: 'matterMiles', worst: far, steps: 10 },
  judge(need, option) {
    const { places, unplaced: unknownPlaces } = need.matter
    if (places === 0) return null
    const coverage = unknownPlaces === 0 ? 'all' : unknownPlaces < places ? 'some' : 'none'
    return judgeDistance(option.matterMiles, option, {
      place: 'the furthest place that matters',
      coverage,
      nearMiles: far,
    })
  },
} as const satisfies Prefer
