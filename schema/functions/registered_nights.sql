create or replace function registered_nights(home uuid) returns daterange
language plpgsql stable set plan_cache_mode = force_generic_plan
as $$
begin
  return (
    select case
      when h.kind in ('childrens-home', 'secure-childrens-home') then
        case when h.registered_on is null then 'empty' else nights(h.registered_on, h.registration_ended_on) end
      when h.kind in ('supported-accommodation', 'supported-lodgings', 'independent-living') then
        case when p.supported_registered_on is not null and h.accommodation_category = any(p.supported_categories)
             then nights(p.supported_registered_on, p.supported_registration_ended_on) else 'empty' end
      when h.kind = 'unregistered' then 'empty'
      else daterange(null, null) end
      from homes h left join providers p on p.id = h.provider_id
     where h.id = home);
end $$;
comment on function registered_nights is
  'The nights on which a registration with Ofsted covers a home: a children''s home''s own, or its provider''s for '
  'supported accommodation of its category. All nights for homes of kinds that need none.';
