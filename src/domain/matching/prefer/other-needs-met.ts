import type { Need, Prefer } from '../types.ts'
import { joinWords } from '../wording.ts'

/** The distinct needs that the home should preferably meet. */
export const preferredNeeds = ({ children }: Need): string[] => [
  ...new Set(children.flatMap((child) => child.preferredCapabilities)),
]

export const otherNeedsMet = {
  id: 'other-needs-met',
  kind: 'prefer',
  title: 'Meets the other needs',
  scale: { kind: 'share', fact: 'preferredMet' },
  judge(need, { capabilities }) {
    const wishes = preferredNeeds(need)
    if (wishes.length === 0) return null
    const gaps = wishes.filter((wish) => !capabilities.includes(wish))
    return gaps.length === 0
      ? { met: true, detail: `Meets ${joinWords(wishes)}.` }
      : { met: false, detail: `Is not recorded as meeting ${joinWords(gaps)}.` }
  },
} as const satisfies Prefer
