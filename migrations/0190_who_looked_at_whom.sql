-- Who looked at whom: what of the access log is unusual and who looked into it, glass that was broken, purposes that are required.

alter table authority_settings add column purpose_required_for text[] not null default '{}';
comment on column authority_settings.purpose_required_for is
  'Scopes whose operations tell nothing of a child without a purpose (Access-Purpose).';

create index access_log_by_time on access_log (authority_code, at);
alter table access_log add column break_glass_id uuid;
comment on column access_log.break_glass_id is 'The breaking of glass by which more was seen than the role allows; null else.';

insert into event_records (record_type, links) values ('break_glass', '{}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.break-glass.used.v1', 'break_glass', 'created', null, null);

create table break_glass (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  subject        text not null,
  role           text not null,
  reason         text not null check (length(reason) between 1 and 500),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  expires_at     timestamptz not null,
  constraint glass_for_two_hours check (expires_at > created_at and expires_at <= created_at + interval '2 hours')
);
comment on table break_glass is
  'That somebody opened what the role does not show, for a time and with a reason. Written once and kept.';
create index break_glass_by_time on break_glass (authority_code, created_at);

create table access_reviews (
  authority_code text not null references authorities,
  id             uuid not null,
  rule           text not null check (length(rule) between 1 and 60),
  finding        text not null check (finding in ('explained', 'to-investigate', 'misuse')),
  note           text not null check (length(note) between 1 and 500),
  reviewed_by    text not null default coalesce(setting('actor'), session_user),
  reviewed_at    timestamptz not null default now(),
  primary key (authority_code, id)
);
comment on table access_reviews is
  'What somebody who looked into an unusual access found. Written once and kept; the access is known by its id.';

select isolate('break_glass'), isolate('access_reviews'), let_reset('break_glass'), let_reset('access_reviews'),
       follow_statements('break_glass', 'emit_events');
grant select, insert on break_glass, access_reviews to sufficiency_app;
