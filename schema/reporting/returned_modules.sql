-- after: noted_reader
create or replace view reporting.returned_modules with (security_barrier) as
select distinct returned.module,
       returned.collection_year::integer as collection_year
  from return_rows returned
 where returned.authority_code = (select noted_reader('returned_modules'));
grant select on reporting.returned_modules to sufficiency_app, sufficiency_reporting;
