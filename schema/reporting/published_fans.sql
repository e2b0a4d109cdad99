-- after: noted_reader, reader_authority
create or replace view reporting.published_fans with (security_barrier) as
select forecast.id as forecast_id,
       date_trunc('month', asked.as_at::timestamp)::date as month,
       coalesce(series.category, 'all') as category,
       coalesce(series."ageBand", 'all') as age_band,
       asked.as_at,
       (number.interval ->> 'p10')::integer as p10,
       (number.interval ->> 'p25')::integer as p25,
       (number.interval ->> 'p50')::double precision as p50,
       (number.interval ->> 'p75')::integer as p75,
       (number.interval ->> 'p90')::integer as p90
  from forecasts forecast
 cross join lateral jsonb_to_recordset(forecast.result -> 'series') as series (
         category text, "ageBand" text, "isPublic" boolean, "values" jsonb)
 cross join lateral jsonb_to_recordset(series."values") as number (month integer, interval jsonb)
 cross join lateral (select (forecast.result -> 'months' ->> (number.month - 1))::date as as_at) asked
 where forecast.status = 'done' and series."isPublic"
   and forecast.authority_code = (select reader_authority()) and (select noted_reader('published_fans')) is not null;
grant select on reporting.published_fans to sufficiency_app, sufficiency_reporting;
