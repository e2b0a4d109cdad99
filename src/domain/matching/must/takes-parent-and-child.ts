import { isParentAndChild } from '../parent-and-child.ts'
import type { Must } from '../types.ts'

/** A parent comes with their child only to a family centre, or to carers or a home who take both. */
export const takesParentAndChild = {
  id: 'takes-parent-and-child',
  kind: 'must',
  title: 'Takes parent and child',
  judge({ children }, option) {
    if (!isParentAndChild(children)) return null
    return option.takesParentAndChild
      ? { met: true, detail: 'Takes a parent with their child.' }
      : { met: false, detail: 'Does not take a parent with their child.' }
  },
} as const satisfies Must
