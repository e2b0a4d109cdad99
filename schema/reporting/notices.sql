-- after: child_key, noted_reader, reader_authority, sector_of
create or replace view reporting.notices with (security_barrier) as
select notice.id as notice_id,
       notice.placement_id,
       child_key(secret.inner_pad, secret.outer_pad, placement.child_id) as child_key,
       notice.given_on,
       notice.ends_on,
       notice.withdrawn_on,
       notice.given_by as notice_giver,
       care.age::integer as age,
       care.sex,
       care.legal_status,
       care.placement_type,
       sector_of(care.provider_code) as provider_sector,
       care.home_id,
       care.location
  from notices notice
  join placements placement on placement.id = notice.placement_id
  join feed_secrets secret on secret.authority_code = notice.authority_code
  join care_facts care
    on care.child_id = placement.child_id and care.known_to = 'infinity' and care.placement_id = placement.id
   and care.from_on <= least(notice.given_on, placement.ended_on - 1)
   and care.to_on > least(notice.given_on, placement.ended_on - 1)
 where notice.authority_code = (select reader_authority()) and (select noted_reader('notices')) is not null;
grant select on reporting.notices to sufficiency_app, sufficiency_reporting;
