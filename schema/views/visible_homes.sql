create or replace view visible_homes with (security_barrier) as
select h.id, h.authority_code, h.provider_id, h.name, h.kind, h.placement_type, h.ofsted_urn,
       case when s.secret then null else h.postcode end as postcode,
       case when s.secret then middle_of_square(h.easting) else h.easting end as easting,
       case when s.secret then middle_of_square(h.northing) else h.northing end as northing,
       h.located_authority_code, h.confidential, h.shared, h.registered_places, h.age_from, h.age_to, h.accepts,
       h.capabilities, h.takes_siblings, h.takes_emergencies, h.faiths, h.languages, h.cultures, h.long_term, h.opens_on,
       h.closes_on, h.mockingbird_hub_id, h.version, h.created_at, h.updated_at, h.registered_on, h.registration_ended_on,
       h.accommodation_category, case when s.secret then null else h.address end as address, h.takes_parent_and_child,
       (select p.country from postcodes p where p.postcode = h.postcode) as located_country
  from homes h
  cross join lateral (select h.confidential and h.authority_code <> current_authority() as secret) s
 where h.authority_code = current_authority()
    or h.shared and current_authority() is not null and (select sandbox_authority()) is null;
comment on view visible_homes is
  'The homes of the reader''s authority, and those that others share, with what may be told of them: a confidential home of '
  'another authority has no address, and is in the middle of its 2 km square. To look up one by its id in a join: lateral, with `offset 0`.';
grant select on visible_homes to sufficiency_app;
