create or replace function forecast_category_of(forecast_type text) returns text
language sql immutable parallel safe
as $$
  select case forecast_type
    when 'internal-foster' then 'fostering'
    when 'ifa' then 'fostering'
    when 'connected-carer' then 'fostering'
    when 'residential' then 'residential'
    when 'supported' then 'supported'
    else 'other'
  end
$$;
comment on function forecast_category_of is 'The category of a type of forecasts.';
