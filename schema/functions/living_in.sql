create or replace function living_in(homes_asked uuid[], night date)
returns table (home_id uuid, age integer, sex text, own_child_id uuid)
language sql stable security definer set search_path = public
as $$
  select p.home_id, extract(year from age(night, c.date_of_birth))::integer, c.sex,
         case when p.authority_code = current_authority() then c.id end
    from placements p
    join children c on c.id = p.child_id
    join homes h on h.id = p.home_id
   where p.home_id = any(homes_asked) and (p.nights @> night or p.stay @> night)
     and (h.shared or h.authority_code = current_authority())
$$;
comment on function living_in is
  'Who lives in homes that the reader sees on a night, by age and sex; which child it is, of the reader''s own '
  'alone.';
