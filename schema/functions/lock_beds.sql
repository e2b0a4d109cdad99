create or replace function lock_beds(bed_ids uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if array_remove(bed_ids, null) = '{}' then return; end if;
  perform 1 from beds where id = any(bed_ids) order by id for no key update;
  delete from bed_use
   where bed_id = any(bed_ids) and hold_id is not null and expires_at <= clock_timestamp();
end $$;
comment on function lock_beds is
  'Locks the beds for this transaction, always in one order, and clears them of holds that have run out: a '
  'constraint cannot know the time, but under the lock a row that has run out can be taken away before it is in '
  'anyone''s way.';
revoke execute on function lock_beds from public;
