create or replace function bed_nights_as_known(at timestamptz)
returns table (bed_id uuid, authority_code text, home_id uuid, from_on date, to_on date, state text,
               void_reason text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  with bed as materialized (
    select * from as_known(null::beds, at) where authority_code = current_authority()
  ), changed as materialized (
    select distinct on (record_id) record_id, before
      from record_versions where record_type = 'placements' and recorded_at > at
     order by record_id, id
  ), placement as materialized (
    select p.* from placements p
     where p.bed_id in (select id from bed) and p.created_at <= at
       and not exists (select from changed c where c.record_id = p.id)
    union all
    select p.* from changed c, jsonb_populate_record(null::placements, c.before) p
     where c.before is not null and p.bed_id in (select id from bed)
  ), used as materialized (
    select p.bed_id, p.nights, case when p.started_on is null then 'committed' else 'occupied' end as state,
           null::text as void_reason
      from placement p where not isempty(p.nights)
    union all
    select v.bed_id, nights(v.starts_on, v.ends_on), 'void', v.reason
      from as_known(null::voids, at) v where v.authority_code = current_authority()
  ), busy as materialized (
    select bed_id, range_agg(nights) as nights from used group by bed_id
  ), staying as materialized (
    select bed_id, min(planned_to) as planned_to
      from placement where started_on is not null and ended_on is null group by bed_id
  )
  select u.bed_id, b.authority_code, b.home_id, lower(u.nights), coalesce(upper(u.nights), 'infinity'), u.state,
         u.void_reason
    from used u join bed b on b.id = u.bed_id
  union all
  select b.id, b.authority_code, b.home_id, lower(part.nights), coalesce(upper(part.nights), 'infinity'),
         case when staying.planned_to <= least(lower(part.nights), (at at time zone 'Europe/London')::date)
         then 'occupied' else part.state end, null
    from bed b
    left join busy on busy.bed_id = b.id
    left join staying on staying.bed_id = b.id
    left join held_nights(at) held on held.bed_id = b.id,
    lateral parts_of(datemultirange(b.open_nights) - coalesce(busy.nights, '{}'), held.nights) part
$$;
comment on function bed_nights_as_known is
  'The nights of the authority''s beds as they were recorded at an instant: bed_nights() of then.';
