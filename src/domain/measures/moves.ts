import { factSets } from './fact-sets.ts'
import { lookedAfter, omit, untilEighteen } from './looked-after.ts'
import type { Measure } from './measure.ts'

const moves = {
  version: 2,
  changes: [untilEighteen],
  of: 'placementEnds',
  over: 'period',
} as const satisfies Partial<Measure>

/** Measures of moves by children who stay in care. A move counts on its day, with the facts of the night before. */
export const moveMeasures = {
  moves: {
    ...moves,
    title: 'Moves between placements',
    definition:
      'Placements that children looked after left in the period while care went on. Not a move: to go on with the same carer or in the same home, to be adopted by the foster carers with whom the child is (PLACE A3 or A5), a temporary stay, a stay of less than a night.',
    source: 'Own definition. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.',
    unit: 'moves',
    polarity: 'low',
    denominator: null,
    numerator: { words: 'Moves', where: lookedAfter },
    unknown: null,
    dimensions: factSets.placementEnds.dimensions,
  },
  'unplanned-endings': {
    ...moves,
    title: 'Unplanned endings',
    definition:
      'Share of the moves in the period, as in `moves`, of placements whose end was not planned. Where it is not recorded whether it was, the reason tells: a change to the care plan (CARPL) is planned, every other reason is not, but for OTHER and PLACE, which do not tell.',
    source: 'Own definition. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.',
    unit: 'percent',
    polarity: 'low',
    denominator: { words: 'Moves', where: lookedAfter },
    numerator: { words: 'Not planned', where: { endPlanned: { in: ['no'] } } },
    unknown: { words: 'Moves of which it is not known', facts: ['endPlanned'] },
    dimensions: omit(factSets.placementEnds.dimensions, 'endPlanned'),
  },
} as const satisfies Record<string, Measure>
