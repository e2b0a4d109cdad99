import { divisionsOfChildren, onTheDay } from './of-children.ts'
import { divisionSql, sameNamed, type FeedFormula } from './formula.ts'

const costs = (numerator: string, denominator: string | null): FeedFormula => ({
  from: '"cost-months"',
  where: 'month between :from and :to',
  numerator,
  denominator,
  divisions: {
    ...sameNamed('placementType', 'providerSector'),
    careFamily: divisionSql('careFamily', 'placementType'),
  },
})

/** Formulas of the measures of what placements cost. */
export const formulasOfCosts = {
  'weekly-cost': {
    from: `"child-months" care
       left join "placements" stay on stay.placementId = care.placementId
       left join "fees" fee
         on fee.homeId = care.homeId and fee.startsOn <= care.asAt and (fee.endsOn is null or fee.endsOn > care.asAt)`,
    where: `${onTheDay} and coalesce(stay.weeklyCost, weeklyFee) is not null`,
    numerator: 'sum(coalesce(stay.weeklyCost, weeklyFee))',
    denominator: 'count(*)',
    divisions: Object.fromEntries(
      Object.entries(divisionsOfChildren).map(([name, column]) => [
        name,
        column.replaceAll(/\b(placementType|age)\b/g, 'care.$1').replace(/^[a-zA-Z]+$/, 'care.$&'),
      ]),
    ),
  },
  'placement-spend': costs('sum(pounds)', null),
  'cost-per-night': costs('sum(pounds)', 'sum(pricedNights)'),
  'average-weekly-fee': costs('sum(pounds) * 7', 'sum(pricedNights)'),
  'lowest-weekly-fee': { ...costs('sum(pricedNights)', null), value: 'min(lowestWeeklyCost)' },
  'highest-weekly-fee': { ...costs('sum(pricedNights)', null), value: 'max(highestWeeklyCost)' },
} as const satisfies Record<string, FeedFormula>
