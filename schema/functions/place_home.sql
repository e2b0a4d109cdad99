create or replace function place_home() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  new.postcode := compact_postcode(new.postcode);
  new.placement_type := coalesce(
    (select placement_type_of(new.kind, p.sector) from providers p where p.id = new.provider_id), 'other');
  select p.authority_code, p.easting, p.northing
    into new.located_authority_code, new.easting, new.northing
    from (select 1) one left join postcodes p on p.postcode = new.postcode;
  return new;
end $$;
comment on function place_home is
  'Gives a home its placement type, the authority it lies in and its grid reference, from its kind, its provider '
  'and its postcode.';
