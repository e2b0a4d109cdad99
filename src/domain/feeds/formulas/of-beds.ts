import { divisionSql, sameNamed, textList, type FeedFormula, type FormulaDivisions } from './formula.ts'
import { onTheDay } from './of-children.ts'

const divisionsOfHomes: FormulaDivisions = {
  ...sameNamed('placementType', 'providerSector'),
  careFamily: divisionSql('careFamily', 'placementType'),
  homeKind: '"homes".kind',
  home: '"homes".homeId',
  provider: 'providerId',
}
const divisionsOfBeds: FormulaDivisions = {
  ...divisionsOfHomes,
  ...sameNamed('voidReason'),
  bedKind: '"beds".kind',
  bedState: 'state',
}
const statesOfBeds = '"bed-states" join "homes" using (homeId) join "beds" using (bedId)'

/** Beds that are open on the day. */
const openBeds = (numerator: string, denominator: string | null = null): FeedFormula => ({
  from: statesOfBeds,
  where: 'fromOn <= :to and (toOn is null or toOn > :to)',
  numerator,
  denominator,
  divisions: divisionsOfBeds,
})
const bedsIn = (condition: string) => `count(*) filter (where ${condition})`
const [availableState, occupiedState] = ["state <> 'void'", "state = 'occupied'"]

/** Bed-nights of the period whose fee is known. */
const pounds = (condition: string): string =>
  `sum(weeklyFee * greatest(0, least(coalesce(toOn, :to + 1), coalesce(endsOn, :to + 1), :to + 1)
                               - greatest(fromOn, startsOn, :from))) filter (where ${condition}) / 7`
const feesForBeds = (numerator: string): FeedFormula => ({
  from: `"bed-states" join "fees" using (homeId) join "homes" using (homeId) join "beds" using (bedId)`,
  where: `fromOn <= :to and (toOn is null or toOn > :from) and startsOn <= :to and (endsOn is null or endsOn > :from)`,
  numerator,
  denominator: null,
  divisions: divisionsOfBeds,
})

const blocks = (numerator: string): FeedFormula => ({
  from: '"contract-months" join "homes" using (homeId)',
  where: 'month between :from and :to',
  numerator,
  denominator: 'sum(nightsBought)',
  divisions: divisionsOfHomes,
})

/** Types of placements in which a vacancy can go to any child. */
const typesSought = textList([
  'internal-foster', 'ifa', 'other-authority-foster', 'residential', 'supported-accommodation', 'supported-lodgings',
]) // prettier-ignore
const divisionsOfAreas: FormulaDivisions = {
  ...sameNamed('placementType'),
  careFamily: divisionSql('careFamily', 'placementType'),
}
const childrenThere = `select placementType, 1 as needed from "child-months" where ${onTheDay}`
const bedsThere = `select placementType, -1 as needed from "bed-states" join "homes" using (homeId)
      where fromOn <= :to and (toOn is null or toOn > :to) and ${availableState}`
const inSuchHomes = (rows: string, numerator: string): FeedFormula => ({
  from: `(${rows}) place`,
  where: `placementType in ${typesSought}`,
  numerator,
  denominator: null,
  divisions: divisionsOfAreas,
})

const bedMonths = (numerator: string, denominator: string | null): FeedFormula => ({
  from: '"bed-months" join "homes" using (homeId) join "beds" using (bedId)',
  where: 'month between :from and :to',
  numerator,
  denominator,
  divisions: { ...divisionsOfHomes, bedKind: '"beds".kind' },
})

/** Formulas of the measures of beds. */
export const formulasOfBeds = {
  occupancy: openBeds(bedsIn(occupiedState), bedsIn(availableState)),
  utilisation: openBeds(bedsIn(occupiedState), 'count(*)'),
  'void-beds': openBeds(bedsIn("state = 'void'"), 'count(*)'),
  'open-beds': openBeds('count(*)'),
  'available-beds': openBeds(bedsIn(availableState)),
  'vacant-beds': openBeds(bedsIn("state = 'vacant'")),
  'beds-to-target-occupancy': openBeds(`0.85 * ${bedsIn(availableState)} - ${bedsIn(occupiedState)}`),
  'empty-beds': openBeds(bedsIn("state <> 'occupied'")),
  'void-cost': feesForBeds(pounds("state = 'void'")),
  'solo-use-cost': feesForBeds(pounds("voidReason in ('solo-occupancy', 'reduced-occupancy')")),
  'cost-to-target-occupancy': feesForBeds(
    `0.85 * coalesce(${pounds(availableState)}, 0) - coalesce(${pounds(occupiedState)}, 0)`,
  ),
  'block-contracts-used': blocks('sum(nightsUsed)'),
  'block-contracts-used-by-leavers': blocks('sum(nightsUsedByLeavers)'),
  'children-by-area': inSuchHomes(childrenThere, 'sum(needed)'),
  'beds-by-area': inSuchHomes(bedsThere, '-sum(needed)'),
  'beds-short-by-area': inSuchHomes(
    `${childrenThere}
     union all
     ${bedsThere}`,
    'sum(needed)',
  ),
  'occupancy-over-period': bedMonths('sum(occupiedNights)', 'sum(openNights - voidNights)'),
  'utilisation-over-period': bedMonths('sum(occupiedNights)', 'sum(openNights)'),
  'vacant-nights': bedMonths('sum(vacantNights)', null),
  'void-nights': bedMonths('sum(voidNights)', null),
} as const satisfies Record<string, FeedFormula>
