import type { Must } from '../types.ts'
import { joinWords } from '../wording.ts'

/** Children Act 1989 s22C(8)(d): accommodation suited to the needs of a disabled child; here for every need named. */
export const capabilitiesMet = {
  id: 'capabilities-met',
  kind: 'must',
  title: 'Meets the needs that it must meet',
  judge({ children }, { capabilities }) {
    const requirements = [...new Set(children.flatMap((child) => child.capabilities))]
    if (requirements.length === 0) return null
    const gaps = requirements.filter((need) => !capabilities.includes(need))
    return gaps.length === 0
      ? { met: true, detail: `Meets ${joinWords(requirements)}.` }
      : { met: false, detail: `Is not recorded as meeting ${joinWords(gaps)}.` }
  },
} as const satisfies Must
