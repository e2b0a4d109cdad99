-- The free intervals of a bed are kept as before, but only those that differ are written; and in functions whose plans a
-- session keeps, for most of what keeping them cost was planning the same questions again for every row written.

-- The free intervals of these beds as the records say now.
create function bed_free_of(beds_asked uuid[]) returns setof bed_free
language plpgsql stable security definer set search_path = public set plan_cache_mode = force_generic_plan
as $$
begin
  return query
    select b.id, coalesce(lower(free), '-infinity'), coalesce(upper(free), 'infinity'),
           (select max(p.planned_to) from placements p
             where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
               and p.planned_to <= lower(free)),
           h.id, b.authority_code, h.shared, h.placement_type, h.kind, b.kind, h.age_from, h.age_to, h.accepts,
           h.capabilities, h.takes_siblings, h.takes_emergencies, h.confidential,
           coalesce((select j.grade from judgements j where j.home_id = h.id order by j.judged_on desc limit 1),
                    (select j.grade from judgements j where j.provider_id = h.provider_id
                      order by j.judged_on desc limit 1)),
           h.located_authority_code, h.easting, h.northing, h.easting / 10000 * 1000 + h.northing / 10000
      from beds b
      join homes h on h.id = b.home_id,
      lateral unnest(datemultirange(b.open_nights)
        - coalesce((select range_agg(u.nights) from bed_use u
                     where u.bed_id = b.id and u.state <> 'held'), '{}')) free
     where b.id = any(beds_asked);
end $$;

drop function refresh_bed_free;
create function refresh_bed_free(beds_changed uuid[]) returns void
language plpgsql security definer set search_path = public set plan_cache_mode = force_generic_plan
as $$
declare
  stale bed_free[];
  fresh bed_free[];
begin
  if beds_changed = '{}' then return; end if;
  -- One writer at a time for a bed, so that its intervals are made from everything committed.
  perform 1 from beds where id = any(beds_changed) order by id for no key update;
  select array_agg(kept) filter (where f.bed_id is not null), array_agg(n) filter (where n.bed_id is not null)
    into stale, fresh
    from (select k.bed_id, k.free_from, k as kept from bed_free k where k.bed_id = any(beds_changed)) f
    full join bed_free_of(beds_changed) n on n.bed_id = f.bed_id and n.free_from = f.free_from
   where kept is distinct from n;
  delete from bed_free f using unnest(stale) s where f.bed_id = s.bed_id and f.free_from = s.free_from;
  insert into bed_free
  select n.bed_id, n.free_from, n.free_to, n.awaiting_departure, n.home_id, n.authority_code, n.shared,
         n.placement_type, n.home_kind, n.bed_kind, n.age_from, n.age_to, n.accepts, n.capabilities,
         n.takes_siblings, n.takes_emergencies, n.confidential, n.ofsted_grade, n.located_authority_code,
         n.easting, n.northing
    from unnest(fresh) n;
end $$;

-- A placement that changes in ways that are nothing to its bed leaves the use of the bed as it is.
create or replace function use_bed_for_placement() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_op = 'DELETE' then return null; end if;
  if new.bed_id is null or isempty(new.nights) then
    delete from bed_use where placement_id = new.id;
    return null;
  end if;
  insert into bed_use (bed_id, authority_code, used_by, state, nights, stay, placement_id)
  select new.bed_id, b.authority_code, new.authority_code,
         case when new.started_on is null then 'committed' else 'occupied' end, new.nights, new.stay, new.id
    from beds b where b.id = new.bed_id
  on conflict (placement_id) do update
    set bed_id = excluded.bed_id, authority_code = excluded.authority_code, state = excluded.state,
        nights = excluded.nights, stay = excluded.stay
    where (bed_use.bed_id, bed_use.authority_code, bed_use.state, bed_use.nights, bed_use.stay)
          is distinct from
          (excluded.bed_id, excluded.authority_code, excluded.state, excluded.nights, excluded.stay);
  return null;
end $$;

-- Where a placement is, as before.
create or replace function place_of(responsible text, home_postcode text, placement_postcode text,
  out miles numeric, out location text)
language plpgsql stable
as $$
begin
  select distance_miles(h.easting, h.northing, p.easting, p.northing),
         case when p.postcode is null then 'unknown'
              when p.authority_code = responsible then 'in'
              when p.authority_code is null and p.country = 'E' then 'unknown'
              else 'out' end
    into miles, location
    from (select 1) one
    left join postcodes h on h.postcode = home_postcode
    left join postcodes p on p.postcode = placement_postcode;
end $$;

revoke execute on function bed_free_of, refresh_bed_free from public;
