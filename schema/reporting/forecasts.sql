-- after: noted_reader, reader_authority, reader_may
create or replace view reporting.forecasts with (security_barrier) as
select forecast.id as forecast_id,
       case when (select reader_may('forecasts:read')) then forecast.title end as title,
       forecast.as_at,
       coalesce((forecast.asked ->> 'knownAt')::timestamptz, forecast.started_at) as known_at,
       forecast.result ->> 'method' as method,
       (forecast.result ->> 'children')::integer as children,
       (forecast.result ->> 'historyFrom')::date as history_from,
       jsonb_array_length(forecast.result -> 'months') as months_ahead,
       forecast.finished_at
  from forecasts forecast
 where forecast.status = 'done' and forecast.authority_code = (select reader_authority()) and (select noted_reader('forecasts')) is not null;
grant select on reporting.forecasts to sufficiency_app, sufficiency_reporting;
