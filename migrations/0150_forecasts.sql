-- Forecasts: what was said of the months to come, and when. Kept for good, so that what came can be compared with it.

insert into event_records (record_type, links) values ('forecasts', '{}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.forecast.requested.v1', 'forecasts', 'created', null, null),
  ('uk.sufficiency.forecast.started.v1',   'forecasts', 'becomes', 'status', 'running'),
  ('uk.sufficiency.forecast.finished.v1',  'forecasts', 'becomes', 'status', 'done'),
  ('uk.sufficiency.forecast.refused.v1',   'forecasts', 'becomes', 'status', 'refused'),
  ('uk.sufficiency.forecast.failed.v1',    'forecasts', 'becomes', 'status', 'failed'),
  ('uk.sufficiency.forecast.cancelled.v1', 'forecasts', 'becomes', 'status', 'cancelled');

create table forecasts (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  title          text check (length(title) between 1 and 120),
  status         text not null default 'queued'
                 check (status in ('queued', 'running', 'done', 'refused', 'failed', 'cancelled')),
  requested_by   text not null,
  -- The last night of which all was known, and with what, so that the same can be computed again.
  as_at          date not null,
  asked          jsonb not null,
  result         jsonb,
  -- These, and its status, as of every job: src/platform/jobs/rows.ts.
  progress       jsonb,
  detail         text,
  heartbeat_at   timestamptz not null default now(),
  started_at     timestamptz,
  finished_at    timestamptz,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  check ((finished_at is not null) = (status in ('done', 'refused', 'failed', 'cancelled'))),
  check ((result is not null) = (status in ('done', 'refused')))
);
comment on table forecasts is 'What was forecast of children in care, from what day, and how the work on it goes. Kept for good.';
create index forecasts_latest on forecasts (authority_code, created_at desc, id desc);
create index forecasts_at_work on forecasts (heartbeat_at) where status in ('queued', 'running');
create trigger touch_version before update on forecasts
  for each row when (old.status is distinct from new.status) execute function touch_version();

select isolate('forecasts'), follow_statements('forecasts', 'emit_events');
-- What has been said stays as it was said.
create policy unfinished_alone on forecasts as restrictive for update to sufficiency_app
  using (status in ('queued', 'running')) with check (true);
grant select, insert on forecasts to sufficiency_app;
grant update (status, progress, result, detail, heartbeat_at, started_at, finished_at) on forecasts to sufficiency_app;
