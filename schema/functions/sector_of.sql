create or replace function sector_of(provider_code text) returns text
language sql immutable parallel safe
as $$
  select case provider_code
    when 'PR0' then 'parents'
    when 'PR1' then 'own'
    when 'PR2' then 'other-authority'
    when 'PR3' then 'other-public'
    when 'PR4' then 'private'
    when 'PR5' then 'voluntary'
  end
$$;
comment on function sector_of is 'The sector of a provider code of the return (SSDA903 PLACE_PROVIDER).';
