-- Two records of one child are merged into one, kept, and can be taken apart again; and two that look like one are told
-- of until somebody says that they are not.

insert into event_records (record_type, links) values
  ('distinct_children', '{"childId": "child_id", "otherChildId": "other_child_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.child.merged.v1',               'children',          'given',     'merged_into_id', null),
  ('uk.sufficiency.child-distinction.recorded.v1', 'distinct_children', 'created',   null, null),
  ('uk.sufficiency.child-distinction.changed.v1',  'distinct_children', 'otherwise', null, null),
  ('uk.sufficiency.child-distinction.removed.v1',  'distinct_children', 'removed',   null, null);
update event_records set links = links || '{"mergedIntoId": "merged_into_id"}' where record_type = 'children';

alter table children
  add column merged_into_id  uuid,
  add column merged_from_ids uuid[] not null default '{}',
  add constraint merged_into_own_child foreign key (authority_code, merged_into_id)
    references children (authority_code, id),
  add constraint merged_into_another check (merged_into_id <> id);
create index children_merged on children (merged_into_id) where merged_into_id is not null;
create index children_by_upn on children (authority_code, upn) where upn !~ '^UN';

create table child_merges (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  merged_id      uuid not null,
  -- What was moved, so that it can be moved back: [{table, column, rows: [{key columns}]}], and the sibling groups before.
  moved          jsonb not null,
  merged_at      timestamptz not null default now(),
  undone_at      timestamptz,
  constraint merge_into_own_child foreign key (authority_code, child_id) references children (authority_code, id),
  constraint merge_of_own_child foreign key (authority_code, merged_id) references children (authority_code, id)
);
comment on table child_merges is 'Which records moved with a merge of two records of one child. Written by its functions alone.';
create unique index merged_once on child_merges (merged_id) where undone_at is null;
select isolate('child_merges');
grant select on child_merges to sufficiency_app;

create table distinct_children (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  other_child_id uuid not null,
  reason         text not null check (length(reason) between 1 and 500),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint distinct_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade,
  constraint distinct_from_own_child foreign key (authority_code, other_child_id)
    references children (authority_code, id) on delete cascade,
  constraint distinction_of_two check (child_id <> other_child_id)
);
comment on table distinct_children is 'Two records that look like one child''s, and are not.';
create unique index distinct_once on distinct_children (least(child_id, other_child_id), greatest(child_id, other_child_id));
select keep('distinct_children');
grant select, insert, update, delete on distinct_children to sufficiency_app;

select keep_off_merged(oid::regclass) from pg_class
 where relnamespace = 'public'::regnamespace and relkind = 'r';
