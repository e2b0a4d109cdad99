import { sql, type SQL } from 'drizzle-orm'
import { recorded, untilNext, yesNo, type Asked, type Source } from './source.ts'

/** The runs of nights in care of the authority that asks. What is still and what was once known have an index each. */
export const careFacts = ({ knownAt }: Asked): SQL =>
  knownAt === undefined
    ? sql`(select * from care_facts where authority_code = current_authority() and known_to = 'infinity')`
    : sql`(select * from care_facts
            where authority_code = current_authority() and known_from <= ${knownAt}
              and (known_to = 'infinity' or known_to < 'infinity' and known_to > ${knownAt}))`

/**
 * Those of them on the days asked of. They are divided at birthdays, so nearly all end within a year of any of their days,
 * where the index by their ends finds them; those that are longer have an index of their own (migration 0049).
 */
const careFactsAsked = (asked: Asked): SQL => {
  const [begun, ahead] = [sql`from_on <= ${asked.last}::date`, sql`${asked.last}::date + 366`]
  const during = sql`${begun} and to_on > ${asked.first}::date`
  const facts = careFacts(asked)
  if (asked.knownAt !== undefined) return sql`(select * from ${facts} care where ${during})`
  return sql`(
    select * from ${facts} care where ${during} and to_on <= ${ahead}
    union all
    select * from ${facts} care where ${begun} and to_on > ${ahead} and (to_on > from_on + 366) is true)`
}

export const careColumns: Source['columns'] = {
  placementType: sql`night.placement_type`,
  providerSector: sql`case night.provider_code when 'PR0' then 'parents' when 'PR1' then 'own'
    when 'PR2' then 'other-authority' when 'PR3' then 'other-public' when 'PR4' then 'private'
    when 'PR5' then 'voluntary' end`,
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
  placementsInYear: sql`night.placements_in_year`,
  placementsInYearWithTemporary: sql`night.placements_in_year_temporary`,
  timeInCare: sql`case night.long_looked_after when true then '2.5-years+' when false then 'under-2.5-years' end`,
  timeInPlacement: sql`case night.long_placed when true then '2-years+' when false then 'under-2-years' end`,
}
const careRecords: Source['records'] = {
  childId: sql`night.child_id`,
  placementId: sql`night.placement_id`,
  homeId: sql`night.home_id`,
}
/** The columns of a run of nights but its authority and dates. */
export const careRow = sql.raw(
  [
    'child_id', 'age', 'sex', 'ethnicity', 'uasc', 'disabled', 'need', 'legal_status',
    'placement_id', 'placement_type', 'provider_code', 'home_id', 'home_kind', 'location', 'distance_miles',
    'placements_in_year', 'placements_in_year_temporary', 'long_looked_after', 'long_placed',
  ].map((column) => `care.${column}`).join(', '), // prettier-ignore
)

export const careNights = (asked: Asked): Source => ({
  rows: sql`${careFactsAsked(asked)} night`,
  columns: careColumns,
  records: careRecords,
})

/**
 * Runs of nights of a child divided where what `others` (home_id, from_on, to_on) says of the home changes. Each side is
 * worked out once, whatever the statistics say of rows that have just come.
 */
const dividedByHome = (asked: Asked, others: SQL, columns: SQL, joins = sql``): SQL => sql`(
  with care as materialized (select * from ${careFactsAsked(asked)} care), other as materialized ${others}
  select care.authority_code, ${careRow}, home.provider_id, ${columns},
         greatest(care.from_on, other.from_on) as from_on, least(care.to_on, other.to_on) as to_on
    from care
    ${joins}
    left join ${recorded('homes', asked)} home on home.id = care.home_id
    left join other on other.home_id = care.home_id and other.from_on < care.to_on and other.to_on > care.from_on) night`

const ofHome: Source['columns'] = { home: sql`night.home_id`, provider: sql`night.provider_id` }

/** Each home's grade from day to day: its own latest judgement, else its provider's. */
const grades = (asked: Asked): SQL => {
  const latest = (of: SQL) => sql`(
    select judgement.grade from judgement
     where ${of} and judgement.judged_on <= day.day order by judgement.judged_on desc limit 1)`
  return sql`(
    with judgement as materialized (select * from ${recorded('judgements', asked)} judgement)
    select home.id as home_id, day.day as from_on, ${untilNext},
           coalesce(${latest(sql`judgement.home_id = home.id`)},
                    ${latest(sql`judgement.provider_id = home.provider_id`)}) as grade
      from ${recorded('homes', asked)} home,
      lateral (
        select '-infinity'::date as day
        union
        select judgement.judged_on from judgement
         where judgement.home_id = home.id or judgement.provider_id = home.provider_id
      ) day
     where home.id in (select home_id from ${careFactsAsked(asked)} care))`
}

export const gradedNights = (asked: Asked): Source => ({
  rows: dividedByHome(asked, grades(asked), sql`other.grade`),
  columns: { ...careColumns, ...ofHome, ofstedGrade: sql`night.grade` },
  records: careRecords,
})

/** The weekly fee of each home of the authority's own from day to day; null while none is recorded. */
export const prices = (asked: Asked): SQL => {
  const fees = recorded('fees', asked)
  return sql`(
    select home.id as home_id, day.day as from_on, ${untilNext},
           (select fee.weekly_fee from ${fees} fee
             where fee.home_id = home.id and fee.starts_on <= day.day
               and coalesce(fee.ends_on, 'infinity') > day.day) as weekly_fee
      from ${recorded('homes', asked)} home,
      lateral (
        select '-infinity'::date as day
        union
        select unnest(array[fee.starts_on, fee.ends_on]) from ${fees} fee where fee.home_id = home.id
      ) day
     where home.authority_code = current_authority() and day.day is not null)`
}

export const costNights = (asked: Asked): Source => {
  const weekly = sql`night.weekly_cost`
  return {
    rows: dividedByHome(
      asked,
      prices(asked),
      sql`coalesce(placement.weekly_cost, other.weekly_fee) as weekly_cost`,
      sql`left join ${recorded('placements', asked)} placement on placement.id = care.placement_id`,
    ),
    columns: { ...careColumns, ...ofHome, weeklyCost: weekly, nightlyCost: sql`${weekly} / 7` },
    records: careRecords,
  }
}

/**
 * Rows of children, who are no `people`, and rows of the people that estimates speak of, who are not `inCare`. An
 * estimate stands from its day until the next; before the first it is not known how many people there are.
 */
export const populationNights = (asked: Asked): Source => {
  const estimates = sql`(
    select estimate.as_at as from_on, lead(estimate.as_at, 1, 'infinity') over (order by estimate.as_at) as to_on,
           estimate.people
      from ${recorded('populations', asked)} estimate where estimate.authority_code = current_authority()
    union all
    select '-infinity', coalesce(min(estimate.as_at), 'infinity'), null
      from ${recorded('populations', asked)} estimate where estimate.authority_code = current_authority())`
  return {
    rows: sql`(
      select care.authority_code, ${careRow}, greatest(care.from_on, estimate.from_on) as from_on,
             least(care.to_on, estimate.to_on) as to_on,
             1 as in_care, case when estimate.people is not null then 0 end as people
        from ${careFactsAsked(asked)} care
        join ${estimates} estimate on estimate.from_on < care.to_on and estimate.to_on > care.from_on
      union all
      select current_authority(), ${careRow}, estimate.from_on, estimate.to_on, 0, estimate.people
        from ${estimates} estimate
        left join ${careFactsAsked(asked)} care on false
       where estimate.people is not null) night`,
    columns: { ...careColumns, inCare: sql`night.in_care`, people: sql`night.people` },
    records: { childId: sql`night.child_id` },
  }
}

/** Groups of siblings of whom two or more are looked after; where a home is not recorded, its postcode stands for it. */
export const siblingNights = (asked: Asked): Source => ({
  rows: sql`(
    with member as (
      select child.sibling_group_id, care.child_id, care.authority_code, care.from_on, care.to_on,
             coalesce(care.home_id::text, placement.postcode) as home
        from ${careFacts(asked)} care
        join ${recorded('children', asked)} child on child.id = care.child_id
        left join ${recorded('placements', asked)} placement on placement.id = care.placement_id
       where child.sibling_group_id is not null and coalesce(care.legal_status, '') not in ('V3', 'V4')
    ), day as (
      select sibling_group_id, from_on as day from member union select sibling_group_id, to_on from member
    ), run as (
      select sibling_group_id, day as from_on,
             lead(day) over (partition by sibling_group_id order by day) as to_on from day
    )
    select member.authority_code, sibling_group_id, run.from_on, run.to_on, array_agg(member.child_id) as members,
           case when count(distinct member.home) > 1 then 'no'
                when count(member.home) = count(*) then 'yes' end as together
      from run join member using (sibling_group_id)
     where member.from_on <= run.from_on and member.to_on > run.from_on
     group by member.authority_code, sibling_group_id, run.from_on, run.to_on
    having count(*) > 1) night`,
  columns: { together: sql`night.together` },
  records: { siblingGroupId: sql`night.sibling_group_id` },
  members: sql`night.members`,
})
