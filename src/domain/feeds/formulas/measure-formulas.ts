import type { DimensionName } from '../../measures/dimensions.ts'
import { measureOf, type MeasureId } from '../../measures/measures.ts'
import type { FeedFormula } from './formula.ts'
import { formulasOfBeds } from './of-beds.ts'
import { formulasOfCare } from './of-care.ts'
import { formulasOfCarers } from './of-carers.ts'
import { formulasOfChildren } from './of-children.ts'
import { formulasOfCosts } from './of-costs.ts'
import { formulasOfDemand } from './of-demand.ts'
import { formulasOfGroups } from './of-groups.ts'
import { formulasOfReturns } from './of-returns.ts'

const formulas: Partial<Record<MeasureId, FeedFormula>> = {
  ...formulasOfChildren,
  ...formulasOfBeds,
  ...formulasOfCare,
  ...formulasOfCosts,
  ...formulasOfDemand,
  ...formulasOfCarers,
  ...formulasOfGroups,
  ...formulasOfReturns,
}

/**
 * The measures that the sets give the numbers of, each by its formula, with the divisions that both have. Those of a day hold
 * for the last day of a month (of the present month, today); those of a period for whole months, up to today.
 */
export const measureFormulas: ReadonlyMap<MeasureId, FeedFormula> = new Map(
  (Object.entries(formulas) as [MeasureId, FeedFormula][]).map(([id, formula]) => {
    const takes: readonly DimensionName[] = measureOf(id)?.dimensions ?? []
    const both = Object.entries(formula.divisions).filter(([name]) => takes.includes(name as DimensionName))
    return [id, { ...formula, divisions: Object.fromEntries(both) }]
  }),
)

/** The measures that the sets don't give, each with the reason. */
export const withoutFormula: Partial<Record<MeasureId, string>> = {
  'length-of-care-ended':
    'With the first day of care, which the sets have, its days would tell the 18th birthday of those whose care has no end on record.',
  'social-worker-changes-2-plus':
    'The sets say nothing of members of staff, not by their identifiers either.',
}
