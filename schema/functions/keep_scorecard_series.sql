create or replace function keep_scorecard_series() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  delete from scorecard_series where scorecard_id = new.id;
  insert into scorecard_series (authority_code, scorecard_id, series)
  select distinct new.authority_code, new.id, r ->> 'series'
    from jsonb_array_elements(new.rows) r where r ->> 'series' is not null;
  return null;
end $$;
comment on function keep_scorecard_series is 'Keeps scorecard_series as the rows of a scorecard have them.';
