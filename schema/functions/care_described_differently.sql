create or replace function care_described_differently() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_table_name = 'children' then
    perform refresh_care_facts(array_agg(id))
      from changed c join before b using (id)
     where (c.authority_code, c.date_of_birth, c.sex, c.ethnicity, c.uasc, c.uasc_ceased_on, c.disabled)
           is distinct from
           (b.authority_code, b.date_of_birth, b.sex, b.ethnicity, b.uasc, b.uasc_ceased_on, b.disabled);
  else
    perform refresh_care_facts(array_agg(distinct p.child_id))
      from changed c join before b using (id) join placements p on p.home_id = c.id
     where c.kind <> b.kind;
  end if;
  return null;
end $$;
comment on function care_described_differently is
  'Refreshes the facts of children who, or whose homes, are described differently.';
