-- after: child_key, noted_reader, reader_authority, reader_today, returned_rows, sector_of
-- By the orders recorded and those returned (DoLo): such as overlap, or as both say, are one. What held on the last such night.
create or replace view reporting.liberty_months with (security_barrier) as
with orders as (
  select merged.child_id, unnest(range_agg(merged.term)) as term
    from (
      select child_id, term from liberty_orders
       where authority_code = (select reader_authority()) and kind = 'deprivation-of-liberty'
      union all
      select latest.child_id, daterange((latest.cells ->> 'DOLO_START')::date, (latest.cells ->> 'DOLO_END')::date)
        from (
          select distinct on (returned.child_id, returned.cells ->> 'DOLO_START') returned.child_id, returned.cells
            from returned_rows returned
           where returned.module = 'dolo'
           order by returned.child_id, returned.cells ->> 'DOLO_START', returned.collection_year desc
        ) latest
       where ((latest.cells ->> 'DOLO_END')::date > (latest.cells ->> 'DOLO_START')::date) is not false
    ) merged
   group by merged.child_id
)
select month.starts_on as month,
       child_key(secret.inner_pad, secret.outer_pad, night.child_id) as child_key,
       month.next_on - 1 as as_at,
       night.to_on = month.next_on as deprived_at_end,
       night.nights,
       night.age,
       night.sex,
       night.ethnicity,
       night.legal_status,
       night.placement_type,
       night.provider_sector,
       night.home_id,
       night.location
  from (
    select day::date as starts_on,
           least((day + interval '1 month')::date, (select reader_today()) + 1) as next_on
      from generate_series(
        date_trunc('month', (
          select min(started_on) from care_periods where authority_code = (select noted_reader('liberty_months')))::timestamp),
        (select reader_today())::timestamp, interval '1 month') day
  ) month
  cross join lateral (
    select distinct on (run.child_id) run.*, sum(run.to_on - run.from_on) over (partition by run.child_id)::integer as nights
      from (
        select care.child_id, greatest(care.from_on, lower(orders.term), month.starts_on) as from_on,
               least(care.to_on, coalesce(upper(orders.term), 'infinity'), month.next_on) as to_on,
               care.age::integer as age, care.sex, care.ethnicity, care.legal_status, care.placement_type,
               sector_of(care.provider_code) as provider_sector, care.home_id, care.location
          from orders
          join care_facts care
            on care.child_id = orders.child_id and care.known_to = 'infinity'
           and coalesce(care.legal_status, '') not in ('V3', 'V4')
           and daterange(care.from_on, care.to_on) && orders.term
         where orders.term && daterange(month.starts_on, month.next_on)
           and care.from_on < month.next_on and care.to_on > month.starts_on
      ) run
     where run.from_on < run.to_on
     order by run.child_id, run.from_on desc
  ) night
  join feed_secrets secret on secret.authority_code = (select reader_authority());
grant select on reporting.liberty_months to sufficiency_app, sufficiency_reporting;
