import { preferences } from './criteria.ts'
import type { Profile } from './profile.ts'

/** A weight for every preference; those that a profile does not name weigh 0. */
export function allWeights(weights: Partial<Profile['weights']>): Profile['weights'] {
  return Object.fromEntries(preferences.map(({ id }) => [id, weights[id] ?? 0])) as Profile['weights']
}
