create or replace function take_turn_of_home() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from homes where id = coalesce(new.home_id, old.home_id) for no key update;
  return coalesce(new, old);
end $$;
comment on function take_turn_of_home is
  'Whoever changes what decides about a home waits for those who place a child there, and they for it.';
