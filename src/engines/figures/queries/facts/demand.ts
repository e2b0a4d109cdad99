import { sql, type SQL } from 'drizzle-orm'
import { providerSectorOf, tableAsKnown, yesNo, type FactScope, type Source } from './source.ts'

/**
 * A `with` clause of searches, requests, children, and of each child's first started placement under a request, all as known on
 * the last day of the period that is asked of: what became of a request later is no part of it. With `knownAt` each is materialized, since
 * reconstructing earlier versions is expensive; without it the tables are used directly, through their indexes.
 */
function withRecords(scope: FactScope): SQL {
  const { knownAt } = scope
  const lastDay = scope.asked.last
  const searchRows = sql`(
    select *, (searched_at at time zone 'Europe/London')::date as day from vacancy_searches
     where (searched_at at time zone 'Europe/London')::date <= ${lastDay}
       and ${knownAt === undefined ? sql`true` : sql`searched_at <= ${knownAt}`})`
  const once = knownAt === undefined ? sql`not materialized` : sql`materialized`
  return sql`
    with search as ${once} ${searchRows},
         request as ${once} (select * from ${tableAsKnown('placement_requests', scope)} recorded),
         child as ${once} (select * from ${tableAsKnown('children', scope)} recorded),
         placed as (
           select distinct on (request_id, child_id) request_id, child_id, id, started_on, home_id, placement_type,
                  provider_code, location, agreed_at, created_at
             from ${tableAsKnown('placements', scope)} recorded
            where request_id is not null and withdrawn_on is null and started_on <= ${lastDay}
            order by request_id, child_id, started_on, id)`
}

/** Searches for beds, on the day of the search: a row for each child of it. */
export const searchSource = (scope: FactScope): Source => ({
  rows: sql`(${withRecords(scope)}
    select search.authority_code, search.id as search_id, (child ->> 'childId')::uuid as child_id, nth,
           search.request_id, day as from_on, day + 1 as to_on, (child ->> 'age')::integer as age,
           child ->> 'sex' as sex, child ->> 'homeDistrict' as district,
           case cardinality(needs.capabilities)
             when 0 then 'none' when 1 then needs.capabilities[1] else 'several' end as capability,
           case when jsonb_typeof(search.criteria -> 'types') <> 'array' then 'any'
                when jsonb_array_length(search.criteria -> 'types') = 1 then search.criteria -> 'types' ->> 0
                else 'several' end as type_asked,
           search.found > 0 as found, coalesce(search.first_rule, 'found') as first_rule,
           coalesce(search.nearest_miss, 'none') as nearest_miss,
           case when search.request_id is null then 'no-request'
                when placed.home_id = any(search.home_ids) then 'placed-there'
                when placed.started_on is not null then 'placed-elsewhere'
                when request.withdrawn_on <= ${scope.asked.last} then 'withdrawn'
                else 'open' end as outcome
      from search
      cross join lateral jsonb_array_elements(search.criteria -> 'children') with ordinality of_search (child, nth)
      cross join lateral (
        select coalesce(array_agg(distinct needed), '{}')
          from jsonb_array_elements_text(child -> 'capabilities') needed) needs (capabilities)
      left join request on request.id = search.request_id
      left join placed on placed.request_id = search.request_id and placed.child_id = (child ->> 'childId')::uuid) night`,
  columns: {
    age: sql`night.age`,
    sex: sql`night.sex`,
    homeDistrict: sql`night.district`,
    capability: sql`night.capability`,
    typeAsked: sql`night.type_asked`,
    searchFound: yesNo(sql`night.found`),
    firstRule: sql`night.first_rule`,
    nearestMiss: sql`night.nearest_miss`,
    searchOutcome: sql`night.outcome`,
  },
  records: { searchId: sql`night.search_id`, requestId: sql`night.request_id`, childId: sql`night.child_id` },
  nth: sql`night.nth`,
})

/** Placement requests, on the day they were received: a row for each child of one. */
export const requestSource = (scope: FactScope): Source => ({
  rows: sql`(${withRecords(scope)},
         made as (
           select request_id, count(*) as searches, bool_or(found > 0) as found from search group by request_id),
         found_before as (
           select distinct on (placed.request_id, placed.child_id) placed.request_id, placed.child_id,
                  search.home_ids[1] as home_id
             from placed
             join search on search.request_id = placed.request_id and search.found > 0
              and search.searched_at <= coalesce(placed.agreed_at, placed.created_at)
            order by placed.request_id, placed.child_id, search.searched_at desc, search.id)
    select request.authority_code, request.id as request_id, child.id as child_id, placed.id as placement_id,
           placed.home_id, request.received_on as from_on, request.received_on + 1 as to_on,
           extract(year from age(request.received_on, child.date_of_birth))::integer as age, child.sex,
           left(child.home_postcode, -3) as district, request.urgency,
           case when made.searches is null then 'not-searched' when made.found then 'found' else 'nothing' end as found,
           case when placed.started_on is not null then 'placed'
                when withdrawn.day is not null then 'withdrawn' else 'open' end as outcome,
           greatest(placed.started_on - request.received_on, 0) as days_to_start,
           greatest(coalesce(placed.started_on, withdrawn.day, least(${scope.asked.last}, ${scope.today}::date))
             - request.received_on, 0) as days_waited,
           placed.started_on <= request.received_on as same_day, placed.placement_type, placed.provider_code,
           placed.location, placed.home_id = found_before.home_id as first_choice
      from request
      cross join unnest(request.child_ids) of_request (child_id)
      join child on child.id = of_request.child_id
      cross join lateral (
        select case when request.withdrawn_on <= ${scope.asked.last} then request.withdrawn_on end as day) withdrawn
      left join made on made.request_id = request.id
      left join placed on placed.request_id = request.id and placed.child_id = child.id
      left join found_before on found_before.request_id = request.id and found_before.child_id = child.id) night`,
  columns: {
    age: sql`night.age`,
    sex: sql`night.sex`,
    homeDistrict: sql`night.district`,
    urgency: sql`night.urgency`,
    requestFound: sql`night.found`,
    requestOutcome: sql`night.outcome`,
    daysToStart: sql`night.days_to_start`,
    daysWaited: sql`night.days_waited`,
    sameDay: yesNo(sql`night.same_day`),
    firstChoice: yesNo(sql`night.first_choice`),
    placementType: sql`night.placement_type`,
    providerSector: providerSectorOf(sql`night.provider_code`),
    location: sql`night.location`,
  },
  records: {
    requestId: sql`night.request_id`,
    childId: sql`night.child_id`,
    placementId: sql`night.placement_id`,
    homeId: sql`night.home_id`,
  },
})
