-- after: forecast_age_of, forecast_category_of, forecast_type_of, noted_reader, reader_authority, reader_may, reader_today
create or replace view reporting.forecast_months with (security_barrier) as
with said as (
  select forecast.id as forecast_id,
         (forecast.result -> 'months' ->> (number.month - 1))::date as as_at,
         coalesce(series.category, 'all') as category,
         coalesce(series."placementType", 'all') as placement_type,
         coalesce(series."ageBand", 'all') as age_band,
         series.centre,
         coalesce(series."isPublic", false) as is_public,
         case when (select reader_may('forecasts:read')) then number.mean end as mean,
         case when (select reader_may('forecasts:read')) then number.interval end as interval,
         case when (select reader_may('forecasts:read')) then number.few end as few
    from forecasts forecast
   cross join lateral jsonb_to_recordset(forecast.result -> 'series') as series (
           "by" text, category text, "placementType" text, "ageBand" text, centre text, "isPublic" boolean, "values" jsonb)
   cross join lateral jsonb_to_recordset(series."values") as number (
           month integer, mean double precision, interval jsonb, few jsonb)
   where forecast.status = 'done' and forecast.authority_code = (select reader_authority())
     and series."by" in ('total', 'category', 'placementType', 'ageBand', 'ageBandAndCategory', 'ageBandAndType')
), months_over as (
  select distinct as_at from said where as_at < (select reader_today())
), came as (
  -- Where nobody was, no group has a row: 0.
  select months_over.as_at,
         coalesce(forecast_category_of(forecast_type_of(care.placement_type)), 'all') as category,
         case when grouping(forecast_type_of(care.placement_type)) = 1 then 'all'
              else forecast_type_of(care.placement_type) end as placement_type,
         case when grouping(forecast_age_of(care.age)) = 1 then 'all' else forecast_age_of(care.age) end as age_band,
         count(*)::integer as children
    from months_over
    join care_facts care on care.authority_code = (select reader_authority()) and care.known_to = 'infinity'
                        and care.from_on <= months_over.as_at and care.to_on > months_over.as_at
   where coalesce(care.legal_status, '') not in ('V3', 'V4') and care.age < 18
   group by months_over.as_at,
            rollup (forecast_category_of(forecast_type_of(care.placement_type)), forecast_type_of(care.placement_type)),
            cube (forecast_age_of(care.age))
)
select said.forecast_id,
       date_trunc('month', said.as_at::timestamp)::date as month,
       said.category,
       said.placement_type,
       said.age_band,
       said.as_at,
       said.centre,
       said.mean,
       (said.interval ->> 'p10')::integer as p10,
       (said.interval ->> 'p25')::integer as p25,
       (said.interval ->> 'p50')::double precision as p50,
       (said.interval ->> 'p75')::integer as p75,
       (said.interval ->> 'p90')::integer as p90,
       (said.few ->> 'none')::double precision as none,
       (said.few ->> 'oneOrMore')::double precision as one_or_more,
       (said.few ->> 'twoOrMore')::double precision as two_or_more,
       said.is_public,
       case when months_over.as_at is not null then coalesce(came.children, 0) end as children,
       case when months_over.as_at is not null
            then coalesce(came.children, 0) between (said.interval ->> 'p10')::integer and (said.interval ->> 'p90')::integer
       end as hit
  from said
  left join months_over on months_over.as_at = said.as_at
  left join came on came.as_at = said.as_at and came.category = said.category
                and came.placement_type = said.placement_type and came.age_band = said.age_band
 where (select noted_reader('forecast_months')) is not null;
grant select on reporting.forecast_months to sufficiency_app, sufficiency_reporting;
