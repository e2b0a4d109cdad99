import type { Prefer } from '../types.ts'

/** Children Act 1989 s22C(7)(a): preference to an approved foster parent who is a relative, friend or otherwise connected. */
export const kin = {
  id: 'kin',
  kind: 'prefer',
  title: 'With a connected person',
  scale: { kind: 'flag', fact: 'kin' },
  judge: ({ knownHomes: knownHomes }, option) =>
    knownHomes.onRecord === 'none'
      ? { met: null, detail: 'Find out who is connected with the child: it is known of children on record.' }
      : option.kin
        ? { met: true, detail: 'The home of a connected person.' }
        : { met: false, detail: 'No connected person is recorded there.' },
} as const satisfies Prefer
