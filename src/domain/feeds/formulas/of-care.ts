import { divisionSql, sameNamed, textList, type FeedFormula } from './formula.ts'

/** Not a legal status of short breaks. */
export const isNoShortBreak = (column: string): string => `coalesce(${column}, '') not in ('V3', 'V4')`

const cessation = `date_trunc('month', ceasedMonth) between :from and :to and ${isNoShortBreak('lastLegalStatus')}`

/** Of the children who ceased to be looked after in the period, each at the last time. */
const ends: FeedFormula = {
  from: '"care-periods" join "children" using (childKey)',
  where: `(childKey, startedOn) in (
          select (childKey, max(startedOn)) from "care-periods" where ${cessation} group by childKey)`,
  numerator: 'count(*)',
  denominator: null,
  divisions: { ...sameNamed('sex', 'need'), legalStatus: 'lastLegalStatus', careEndReason: 'endReason' },
}
const endsFor = (...reasons: readonly string[]): FeedFormula => ({
  ...ends,
  numerator: `count(*) filter (where endReason in ${textList(reasons)})`,
  denominator: 'count(*)',
})

const moves: FeedFormula = {
  from: '"moves"',
  where: `movedOn between :from and :to and ${isNoShortBreak('legalStatus')}`,
  numerator: 'count(*)',
  denominator: null,
  divisions: sameNamed(
    'moveReason',
    'sex',
    'legalStatus',
    'placementType',
    'providerSector',
    'location',
    'endPlanned',
  ),
}

const divisionsOfPlacements = sameNamed('sex', 'legalStatus', 'placementType', 'providerSector', 'location')

const beginnings: FeedFormula = {
  from: '"placement-starts"',
  where: `startedOn between :from and :to and ${isNoShortBreak('legalStatus')} and placementOrder is not null`,
  numerator: 'count(*)',
  denominator: null,
  divisions: {
    ...divisionsOfPlacements,
    ...sameNamed('placementOrder', 'emergencyPlacement', 'keepsSchool'),
  },
}
const endings: FeedFormula = {
  from: '"placement-ends"',
  where: `endedOn between :from and :to and ${isNoShortBreak('legalStatus')}`,
  numerator: 'count(*)',
  denominator: null,
  divisions: { ...divisionsOfPlacements, ...sameNamed('moveReason', 'endPlanned', 'noticeGiver') },
}

const adoptions: FeedFormula = {
  from: '"adoptions"',
  where: "date_trunc('month', adoptedMonth) between :from and :to",
  numerator: 'count(*)',
  denominator: null,
  divisions: { ...sameNamed('sex', 'ethnicity', 'placementType'), ageBand: divisionSql('ageBand', 'age') },
}
const meanDays = (days: string): FeedFormula => ({
  ...adoptions,
  where: `${adoptions.where} and ${days} is not null`,
  numerator: `sum(${days})`,
  denominator: 'count(*)',
})

const followedAt = (arrangement: string, mark: string): FeedFormula => ({
  from: '"followed-leavers"',
  where: `arrangement = '${arrangement}' and leaverMark = '${mark}' and markMonth between :from and :to`,
  numerator: "count(*) filter (where stayed = 'yes')",
  denominator: 'count(*)',
  divisions: sameNamed('sex', 'ethnicity', 'placementType', 'providerSector'),
})

/** Of young adults who on the day live in such a placement. */
const inArrangement = (type: string): FeedFormula => ({
  from: '"placements" join "children" using (childKey)',
  where: `placementType = '${type}' and startedOn <= :to and (endedOn is null or endedOn > :to)`,
  numerator: 'count(*)',
  denominator: null,
  divisions: sameNamed('sex', 'ethnicity', 'providerSector', 'location'),
})
/** Of those for whom such a placement began in the period, other than straight after another of its type. */
const arrangementBegun = (type: string): FeedFormula => ({
  from: '"placements" stay join "children" using (childKey)',
  where: `placementType = '${type}' and startedOn between :from and :to and (endedOn is null or endedOn > startedOn)
        and not exists (
          select 1 from "placements" earlier
           where earlier.childKey = stay.childKey and earlier.placementType = '${type}'
             and earlier.startedOn < stay.startedOn and earlier.endedOn = stay.startedOn)`,
  numerator: 'count(distinct childKey)',
  denominator: null,
  divisions: sameNamed('sex', 'ethnicity'),
})

/** Formulas of the measures of what begins and ends: care, placements, and what comes after care. */
export const formulasOfCare = {
  'started-care': {
    from: '"care-periods" join "children" using (childKey)',
    where: `startedOn between :from and :to and not startedBefore and ${isNoShortBreak('firstLegalStatus')}
        and (endedOn is null or endedOn > startedOn)
        and (childKey, date_trunc('month', startedOn)) in (select (childKey, month) from "child-months")`,
    numerator: 'count(distinct childKey)',
    denominator: null,
    divisions: sameNamed('sex'),
  },
  'ceased-care': ends,
  'ceased-by-adoption': endsFor('E11', 'E12'),
  'ceased-by-sgo': endsFor('E43', 'E44', 'E45', 'E46', 'E47', 'E48'),
  moves,
  'unplanned-endings': {
    ...moves,
    where: `${moves.where} and endPlanned is not null`,
    numerator: "count(*) filter (where endPlanned = 'no')",
    denominator: 'count(*)',
  },
  'placements-begun': beginnings,
  'emergency-placements': {
    ...beginnings,
    where: `${beginnings.where} and emergencyPlacement is not null`,
    numerator: "count(*) filter (where emergencyPlacement = 'yes')",
    denominator: 'count(*)',
  },
  'same-school-after-move': {
    ...beginnings,
    where: `${beginnings.where} and placementOrder = 'later' and age >= 5 and keepsSchool is not null`,
    numerator: "count(*) filter (where keepsSchool = 'yes')",
    denominator: 'count(*)',
  },
  'placements-ended': endings,
  'ended-after-provider-notice': {
    ...endings,
    numerator: "count(*) filter (where noticeGiver = 'provider')",
    denominator: 'count(*)',
  },
  'days-notice-to-end': {
    ...endings,
    where: `${endings.where} and noticeGiver <> 'none'`,
    numerator: 'sum(noticeDays)',
    denominator: 'count(*)',
  },
  'length-of-placements-ended': {
    ...endings,
    numerator: 'count(daysInPlacement)',
    value: 'percentile_cont(0.5) within group (order by daysInPlacement)',
  },
  'notices-given': {
    from: '"notices"',
    where: `givenOn between :from and :to and ${isNoShortBreak('legalStatus')}`,
    numerator: 'count(*)',
    denominator: null,
    divisions: { ...divisionsOfPlacements, ...sameNamed('noticeGiver') },
  },
  adoptions,
  'days-entry-to-adoptive-placement': meanDays('daysToPlacement'),
  'days-entry-to-moving-in': meanDays('daysToMovingIn'),
  'days-placement-order-to-match': meanDays('daysToMatch'),
  'adopted-within-14-months': {
    ...meanDays('daysToPlacement'),
    numerator: 'count(*) filter (where daysToPlacement < 426)',
  },
  'staying-put-18': followedAt('staying-put', '18'),
  'staying-put-19': followedAt('staying-put', '19'),
  'staying-put-20': followedAt('staying-put', '20'),
  'staying-close-18': followedAt('staying-close', '18'),
  'staying-close-19': followedAt('staying-close', '19'),
  'staying-close-20': followedAt('staying-close', '20'),
  'care-leavers-in-placements': {
    from: '"leaver-months"',
    where: 'asAt = :to',
    numerator: 'count(*)',
    denominator: null,
    divisions: {
      ...sameNamed('placementType', 'homeKind', 'accommodationCategory', 'contractKind', 'hasBed'),
      ...sameNamed('sex', 'ethnicity', 'providerSector', 'location'),
      adultAgeInYears: 'age',
    },
  },
  'in-staying-put': inArrangement('staying-put'),
  'in-staying-close': inArrangement('staying-close'),
  'staying-put-started': arrangementBegun('staying-put'),
  'staying-close-started': arrangementBegun('staying-close'),
} as const satisfies Record<string, FeedFormula>
