-- after: blurs_distances, child_key, noted_reader, sector_of
create or replace view reporting.placements with (security_barrier) as
select stay.id as placement_id,
       child_key(secret.inner_pad, secret.outer_pad, stay.child_id) as child_key,
       stay.started_on,
       stay.planned_to,
       stay.ended_on,
       stay.end_reason,
       stay.end_planned,
       stay.placement_type,
       stay.place_code,
       sector_of(stay.provider_code) as provider_sector,
       stay.home_id,
       stay.bed_id,
       stay.location,
       stay.located_in as receiving_authority,
       (case when (select blurs_distances()) then stay.distance_shown else stay.distance_miles end)::float8 as distance_miles,
       stay.updated_at as changed_at,
       stay.weekly_cost::float8 as weekly_cost
  from placements stay
  join feed_secrets secret on secret.authority_code = stay.authority_code
 where stay.authority_code = (select noted_reader('placements')) and stay.started_on is not null and stay.withdrawn_on is null
 order by stay.id;

grant select on reporting.placements to sufficiency_app, sufficiency_reporting;
