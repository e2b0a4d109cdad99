import type { Need, Prefer } from '../types.ts'
import { listed } from '../wording.ts'

/** What the home had better be able to meet, beyond what it must. */
export const preferredNeeds = ({ children }: Need): string[] => [
  ...new Set(children.flatMap((child) => child.preferredCapabilities)),
]

export const otherNeedsMet = {
  id: 'other-needs-met',
  kind: 'prefer',
  title: 'Meets the other needs',
  scale: { kind: 'share', fact: 'preferredMet' },
  judge(need, { capabilities }) {
    const needed = preferredNeeds(need)
    if (needed.length === 0) return null
    const missing = needed.filter((each) => !capabilities.includes(each))
    return missing.length === 0
      ? { met: true, detail: `Meets ${listed(needed)}.` }
      : { met: false, detail: `Is not recorded as meeting ${listed(missing)}.` }
  },
} as const satisfies Prefer
