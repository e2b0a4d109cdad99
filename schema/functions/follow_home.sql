create or replace function follow_home() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  -- One whose place stays as its authority may know it is left as it is: that it changed would tell that the home did.
  update placements p set home_id = p.home_id
    from placements o
    join children c on c.id = o.child_id
    cross join lateral place_of(o.authority_code, coalesce(o.home_postcode, c.home_postcode), null, o.home_id,
                                o.placement_type) now_at
   where p.id = o.id and o.home_id = new.id and o.postcode is null
     and (o.distance_miles, o.distance_shown, o.location, o.located_in)
         is distinct from (now_at.miles, now_at.miles_shown, now_at.location, now_at.located_in);
  return null;
end $$;
comment on function follow_home is
  'Gives the placements in a home that changes postcode, or whether it is confidential, their distances and locations anew.';
