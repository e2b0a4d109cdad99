import type { PreferId } from './criteria.ts'

/** The weight of each preference: the most points it can give. A named profile never changes once used. */
export interface Profile {
  name: string
  weights: Readonly<Record<PreferId, number>>
}

export const standardProfile: Profile = {
  name: 'standard-1',
  weights: {
    'distance-to-home': 25,
    'distance-to-school': 20,
    'siblings-there': 20,
    'in-authority': 15,
    'ofsted-grade': 12,
    cost: 8,
  },
}
