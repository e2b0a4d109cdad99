-- after: noted_reader
create or replace view reporting.populations with (security_barrier) as
select estimate.as_at,
       estimate.people
  from populations estimate
 where estimate.authority_code = (select noted_reader('populations'));
grant select on reporting.populations to sufficiency_app, sufficiency_reporting;
