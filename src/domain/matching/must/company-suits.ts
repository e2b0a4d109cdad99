import { agesSuit, encounters, livesWith } from '../company.ts'
import type { Must } from '../types.ts'

/** A child who can live only with older, or only with younger, children does so. Applies to residents too. */
export const companySuits = {
  id: 'company-suits',
  kind: 'must',
  title: 'Of the ages that each can live with',
  judge(need, option) {
    const choosy = encounters(need, option).filter(
      ({ one, others }) =>
        others.length > 0 && (one.livingWith === 'only-older' || one.livingWith === 'only-younger'),
    )
    if (choosy.length === 0) return null
    const clash = choosy.find(({ one, others }) => others.some((other) => livesWith(one, other) === false))
    if (!clash)
      return choosy.every(({ one, others }) => others.every((other) => livesWith(one, other)))
        ? { met: true, detail: 'Everyone there is of an age that the others can live with.' }
        : { met: null, detail: 'Ask how old the child of another authority is who lives there.' }
    if (!agesSuit(need.children))
      return { met: false, detail: 'The children are not of ages that can live together.' }
    const only = clash.one.livingWith === 'only-older' ? 'older' : 'younger'
    return {
      met: false,
      detail: option.company.includes(clash.one)
        ? `Someone there can live with ${only} children alone.`
        : `The child can live with ${only} children alone, and others are there.`,
    }
  },
} as const satisfies Must
