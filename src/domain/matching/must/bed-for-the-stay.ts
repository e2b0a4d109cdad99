import type { StayKind } from '../search-terms.ts'
import type { BedKind, Must } from '../types.ts'

/** The kinds of bed that are suitable for each kind of stay. */
export const bedKindsFor: Readonly<Record<StayKind, readonly BedKind[]>> = {
  placement: ['standard'],
  emergency: ['emergency', 'standard'],
  'short-break': ['short-break', 'standard'],
}

/** Emergency and short-break beds are reserved for such stays. An emergency needs a home that takes emergencies. */
export const bedForTheStay = {
  id: 'bed-for-the-stay',
  kind: 'must',
  title: 'A bed of the right kind for the stay',
  judge({ stay }, { beds, takesEmergencies }) {
    const unfit = beds.find((bed) => !bedKindsFor[stay].includes(bed.kind))
    if (unfit) return { met: false, detail: `The bed is kept for ${use[unfit.kind]}.` }
    if (stay !== 'emergency') return { met: true, detail: `The bed takes ${use[kindOf[stay]]}.` }
    return takesEmergencies || beds.every((bed) => bed.kind === 'emergency')
      ? { met: true, detail: 'Takes children in an emergency.' }
      : { met: false, detail: 'Does not take children in an emergency.' }
  },
} as const satisfies Must

const use: Readonly<Record<BedKind, string>> = {
  standard: 'placements',
  emergency: 'emergencies',
  'short-break': 'short breaks',
}
const kindOf = { placement: 'standard', 'short-break': 'short-break' } as const
