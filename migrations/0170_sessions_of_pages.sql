-- People who use the pages: their sessions, and what they had begun to fill in.

create table page_sessions (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  subject        text not null,
  role           text not null,
  -- SHA-256 of the secret in the browser's cookie, which is stored nowhere else.
  hash           bytea not null unique check (length(hash) = 32),
  began_at       timestamptz not null default now(),
  -- Moved on while the pages are used, and never past the last instant.
  expires_at     timestamptz not null,
  last_until     timestamptz not null,
  ended_at       timestamptz,
  constraint session_within_a_day check (last_until <= began_at + interval '24 hours' and expires_at <= last_until)
);
comment on table page_sessions is 'Who has signed in to the pages, by which browser, and until when that counts.';
create index page_sessions_of_subject on page_sessions (authority_code, subject) where ended_at is null;

create table page_drafts (
  authority_code text not null references authorities,
  subject        text not null,
  page           text not null,
  fields         jsonb not null,
  written_at     timestamptz not null default now(),
  primary key (authority_code, subject, page)
);
comment on table page_drafts is 'What a person had filled in on a page and not sent, for a day.';

select isolate('page_sessions'), isolate('page_drafts'), let_reset('page_drafts');
grant select (id, authority_code, subject, role, began_at, expires_at, last_until, ended_at), insert,
  update (expires_at, ended_at) on page_sessions to sufficiency_app;
grant select, insert, update, delete on page_drafts to sufficiency_app;
