create or replace function forecast_type_of(placement_type text) returns text
language sql immutable parallel safe
as $$
  select case placement_type
    when 'internal-foster' then 'internal-foster'
    when 'ifa' then 'ifa'
    when 'other-authority-foster' then 'ifa'
    when 'connected-carer' then 'connected-carer'
    when 'residential' then 'residential'
    when 'supported-accommodation' then 'supported'
    when 'supported-lodgings' then 'supported'
    when 'independent-living' then 'supported'
    when 'with-parents' then 'with-parents'
    when 'placed-for-adoption' then 'adoption'
    else 'other'
  end
$$;
comment on function forecast_type_of is 'The type under which a forecast counts a placement type; other where none is recorded.';
