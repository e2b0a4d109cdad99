import type { Prefer } from '../types.ts'

/** For children planned to stay until adulthood (Care Planning Regulations 2010: long-term foster placement). */
export const longTermFit = {
  id: 'long-term-fit',
  kind: 'prefer',
  title: 'A home until grown up, where that is the plan',
  scale: { kind: 'flag', fact: 'longTermFit' },
  judge({ children }, { longTerm }) {
    if (!children.some((child) => child.longTerm)) return null
    if (longTerm === null) return { met: null, detail: 'Find out whether it offers a home until grown up.' }
    return longTerm
      ? { met: true, detail: 'Offers a home until grown up.' }
      : { met: false, detail: 'Does not offer a home until grown up.' }
  },
} as const satisfies Prefer
