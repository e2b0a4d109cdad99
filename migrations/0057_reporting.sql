-- The schema `reporting`: the sets of feeds as views, for the service and for logins that read nothing else.

do $$
begin
  create role sufficiency_reporting nologin;
exception when duplicate_object or unique_violation then null;
end $$;

-- A login may look up names in the schema `reporting` alone: functions of ours that act for whoever the session says
-- are out of its reach.
revoke all on schema public from public;
create schema reporting;
comment on schema reporting is 'The sets of feeds, each a view of what the reader''s authority keeps.';
grant usage on schema reporting to sufficiency_app, sufficiency_reporting;

drop function if exists child_key(uuid);
comment on table feed_secrets is
  'The secret of each authority by which feeds name its children; the views of `reporting` alone read it.';

create table reporting_logins (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  -- The system, as in service keys; never used again.
  name           text not null check (name ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  purpose        text not null check (length(purpose) between 1 and 200),
  -- The role of the server. Every login of the server can read the names of roles, so this one says nothing.
  login          text not null default 'reporting_' || substr(md5(gen_random_uuid()::text), 1, 12)
                 check (login ~ '^reporting_[0-9a-f]{12}$'),
  scopes         text[] not null default '{}',
  rotated_at     timestamptz not null default now(),
  dropped_at     timestamptz,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint one_login_of_a_name unique (authority_code, name),
  constraint one_authority_of_a_login unique (login)
);
comment on table reporting_logins is
  'Logins of the server that read the schema `reporting`, each for one authority. The server itself keeps the passwords.';
select keep('reporting_logins', emits => false);
grant select, insert, update on reporting_logins to sufficiency_app;
