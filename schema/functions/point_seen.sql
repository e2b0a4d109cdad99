-- after: visible_homes

create or replace function point_seen(reader text, own_postcode text, home homes,
  out postcode text, out easting integer, out northing integer, out about boolean)
language plpgsql stable
as $$
begin
  about := own_postcode is null and coalesce(home.confidential and home.authority_code <> reader, false);
  postcode := coalesce(own_postcode, home.postcode);
  select p.easting, p.northing into easting, northing from postcodes p where p.postcode = point_seen.postcode;
  if about then
    easting := middle_of_square(easting);
    northing := middle_of_square(northing);
  end if;
end $$;
comment on function point_seen(text, text, homes) is
  'The point at which an authority may know a stay to be: that of the postcode recorded with the stay, else of its home. A confidential home of another authority is at the middle of its 2 km square of the national grid, and `about` says so. Whatever is told of the place of a stay is worked out from this point.';

create or replace function point_seen(own_postcode text, home visible_homes,
  out postcode text, out easting integer, out northing integer, out about boolean)
language plpgsql stable
as $$
begin
  about := own_postcode is null and coalesce(home.confidential and home.authority_code <> current_authority(), false);
  if own_postcode is null then
    postcode := home.postcode;
    easting := home.easting;
    northing := home.northing;
  else
    postcode := own_postcode;
    select p.easting, p.northing into easting, northing from postcodes p where p.postcode = own_postcode;
  end if;
end $$;
comment on function point_seen(text, visible_homes) is
  'The same for the reader''s authority. A confidential home of another authority has no postcode.';
