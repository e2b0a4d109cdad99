create or replace function care_described_differently() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  case tg_table_name when 'children' then
    perform refresh_care_facts(array_agg(id))
      from changed c join before b using (id)
     where (c.authority_code, c.date_of_birth, c.sex, c.ethnicity, c.uasc, c.uasc_ceased_on, c.disabled)
           is distinct from
           (b.authority_code, b.date_of_birth, b.sex, b.ethnicity, b.uasc, b.uasc_ceased_on, b.disabled);
  when 'homes' then
    perform refresh_care_facts(array_agg(distinct p.child_id))
      from changed c join before b using (id) join placements p on p.home_id = c.id
     where (c.kind, c.provider_id, c.registered_on, c.registration_ended_on, c.accommodation_category)
           is distinct from
           (b.kind, b.provider_id, b.registered_on, b.registration_ended_on, b.accommodation_category);
  when 'providers' then
    perform refresh_care_facts(array_agg(distinct p.child_id))
      from changed c join before b using (id) join homes h on h.provider_id = c.id join placements p on p.home_id = h.id
     where (c.supported_registered_on, c.supported_registration_ended_on, c.supported_categories)
           is distinct from
           (b.supported_registered_on, b.supported_registration_ended_on, b.supported_categories);
  end case;
  return null;
end $$;
comment on function care_described_differently is
  'Refreshes the facts of children who, or whose homes, are described or registered differently.';
