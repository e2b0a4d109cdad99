import { heads } from '../parent-and-child.ts'
import type { Must } from '../types.ts'

export const takesSiblings = {
  id: 'takes-siblings',
  kind: 'must',
  title: 'Takes sibling groups',
  judge({ children }, option) {
    if (heads(children).length === 1) return null
    return option.takesSiblings
      ? { met: true, detail: 'Takes brothers and sisters together.' }
      : { met: false, detail: 'Does not take brothers and sisters together.' }
  },
} as const satisfies Must
