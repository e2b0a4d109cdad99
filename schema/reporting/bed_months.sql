-- after: noted_reader, reader_authority, reader_today, nights, parts_of
-- The nights of beds are those of the function bed_nights, for whoever reads.
create or replace view reporting.bed_months with (security_barrier) as
with held as (
  select bed.id as bed_id,
         range_agg(nights(hold.from_on, hold.to_on) * daterange(null,
           case when least(hold.expires_at, hold.ended_at) <= now()
                then (least(hold.expires_at, hold.ended_at) at time zone 'Europe/London')::date end)) as nights
    from beds bed
    join hold_beds held on held.bed_id = bed.id
    join holds hold on hold.id = held.hold_id
   where bed.authority_code = (select reader_authority()) and hold.created_at <= now()
   group by bed.id
)
select month.starts_on as month,
       bed.id as bed_id,
       bed.home_id,
       sum(part.nights)::integer as open_nights,
       coalesce(sum(part.nights) filter (where night.state = 'void'), 0)::integer as void_nights,
       coalesce(sum(part.nights) filter (where night.state = 'occupied'), 0)::integer as occupied_nights,
       coalesce(sum(part.nights) filter (where night.state = 'committed'), 0)::integer as committed_nights,
       coalesce(sum(part.nights) filter (where night.state = 'vacant'), 0)::integer as vacant_nights
  from (
    select day::date as starts_on, (day + interval '1 month')::date as next_on
      from generate_series(
        date_trunc('month', (select min(opens_on) from beds where authority_code = (select noted_reader('bed_months')))::timestamp),
        (select reader_today())::timestamp, interval '1 month') day
  ) month
  cross join lateral (
    select used.bed_id, lower(used.nights) as from_on, coalesce(upper(used.nights), 'infinity') as to_on, used.state
      from bed_use used
     where used.authority_code = (select reader_authority()) and used.state <> 'held'
       and used.nights && daterange(month.starts_on, month.next_on)
    union all
    select free.bed_id, coalesce(lower(part.nights), '-infinity'), coalesce(upper(part.nights), 'infinity'),
           case when free.awaiting_departure <= (select reader_today()) then 'occupied' else part.state end
      from bed_free free
      left join held on held.bed_id = free.bed_id
      cross join lateral parts_of(datemultirange(daterange(free.free_from, free.free_to)), held.nights) part
     where free.authority_code = (select reader_authority())
       and free.free_from < month.next_on and free.free_to > month.starts_on
  ) night
  join beds bed on bed.id = night.bed_id
  cross join lateral (
    select least(night.to_on, month.next_on, (select reader_today()) + 1) - greatest(night.from_on, month.starts_on) as nights
  ) part
 where part.nights > 0
 group by month.starts_on, bed.id;
grant select on reporting.bed_months to sufficiency_app, sufficiency_reporting;
