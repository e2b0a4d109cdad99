create or replace view reporting.districts with (security_barrier) as
select district.code as district_code,
       district.name,
       district.authority_code
  from lower_tier_authorities district;
grant select on reporting.districts to sufficiency_app, sufficiency_reporting;
