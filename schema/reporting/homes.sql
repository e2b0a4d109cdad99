-- after: noted_reader, reader_may
create or replace view reporting.homes with (security_barrier) as
select home.id as home_id,
       case when (select reader_may('homes:read')) then home.name end as name,
       home.kind,
       home.placement_type,
       home.provider_id,
       provider.sector as provider_sector,
       home.located_authority_code as receiving_authority,
       home.registered_places::integer as registered_places,
       home.age_from::integer as age_from,
       home.age_to::integer as age_to,
       home.accepts,
       home.opens_on,
       home.closes_on
  from homes home
  join providers provider on provider.id = home.provider_id
 where home.authority_code = (select noted_reader('homes'));
grant select on reporting.homes to sufficiency_app, sufficiency_reporting;
