import { sameNamed, type FeedFormula } from './formula.ts'
import { divisionsOfPeriods } from './of-children.ts'

const groups = (numerator: string, denominator: string | null = null): FeedFormula => ({
  from: '"sibling-months"',
  where: 'asAt = :to',
  numerator,
  denominator,
  divisions: sameNamed('together', 'apartReason'),
})

const liberty: FeedFormula = {
  from: '"liberty-months"',
  where: 'month between :from and :to',
  numerator: 'sum(nights)',
  denominator: null,
  divisions: divisionsOfPeriods,
}

/** Formulas of the measures of groups of siblings, and of children deprived of their liberty. */
export const formulasOfGroups = {
  'siblings-apart': groups("count(*) filter (where together = 'no')", 'count(together)'),
  'sibling-groups-apart': groups("count(*) filter (where together = 'no')"),
  'children-in-sibling-groups': groups('sum(children)'),
  'children-apart-from-a-sibling': groups("sum(children) filter (where together = 'no')"),
  'deprived-of-liberty': {
    ...liberty,
    where: 'asAt = :to and deprivedAtEnd',
    numerator: 'count(*)',
    divisions: sameNamed('sex', 'ethnicity', 'legalStatus', 'placementType', 'providerSector', 'location'),
  },
  'deprived-of-liberty-during': { ...liberty, numerator: 'count(distinct childKey)' },
  'deprivation-of-liberty-nights': liberty,
} as const satisfies Record<string, FeedFormula>
