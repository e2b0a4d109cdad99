import { placementType } from '../../placement-types.ts'
import { isNeverVacant, offeredTypes } from '../offered-types.ts'
import type { Must } from '../types.ts'

export const typeNotRuledOut = {
  id: 'type-not-ruled-out',
  kind: 'must',
  title: 'A type of placement that is not ruled out',
  judge({ types }, { type }) {
    const { label } = placementType(type)
    if (isNeverVacant(type)) return { met: false, detail: `${label}: no vacancy for other children.` }
    if (offeredTypes(types).includes(type))
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
