-- after: noted_reader
create or replace view reporting.carer_journeys with (security_barrier) as
select journey.id as journey_id,
       journey.home_id,
       journey.carer_type,
       coalesce(journey.transferred_from, 'none') as transferred_from,
       journey.enquired_on,
       journey.applied_on,
       journey.assessment_started_on,
       journey.panel_on,
       journey.approved_on,
       journey.closed_on,
       journey.outcome,
       journey.places::integer as places
  from carer_journeys journey
 where journey.authority_code = (select noted_reader('carer_journeys'));
grant select on reporting.carer_journeys to sufficiency_app, sufficiency_reporting;
