create or replace function follow_child() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  update placements set child_id = child_id where child_id = new.id and home_postcode is null;
  return null;
end $$;
comment on function follow_child is
  'Gives the placements of a child whose home postcode changes their distances and locations anew.';
