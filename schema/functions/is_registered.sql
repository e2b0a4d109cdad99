create or replace function is_registered(home uuid, day date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
  return (
    select varied_registration(h.id) @> day
      from homes h
     where h.id = home and (h.shared or h.authority_code = current_authority()));
end $$;
comment on function is_registered is
  'Whether a registration with Ofsted covers a home on a day, as varied_registration has it; null where the authority '
  'sees no such home.';
