-- What the service keeps of its own work: retries, reads of children's records, imports, searches and how they rank.

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
comment on table idempotency_keys is
  'What was answered to a request, so that the same request is answered the same when it is sent again.';

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
comment on table access_log is
  'Who read which children''s records, when and what for. Written once and kept.';
create index access_log_by_child on access_log using gin (child_ids);

create table imports (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  kind           text not null check (kind in ('ssda903')),
  accept_partial boolean not null default false,
  status         text not null default 'queued'
                 check (status in ('queued', 'running', 'succeeded', 'rejected', 'failed')),
  requested_by   text not null,
  files          jsonb not null,
  counts         jsonb not null default '{}',
  -- These, and its status, as of every job: src/platform/jobs/rows.ts.
  progress       jsonb,
  detail         text,
  heartbeat_at   timestamptz not null default now(),
  started_at     timestamptz,
  finished_at    timestamptz,
  created_at     timestamptz not null default now()
);
comment on table imports is 'Files that an authority handed in, and what became of them.';
create unique index one_import_at_a_time on imports (authority_code) where status in ('queued', 'running');
create index imports_by_time on imports (authority_code, created_at, id);

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
comment on table import_rows is 'The rows of an import as they were received, and what became of each.';

create table import_findings (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  import_id      uuid not null references imports on delete cascade,
  kind           text not null check (kind in ('rejected', 'repaired', 'noted')),
  file           text not null,
  module         text,   -- null of a file that can't be read at all, whose rows have no number either
  row_number     integer,
  column_name    text,
  value          text,
  rule           text,
  reason         text not null
);
comment on table import_findings is
  'What was rejected, repaired or noted of an import, with the rule and the reason.';
create index import_findings_by_import on import_findings (import_id, id);

-- A return speaks for the whole of a child's year in a module: its rows take the place of what was said of it before.
-- Records of children are made from these rows, so that years given one by one come to the same as all at once.
create table return_rows (
  authority_code  text not null references authorities,
  child_reference text not null,
  module          text not null,
  collection_year smallint not null,
  key             text not null,
  cells           jsonb not null,
  import_id       uuid not null references imports,
  primary key (authority_code, child_reference, module, collection_year, key)
);
comment on table return_rows is 'What an authority''s SSDA903 returns say now.';
create index return_rows_by_year on return_rows (authority_code, collection_year) where module = 'episodes';

create table vacancy_searches (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  searched_at    timestamptz not null default now(),
  searched_by    text not null,
  request_id     uuid,
  criteria       jsonb not null,
  found          integer not null,
  excluded       jsonb not null,
  -- The homes of the options on the first page, best first.
  home_ids       uuid[] not null default '{}',
  -- Where nothing was found, the rule that stood first in the way; else null.
  first_rule     text,
  -- What would cure the nearest miss, else the rule that it breaks; null where there was none.
  nearest_miss   text,
  constraint search_of_own_request foreign key (authority_code, request_id)
    references placement_requests (authority_code, id) on delete set null (request_id)
);
comment on table vacancy_searches is 'What was searched for and what came of it. Written once and kept.';
create index vacancy_searches_by_request on vacancy_searches (request_id, searched_at) where request_id is not null;
create index vacancy_searches_by_day on vacancy_searches (authority_code, searched_at);

-- So that a search can be explained years later.
create table matching_profiles (
  authority_code text not null references authorities,
  name           text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$' and name <> 'standard'),
  version        integer not null check (version > 0),
  weights        jsonb not null check (jsonb_typeof(weights) = 'object'),
  gateway_grade  text check (gateway_grade in ('outstanding', 'good', 'requires-improvement')),
  in_force_from  date not null,
  by_default     boolean not null,
  published_by   text not null,
  published_at   timestamptz not null default now(),
  primary key (authority_code, name, version)
);
comment on table matching_profiles is
  'Weights of the preferences by which options are ranked, published once and never changed.';
create trigger keep_as_published before update or delete on matching_profiles
  for each row execute function keep_as_published();

create table demonstration_key (
  only_one boolean primary key default true check (only_one),
  secret   bytea not null check (length(secret) >= 32)
);
comment on table demonstration_key is
  'The key of the demonstration''s token signer: one, made when first needed, for the owner alone.';

select isolate('idempotency_keys'), isolate('access_log'), isolate('imports'), isolate('import_rows'),
       isolate('import_findings'), isolate('return_rows'), isolate('vacancy_searches'), isolate('matching_profiles');
grant select, insert, update, delete
  on idempotency_keys, imports, import_rows, import_findings, return_rows to sufficiency_app;
grant select, insert on access_log, vacancy_searches, matching_profiles to sufficiency_app;
