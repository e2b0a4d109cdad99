-- What the service keeps of its own work: retries, reads of children's records, imports and searches.

create table idempotency_keys (
  authority_code text not null references authorities,
  actor          text not null,
  key            text not null check (length(key) between 1 and 255),
  request_hash   text not null,
  status         smallint not null,
  headers        jsonb not null,
  body           jsonb,
  created_at     timestamptz not null default now(),
  primary key (authority_code, actor, key)
);

create table access_log (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  at             timestamptz not null default now(),
  actor          text not null,
  role           text not null,
  action         text not null,
  purpose        text,
  request_id     text not null,
  child_ids      uuid[] not null
);
create index access_log_by_child on access_log using gin (child_ids);

create table imports (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  kind           text not null check (kind in ('ssda903')),
  accept_partial boolean not null default false,
  status         text not null check (status in ('queued', 'running', 'succeeded', 'rejected', 'failed')),
  requested_by   text not null,
  files          jsonb not null,
  counts         jsonb not null default '{}',
  problem        jsonb,
  created_at     timestamptz not null default now(),
  finished_at    timestamptz
);

-- The rows as they were received, and what became of each.
create table import_rows (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  import_id      uuid not null references imports on delete cascade,
  file           text not null,
  module         text not null,
  row_number     integer not null,
  received       jsonb not null,
  outcome        text not null check (outcome in ('new', 'changed', 'unchanged', 'rejected')),
  unique (import_id, file, module, row_number)
);

create table import_findings (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  import_id      uuid not null references imports on delete cascade,
  kind           text not null check (kind in ('rejected', 'repaired', 'noted')),
  file           text not null,
  module         text not null,
  row_number     integer,
  column_name    text,
  value          text,
  rule           text,
  reason         text not null
);
create index import_findings_by_import on import_findings (import_id, id);

create table vacancy_searches (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  searched_at    timestamptz not null default now(),
  searched_by    text not null,
  criteria       jsonb not null,
  found          integer not null,
  excluded       jsonb not null
);
