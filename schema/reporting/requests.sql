-- after: child_key, noted_reader, sector_of
create or replace view reporting.requests with (security_barrier) as
select request.id as request_id,
       child_key(secret.inner_pad, secret.outer_pad, child.id) as child_key,
       request.received_on,
       request.needed_from,
       request.urgency,
       extract(year from age(request.received_on, child.date_of_birth))::integer as age,
       child.sex,
       searched.first_on as first_searched_on,
       searched.found_on as first_found_on,
       request.withdrawn_on,
       placed.started_on as placed_on,
       placed.id as placement_id,
       placed.placement_type,
       sector_of(placed.provider_code) as provider_sector,
       placed.location,
       case placed.home_id = best.home_id when true then 'yes' when false then 'no' end as first_choice
  from placement_requests request
  join feed_secrets secret on secret.authority_code = request.authority_code
  cross join unnest(request.child_ids) of_request (child_id)
  join children child on child.id = of_request.child_id
  cross join lateral (
    select min((search.searched_at at time zone 'Europe/London')::date) as first_on,
           min((search.searched_at at time zone 'Europe/London')::date) filter (where search.found > 0) as found_on
      from vacancy_searches search where search.request_id = request.id
  ) searched
  left join lateral (
    select stay.*
      from placements stay
     where stay.request_id = request.id and stay.child_id = child.id
       and stay.withdrawn_on is null and stay.started_on is not null
     order by stay.started_on, stay.id limit 1
  ) placed on true
  left join lateral (
    select search.home_ids[1] as home_id
      from vacancy_searches search
     where search.request_id = request.id and search.found > 0
       and search.searched_at <= coalesce(placed.agreed_at, placed.created_at)
     order by search.searched_at desc, search.id limit 1
  ) best on true
 where request.authority_code = (select noted_reader('requests'));
grant select on reporting.requests to sufficiency_app, sufficiency_reporting;
