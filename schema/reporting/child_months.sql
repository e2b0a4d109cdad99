-- after: blurs_distances, child_key, noted_reader, reader_authority, reader_today, sector_of
create or replace view reporting.child_months with (security_barrier) as
select month.starts_on as month,
       child_key(secret.inner_pad, secret.outer_pad, night.child_id) as child_key,
       night.last_on as as_at,
       night.to_on > night.last_on and not night.short_break as looked_after_at_end,
       date_trunc('month', child.date_of_birth::timestamp)::date as birth_month,
       night.age::integer as age,
       night.sex,
       night.ethnicity,
       case night.uasc when true then 'yes' when false then 'no' end as uasc,
       case night.disabled when true then 'yes' when false then 'no' end as disability,
       night.need,
       night.legal_status,
       night.placement_type,
       sector_of(night.provider_code) as provider_sector,
       night.place_code,
       night.home_id,
       night.location,
       night.located_in as receiving_authority,
       (case when (select blurs_distances())
             then (select stay.distance_shown from placements stay where stay.id = night.placement_id)
             else night.distance_miles end)::float8 as distance_miles,
       case night.unregistered when true then 'yes' when false then 'no' end as unregistered,
       -- Where not all nights of the year are known of, only as many as already answer what is asked.
       case when night.year_known is not false or night.placements_in_year >= 3
            then night.placements_in_year::integer end as placements_in_year,
       night.nights,
       night.short_break_nights,
       night.unregistered_nights,
       night.fostering_nights,
       night.residential_nights,
       night.supported_nights,
       night.family_nights,
       night.adoption_nights,
       night.other_nights,
       night.placement_id,
       night.home_kind,
       night.placements_in_two_years::integer as placements_in_two_years,
       case night.looked_after_year_before when true then 'yes' when false then 'no' end as looked_after_year_before,
       case night.long_looked_after when true then '2.5-years+' when false then 'under-2.5-years' end as time_in_care,
       case night.long_placed when true then '2-years+' when false then 'under-2-years' end as time_in_placement,
       case when not night.care_started_before then night.last_on - night.care_started_on end as days_in_care,
       case when not night.placement_started_before then night.last_on - night.placement_started_on end as days_in_placement,
       night.year_known is not false as whole_year_known
  from (
    select generate_series(
             date_trunc('month', (
               select min(started_on) from care_periods where authority_code = (select reader_authority()))::timestamp),
             (select reader_today())::timestamp, interval '1 month')::date as starts_on
  ) month
  cross join lateral (
    select distinct on (run.child_id) run.*,
           coalesce(sum(run.length) filter (where not run.short_break) over child, 0)::integer as nights,
           coalesce(sum(run.length) filter (where run.short_break) over child, 0)::integer as short_break_nights,
           coalesce(sum(run.length) filter (where not run.short_break and run.unregistered) over child, 0)::integer
             as unregistered_nights,
           coalesce(sum(run.length) filter (where not run.short_break and run.placement_type in (
             'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer', 'staying-put')) over child, 0)::integer
             as fostering_nights,
           coalesce(sum(run.length) filter (where not run.short_break and run.placement_type in (
             'residential', 'secure', 'residential-school', 'family-centre', 'care-home')) over child, 0)::integer
             as residential_nights,
           coalesce(sum(run.length) filter (where not run.short_break and run.placement_type in (
             'supported-accommodation', 'supported-lodgings', 'independent-living', 'staying-close')) over child, 0)::integer
             as supported_nights,
           coalesce(sum(run.length) filter (where not run.short_break
             and run.placement_type = 'with-parents') over child, 0)::integer as family_nights,
           coalesce(sum(run.length) filter (where not run.short_break
             and run.placement_type = 'placed-for-adoption') over child, 0)::integer as adoption_nights,
           coalesce(sum(run.length) filter (where not run.short_break and run.placement_type in (
             'nhs', 'young-offender-institution', 'short-break', 'temporary', 'other')) over child, 0)::integer
             as other_nights
      from (
        select care.*, last.last_on,
               least(care.to_on, last.last_on + 1) - greatest(care.from_on, month.starts_on) as length,
               coalesce(care.legal_status in ('V3', 'V4'), false) as short_break
          from (
            select least((month.starts_on + interval '1 month')::date - 1, (select reader_today())) as last_on
          ) last
          cross join lateral (
            -- Runs are split at birthdays: nearly all end within 366 days of the month and are found by their ends, the
            -- few longer ones by an index of their own.
            select * from care_facts
             where authority_code = (select reader_authority()) and known_to = 'infinity'
               and from_on <= last.last_on and to_on > month.starts_on and to_on <= last.last_on + 366
            union all
            select * from care_facts
             where authority_code = (select reader_authority()) and known_to = 'infinity'
               and from_on <= last.last_on and to_on > last.last_on + 366 and (to_on > from_on + 366) is true
          ) care
      ) run
    window child as (partition by run.child_id)
     order by run.child_id, run.from_on desc
  ) night
  join children child on child.id = night.child_id
  join feed_secrets secret on secret.authority_code = (select noted_reader('child_months'));
grant select on reporting.child_months to sufficiency_app, sufficiency_reporting;
