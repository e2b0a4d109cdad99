import type { Must } from '../types.ts'

/** A separation on record keeps two children out of one home, whichever of them lives there first. */
export const mustNotLiveTogether = {
  id: 'must-not-live-together',
  kind: 'must',
  title: 'Nobody there who must not live with the child',
  judge({ children, knownHomes: knownHomes }, { homeId, company }) {
    if (knownHomes.apartAmongThem)
      return { met: false, detail: 'Two of the children must not live together.' }
    if (knownHomes.apart.includes(homeId))
      return {
        met: false,
        detail: 'Someone who must not live with the child is there on some of the nights.',
      }
    if (company.length === 0 && children.length === 1)
      return { met: true, detail: 'Nobody else is there on any of the nights.' }
    return knownHomes.onRecord === 'all'
      ? { met: true, detail: 'Nobody is recorded there who must not live with the child.' }
      : { met: null, detail: 'Find out who must not live with the child: it is known of children on record.' }
  },
} as const satisfies Must
