create or replace function care_moved_between() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_table_name = 'placements' then
    perform refresh_care_facts(array_agg(distinct said.child_id), min(lower(said.stay)))
      from changed c join before b using (id),
      lateral (values (c.child_id, c.stay), (b.child_id, b.stay)) said (child_id, stay)
     where (c.child_id, c.stay, c.placement_type, c.provider_code, c.home_id, c.location, c.distance_miles,
            c.place_code, c.same_carer, c.located_in, c.started_before)
           is distinct from
           (b.child_id, b.stay, b.placement_type, b.provider_code, b.home_id, b.location, b.distance_miles,
            b.place_code, b.same_carer, b.located_in, b.started_before);
  else
    perform refresh_care_facts(array_agg(distinct child_id), min(lower(nights)))
      from (select child_id, nights from changed union all select child_id, nights from before) said;
  end if;
  return null;
end $$;
comment on function care_moved_between is
  'Refreshes the facts of children whose period of care, legal status or placement changed in a way that is '
  'something to the facts.';
