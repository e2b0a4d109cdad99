import { placementType, type PlacementType } from '../../placement-types.ts'
import { isNeverVacant, offeredTypes } from '../offered-types.ts'
import { isParentAndChild } from '../parent-and-child.ts'
import { suits } from '../suitable-types.ts'
import type { Must, Need } from '../types.ts'

/** The types to search: those asked for, without care families that are unsuitable for a child. */
export function typesFor({ types, children }: Need): PlacementType[] {
  return offeredTypes(types, isParentAndChild(children)).filter((type) => suits(children, type))
}

/** Whether a connected carer's household may be offered to children with whom the carer is connected. */
export function takesKin({ types, children }: Need): boolean {
  return (types === null || types.includes('connected-carer')) && suits(children, 'connected-carer')
}

export const typeNotRuledOut = {
  id: 'type-not-ruled-out',
  kind: 'must',
  title: 'A type of placement that is not ruled out',
  judge(need, { type, homeId }) {
    const { label } = placementType(type)
    const { types, children, knownHomes: knownHomes } = need
    if (type === 'connected-carer' && knownHomes.kin.includes(homeId))
      return takesKin(need)
        ? { met: true, detail: `${label}: connected with the child.` }
        : { met: false, detail: `${label}, which does not suit the child or was not asked for.` }
    if (isNeverVacant(type)) return { met: false, detail: `${label}: no vacancy for other children.` }
    if (!suits(children, type)) return { met: false, detail: `${label}: does not suit the child.` }
    if (offeredTypes(types, isParentAndChild(children)).includes(type))
      return { met: true, detail: types === null ? `${label}.` : `${label}, as asked for.` }
    return {
      met: false,
      detail:
        types === null
          ? `${label}: offered only when asked for by name.`
          : `${label}, which was not asked for.`,
    }
  },
} as const satisfies Must
