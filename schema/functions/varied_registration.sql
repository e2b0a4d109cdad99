-- after: category_variations

create or replace function varied_registration(home uuid) returns daterange
language plpgsql stable set plan_cache_mode = force_generic_plan
as $$
begin
  return (
    select coalesce(
      (select nights(p.supported_registered_on, p.supported_registration_ended_on) * daterange(v.added_on, v.removed_on)
         from homes h
         join providers p on p.id = h.provider_id
         join category_variations v on v.provider_id = p.id and v.category = h.accommodation_category
        where h.id = home and p.supported_registered_on is not null
          and h.kind in ('supported-accommodation', 'supported-lodgings', 'independent-living')
          and (v.added_on is not null or v.category = any(p.supported_categories))),
      registered_nights(home)));
end $$;
comment on function varied_registration is
  'The nights on which a registration with Ofsted covers a home: registered_nights, but where its category was added to '
  'its provider''s registration, or taken off, on a day.';
