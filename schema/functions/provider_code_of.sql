create or replace function provider_code_of(sector text) returns text
language sql immutable parallel safe
as $$
  select case sector
    when 'own'             then 'PR1'
    when 'other-authority' then 'PR2'
    when 'other-public'    then 'PR3'
    when 'private'         then 'PR4'
    when 'voluntary'       then 'PR5'
  end
$$;
comment on function provider_code_of is 'The code of a sector in the return (SSDA903 PLACE_PROVIDER).';
