create or replace function area_of(responsible text, located text, country text, stated text) returns text
language sql stable
as $$
  select case
    when place is null then 'unknown'
    when place = responsible then 'own'
    when place = 'outside-england' then place
    when exists (select from adjoining_authorities a
                  where a.authority_code = responsible and a.adjoining_code = place) then 'adjoining'
    else 'beyond' end
  from (select coalesce(located, case when country <> 'E' then 'outside-england' end, stated) as place) p
$$;
comment on function area_of is
  'Where a placement is, seen from the responsible authority: own, adjoining, beyond, outside-england or unknown. What '
  'is stated counts where the postcode says nothing.';
