-- after: noted_reader
create or replace view reporting.voids with (security_barrier) as
select void.id as void_id,
       void.bed_id,
       bed.home_id,
       void.reason,
       void.starts_on,
       void.ends_on
  from voids void
  join beds bed on bed.id = void.bed_id
 where void.authority_code = (select noted_reader('voids'));
grant select on reporting.voids to sufficiency_app, sufficiency_reporting;
