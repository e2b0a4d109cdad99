-- Answers to the public: figures that were asked for, protected together with all that the public was given before.

create table public_answers (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  -- The order in which they were given.
  number         bigint generated always as identity,
  -- The question in one form of writing, so that it is answered once.
  question       jsonb not null check (jsonb_typeof(question) = 'object'),
  tables         jsonb not null check (jsonb_typeof(tables) = 'array'),
  made_by        text not null default coalesce(setting('actor'), session_user),
  created_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint public_question_answered_once unique (authority_code, question)
);
comment on table public_answers is
  'Answers given to the public, as they are shown: protected before they are kept, and never changed.';
create trigger refuse_change before update or delete on public_answers
  for each row execute function refuse_change_of_answer();
create trigger refuse_truncate before truncate on public_answers
  for each statement execute function refuse_change_of_answer();

select isolate('public_answers');
grant select, insert on public_answers to sufficiency_app;
