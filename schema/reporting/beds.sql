-- after: noted_reader
create or replace view reporting.beds with (security_barrier) as
select bed.id as bed_id,
       bed.home_id,
       bed.kind,
       bed.opens_on,
       bed.closes_on
  from beds bed
 where bed.authority_code = (select noted_reader('beds'));
grant select on reporting.beds to sufficiency_app, sufficiency_reporting;
