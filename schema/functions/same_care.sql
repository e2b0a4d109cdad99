-- after: care_facts

create or replace function same_care(a care_facts, b care_facts) returns boolean
language sql immutable
as $$
  select (a.child_id, a.from_on, a.to_on, a.age, a.sex, a.ethnicity, a.uasc, a.disabled, a.need, a.legal_status,
          a.placement_id, a.placement_type, a.provider_code, a.home_id, a.home_kind, a.location, a.distance_miles,
          a.placements_in_year, a.placements_in_year_temporary, a.long_looked_after, a.long_placed,
          a.unregistered, a.place_code, a.located_in, a.care_started_on, a.care_started_before,
          a.placement_started_on, a.placement_started_before, a.year_known, a.placements_in_two_years,
          a.looked_after_year_before)
         is not distinct from
         (b.child_id, b.from_on, b.to_on, b.age, b.sex, b.ethnicity, b.uasc, b.disabled, b.need, b.legal_status,
          b.placement_id, b.placement_type, b.provider_code, b.home_id, b.home_kind, b.location, b.distance_miles,
          b.placements_in_year, b.placements_in_year_temporary, b.long_looked_after, b.long_placed,
          b.unregistered, b.place_code, b.located_in, b.care_started_on, b.care_started_before,
          b.placement_started_on, b.placement_started_before, b.year_known, b.placements_in_two_years,
          b.looked_after_year_before)
$$;
comment on function same_care is 'Whether two rows of facts say the same, whenever they were known.';
