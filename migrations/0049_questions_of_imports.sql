-- What was recorded live and contradicts a return is asked about, child by child: which of the two is right?

insert into event_records (record_type, links) values
  ('import_questions', '{"importId": "import_id", "childId": "child_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.import-question.asked.v1',    'import_questions', 'created',   null, null),
  ('uk.sufficiency.import-question.answered.v1', 'import_questions', 'given',     'answered_at', null),
  ('uk.sufficiency.import-question.changed.v1',  'import_questions', 'otherwise', null, null),
  ('uk.sufficiency.import-question.removed.v1',  'import_questions', 'removed',   null, null);

alter table imports add constraint imports_of_authority unique (authority_code, id);

create table import_questions (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  import_id      uuid not null,
  child_id       uuid not null,
  -- The two versions: [{recordType, id, startedOn, endedOn, what}]; what a return says has no id.
  recorded       jsonb not null,
  returned       jsonb not null,
  -- What the return says of the child, as it would be stored in return_rows: [{module, child, year, key, cells}].
  statements     jsonb not null,
  status         text not null default 'open' check (status in ('open', 'answered', 'superseded')),
  answer         text check (answer in ('return', 'record')),
  reason         text check (length(reason) between 1 and 500),
  answered_at    timestamptz,
  answered_by    text,
  -- What could not be done as the return has it, such as a bed in which another child is by then.
  notes          text[] not null default '{}',
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint question_of_own_import foreign key (authority_code, import_id) references imports (authority_code, id),
  constraint question_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade,
  constraint question_answered_wholly check (
    (status = 'answered') = (num_nonnulls(answer, answered_at, answered_by) = 3)
    and num_nonnulls(answer, answered_at, answered_by) in (0, 3))
);
comment on table import_questions is
  'Which is right of a child, where what was recorded live contradicts a return: both versions, and the answer.';
create unique index one_open_question on import_questions (child_id) where status = 'open';
create index import_questions_by_import on import_questions (import_id, id);
create index import_questions_by_child on import_questions (child_id, answered_at);
select keep('import_questions');
grant select, insert, update, delete on import_questions to sufficiency_app;
