import type { PreferId } from './criteria.ts'
import type { GatewayGrade } from './types.ts'

/** Weights of preferences: the most points that each can earn. A version of a profile never changes. */
export interface Profile {
  name: string
  version: number
  /** They add up to 100. */
  weights: Readonly<Record<PreferId, number>>
  /** A home with a lower Ofsted grade is offered only with a named exemption; null for no such limit. */
  gatewayGrade: GatewayGrade | null
}

/** A valid profile name. */
export const profileName = /^[a-z0-9][a-z0-9-]{0,39}$/

/** The profile of an authority that has published none. Our own weights: the law gives an order but no weights. */
export const standardProfile: Profile = {
  name: 'standard',
  version: 2,
  weights: {
    kin: 14,
    'distance-to-home': 16,
    'distance-to-school': 14,
    'siblings-there': 14,
    'in-authority': 10,
    'other-needs-met': 7,
    'type-preferred': 6,
    'ofsted-grade': 6,
    'long-term-fit': 4,
    'culture-faith-language': 4,
    'places-that-matter': 2,
    cost: 3,
  },
  gatewayGrade: null,
}

/** Every version of the standard profile, so that earlier searches can still be explained. */
export const builtInProfiles: readonly Profile[] = [
  {
    name: 'standard',
    version: 1,
    weights: {
      kin: 0,
      'distance-to-home': 25,
      'distance-to-school': 20,
      'siblings-there': 20,
      'in-authority': 15,
      'other-needs-met': 0,
      'type-preferred': 0,
      'ofsted-grade': 12,
      'long-term-fit': 0,
      'culture-faith-language': 0,
      'places-that-matter': 0,
      cost: 8,
    },
    gatewayGrade: null,
  },
  standardProfile,
]
