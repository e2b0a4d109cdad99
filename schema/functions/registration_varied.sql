create or replace function registration_varied() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  of_providers uuid[] := array[new.provider_id, old.provider_id];
begin
  -- No bed may be added meanwhile.
  perform 1 from homes where provider_id = any(of_providers) order by id for no key update;
  perform refresh_bed_free(array(
    select b.id from beds b join homes h on h.id = b.home_id where h.provider_id = any(of_providers)));
  perform refresh_care_facts(array(
    select distinct p.child_id from placements p join homes h on h.id = p.home_id
     where h.provider_id = any(of_providers)));
  return null;
end $$;
comment on function registration_varied is
  'Refreshes the free intervals of beds, and the facts of children in them, when a category of their provider''s '
  'registration is added or taken off.';
