import { encounters } from '../company.ts'
import { heads } from '../parent-and-child.ts'
import type { Must } from '../types.ts'

/**
 * A child who is to live alone shares with nobody: neither as the child who comes nor as a resident. A parent is alone with
 * their own child.
 */
export const soloWhereRequired = {
  id: 'solo-where-required',
  kind: 'must',
  title: 'Alone, where a child is to live alone',
  judge(need, option) {
    const { children } = need
    const { company } = option
    const solo = children.some((child) => child.livingWith === 'solo')
    const together = heads(children).length > 1
    const others = together || company.length > 0
    if (!others) return solo ? { met: true, detail: 'Nobody else is there on any of the nights.' } : null
    if (solo)
      return {
        met: false,
        detail: together
          ? 'One of the children is to live alone.'
          : 'The child is to live alone, and others are there on some of the nights.',
      }
    if (company.some((resident) => resident.livingWith === 'solo'))
      return { met: false, detail: 'A child who is to live alone is there on some of the nights.' }
    if (encounters(need, option).every(({ one }) => one.livingWith !== null))
      return { met: true, detail: 'No child there is to live alone.' }
    return children.some((child) => child.livingWith === null)
      ? { met: null, detail: 'Find out whether the child can live with others.' }
      : { met: null, detail: 'Find out whether those who are there can live with others.' }
  },
} as const satisfies Must
