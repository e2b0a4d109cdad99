create or replace function care_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_table_name = 'placements' then
    perform refresh_care_facts(array_agg(distinct child_id), min(lower(stay)))
      from changed where not isempty(stay);
  else
    perform refresh_care_facts(array_agg(distinct child_id), min(lower(nights))) from changed;
  end if;
  return null;
end $$;
comment on function care_changed is
  'Refreshes the facts of children with a new or removed period of care, legal status or placement. A placement '
  'speaks of the nights stayed; one that is only planned is nothing to the facts.';
