-- after: child_key, noted_reader, reader_authority, reader_today, sector_of
-- A night costs a seventh of the placement's own weekly cost, else of the weekly fee of the home on that night.
create or replace view reporting.cost_months with (security_barrier) as
select month.starts_on as month,
       child_key(secret.inner_pad, secret.outer_pad, stay.child_id) as child_key,
       stay.first_night,
       stay.placement_id,
       stay.home_id,
       stay.placement_type,
       stay.provider_sector,
       stay.location,
       stay.nights,
       stay.priced_nights,
       stay.pounds,
       stay.lowest_weekly_cost,
       stay.highest_weekly_cost
  from (
    select day::date as starts_on,
           least((day + interval '1 month')::date, (select reader_today()) + 1) as next_on
      from generate_series(
        date_trunc('month', (
          select min(started_on) from care_periods where authority_code = (select reader_authority()))::timestamp),
        (select reader_today())::timestamp, interval '1 month') day
  ) month
  cross join lateral (
    select care.child_id, care.placement_id,
           min(lower(part.nights)) as first_night,
           min(care.home_id::text)::uuid as home_id,
           min(care.placement_type) as placement_type,
           min(sector_of(care.provider_code)) as provider_sector,
           min(care.location) as location,
           sum(upper(part.nights) - lower(part.nights))::integer as nights,
           sum(cost.nights)::integer as priced_nights,
           (sum(cost.weekly) / 7)::float8 as pounds,
           min(cost.lowest)::float8 as lowest_weekly_cost,
           max(cost.highest)::float8 as highest_weekly_cost
      from care_facts care
      left join placements placement on placement.id = care.placement_id
      cross join lateral (
        select daterange(care.from_on, care.to_on) * daterange(month.starts_on, month.next_on) as nights
      ) part
      cross join lateral (
        select upper(part.nights) - lower(part.nights) as nights,
               (upper(part.nights) - lower(part.nights)) * placement.weekly_cost as weekly,
               placement.weekly_cost as lowest, placement.weekly_cost as highest
         where placement.weekly_cost is not null
        union all
        select coalesce(sum(upper(fee.term * part.nights) - lower(fee.term * part.nights)), 0),
               coalesce(sum((upper(fee.term * part.nights) - lower(fee.term * part.nights)) * fee.weekly_fee), 0),
               min(fee.weekly_fee), max(fee.weekly_fee)
          from fees fee
         where placement.weekly_cost is null and fee.home_id = care.home_id and fee.term && part.nights
        having placement.weekly_cost is null
      ) cost
     where care.authority_code = (select reader_authority()) and care.known_to = 'infinity'
       and care.from_on < month.next_on and care.to_on > month.starts_on
       and not (care.placement_id is null and coalesce(care.legal_status, '') in ('V3', 'V4'))
     group by care.child_id, care.placement_id
  ) stay
  join feed_secrets secret on secret.authority_code = (select noted_reader('cost_months'));
grant select on reporting.cost_months to sufficiency_app, sufficiency_reporting;
