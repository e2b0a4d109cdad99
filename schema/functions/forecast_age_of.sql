create or replace function forecast_age_of(age smallint) returns text
language sql immutable parallel safe
as $$
  select case when age < 1 then 'under-1' when age < 5 then '1-4' when age < 10 then '5-9' when age < 16 then '10-15' else '16-17' end
$$;
comment on function forecast_age_of is 'The age band of forecasts of an age in years.';
