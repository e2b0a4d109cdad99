create or replace function living_in(homes_asked uuid[], night date)
returns table (home_id uuid, age integer, oldest_age integer, sex text, own_child_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select p.home_id, age_on(night, coalesce(c.date_of_birth, upper(b.born) - 1)), age_on(night, lower(b.born)), s.sex, c.id
    from placements p
    join children s on s.id = p.child_id
    join homes h on h.id = p.home_id
    left join children c on c.id = s.id and p.authority_code = current_authority()
    left join lateral (select born_between(s.date_of_birth) as born where c.id is null) b on true
   where p.home_id = any(homes_asked) and (p.nights @> night or p.stay @> night)
     and (h.shared or h.authority_code = current_authority())
$$;
comment on function living_in is
  'Who lives in homes that the reader sees on a night, by age and sex; which child it is and how old exactly, of the '
  'reader''s own alone. Of another authority''s child the age is the youngest that it may be, beside the oldest, which is null of others.';
