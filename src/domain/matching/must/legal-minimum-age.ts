import { placementType } from '../../placement-types.ts'
import type { Must } from '../types.ts'
import { agesOf } from '../wording.ts'

/** Supported accommodation is for young people of 16 and over (Supported Accommodation (England) Regulations 2023). */
export const legalMinimumAge = {
  id: 'legal-minimum-age',
  kind: 'must',
  title: 'Old enough in law for the type',
  judge(need, { type }) {
    const { minimumAge, label } = placementType(type)
    if (minimumAge === undefined) return null
    const isMet = need.children.every((child) => child.age.onFirstNight >= minimumAge)
    return {
      met: isMet,
      detail: `${agesOf(need)}; ${label.toLowerCase()} is for those of ${minimumAge} and over.`,
    }
  },
} as const satisfies Must
