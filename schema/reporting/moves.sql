-- after: child_key, noted_reader, sector_of
-- The end of a usual placement after which the child stays in care, and does not go on with the same carer or in the same home.
create or replace view reporting.moves with (security_barrier) as
select placement.id as placement_id,
       child_key(secret.inner_pad, secret.outer_pad, placement.child_id) as child_key,
       placement.ended_on as moved_on,
       placement.end_reason as move_reason,
       case coalesce(placement.end_planned, case
              when placement.end_reason = 'CARPL' then true
              when placement.end_reason <> 'OTHER' and placement.end_reason <> 'PLACE' then false end)
         when true then 'yes' when false then 'no' end as end_planned,
       care.age::integer as age,
       care.sex,
       care.legal_status,
       care.placement_type,
       sector_of(care.provider_code) as provider_sector,
       care.home_id,
       care.location
  from placements placement
  join feed_secrets secret on secret.authority_code = placement.authority_code
  join care_facts care
    on care.child_id = placement.child_id and care.known_to = 'infinity' and care.to_on = placement.ended_on
   and care.placement_id = placement.id
 where placement.authority_code = (select noted_reader('moves')) and placement.layer = 'usual'
   and exists (
     select from care_facts next
      where next.child_id = placement.child_id and next.known_to = 'infinity' and next.from_on = placement.ended_on)
   and not exists (
     select from placements next
      where next.child_id = placement.child_id and next.layer = 'usual' and next.id <> placement.id
        and next.started_on = placement.ended_on and placement.ended_on > placement.started_on
        and (next.ended_on is null or next.ended_on > next.started_on)
        and (next.same_carer or next.home_id = placement.home_id
             or next.place_code in ('A3', 'A5')
                and placement.placement_type in (
                  'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer')));
grant select on reporting.moves to sufficiency_app, sufficiency_reporting;
