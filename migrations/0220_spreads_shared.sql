-- Whether what an authority's forecasts have learned of their own errors may help others' forecasts, and others' its own.

alter table authority_settings add column shares_forecast_spreads boolean not null default false;
comment on column authority_settings.shares_forecast_spreads is
  'Whether how wide its forecasts had to be is pooled with that of four others and more, for all who share it.';
