import { quantity } from '../../quantity.ts'
import type { Must } from '../types.ts'

/** Siblings together: one bed for each in one home, on the same nights. */
export const enoughBeds = {
  id: 'enough-beds',
  kind: 'must',
  title: 'A bed for each of them in one home',
  judge({ children }, { beds }) {
    if (children.length === 1) return null
    return beds.length >= children.length
      ? { met: true, detail: `A bed for each of the ${children.length} children.` }
      : {
          met: false,
          detail: `${quantity(beds.length, 'free bed')} for ${children.length} children.`,
        }
  },
} as const satisfies Must
