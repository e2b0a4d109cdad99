-- What every record has: a version at every change, and events for those who must know. Both are written by triggers, in
-- the transaction of the change and nowhere else; so there is no change without them, and none of them without a change.

-- What a record said at an instant is the `before` of the first change after it, or the record itself when there has been
-- none; so records that were loaded in bulk have a history too, from their loading on.
create table record_versions (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  record_type    text not null,
  record_id      uuid not null,
  change         text not null check (change in ('created', 'changed', 'removed')),
  before         jsonb check ((before is null) = (change = 'created')),
  actor          text not null,
  request_id     text,
  reason         text,
  occurred_on    date,
  recorded_at    timestamptz not null default now()
);
comment on table record_versions is
  'A row for every change of a record: who changed it, when and why, and what it said before.';
create index record_versions_by_record on record_versions (record_type, record_id, recorded_at);
create index record_versions_by_authority on record_versions (authority_code, record_type, recorded_at);
alter table record_versions enable row level security;
create policy own_rows on record_versions for select using (authority_code = current_authority());
grant select on record_versions to sufficiency_app;

create table event_records (
  record_type text primary key,
  links       jsonb not null default '{}'
);
comment on table event_records is 'The records that have events.';
comment on column event_records.links is 'Which other records an event names: its key, and the column of the id.';

create table event_types (
  ordinal     smallint generated always as identity,
  type        text primary key check (type ~ '^uk\.sufficiency\.[a-z-]+\.[a-z]+\.v[1-9]$'),
  record_type text not null references event_records,
  happens     text not null check (happens in (
                'created', 'given', 'becomes', 'altered', 'otherwise', 'removed', 'passes')),
  fact        text,
  value       text,
  check (
    (fact is not null) = (happens in ('given', 'becomes', 'altered')) and (value is not null) = (happens = 'becomes'))
);
comment on table event_types is 'Which change of which record is which event.';
comment on column event_types.ordinal is 'The order of several events of one change.';
comment on column event_types.happens is
  'created: the record is new; '
  'given: the fact was empty and no longer is, in a new record too; '
  'becomes: the fact has become the value; '
  'altered: the fact was one thing and is another; '
  'otherwise: a change that is none of the others; '
  'removed: the record is gone; '
  'passes: time went by, and nothing changed; told by lapse_holds()';

create table events (
  id             bigint generated always as identity primary key,
  event_id       uuid not null default gen_random_uuid(),
  position       bigint,   -- in the feed; null until published
  authority_code text not null references authorities,
  type           text not null,
  record_type    text not null,
  record_id      uuid not null,
  occurred_at    timestamptz not null default now(),
  -- When what it tells of happened, where the change said so.
  occurred_on    date default setting('occurred_on')::date,
  data           jsonb not null
);
comment on table events is 'What happened to records, told to whoever must know.';
create index events_unpublished on events (id) where position is null;
create index events_by_position on events (authority_code, position) where position is not null;

create table event_log (
  only_one      boolean primary key default true check (only_one),
  last_position bigint not null,
  -- Events are kept for so long: those up to this position have been removed.
  removed_to    bigint not null default 0
);
comment on table event_log is
  'The last position given in the feed; its row is the lock that makes publishing one at a time.';
insert into event_log (last_position) values (0);

create table webhooks (
  id               uuid primary key default gen_random_uuid(),
  authority_code   text not null references authorities,
  url              text not null check (length(url) between 1 and 2000),
  description      text check (length(description) <= 200),
  types            text[] check (cardinality(types) > 0),   -- null: every type
  state            text not null default 'enabled' check (state in ('enabled', 'paused')),
  secret_issued_at timestamptz,   -- nothing is sent before there is a secret to sign with
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  unique (authority_code, id),
  constraint webhook_url_once unique (authority_code, url)
);
comment on table webhooks is 'Who is told of events, and where.';

create table webhook_secrets (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  webhook_id     uuid not null,
  secret         bytea not null check (length(secret) between 24 and 64),
  retires_at     timestamptz,   -- it signs beside its successor until then
  created_at     timestamptz not null default now(),
  constraint secret_of_own_webhook foreign key (authority_code, webhook_id)
    references webhooks (authority_code, id) on delete cascade
);
comment on table webhook_secrets is
  'The secrets that sign, apart from their webhooks so that the application''s role can write but not read them.';
create unique index one_secret_in_force on webhook_secrets (webhook_id) where retires_at is null;

create table webhook_deliveries (
  authority_code text not null references authorities,
  webhook_id     uuid not null,
  event_id       bigint not null references events,
  position       bigint not null,
  record_id      uuid not null,
  state          text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  attempts       integer not null default 0,
  -- From then on it can be claimed; claiming puts that off by the lease, so that what a killed sender had claimed falls
  -- due again by itself.
  due_at         timestamptz not null default now(),
  lease          uuid,
  attempted_at   timestamptz,
  delivered_at   timestamptz,
  status         smallint,
  fault          text,
  primary key (webhook_id, position),
  constraint delivery_of_own_webhook foreign key (authority_code, webhook_id)
    references webhooks (authority_code, id) on delete cascade
);
comment on table webhook_deliveries is 'One event on its way to one webhook.';
create index deliveries_due on webhook_deliveries (webhook_id, due_at) where state = 'pending';
create index deliveries_by_record on webhook_deliveries (webhook_id, record_id, position) where state = 'pending';

select keep('webhooks', emits => false), isolate('events'), isolate('webhook_secrets'), isolate('webhook_deliveries');
create policy sent_rows on events to sufficiency_sender using (true);
create policy sent_rows on webhooks to sufficiency_sender using (true);
create policy sent_rows on webhook_secrets to sufficiency_sender using (true);
create policy sent_rows on webhook_deliveries to sufficiency_sender using (true);

grant select on event_records, event_types, event_log, events to sufficiency_app;
grant select, insert, update, delete on webhooks to sufficiency_app;
grant select (id, authority_code, webhook_id, retires_at, created_at), insert, update (retires_at), delete
  on webhook_secrets to sufficiency_app;
grant select, insert, update on webhook_deliveries to sufficiency_app;
grant select on events, webhooks, webhook_secrets to sufficiency_sender;
grant select, update on webhook_deliveries to sufficiency_sender;
