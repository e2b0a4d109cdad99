create or replace function recompute_locations(out homes_changed bigint, out placements_changed bigint)
language plpgsql
as $$
begin
  with moved as (
    update homes h set postcode = h.postcode
      from homes o left join postcodes p on p.postcode = o.postcode
     where h.id = o.id
       and (o.located_authority_code, o.easting, o.northing)
           is distinct from (p.authority_code, p.easting, p.northing)
    returning 1)
  select count(*) into homes_changed from moved;
  with moved as (
    update placements set child_id = placements.child_id
      from placements o
      join children c on c.id = o.child_id
      cross join lateral place_of(o.authority_code, coalesce(o.home_postcode, c.home_postcode),
                                o.postcode, o.home_id, o.placement_type) p
     where placements.id = o.id
       and (o.distance_miles, o.distance_shown, o.location, o.located_in)
           is distinct from (p.miles, p.miles_shown, p.location, p.located_in)
    returning 1)
  select count(*) into placements_changed from moved;
end $$;
comment on function recompute_locations is
  'After a postcode directory is loaded: homes and placements take what it now says. Returns how many changed.';
