create or replace function use_bed_for_hold() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform lock_beds(array[new.bed_id]);
  if not exists (select from beds b join homes h on h.id = b.home_id
                  where b.id = new.bed_id and (h.shared or b.authority_code = new.authority_code)) then
    perform refuse('hold_in_visible_bed', 'there is no such bed, or none that this authority sees');
  end if;
  insert into bed_use (bed_id, authority_code, used_by, state, nights, hold_id, expires_at)
  select b.id, b.authority_code, h.authority_code, 'held', nights(h.from_on, h.to_on), h.id, h.expires_at
    from beds b, holds h
   where b.id = new.bed_id and h.id = new.hold_id;
  if exists (select from holds h where h.id = new.hold_id and h.expires_at > h.created_at + longest_hold(h.id)) then
    perform refuse('hold_no_longer_than_allowed', 'an authority lets its beds be held for less long');
  end if;
  return null;
end $$;
comment on function use_bed_for_hold is 'Uses a bed for a hold, unless its authority does not see the bed or holds it for longer than it may.';
