-- after: noted_reader, reader_authority, reader_may
create or replace view reporting.forecast_scores with (security_barrier) as
select forecast.id as forecast_id,
       score.level,
       score.horizon,
       score.origins,
       score."independentOrigins" as independent_origins,
       case when may.read then score.error end as error,
       case when may.read then (score.ratios ->> 'naive')::double precision end as naive_ratio,
       case when may.read then (score.ratios ->> 'dmr-24')::double precision end as demand_model_ratio,
       case when may.read then score.bias end as bias,
       case when may.read then score.coverage end as coverage,
       case when may.read then score.crps end as crps
  from forecasts forecast
 cross join lateral jsonb_to_recordset(forecast.result -> 'backTest' -> 'scores') as score (
         level text, horizon integer, origins integer, "independentOrigins" integer, error double precision,
         ratios jsonb, bias double precision, coverage double precision, crps double precision)
 cross join (select reader_may('forecasts:read') as read) may
 where forecast.status = 'done' and jsonb_typeof(forecast.result -> 'backTest') = 'object'
   and forecast.authority_code = (select reader_authority()) and (select noted_reader('forecast_scores')) is not null;
grant select on reporting.forecast_scores to sufficiency_app, sufficiency_reporting;
