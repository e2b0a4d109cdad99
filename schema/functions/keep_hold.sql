create or replace function keep_hold() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform lock_beds(array(select bed_id from hold_beds where hold_id = new.id));
  if old.ended_at is not null or exists (
      select from hold_beds b
       where b.hold_id = new.id
         and not exists (select from bed_use u where u.hold_id = b.hold_id and u.bed_id = b.bed_id)) then
    perform refuse('hold_still_held', 'the hold has lapsed or ended');
  end if;
  if new.ended_at is null then
    if new.expires_at > new.created_at + longest_hold(new.id) then
      perform refuse('hold_no_longer_than_allowed', 'an authority lets its beds be held for less long');
    end if;
    update bed_use set expires_at = new.expires_at where hold_id = new.id;
  else
    delete from bed_use where hold_id = new.id;
  end if;
  return new;
end $$;
comment on function keep_hold is
  'Refuses to extend a hold for longer than it may, or to extend or end one that no longer has its beds, and keeps the use of its beds as the hold has it.';
