create or replace function provider_registered_differently() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  -- No bed may be added meanwhile.
  perform 1 from homes where provider_id = new.id order by id for no key update;
  perform refresh_bed_free(array(
    select b.id from beds b join homes h on h.id = b.home_id where h.provider_id = new.id));
  return null;
end $$;
comment on function provider_registered_differently is
  'Refreshes the free intervals of beds when their provider''s registration of supported accommodation changes.';
