-- What another authority may know of a shared home is less than the row: it reads the view, and its own rows alone in the tables.
-- The file of the view makes it anew; here it is for the policies.

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
grant select on visible_homes to sufficiency_app;

drop policy shared_homes on homes;
drop policy shared_bed_free on bed_free;

alter policy shared_providers on providers using (authority_code = current_authority() or exists (
  select from visible_homes h where h.provider_id = providers.id and h.shared));
alter policy shared_judgements on judgements using (authority_code = current_authority() or exists (
  select from visible_homes h where (h.id = judgements.home_id or h.provider_id = judgements.provider_id) and h.shared));
alter policy shared_beds on beds using (authority_code = current_authority() or exists (
  select from visible_homes h where h.id = beds.home_id and h.shared));
alter policy shared_restrictions on home_restrictions using (authority_code = current_authority()
  or kind <> 'do-not-place' and exists (select from visible_homes h where h.id = home_restrictions.home_id and h.shared));
alter policy shared_contacts on home_contacts using (authority_code = current_authority() or exists (
  select from visible_homes h where h.id = home_contacts.home_id and h.shared and not h.confidential));
alter policy shared_variations on category_variations using (authority_code = current_authority() or exists (
  select from visible_homes h where h.provider_id = category_variations.provider_id and h.shared));
