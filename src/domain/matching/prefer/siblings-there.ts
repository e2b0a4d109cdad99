import type { Prefer } from '../types.ts'

/** Children Act 1989 s22C(8)(c): with a sibling who is also looked after. */
export const siblingsThere = {
  id: 'siblings-there',
  kind: 'prefer',
  title: 'A brother or sister lives there',
  scale: { kind: 'flag', fact: 'siblingsThere' },
  judge: (_need, option) => ({
    met: option.siblingsThere,
    detail: option.siblingsThere
      ? 'A brother or sister lives there.'
      : 'No brother or sister is known to live there.',
  }),
} as const satisfies Prefer
