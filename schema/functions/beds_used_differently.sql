create or replace function beds_used_differently() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform refresh_bed_free(array(select distinct bed_id from changed where state <> 'held'));
  return null;
end $$;
comment on function beds_used_differently is
  'Refreshes the free intervals of beds that a use was added to or taken from; holds are no use here.';
