import { preferences } from './criteria.ts'
import type { Profile } from './profile.ts'

/** The weight of every preference: one that a profile does not name, or that is newer than it, weighs nothing. */
export function allWeights(weights: Partial<Profile['weights']>): Profile['weights'] {
  return Object.fromEntries(preferences.map(({ id }) => [id, weights[id] ?? 0])) as Profile['weights']
}
