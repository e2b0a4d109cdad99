create or replace function placement_type_of(home_kind text, sector text) returns text
language sql immutable parallel safe
as $$
  select case home_kind
    when 'fostering-household' then
      case sector when 'own' then 'internal-foster'
                  when 'other-authority' then 'other-authority-foster'
                  else 'ifa' end
    when 'connected-carer-household'  then 'connected-carer'
    when 'childrens-home'             then 'residential'
    when 'secure-childrens-home'      then 'secure'
    when 'nhs-setting'                then 'nhs'
    when 'unregistered'               then 'other'
    else home_kind
  end
$$;
comment on function placement_type_of is
  'What a home offers, which follows from its kind and its provider''s sector.';
