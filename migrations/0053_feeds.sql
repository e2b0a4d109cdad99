-- Feeds: whole sets of rows for analysts, with no child's identifier in them, and a log of who pulled which.

create table feed_secrets (
  authority_code text primary key references authorities,
  -- 32 random bytes (244 bits of them random), of which nothing outside the database knows.
  secret         bytea not null default sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
                 check (length(secret) = 32),
  -- The secret as HMAC (RFC 2104) hashes it before what it signs, inside and outside.
  inner_pad      bytea not null generated always as (hmac_pad(secret, 54)) stored,
  outer_pad      bytea not null generated always as (hmac_pad(secret, 92)) stored
);
comment on table feed_secrets is
  'The secret of each authority by which feeds name its children; child_key() alone reads it.';

create table bulk_reads (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  started_at     timestamptz not null default now(),
  actor          text not null,
  role           text not null,
  feed_set       text not null,
  asked          jsonb not null,
  column_names   text[] not null,
  purpose        text check (length(purpose) <= 200),
  request_id     uuid not null,
  -- These when it is over; null while it runs, or where its process died.
  row_count      bigint check (row_count >= 0),
  is_whole       boolean,
  finished_at    timestamptz,
  check (num_nonnulls(row_count, is_whole, finished_at) in (0, 3))
);
comment on table bulk_reads is
  'Who pulled which set of a feed, with which columns, how many rows, when and what for. Written before the first row is sent.';
create index bulk_reads_by_time on bulk_reads (authority_code, id);

select isolate('feed_secrets'), isolate('bulk_reads');
grant select, insert, update (row_count, is_whole, finished_at) on bulk_reads to sufficiency_app;
