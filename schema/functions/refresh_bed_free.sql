create or replace function refresh_bed_free(beds_changed uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off
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
  insert into bed_free (bed_id, free_from, free_to, awaiting_departure, home_id, authority_code, shared,
                        placement_type, home_kind, bed_kind, age_from, age_to, accepts, capabilities,
                        takes_siblings, takes_emergencies, confidential, ofsted_grade, located_authority_code,
                        easting, northing, registered, places)
  select n.bed_id, n.free_from, n.free_to, n.awaiting_departure, n.home_id, n.authority_code, n.shared,
         n.placement_type, n.home_kind, n.bed_kind, n.age_from, n.age_to, n.accepts, n.capabilities,
         n.takes_siblings, n.takes_emergencies, n.confidential, n.ofsted_grade, n.located_authority_code,
         n.easting, n.northing, n.registered, n.places
    from unnest(fresh) n;
end $$;
comment on function refresh_bed_free is
  'Brings the free intervals of these beds to what the records say now; only those that differ are written.';
revoke execute on function refresh_bed_free from public;
