-- after: child_key, noted_reader, reader_authority, returned_rows, sector_of
-- Children looked after on 31 March who had been for the 12 months before it without a break. None of a year without OC2.
create or replace view reporting.health_years with (security_barrier) as
select due.day as as_at,
       child_key(secret.inner_pad, secret.outer_pad, care.child_id) as child_key,
       care.age::integer as age,
       care.sex,
       care.ethnicity,
       care.legal_status,
       care.placement_type,
       sector_of(care.provider_code) as provider_sector,
       care.home_id,
       care.location,
       flag.health_assessed, flag.teeth_checked, flag.immunised, flag.development_checked, flag.substance_misuse,
       flag.intervention_received, flag.convicted,
       case when care.age between 5 and 16 then flag.score end as sdq_score,
       case when care.age not between 5 and 16 then 'not-of-age'
            when flag.score <= 13 then 'normal' when flag.score <= 16 then 'borderline'
            when flag.score is not null then 'concern' when returned.cells is not null then 'no-score' end as sdq
  from (
    select distinct collection_year, make_date(collection_year, 3, 31) as day, make_date(collection_year - 1, 4, 1) as first
      from return_rows
     where authority_code = (select reader_authority()) and module = 'oc2'
  ) due
  join feed_secrets secret on secret.authority_code = (select reader_authority())
  join care_facts care
    on care.authority_code = (select reader_authority()) and care.known_to = 'infinity'
   and care.from_on <= due.day and care.to_on > due.day and coalesce(care.legal_status, '') not in ('V3', 'V4')
  join care_periods period
    on period.child_id = care.child_id and period.started_on <= due.day
   and (period.ended_on is null or period.ended_on > due.day)
  left join returned_rows returned
    on returned.module = 'oc2' and returned.child_id = care.child_id and returned.collection_year = due.collection_year
  cross join lateral (
    select case (returned.cells ->> 'HEALTH_ASSESSMENT') = '1' when true then 'yes' when false then 'no' end as health_assessed,
           case (returned.cells ->> 'TEETH_CHECK') = '1' when true then 'yes' when false then 'no' end as teeth_checked,
           case (returned.cells ->> 'IMMUNISATIONS') = '1' when true then 'yes' when false then 'no' end as immunised,
           case (returned.cells ->> 'HEALTH_CHECK') = '1' when true then 'yes' when false then 'no' end as development_checked,
           case (returned.cells ->> 'SUBSTANCE_MISUSE') = '1' when true then 'yes' when false then 'no' end as substance_misuse,
           case (returned.cells ->> 'INTERVENTION_RECEIVED') = '1' when true then 'yes' when false then 'no' end as intervention_received,
           case (returned.cells ->> 'CONVICTED') = '1' when true then 'yes' when false then 'no' end as convicted,
           (returned.cells ->> 'SDQ_SCORE')::integer as score
  ) flag
 where (period.started_on <= due.first or period.started_before and returned.cells ? 'HEALTH_ASSESSMENT')
   and not exists (
     select from care_facts away
      where away.child_id = care.child_id and away.known_to = 'infinity' and away.legal_status in ('V3', 'V4')
        and away.from_on <= due.day and away.to_on > due.first)
   and (select noted_reader('health_years')) is not null;
grant select on reporting.health_years to sufficiency_app, sufficiency_reporting;
