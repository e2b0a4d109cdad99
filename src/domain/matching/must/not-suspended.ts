import { restrictionKinds } from '../../codes.ts'
import type { Must } from '../types.ts'
import { longDate } from '../wording.ts'

/** No child is placed while Ofsted suspends or restricts a home, or while the authority does not place there. */
export const notSuspended = {
  id: 'not-suspended',
  kind: 'must',
  title: 'Not suspended or restricted',
  judge(_need, { restriction }) {
    if (restriction === null) return { met: true, detail: 'No suspension or restriction is recorded.' }
    const ending = restriction.until === null ? ', with no end' : ` until ${longDate(restriction.until)}`
    return { met: false, detail: `${restrictionKinds[restriction.kind]}${ending}.` }
  },
} as const satisfies Must
