create or replace function place_of(responsible text, home_postcode text, own_postcode text, in_home uuid, of_type text,
  out miles numeric, out miles_shown numeric, out location text, out located_in text)
language plpgsql stable
as $$
begin
  select miles_seen(h.easting, h.northing, seen.easting, seen.northing, seen.about),
         case when seen.about
                or case when own_postcode is null then home.confidential is true else not shows_address(of_type) end
              then miles_seen(h.easting, h.northing, middle_of_square(seen.easting), middle_of_square(seen.northing), true)
              else miles_seen(h.easting, h.northing, seen.easting, seen.northing, false) end,
         case when p.postcode is null then 'unknown'
              when p.authority_code = responsible then 'in'
              when p.authority_code is null and p.country = 'E' then 'unknown'
              else 'out' end,
         coalesce(p.authority_code, case when p.country <> 'E' then 'outside-england' end)
    into miles, miles_shown, location, located_in
    from (select 1) one
    left join homes home on home.id = in_home
    cross join lateral point_seen(responsible, own_postcode, home) seen
    left join postcodes h on h.postcode = home_postcode
    left join postcodes p on p.postcode = seen.postcode;
end $$;
comment on function place_of is
  'Where a placement of a type is, as its authority may know it: miles from the child''s home, what of them those are told who may not see addresses, in or out of the responsible authority, and in which authority. The second postcode is the one recorded with the placement.';
