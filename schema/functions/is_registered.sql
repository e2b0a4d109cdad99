create or replace function is_registered(home uuid, day date) returns boolean
language sql stable security definer set search_path = public
as $$
  select case
    when h.kind in ('childrens-home', 'secure-childrens-home') then
      h.registered_on is not null and nights(h.registered_on, h.registration_ended_on) @> day
    when h.kind in ('supported-accommodation', 'supported-lodgings', 'independent-living') then
      p.supported_registered_on is not null
      and nights(p.supported_registered_on, p.supported_registration_ended_on) @> day
      and coalesce(h.accommodation_category = any(p.supported_categories), false)
    else h.kind <> 'unregistered' end
    from homes h join providers p on p.id = h.provider_id
   where h.id = home and (h.shared or h.authority_code = current_authority())
$$;
comment on function is_registered is
  'Whether a registration with Ofsted covers a home on a day: a children''s home''s own, or its provider''s for '
  'supported accommodation of its category. Homes of kinds that need none count as registered.';
