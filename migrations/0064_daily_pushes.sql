-- Pushes to the Department for Education's daily collection: to whom, what was sent of each child, and what was answered.
-- Addresses, credentials and keys are the environment's, and never stored here.

create table daily_receivers (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  kind           text not null check (kind in ('test', 'live')),
  -- Nothing is sent before somebody resumes it.
  paused         boolean not null default true,
  switched_by    text,
  switched_at    timestamptz,
  -- Pushes in a row that failed.
  failures       integer not null default 0 check (failures >= 0),
  next_at        timestamptz,   -- not before then; null: at once
  succeeded_at   timestamptz,
  created_at     timestamptz not null default now(),
  unique (authority_code, id),
  unique (authority_code, kind)
);
comment on table daily_receivers is 'Services of the daily collection to which an authority''s children are sent.';

create table daily_pushes (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  receiver_id    uuid not null,
  status         text not null default 'queued'
                 check (status in ('queued', 'running', 'succeeded', 'partly', 'failed')),
  requested_by   text not null,
  tally          jsonb,
  -- These, and its status, as of every job: src/platform/jobs/rows.ts.
  progress       jsonb,
  detail         text,
  heartbeat_at   timestamptz not null default now(),
  started_at     timestamptz,
  finished_at    timestamptz,
  created_at     timestamptz not null default now(),
  unique (authority_code, id),
  foreign key (authority_code, receiver_id) references daily_receivers (authority_code, id),
  check ((finished_at is not null) = (status in ('succeeded', 'partly', 'failed')))
);
comment on table daily_pushes is 'Pushes to the daily collection, and how the work on each goes.';
create unique index one_push_at_a_time on daily_pushes (authority_code, receiver_id) where status in ('queued', 'running');
create index daily_pushes_latest on daily_pushes (authority_code, created_at desc, id desc);

create table daily_children (
  id              uuid primary key default gen_random_uuid(),
  authority_code  text not null references authorities,
  receiver_id     uuid not null,
  -- The child's reference when it was sent. It outlives the record, as its removal is sent by it.
  la_child_id     text not null check (la_child_id <> ''),
  hash            text,          -- of the record that was accepted last
  episodes        jsonb not null default '{}',
  accepted_at     timestamptz,
  -- Since when it is not known whether a record that was sent was taken, and its hash (null of a removal).
  unanswered_at   timestamptz,
  unanswered_hash text,
  refused_hash    text,
  refused_at      timestamptz,
  faults          jsonb,
  unique (authority_code, id),
  unique (authority_code, receiver_id, la_child_id),
  foreign key (authority_code, receiver_id) references daily_receivers (authority_code, id),
  check ((hash is null) = (accepted_at is null)),
  check (unanswered_hash is null or unanswered_at is not null),
  check (num_nonnulls(refused_hash, refused_at, faults) in (0, 3))
);
comment on table daily_children is 'What each receiver of the daily collection has of a child, may have, or refused.';
create index daily_children_refused on daily_children (receiver_id) where refused_hash is not null;

create table daily_sendings (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  push_id        uuid not null,
  la_child_id    text not null,
  request        integer not null check (request > 0),
  reason         text not null check (reason in ('new', 'amended', 'deleted', 'repeated')),
  record         jsonb not null,
  outcome        text not null default 'sent'
                 check (outcome in ('sent', 'accepted', 'refused', 'not-taken', 'unanswered')),
  sent_at        timestamptz not null,
  answered_at    timestamptz,
  attempts       integer not null default 1 check (attempts > 0),
  http_status    integer,
  receipt        text,
  -- What the answer says is wrong with this record, and its text.
  faults         jsonb,
  answer         text,
  foreign key (authority_code, push_id) references daily_pushes (authority_code, id)
);
comment on table daily_sendings is
  'What was sent of each child, when, and with what answer. Written before it is sent: `sent` has no answer.';
create index daily_sendings_by_push on daily_sendings (push_id, id);
create index daily_sendings_by_child on daily_sendings (authority_code, la_child_id, id);

select isolate('daily_receivers'), isolate('daily_pushes'), isolate('daily_children'), isolate('daily_sendings');
grant select, insert, update on daily_receivers, daily_pushes, daily_sendings to sufficiency_app;
grant select, insert, update, delete on daily_children to sufficiency_app;
