create or replace view reporting.authorities with (security_barrier) as
select authority.code as authority_code,
       authority.name,
       authority.region_code,
       authority.region_name
  from authorities authority
union all
select 'outside-england', 'Outside England', null, null;
grant select on reporting.authorities to sufficiency_app, sufficiency_reporting;
