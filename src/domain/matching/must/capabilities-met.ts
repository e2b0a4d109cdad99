import type { Must } from '../types.ts'
import { listed } from '../wording.ts'

/** Children Act 1989 s22C(8)(d): suitable to the child's needs where the child is disabled, and so for other needs. */
export const capabilitiesMet = {
  id: 'capabilities-met',
  kind: 'must',
  title: 'Meets the needs that it must meet',
  judge({ children }, { capabilities }) {
    const needed = [...new Set(children.flatMap((child) => child.capabilities))]
    if (needed.length === 0) return null
    const missing = needed.filter((need) => !capabilities.includes(need))
    return missing.length === 0
      ? { met: true, detail: `Meets ${listed(needed)}.` }
      : { met: false, detail: `Is not recorded as meeting ${listed(missing)}.` }
  },
} as const satisfies Must
