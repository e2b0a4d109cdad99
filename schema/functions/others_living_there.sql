create or replace function others_living_there(home uuid, day date, besides uuid) returns bigint
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select count(*) from placements p
   where p.home_id = any(array(select * from homes_of_registration(home))) and p.id <> besides
     and (p.nights @> day or p.stay @> day)
     and exists (select from homes h where h.id = home and (h.shared or h.authority_code = current_authority()))
$$;
comment on function others_living_there is
  'How many live in a home, or in all buildings of its registration, on a day beside one placement, whoever placed them: a registration is for so many.';
