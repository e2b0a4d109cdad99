-- after: child_key, noted_reader, reader_authority, returned_rows, sector_of
-- As the latest return has each incident; of children looked after on the night, not only for short breaks.
create or replace view reporting.missing_incidents with (security_barrier) as
select child_key(secret.inner_pad, secret.outer_pad, incident.child_id) as child_key,
       incident.began_on as started_on,
       case incident.kind when 'M' then 'missing' when 'A' then 'away' end as missing_kind,
       incident.ended_on,
       care.age::integer as age,
       care.sex,
       care.ethnicity,
       care.legal_status,
       care.placement_type,
       sector_of(care.provider_code) as provider_sector,
       care.home_id,
       care.location
  from (
    select distinct on (returned.child_id, returned.cells ->> 'MIS_START', returned.cells ->> 'MISSING')
           returned.child_id, (returned.cells ->> 'MIS_START')::date as began_on, (returned.cells ->> 'MIS_END')::date as ended_on,
           returned.cells ->> 'MISSING' as kind
      from returned_rows returned
     where returned.module = 'missing' and returned.cells ->> 'MISSING' ~ '^[MA]$'
     order by returned.child_id, returned.cells ->> 'MIS_START', returned.cells ->> 'MISSING', returned.collection_year desc
  ) incident
  join feed_secrets secret on secret.authority_code = (select reader_authority())
  join care_facts care
    on care.child_id = incident.child_id and care.known_to = 'infinity' and care.from_on <= incident.began_on
   and care.to_on > incident.began_on and coalesce(care.legal_status, '') not in ('V3', 'V4')
 where (select noted_reader('missing_incidents')) is not null;
grant select on reporting.missing_incidents to sufficiency_app, sufficiency_reporting;
