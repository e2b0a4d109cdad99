create or replace function refresh_bed_use(beds_changed uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  untrue bigint[];
  missing bed_use[];
begin
  perform lock_beds(beds_changed);
  select array_agg(k.id) filter (where k.id is not null), array_agg(n) filter (where k.id is null)
    into untrue, missing
    from (select * from bed_use where bed_id = any(beds_changed)) k
    full join bed_use_of(beds_changed) n
      on (k.bed_id, k.authority_code, k.used_by, k.state, k.nights)
         = (n.bed_id, n.authority_code, n.used_by, n.state, n.nights)
     and (k.void_reason, k.stay, k.placement_id, k.void_id, k.hold_id, k.expires_at)
         is not distinct from (n.void_reason, n.stay, n.placement_id, n.void_id, n.hold_id, n.expires_at)
   where k.id is null or n.bed_id is null;
  delete from bed_use where id = any(untrue);
  insert into bed_use (bed_id, authority_code, used_by, state, void_reason, nights, stay, placement_id, void_id, hold_id,
                       expires_at)
  select bed_id, authority_code, used_by, state, void_reason, nights, stay, placement_id, void_id, hold_id, expires_at
    from unnest(missing);
end $$;
comment on function refresh_bed_use is
  'Brings the uses of these beds to what placements, voids and holds say now.';
revoke execute on function refresh_bed_use from public;
