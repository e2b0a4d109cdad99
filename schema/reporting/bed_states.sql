-- after: nights, noted_reader, parts_of, reader_authority, reader_today
-- The nights of beds are those of the function bed_nights, for whoever reads; none is told of after today.
create or replace view reporting.bed_states with (security_barrier) as
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
select night.bed_id,
       bed.home_id,
       night.from_on,
       case when night.to_on <= (select reader_today()) then night.to_on end as to_on,
       night.state,
       night.void_reason
  from (
    select used.bed_id, lower(used.nights) as from_on, coalesce(upper(used.nights), 'infinity') as to_on, used.state,
           coalesce(used.void_reason, 'not-void') as void_reason
      from bed_use used
     where used.authority_code = (select noted_reader('bed_states')) and used.state <> 'held'
    union all
    select free.bed_id, coalesce(lower(part.nights), '-infinity'), coalesce(upper(part.nights), 'infinity'),
           case when free.awaiting_departure <= (select reader_today()) then 'occupied' else part.state end, 'not-void'
      from bed_free free
      left join held on held.bed_id = free.bed_id
      cross join lateral parts_of(datemultirange(daterange(free.free_from, free.free_to)), held.nights) part
     where free.authority_code = (select reader_authority())
  ) night
  join beds bed on bed.id = night.bed_id
 where night.from_on <= (select reader_today());
grant select on reporting.bed_states to sufficiency_app, sufficiency_reporting;
