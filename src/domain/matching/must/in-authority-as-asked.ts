import type { Must } from '../types.ts'

/** A home whose location is not known passes neither "within the authority" nor "outside it". */
export const inAuthorityAsAsked = {
  id: 'in-authority-as-asked',
  kind: 'must',
  title: 'Within the authority, or outside it, as asked',
  judge(need, { inAuthority }) {
    if (need.inAuthority === null) return null
    if (inAuthority === null) return { met: false, detail: 'Which authority it is in is not known.' }
    return {
      met: inAuthority === need.inAuthority,
      detail: inAuthority ? 'Within the authority.' : 'Outside the authority.',
    }
  },
} as const satisfies Must
