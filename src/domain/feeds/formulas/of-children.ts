import { fosterCareTypes, placementTypeCodes, placementTypes } from '../../placement-types.ts'
import { divisionSql, sameNamed, textList, type FeedFormula, type FormulaDivisions } from './formula.ts'

/** The rows of `child-months` of children looked after on the day. */
export const onTheDay = 'lookedAfterAtEnd and asAt = :to'

export const divisionsOfChildren: FormulaDivisions = {
  ...sameNamed('sex', 'ethnicity', 'legalStatus', 'need', 'uasc', 'disability'),
  ...sameNamed(
    'placementType',
    'providerSector',
    'placeCode',
    'location',
    'receivingAuthority',
    'unregistered',
  ),
  ...sameNamed('homeKind', 'lookedAfterYearBefore', 'timeInCare', 'timeInPlacement'),
  ageBand: divisionSql('ageBand', 'age'),
  careFamily: divisionSql('careFamily', 'placementType'),
}
/** Of nights and children over a period: what does not change from one night to another. */
export const divisionsOfPeriods = sameNamed('sex', 'ethnicity')

const children = (where: string): FeedFormula => ({
  from: '"child-months"',
  where,
  numerator: 'count(*)',
  denominator: null,
  divisions: divisionsOfChildren,
})
/** A share of the children looked after; `known`: what must be known of those who are in the denominator. */
const shareOfChildren = (condition: string, where = onTheDay): FeedFormula => ({
  ...children(where),
  numerator: `count(*) filter (where ${condition})`,
  denominator: 'count(*)',
})
const ofType = (...types: readonly string[]) =>
  shareOfChildren(`placementType in ${textList(types)}`, `${onTheDay} and placementType is not null`)
/** The share with so many placements or more in the year, of those of whom that is known. */
const placementsOrMore = (count: number) =>
  shareOfChildren(
    `placementsInYear >= ${count}`,
    `${onTheDay} and placementType is not null and (wholeYearKnown or placementsInYear >= ${count})`,
  )
/** The median of the days that children have been in care, or in a placement. */
const lengthOf = (days: string): FeedFormula => ({
  ...children(onTheDay),
  numerator: `count(${days})`,
  value: `percentile_cont(0.5) within group (order by ${days})`,
})
const population = 'select people from "populations" where asAt <= :to order by asAt desc limit 1'
/** A share of the children in provision that Ofsted has judged. */
const shareOfJudged = (types: readonly string[], condition: string): FeedFormula => ({
  ...children(`${onTheDay} and placementType in ${textList(types)} and grade <> 'not-yet-inspected'`),
  from: `"child-months" join "home-grades" grade
    on grade.homeId = "child-months".homeId and fromOn <= asAt and (toOn is null or toOn > asAt)`,
  numerator: `count(*) filter (where ${condition})`,
  denominator: 'count(*)',
})
const inResidential = `${onTheDay} and placementType = 'residential'`

/** Different children with such nights in the period. */
const childrenWith = (nights: string): FeedFormula => ({
  from: '"child-months"',
  where: `month between :from and :to and ${nights} > 0`,
  numerator: 'count(distinct childKey)',
  denominator: null,
  divisions: divisionsOfPeriods,
})

/** Formulas of the measures of children in care. */
export const formulasOfChildren = {
  'children-looked-after': children(onTheDay),
  unaccompanied: shareOfChildren("uasc = 'yes'"),
  disabled: shareOfChildren("disability = 'yes'"),
  'placed-in-authority': shareOfChildren("location = 'in'"),
  'over-20-miles': shareOfChildren('distanceMiles > 20'),
  'over-20-miles-out-of-authority': shareOfChildren("distanceMiles > 20 and location = 'out'"),
  'mean-distance-miles': {
    ...children(`${onTheDay} and distanceMiles is not null`),
    numerator: 'sum(distanceMiles)',
    denominator: 'count(*)',
  },
  fostered: ofType(...placementTypeCodes.filter((code) => placementTypes[code].careFamily === 'fostering')),
  'with-internal-foster': ofType('internal-foster'),
  'with-ifa': ofType('ifa'),
  'with-connected-carers': ofType('connected-carer'),
  'with-parents': ofType('with-parents'),
  'with-parents-or-family': ofType('with-parents', 'connected-carer'),
  'in-residential': ofType('residential'),
  'in-supported-accommodation': ofType('supported-accommodation', 'supported-lodgings'),
  'residential-under-13': shareOfChildren('age < 13', inResidential),
  'residential-disabled': shareOfChildren("disability = 'yes'", inResidential),
  'placements-3-plus': shareOfChildren(
    'placementsInYear >= 3',
    `${onTheDay} and placementType is not null and placementsInYear is not null`,
  ),
  'placements-5-plus': placementsOrMore(5),
  'placements-10-plus': placementsOrMore(10),
  'placements-3-plus-in-two-years': shareOfChildren(
    'placementsInTwoYears >= 3',
    `${onTheDay} and placementType is not null and placementsInTwoYears is not null and lookedAfterYearBefore = 'yes'`,
  ),
  'long-term-stability': shareOfChildren(
    "timeInPlacement = '2-years+'",
    `${onTheDay} and age < 16 and timeInCare = '2.5-years+' and timeInPlacement is not null`,
  ),
  'length-of-care': lengthOf('daysInCare'),
  'length-of-placement': lengthOf('daysInPlacement'),
  'looked-after-rate-per-10000': {
    ...children(onTheDay),
    numerator: `case when (${population}) is null then 0 else count(*) end`,
    denominator: `(${population})`,
    divisions: {},
  },
  'good-or-outstanding': shareOfJudged(
    ['ifa', 'residential', 'secure', 'residential-school', 'family-centre'],
    "grade in ('good', 'outstanding')",
  ),
  'supported-consistently-strong': shareOfJudged(
    ['supported-accommodation', 'supported-lodgings'],
    "grade = 'consistently-strong'",
  ),
  'long-term-matched': shareOfChildren(
    "placeCode in ('U1', 'U4')",
    `${onTheDay} and placementType in ${textList(fosterCareTypes)} and placeCode is not null`,
  ),
  'children-by-home': { ...children(onTheDay), divisions: { ...divisionsOfChildren, home: 'homeId' } },
  'in-unregistered': children(`${onTheDay} and unregistered = 'yes'`),
  'unregistered-nights': {
    from: '"child-months"',
    where: 'month between :from and :to',
    numerator: 'sum(unregisteredNights)',
    denominator: null,
    divisions: divisionsOfPeriods,
  },
  'children-in-unregistered-during': childrenWith('unregisteredNights'),
  'children-with-a-night-during': childrenWith('nights'),
  'children-looked-after-during': childrenWith('nights'),
} as const satisfies Record<string, FeedFormula>
