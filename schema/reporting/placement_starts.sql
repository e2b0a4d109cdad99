-- after: child_key, noted_reader, sector_of
-- Usual placements on their first day, or on that of a period of care where it is later: not where the child goes on with the
-- same carer or in the same home.
create or replace view reporting.placement_starts with (security_barrier) as
select placement.id as placement_id,
       care.from_on as started_on,
       child_key(secret.inner_pad, secret.outer_pad, placement.child_id) as child_key,
       case when placement.started_before is true and care.from_on = placement.started_on then null
            when care.from_on > period.started_on then 'later'
            when care.care_started_before is not true then 'first'
            when care.from_on = placement.started_on then 'later' end as placement_order,
       case when placement.agreed_at is not null then
         case when placement.emergency then 'yes' else 'no' end end as emergency_placement,
       care.age::integer as age,
       care.sex,
       care.legal_status,
       care.placement_type,
       sector_of(care.provider_code) as provider_sector,
       care.home_id,
       care.location,
       case placement.keeps_school when true then 'yes' when false then 'no' end as keeps_school
  from placements placement
  join feed_secrets secret on secret.authority_code = placement.authority_code
  join care_periods period on period.child_id = placement.child_id and period.nights && placement.stay
  join care_facts care
    on care.child_id = placement.child_id and care.known_to = 'infinity' and care.placement_id = placement.id
   and care.from_on = greatest(placement.started_on, period.started_on)
 where placement.authority_code = (select noted_reader('placement_starts')) and placement.layer = 'usual'
   and not (care.from_on > period.started_on and exists (
     select from placements last
      where last.child_id = placement.child_id and last.layer = 'usual' and last.id <> placement.id
        and last.ended_on = placement.started_on and last.ended_on > last.started_on
        and (placement.ended_on is null or placement.ended_on > placement.started_on)
        and (placement.same_carer or placement.home_id = last.home_id
             or placement.place_code in ('A3', 'A5')
                and last.placement_type in (
                  'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer'))));
grant select on reporting.placement_starts to sufficiency_app, sufficiency_reporting;
