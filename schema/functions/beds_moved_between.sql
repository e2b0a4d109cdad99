create or replace function beds_moved_between() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform refresh_bed_free(array(
    select bed_id from changed where state <> 'held' union select bed_id from before where state <> 'held'));
  return null;
end $$;
comment on function beds_moved_between is
  'Refreshes the free intervals of beds whose uses changed, those they were of before and those they are of now.';
