-- after: visible_homes

create or replace function point_told(own_postcode text, of_type text, home visible_homes,
  out postcode text, out easting integer, out northing integer, out about boolean)
language plpgsql stable
as $$
begin
  select seen.postcode, seen.easting, seen.northing, seen.about into postcode, easting, northing, about
    from point_seen(own_postcode, home) seen;
  if not about and not sees_addresses()
     and (own_postcode is null and coalesce(home.confidential, false)
       or own_postcode is not null and not coalesce(shows_address(of_type), false)) then
    about := true;
    easting := middle_of_square(easting);
    northing := middle_of_square(northing);
  end if;
end $$;
comment on function point_told(text, text, visible_homes) is
  'The point of a stay of a placement type from which miles are told to the reader: that of `point_seen`, and for whoever may not see addresses the middle of its square where people live. As of `place_of`, `miles_shown`.';
