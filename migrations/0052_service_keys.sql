-- Service keys: how a system (a case system, a scheduled refresh, a script) calls the service without a person's sign-in.

create table service_keys (
  id               uuid primary key default gen_random_uuid(),
  authority_code   text not null references authorities,
  -- Never used again, so that the history always says which system it was.
  name             text not null check (name ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  purpose          text not null check (length(purpose) between 1 and 200),
  scopes           text[] not null check (cardinality(scopes) > 0),
  secret_issued_at timestamptz,   -- nothing is let in before there is a secret
  revoked_at       timestamptz,
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  unique (authority_code, id),
  constraint one_key_of_a_name unique (authority_code, name)
);
comment on table service_keys is 'Systems that call the service by themselves, and what each may do.';

create table service_key_secrets (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  key_id         uuid not null,
  -- The readable beginning of the key, by which it is found here and known in the log.
  prefix         text not null unique check (prefix ~ '^[0-9a-f]{12}$'),
  hash           bytea not null check (length(hash) = 32),
  issued_at      timestamptz not null default now(),
  expires_at     timestamptz not null,
  last_used_at   timestamptz,   -- to the hour
  constraint secret_of_own_key foreign key (authority_code, key_id)
    references service_keys (authority_code, id) on delete cascade,
  constraint secret_expires_within_400_days check (expires_at <= issued_at + interval '9600 hours')
);
comment on table service_key_secrets is
  'SHA-256 of the secrets of service keys, apart from the keys so that neither their history nor a request can read it.';
create index service_key_secrets_by_key on service_key_secrets (key_id);

select keep('service_keys', emits => false), isolate('service_key_secrets');
grant select, insert, update, delete on service_keys to sufficiency_app;
grant select (id, authority_code, key_id, prefix, issued_at, expires_at, last_used_at), insert, update (expires_at)
  on service_key_secrets to sufficiency_app;
