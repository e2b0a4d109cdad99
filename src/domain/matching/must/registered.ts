import type { PlacementType } from '../../placement-types.ts'
import type { Must } from '../types.ts'

/** Types of homes that Ofsted registers: themselves or, of supported accommodation, their provider. */
const registeredTypes: readonly PlacementType[] = [
  'residential',
  'secure',
  'supported-accommodation',
  'supported-lodgings',
  'independent-living',
  'other',
]

/** CPPCR 2010 regs. 27A and 27C: a children's home or supported accommodation without a registration is unlawful. */
export const ofstedRegistration = {
  id: 'registered',
  kind: 'must',
  title: 'Registered with Ofsted on every night',
  judge(_need, option) {
    if (!registeredTypes.includes(option.type)) return null
    return option.registered
      ? { met: true, detail: 'Its registration covers the nights, as recorded.' }
      : { met: false, detail: 'No registration that covers the nights is recorded.' }
  },
} as const satisfies Must
