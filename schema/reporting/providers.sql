-- after: noted_reader, reader_may
create or replace view reporting.providers with (security_barrier) as
select provider.id as provider_id,
       case when (select reader_may('homes:read')) then provider.name end as name,
       provider.sector,
       provider.ofsted_urn
  from providers provider
 where provider.authority_code = (select noted_reader('providers'));
grant select on reporting.providers to sufficiency_app, sufficiency_reporting;
