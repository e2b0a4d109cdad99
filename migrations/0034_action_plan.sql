-- The action plan: what a strategy says will be done, by whom and by when, the updates on it, and the measures that each
-- action is meant to move.

create table strategy_actions (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  ref            text not null check (length(ref) between 1 and 20),
  strategy       text check (length(strategy) between 1 and 200),
  priority       text check (length(priority) between 1 and 100),
  what           text not null check (length(what) between 1 and 1000),
  owner_role     text not null check (length(owner_role) between 1 and 100),
  starts_on      date not null,
  due_on         date not null,
  completed_on   date,
  measures       jsonb not null default '[]' check (jsonb_typeof(measures) = 'array'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint action_ref_once unique (authority_code, ref),
  constraint action_dates_in_order check (due_on >= starts_on),
  constraint action_completed_after_start check (completed_on is null or completed_on >= starts_on)
);

create table action_updates (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  action_id      uuid not null,
  as_at          date not null,
  status         text not null check (status in ('on-track', 'at-risk', 'off-track')),
  words          text not null check (length(words) between 1 and 2000),
  recorded_by    text not null default coalesce(setting('actor'), session_user),
  version        integer not null default 1,
  created_at     timestamptz not null default clock_timestamp(),
  updated_at     timestamptz not null default now(),
  constraint update_of_own_action foreign key (authority_code, action_id)
    references strategy_actions (authority_code, id)
);
create index action_updates_by_action on action_updates (action_id, as_at);

insert into event_records (record_type, links) values
  ('strategy_actions', '{}'), ('action_updates', '{"actionId": "action_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.action.recorded.v1',        'strategy_actions', 'created',   null, null),
  ('uk.sufficiency.action.completed.v1',       'strategy_actions', 'given',     'completed_on', null),
  ('uk.sufficiency.action.changed.v1',         'strategy_actions', 'otherwise', null, null),
  ('uk.sufficiency.action.removed.v1',         'strategy_actions', 'removed',   null, null),
  ('uk.sufficiency.action-update.recorded.v1', 'action_updates',   'created',   null, null),
  ('uk.sufficiency.action-update.changed.v1',  'action_updates',   'otherwise', null, null),
  ('uk.sufficiency.action-update.removed.v1',  'action_updates',   'removed',   null, null);

select keep('strategy_actions'), keep('action_updates');
grant select, insert, update, delete on strategy_actions, action_updates to sufficiency_app;
