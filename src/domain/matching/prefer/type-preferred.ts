import { placementType } from '../../placement-types.ts'
import { preferredTypes } from '../suitable-types.ts'
import type { Prefer } from '../types.ts'

/** Whether the type is in a care family that the referral prefers. */
export const typePreferred = {
  id: 'type-preferred',
  kind: 'prefer',
  title: 'The type of placement preferred',
  scale: { kind: 'flag', fact: 'typePreferred' },
  judge({ children }, { type }) {
    const typesPreferred = preferredTypes(children)
    if (typesPreferred === null) return null
    const { label } = placementType(type)
    return typesPreferred.includes(type)
      ? { met: true, detail: `${label}: preferred for the child.` }
      : { met: false, detail: `${label}: suitable, not preferred.` }
  },
} as const satisfies Prefer
