-- Nobody overlooked: notice given of a placement, what the regulations want done of it and when that was, and the rows of
-- the attention list that somebody has been told of. src/domain/attention/ has the rules of the list.

insert into event_records (record_type, links) values
  ('notices',         '{"placementId": "placement_id"}'),
  ('checklist_items', '{"placementId": "placement_id"}'),
  ('attention_rows',  '{"kind": "kind", "aboutId": "about_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.notice.given.v1',            'notices',         'created',   null, null),
  ('uk.sufficiency.notice.withdrawn.v1',        'notices',         'given',     'withdrawn_on', null),
  ('uk.sufficiency.notice.changed.v1',          'notices',         'otherwise', null, null),
  ('uk.sufficiency.notice.removed.v1',          'notices',         'removed',   null, null),
  ('uk.sufficiency.checklist-item.done.v1',     'checklist_items', 'created',   null, null),
  ('uk.sufficiency.checklist-item.changed.v1',  'checklist_items', 'otherwise', null, null),
  ('uk.sufficiency.checklist-item.removed.v1',  'checklist_items', 'removed',   null, null),
  ('uk.sufficiency.attention.raised.v1',        'attention_rows',  'created',   null, null),
  ('uk.sufficiency.attention.settled.v1',       'attention_rows',  'removed',   null, null);

create table notices (
  id                uuid primary key default gen_random_uuid(),
  authority_code    text not null references authorities,
  placement_id      uuid not null,
  given_by          text not null check (given_by in ('provider', 'authority', 'carer')),
  given_on          date not null,
  ends_on           date not null,
  -- What the planned end of the placement was, which a withdrawal brings back.
  planned_to_before date,
  withdrawn_on      date,
  version           integer not null default 1,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  constraint notice_of_own_placement foreign key (authority_code, placement_id)
    references placements (authority_code, id) on delete cascade,
  constraint notice_ends_after_it_is_given check (ends_on >= given_on),
  constraint notice_withdrawn_after_it_is_given check (withdrawn_on >= given_on)
);
comment on table notices is 'That a placement is to end, by whom notice was given, and on which day it ends.';
create unique index one_notice_in_force on notices (placement_id) where withdrawn_on is null;

create table checklist_items (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  placement_id   uuid not null,
  item           text not null check (item in (
                   'placement-notice', 'first-visit', 'visit', 'review', 'ending-review', 'ending-notice')),
  done_on        date not null,
  note           text check (length(note) between 1 and 500),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint item_of_own_placement foreign key (authority_code, placement_id)
    references placements (authority_code, id) on delete cascade,
  constraint item_done_once_a_day unique (placement_id, item, done_on)
);
comment on table checklist_items is
  'What the regulations want done of a placement (notices, visits, reviews), each day on which it was.';

create table attention_rows (
  id             uuid not null,
  authority_code text not null references authorities,
  kind           text not null check (length(kind) between 1 and 60),
  about_id       uuid not null,
  version        integer not null default 1,
  raised_at      timestamptz not null default now(),
  primary key (authority_code, id)
);
comment on table attention_rows is
  'The rows of the attention list of which an event has told. The list itself is computed when it is asked for.';

select keep('notices'), keep('checklist_items'), isolate('attention_rows');
create trigger emit_events after insert or delete on attention_rows for each row execute function emit_events();
grant select, insert, update on notices to sufficiency_app;
grant select, insert, delete on checklist_items to sufficiency_app;
grant select, insert, delete on attention_rows to sufficiency_app;
