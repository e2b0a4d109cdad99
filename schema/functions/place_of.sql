create or replace function place_of(responsible text, home_postcode text, placement_postcode text,
  out miles numeric, out location text, out located_in text)
language plpgsql stable
as $$
begin
  select distance_miles(h.easting, h.northing, p.easting, p.northing),
         case when p.postcode is null then 'unknown'
              when p.authority_code = responsible then 'in'
              when p.authority_code is null and p.country = 'E' then 'unknown'
              else 'out' end,
         coalesce(p.authority_code, case when p.country <> 'E' then 'outside-england' end)
    into miles, location, located_in
    from (select 1) one
    left join postcodes h on h.postcode = home_postcode
    left join postcodes p on p.postcode = placement_postcode;
end $$;
comment on function place_of is
  'Where a placement is: miles from the child''s home, in or out of the responsible authority, and in which authority.';
