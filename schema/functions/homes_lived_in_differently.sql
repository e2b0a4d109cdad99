create or replace function homes_lived_in_differently() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  homes_changed uuid[] := array(
    select home_id from changed where bed_id is null and home_id is not null);
begin
  if tg_op = 'UPDATE' then
    homes_changed := homes_changed || array(
      select home_id from before where bed_id is null and home_id is not null);
  end if;
  perform refresh_bed_free(array(
    select b.id from unnest(homes_changed) home, homes_of_registration(home) building
      join homes h on h.id = building
      join beds b on b.home_id = h.id
     where h.registered_places is not null));
  return null;
end $$;
comment on function homes_lived_in_differently is
  'Refreshes the free intervals of beds in homes, and in the other buildings of their registration, in which someone '
  'lives without a bed: places_in_question counts them.';
