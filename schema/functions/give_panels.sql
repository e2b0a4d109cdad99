create or replace function give_panels() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into panels (authority_code, reference, title, purpose, meets, chair_role, roles)
  select a.code, p.* from added a, built_in_panels() p;
  return null;
end $$;
comment on function give_panels is 'Gives a new authority its own copy of the panels.';
