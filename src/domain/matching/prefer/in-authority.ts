import type { Prefer } from '../types.ts'

/** Children Act 1989 s22C(9): within the authority's area. */
export const inAuthority = {
  id: 'in-authority',
  kind: 'prefer',
  title: 'In the authority',
  scale: { kind: 'flag', fact: 'inAuthority' },
  judge: (_need, option) => ({
    met: option.inAuthority,
    detail:
      option.inAuthority === null
        ? 'Which authority it is in is not known.'
        : option.inAuthority
          ? 'In the authority.'
          : 'Outside the authority.',
  }),
} as const satisfies Prefer
