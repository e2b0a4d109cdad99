-- Values of measures by month, kept for those who read sets of the feeds: the engine computes them in the service.

create table measure_values (
  authority_code     text not null references authorities,
  month              date not null check (month = date_trunc('month', month::timestamp)::date),
  measure            text not null collate "C",
  period             text not null collate "C" check (period in ('day', 'month', 'year-to-date', 'rolling-year')),
  dimension          text not null collate "C",
  code               text not null collate "C",
  from_on            date not null,
  as_at              date not null,
  numerator          float8,
  denominator        float8,
  value              float8,
  unknown            integer not null check (unknown >= 0),
  unit               text not null,
  definition_version smallint not null check (definition_version >= 1),
  primary key (authority_code, month, measure, period, dimension, code),
  check (from_on <= as_at)
);
comment on table measure_values is
  'The value of each measure by month, whole and by single dimensions, as the engine last computed it.';

create table measure_computations (
  authority_code text primary key references authorities,
  computed_at    timestamptz not null,
  -- The day that was today, and which transactions were seen.
  today          date not null,
  snapshot       pg_snapshot not null,
  changed_at     timestamptz not null
);
comment on table measure_computations is
  'When the values of each authority were last computed, and which transactions these show; when that last changed any.';

select isolate('measure_values'), isolate('measure_computations');
grant select, insert, update, delete on measure_values, measure_computations to sufficiency_app;
