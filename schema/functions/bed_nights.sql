create or replace function bed_nights(today date)
returns table (bed_id uuid, authority_code text, home_id uuid, from_on date, to_on date, state text,
               void_reason text)
language sql stable
as $$
  with held as materialized (select * from held_nights(now()))
  select u.bed_id, u.authority_code, b.home_id, lower(u.nights), coalesce(upper(u.nights), 'infinity'),
         u.state, u.void_reason
    from bed_use u join beds b on b.id = u.bed_id
   where u.state <> 'held'
  union all
  select f.bed_id, f.authority_code, f.home_id, f.free_from, f.free_to,
         case when f.awaiting_departure <= today then 'occupied' else 'vacant' end, null
    from bed_free f
   where not exists (select from held where held.bed_id = f.bed_id)
  union all
  select f.bed_id, f.authority_code, f.home_id, coalesce(lower(part.nights), '-infinity'),
         coalesce(upper(part.nights), 'infinity'),
         case when f.awaiting_departure <= today then 'occupied' else part.state end, null
    from bed_free f
    join held on held.bed_id = f.bed_id,
    lateral parts_of(datemultirange(daterange(f.free_from, f.free_to)), held.nights) part
$$;
comment on function bed_nights is
  'Every bed-night in one state: used (void, committed, occupied) or vacant. Committed is agreed and not started, '
  'or held. A bed whose child has stayed past the planned end is occupied still; asked on a day, so it takes that '
  'day.';
