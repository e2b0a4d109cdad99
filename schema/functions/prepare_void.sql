create or replace function prepare_void() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform lock_beds(array[new.bed_id, case when tg_op = 'UPDATE' then old.bed_id end]);
  return new;
end $$;
comment on function prepare_void is 'Locks the beds of a void before it is written.';
