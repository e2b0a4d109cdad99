create or replace function follow_home() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  update placements set home_id = home_id where home_id = new.id and postcode is null;
  return null;
end $$;
comment on function follow_home is
  'Gives the placements in a home that changes postcode their distances and locations anew.';
