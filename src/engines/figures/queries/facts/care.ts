import { sql, type SQL } from 'drizzle-orm'
import {
  providerSectorOf,
  shortBreaks,
  tableAsKnown,
  untilNext,
  yesNo,
  type FactScope,
  type Source,
} from './source.ts'

/**
 * A `from` item: the authority's runs of nights in care, from the read model `care_facts`. Two indexes serve it, one for
 * rows that are still valid (`known_to` is infinity) and one for those that have been replaced; hence the conditions.
 */
export const careFacts = ({ knownAt }: FactScope): SQL =>
  knownAt === undefined
    ? sql`(select * from care_facts where authority_code = current_authority() and known_to = 'infinity')`
    : sql`(select * from care_facts
            where authority_code = current_authority() and known_from <= ${knownAt}
              and (known_to = 'infinity' or known_to < 'infinity' and known_to > ${knownAt}))`

/** The same, of the children of the scope. */
const ofChildren = (scope: FactScope): SQL =>
  scope.children === undefined
    ? careFacts(scope)
    : sql`(select * from ${careFacts(scope)} care where child_id = any(${sql.param(scope.children)}::uuid[]))`

/**
 * The same, limited to those with a night from the day `first` to the day `last`. Runs are split at birthdays, so nearly all
 * end within 366 days of any of their nights and are found by the index on `to_on`. The few longer ones have an index of
 * their own (`care_facts_long`).
 */
export const careFactsBetween = (scope: FactScope, { first, last }: { first: SQL; last: SQL }): SQL => {
  const [startsInTime, yearAhead] = [sql`from_on <= ${last}`, sql`${last} + 366`]
  const overlaps = sql`${startsInTime} and to_on > ${first}`
  const facts = ofChildren(scope)
  if (scope.knownAt !== undefined) return sql`(select * from ${facts} care where ${overlaps})`
  return sql`(
    select * from ${facts} care where ${overlaps} and to_on <= ${yearAhead}
    union all
    select * from ${facts} care where ${startsInTime} and to_on > ${yearAhead} and (to_on > from_on + 366) is true)`
}

/** The same, limited to the days of the scope. */
const careFactsInScope = (scope: FactScope): SQL =>
  careFactsBetween(scope, { first: sql`${scope.first}::date`, last: sql`${scope.last}::date` })

/** Placements in the year: where not all of its nights are known of, only as many as already answer what is asked. */
const inYear = (count: SQL, enough: number): SQL =>
  sql`case when night.year_known is not false or ${count} >= ${sql.raw(String(enough))} then ${count} end`
const placementCount = sql`night.placements_in_year`

export const careColumns: Source['columns'] = {
  placementType: sql`night.placement_type`,
  providerSector: providerSectorOf(sql`night.provider_code`),
  age: sql`night.age`,
  sex: sql`night.sex`,
  ethnicity: sql`night.ethnicity`,
  legalStatus: sql`night.legal_status`,
  need: sql`night.need`,
  uasc: yesNo(sql`night.uasc`),
  disability: yesNo(sql`night.disabled`),
  location: sql`night.location`,
  distanceMiles: sql`night.distance_miles`,
  homeKind: sql`night.home_kind`,
  receivingAuthority: sql`night.located_in`,
  nearness: sql`case when night.located_in = night.authority_code then 'inside'
                     when exists (select from adjoining_authorities near
                                   where near.authority_code = night.authority_code and near.adjoining_code = night.located_in)
                     then 'adjoining'
                     when night.located_in is not null then 'beyond' end`,
  placeCode: sql`night.place_code`,
  placementsInYear: inYear(placementCount, 3),
  movesInYear: sql`case when ${placementCount} > 0 then ${inYear(placementCount, 4)} - 1 end`,
  placementsInYearWithTemporary: inYear(sql`night.placements_in_year_temporary`, 3),
  placementsInYearToFive: inYear(placementCount, 5),
  placementsInYearToTen: inYear(placementCount, 10),
  placementsInTwoYears: sql`night.placements_in_two_years`,
  lookedAfterYearBefore: yesNo(sql`night.looked_after_year_before`),
  careStart: sql`case when not night.care_started_before then 'known' end`,
  careStartedOn: sql`case when not night.care_started_before then night.care_started_on end`,
  placementStartedOn: sql`case when not night.placement_started_before then night.placement_started_on end`,
  timeInCare: sql`case night.long_looked_after when true then '2.5-years+' when false then 'under-2.5-years' end`,
  unregistered: yesNo(sql`night.unregistered`),
  timeInPlacement: sql`case night.long_placed when true then '2-years+' when false then 'under-2-years' end`,
}
export const careRecords: Source['records'] = {
  childId: sql`night.child_id`,
  placementId: sql`night.placement_id`,
  homeId: sql`night.home_id`,
}
/** The columns of a run of nights in care, apart from its authority and dates. */
export const careRow = sql.raw(
  [
    'child_id', 'age', 'sex', 'ethnicity', 'uasc', 'disabled', 'need', 'legal_status',
    'placement_id', 'placement_type', 'provider_code', 'home_id', 'home_kind', 'location', 'distance_miles',
    'placements_in_year', 'placements_in_year_temporary', 'long_looked_after', 'long_placed',
    'unregistered', 'place_code', 'located_in', 'care_started_on', 'care_started_before', 'placement_started_on',
    'placement_started_before', 'year_known', 'placements_in_two_years',
    'looked_after_year_before',
  ].map((column) => `care.${column}`).join(', '), // prettier-ignore
)

export const careNights = (scope: FactScope): Source => ({
  rows: sql`${careFactsInScope(scope)} night`,
  columns: careColumns,
  records: careRecords,
  perChild: true,
})

/**
 * Runs of nights in care, split where something about the home changes: `others` selects `home_id`, `from_on`, `to_on`
 * and what holds of the home between. Both sides are materialized: just after an import the planner has no statistics
 * and would compute them once for every row.
 */
const dividedByHome = (
  scope: FactScope,
  {
    others,
    columns,
    joins = sql``,
    where = sql`true`,
  }: { others: SQL; columns: SQL; joins?: SQL; where?: SQL },
): SQL => sql`(
  with care as materialized (select * from ${careFactsInScope(scope)} care where ${where}), other as materialized ${others}
  select care.authority_code, ${careRow}, home.provider_id, ${columns},
         greatest(care.from_on, other.from_on) as from_on, least(care.to_on, other.to_on) as to_on
    from care
    ${joins}
    left join ${tableAsKnown('homes', scope)} home on home.id = care.home_id
    left join other on other.home_id = care.home_id and other.from_on < care.to_on and other.to_on > care.from_on) night`

const ofHome: Source['columns'] = { home: sql`night.home_id`, provider: sql`night.provider_id` }

/** Runs of days with one judgement for each home, on the scale of its kind: its own latest one, else its provider's. */
const grades = (scope: FactScope): SQL => {
  const judgements = (whose: SQL, isOwn: SQL) => sql`
    select home.id as home_id, judgement.judged_on as day, judgement.grade, ${isOwn} as is_own
      from ${tableAsKnown('homes', scope)} home
      join ${tableAsKnown('judgements', scope)} judgement on ${whose} and on_scale_of(judgement.grade, home.kind)`
  const latest = (whose: SQL) => sql`
    (array_agg(grade) filter (where ${whose}) over so_far)[count(*) filter (where ${whose}) over so_far]`
  return sql`(
    select home.*, lead(home.from_on, 1, 'infinity') over (partition by home.home_id order by home.from_on) as to_on
      from (
        select distinct home_id, day as from_on, coalesce(${latest(sql`is_own`)}, ${latest(sql`not is_own`)}) as grade
          from (${judgements(sql`judgement.home_id = home.id`, sql`true`)}
                union all
                ${judgements(sql`judgement.provider_id = home.provider_id`, sql`false`)}
                union all
                select id, '-infinity', null, null from ${tableAsKnown('homes', scope)} home) judgement
        window so_far as (partition by home_id order by day)) home)`
}

export const gradedNights = (scope: FactScope): Source => ({
  rows: dividedByHome(scope, { others: grades(scope), columns: sql`other.grade` }),
  columns: { ...careColumns, ...ofHome, ofstedGrade: sql`night.grade` },
  records: careRecords,
  perChild: true,
})

/** Runs of days with one weekly fee in pounds for each home that the authority keeps; null where none is recorded. */
export const prices = (scope: FactScope): SQL => sql`(
    with fee as materialized (select * from ${tableAsKnown('fees', scope)} fee)
    select home.id as home_id, day.day as from_on, ${untilNext}, day.weekly_fee
      from ${tableAsKnown('homes', scope)} home
      join (
        select fee.home_id, fee.starts_on as day, fee.weekly_fee from fee
        union all
        select fee.home_id, fee.ends_on, null from fee
         where not exists (select from fee next where next.home_id = fee.home_id and next.starts_on = fee.ends_on)
        union all
        select home.id, '-infinity', null from ${tableAsKnown('homes', scope)} home
      ) day on day.home_id = home.id
     where home.authority_code = current_authority() and day.day is not null)`

/** What placements cost. Between short breaks a child is at home: that is no placement whose cost is not known, but none. */
export const costNights = (scope: FactScope): Source => {
  const weekly = sql`night.weekly_cost`
  return {
    rows: dividedByHome(scope, {
      others: prices(scope),
      columns: sql`coalesce(placement.weekly_cost, other.weekly_fee) as weekly_cost`,
      joins: sql`left join ${tableAsKnown('placements', scope)} placement on placement.id = care.placement_id`,
      where: sql`not (care.placement_id is null and coalesce(care.legal_status, '') in ${shortBreaks})`,
    }),
    columns: { ...careColumns, ...ofHome, weeklyCost: weekly, nightlyCost: sql`${weekly} / 7` },
    records: careRecords,
    perChild: true,
  }
}

/**
 * For rates of children in care: a row for each child in care (`inCare` 1, `people` 0) and a row for each population
 * estimate (`inCare` 0, `people` the estimate). An estimate holds from its day until the next one; before the first,
 * `people` is null, which makes the rate unknown.
 */
export const populationNights = (scope: FactScope): Source => {
  const estimates = sql`(
    select estimate.as_at as from_on, lead(estimate.as_at, 1, 'infinity') over (order by estimate.as_at) as to_on,
           estimate.people
      from ${tableAsKnown('populations', scope)} estimate where estimate.authority_code = current_authority()
    union all
    select '-infinity', coalesce(min(estimate.as_at), 'infinity'), null
      from ${tableAsKnown('populations', scope)} estimate where estimate.authority_code = current_authority())`
  return {
    rows: sql`(
      select care.authority_code, ${careRow}, greatest(care.from_on, estimate.from_on) as from_on,
             least(care.to_on, estimate.to_on) as to_on,
             1 as in_care, case when estimate.people is not null then 0 end as people
        from ${careFactsInScope(scope)} care
        join ${estimates} estimate on estimate.from_on < care.to_on and estimate.to_on > care.from_on
      union all
      select current_authority(), ${careRow}, estimate.from_on, estimate.to_on, 0, estimate.people
        from ${estimates} estimate
        left join ${careFactsInScope(scope)} care on false
       where estimate.people is not null) night`,
    columns: { ...careColumns, inCare: sql`night.in_care`, people: sql`night.people` },
    records: { childId: sql`night.child_id` },
    perChild: true,
  }
}
