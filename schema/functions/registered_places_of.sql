create or replace function registered_places_of(home uuid) returns smallint
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select min(h.registered_places) from homes_of_registration(home) building join homes h on h.id = building
   where exists (select from homes seen
                  where seen.id = home and (seen.shared or seen.authority_code = current_authority()))
$$;
comment on function registered_places_of is
  'The places of the registration that a home belongs to, over all its buildings. While they say different numbers, '
  'the smallest.';
