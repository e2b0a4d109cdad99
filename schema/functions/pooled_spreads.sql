-- after: authority_settings, current_authority, forecasts

create or replace function pooled_spreads() returns table (
  level text, horizon integer, half_widths double precision, origins double precision, authorities integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  with latest as (
    select distinct on (f.authority_code) f.result->'calibration'->'learned' as learned
      from forecasts f
      join authority_settings s on s.authority_code = f.authority_code and s.shares_forecast_spreads
     where f.status = 'done' and jsonb_typeof(f.result->'calibration'->'learned') = 'array'
       and f.authority_code <> current_authority()
       and exists (select from authority_settings own
                    where own.authority_code = current_authority() and own.shares_forecast_spreads)
     order by f.authority_code, f.as_at desc, f.created_at desc
  )
  select one.level, one.horizon, sum(one."halfWidths" * one.origins) / sum(one.origins), sum(one.origins),
         count(*)::integer
    from latest
   cross join lateral jsonb_to_recordset(latest.learned)
         one (level text, horizon integer, "halfWidths" double precision, origins double precision)
   where one.origins > 0
   group by 1, 2
  having count(*) >= 5
$$;
comment on function pooled_spreads is
  'How wide the forecasts of at least five other authorities that share it had to be, all together; nothing of any one of them, and '
  'nothing for an authority that does not share its own.';
revoke execute on function pooled_spreads from public;
grant execute on function pooled_spreads to sufficiency_app;
