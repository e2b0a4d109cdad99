import type { MeasureId } from '../measures/measures.ts'
import type { FeedName } from './sets.ts'

/**
 * How a measure is computed from a set: SQL over its columns, in which `:from` and `:to` are the first day and the last of the
 * period, or both the day asked about. Of a measure without denominator `denominator` is null.
 */
export interface FeedFormula {
  set: FeedName
  /** Which rows are counted. */
  where: string
  numerator: string
  denominator: string | null
}

const onTheDay = 'lookedAfterAtEnd and asAt = :to'
const shareOfChildren = (condition: string): FeedFormula => ({
  set: 'child-months',
  where: onTheDay,
  numerator: `count(*) filter (where ${condition})`,
  denominator: 'count(*)',
})
const ofType = (...types: string[]) =>
  shareOfChildren(`placementType in (${types.map((type) => `'${type}'`).join(', ')})`)
const journeys = (day: string): FeedFormula => ({
  set: 'carer-journeys',
  where: `${day} between :from and :to`,
  numerator: 'count(*)',
  denominator: null,
})
const notShortBreaks = (column: string) => `coalesce(${column}, '') not in ('V3', 'V4')`
const costs = (numerator: string, denominator: string | null): FeedFormula => ({
  set: 'cost-months',
  where: 'month between :from and :to',
  numerator,
  denominator,
})
const careEnd = `date_trunc('month', ceasedMonth) between :from and :to and ${notShortBreaks('lastLegalStatus')}`
const beds = (numerator: string, denominator: string): FeedFormula => ({
  set: 'bed-months',
  where: 'month between :from and :to',
  numerator,
  denominator,
})

/**
 * The measures that the sets give the numbers of, each by its formula. Those of a day hold for the last day of a month (of the
 * present month, today); those of a period for whole months, up to today.
 */
export const measureFormulas = {
  'children-looked-after': {
    set: 'child-months',
    where: onTheDay,
    numerator: 'count(*)',
    denominator: null,
  },
  unaccompanied: shareOfChildren("uasc = 'yes'"),
  disabled: shareOfChildren("disability = 'yes'"),
  'placed-in-authority': shareOfChildren("location = 'in'"),
  'over-20-miles': shareOfChildren('distanceMiles > 20'),
  'over-20-miles-out-of-authority': shareOfChildren("distanceMiles > 20 and location = 'out'"),
  'mean-distance-miles': {
    set: 'child-months',
    where: `${onTheDay} and distanceMiles is not null`,
    numerator: 'sum(distanceMiles)',
    denominator: 'count(*)',
  },
  fostered: ofType('internal-foster', 'ifa', 'other-authority-foster', 'connected-carer'),
  'with-internal-foster': ofType('internal-foster'),
  'with-ifa': ofType('ifa'),
  'with-connected-carers': ofType('connected-carer'),
  'with-parents': ofType('with-parents'),
  'with-parents-or-family': ofType('with-parents', 'connected-carer'),
  'in-residential': ofType('residential'),
  'in-unregistered': {
    set: 'child-months',
    where: `${onTheDay} and unregistered = 'yes'`,
    numerator: 'count(*)',
    denominator: null,
  },
  'occupancy-over-period': beds('sum(occupiedNights)', 'sum(openNights - voidNights)'),
  'utilisation-over-period': beds('sum(occupiedNights)', 'sum(openNights)'),
  moves: {
    set: 'moves',
    where: `movedOn between :from and :to and ${notShortBreaks('legalStatus')}`,
    numerator: 'count(*)',
    denominator: null,
  },
  'started-care': {
    set: 'care-periods',
    where: `startedOn between :from and :to and not startedBefore and ${notShortBreaks('firstLegalStatus')}
            and (endedOn is null or endedOn > startedOn)`,
    numerator: 'count(distinct childKey)',
    denominator: null,
  },
  'ceased-care': {
    set: 'care-periods',
    where: careEnd,
    numerator: 'count(distinct childKey)',
    denominator: null,
  },
  'placement-spend': costs('sum(pounds)', null),
  'cost-per-night': costs('sum(pounds)', 'sum(pricedNights)'),
  'average-weekly-fee': costs('sum(pounds) * 7', 'sum(pricedNights)'),
  searches: {
    set: 'searches',
    where: 'searchedOn between :from and :to',
    numerator: 'count(*)',
    denominator: null,
  },
  'searches-found-nothing': {
    set: 'searches',
    where: 'searchedOn between :from and :to',
    numerator: 'count(*) filter (where options = 0)',
    denominator: 'count(*)',
  },
  requests: {
    set: 'requests',
    where: 'receivedOn between :from and :to',
    numerator: 'count(*)',
    denominator: null,
  },
  'days-request-to-start': {
    set: 'requests',
    where: 'receivedOn between :from and :to and placedOn <= :to',
    numerator: 'sum(greatest(placedOn - receivedOn, 0))',
    denominator: 'count(*)',
  },
  'requests-met-in-house': {
    set: 'requests',
    where: 'receivedOn between :from and :to and placedOn <= :to and providerSector is not null',
    numerator: "count(*) filter (where providerSector = 'own')",
    denominator: 'count(*)',
  },
  'approved-carers': {
    set: 'carer-journeys',
    where: 'approvedOn <= :to and (closedOn is null or closedOn > :to)',
    numerator: 'count(*)',
    denominator: null,
  },
  'carer-enquiries': journeys('enquiredOn'),
  'carer-applications': journeys('appliedOn'),
  'carer-approvals': journeys('approvedOn'),
  'carers-left': {
    ...journeys('closedOn'),
    where:
      "closedOn between :from and :to and outcome in ('resigned', 'deregistered', 'transferred', 'ended-otherwise')",
  },
} as const satisfies Partial<Record<MeasureId, FeedFormula>>
