create or replace function most_living_there(home uuid, wanted daterange, besides uuid[], today date) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
  return (
    with others as (
      select r.child_id, r.from_on, r.to_on, coalesce(r.awaited_on <= today, false) as overdue
        from residents r
       where r.home_id = any(array(select * from homes_of_registration(home)))
         and r.child_id <> all(besides) and r.expires_at > now()
         and (daterange(r.from_on, nullif(r.to_on, 'infinity')) && wanted or r.awaited_on <= today)
         and exists (select from homes h
                      where h.id = home and (h.shared or h.authority_code = current_authority()))),
    arrivals as (
      select lower(wanted) as day union select from_on from others where wanted @> from_on)
    select coalesce(max(there.n), 0)
      from arrivals a,
           lateral (select count(distinct o.child_id) as n from others o
                     where o.overdue or (o.from_on <= a.day and a.day < o.to_on)) there);
end $$;
comment on function most_living_there is
  'The most who live in a home, or in all buildings of its registration, at once on some nights, beside some '
  'children, whoever placed them: placed, agreed or held. Planned ends are believed until they have gone by.';
