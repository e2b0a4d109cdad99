import { heads } from '../parent-and-child.ts'
import type { Must } from '../types.ts'

export const sexAccepted = {
  id: 'sex-accepted',
  kind: 'must',
  title: 'Sex within registration',
  judge({ children }, { accepts }) {
    if (accepts === 'any') return { met: true, detail: 'Takes girls and boys.' }
    const rule = `Takes ${accepts === 'female' ? 'girls' : 'boys'} only`
    const sexes = heads(children).map((child) => child.sex)
    if (sexes.every((sex) => sex === accepts)) return { met: true, detail: `${rule}.` }
    if (sexes.every((sex) => sex === accepts || sex === 'unknown'))
      return { met: null, detail: `${rule}. Find out the sex of the child.` }
    return { met: false, detail: `${rule}.` }
  },
} as const satisfies Must
