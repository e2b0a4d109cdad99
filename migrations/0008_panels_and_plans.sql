-- Panels: who meets, what is laid before them, what they decide and why, and what is done about it. Plans: proposals of
-- where many children could live, made by a solver in the background; a plan changes nothing else.

insert into event_records (record_type, links) values
  ('panel_meetings',        '{"panelId": "panel_id"}'),
  ('panel_cases',           '{"meetingId": "meeting_id", "childId": "child_id", "requestId": "request_id"}'),
  ('panel_decisions',       '{"caseId": "case_id", "supersedesId": "supersedes_id"}'),
  ('panel_decision_links',  '{"decisionId": "decision_id", "requestId": "request_id", "holdId": "hold_id",
                              "placementId": "placement_id"}'),
  ('panel_actions',         '{"caseId": "case_id"}'),
  ('plans',                 '{}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.panel-meeting.recorded.v1',    'panel_meetings',       'created',   null, null),
  ('uk.sufficiency.panel-meeting.cancelled.v1',   'panel_meetings',       'given',     'cancelled_on', null),
  ('uk.sufficiency.panel-meeting.changed.v1',     'panel_meetings',       'otherwise', null, null),
  ('uk.sufficiency.panel-meeting.removed.v1',     'panel_meetings',       'removed',   null, null),
  ('uk.sufficiency.panel-case.listed.v1',         'panel_cases',          'created',   null, null),
  ('uk.sufficiency.panel-case.prepared.v1',       'panel_cases',          'given',     'options_laid_at', null),
  ('uk.sufficiency.panel-case.withdrawn.v1',      'panel_cases',          'given',     'withdrawn_on', null),
  ('uk.sufficiency.panel-case.changed.v1',        'panel_cases',          'otherwise', null, null),
  ('uk.sufficiency.panel-case.removed.v1',        'panel_cases',          'removed',   null, null),
  ('uk.sufficiency.panel-decision.taken.v1',      'panel_decisions',      'created',   null, null),
  ('uk.sufficiency.panel-decision.superseded.v1', 'panel_decisions',      'given',     'supersedes_id', null),
  ('uk.sufficiency.panel-decision.linked.v1',     'panel_decision_links', 'created',   null, null),
  ('uk.sufficiency.panel-action.set.v1',          'panel_actions',        'created',   null, null),
  ('uk.sufficiency.panel-action.done.v1',         'panel_actions',        'given',     'done_on', null),
  ('uk.sufficiency.panel-action.dropped.v1',      'panel_actions',        'given',     'dropped_on', null),
  ('uk.sufficiency.panel-action.changed.v1',      'panel_actions',        'otherwise', null, null),
  ('uk.sufficiency.panel-action.removed.v1',      'panel_actions',        'removed',   null, null),
  ('uk.sufficiency.plan.requested.v1',            'plans',                'created',   null, null),
  ('uk.sufficiency.plan.started.v1',              'plans',                'becomes',   'status', 'running'),
  ('uk.sufficiency.plan.finished.v1',             'plans',                'becomes',   'status', 'done'),
  ('uk.sufficiency.plan.failed.v1',               'plans',                'becomes',   'status', 'failed'),
  ('uk.sufficiency.plan.cancelled.v1',            'plans',                'becomes',   'status', 'cancelled');

create table panels (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  reference      text not null check (reference ~ '^[a-z0-9-]{2,40}$'),
  title          text not null check (length(title) between 1 and 120),
  purpose        text not null check (length(purpose) between 1 and 500),
  meets          text not null check (meets in ('weekly', 'fortnightly', 'monthly', 'quarterly', 'as-needed')),
  chair_role     text not null check (length(chair_role) between 1 and 100),
  roles          text[] not null default '{}',   -- in what offices those who attend sit on it
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint panel_reference_once unique (authority_code, reference)
);
comment on table panels is
  'Who meets for what; every authority is given its own copy of the panels that authorities have, to change.';
create trigger give_panels after insert on authorities
  referencing new table as added for each statement execute function give_panels();

create table panel_meetings (
  id               uuid primary key default gen_random_uuid(),
  authority_code   text not null references authorities,
  panel_id         uuid not null,
  held_on          date not null,
  start_time        text check (start_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  attendees        jsonb not null default '[]' check (jsonb_typeof(attendees) = 'array'),
  cancelled_on     date,
  cancelled_reason text check (length(cancelled_reason) between 1 and 500),
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  unique (authority_code, id),
  constraint meeting_of_own_panel foreign key (authority_code, panel_id) references panels (authority_code, id),
  constraint meeting_cancellation_says_why check ((cancelled_on is null) = (cancelled_reason is null))
);
comment on table panel_meetings is 'When a panel meets, and who attends.';
create index panel_meetings_by_panel on panel_meetings (panel_id, held_on);

create table panel_cases (
  id               uuid primary key default gen_random_uuid(),
  authority_code   text not null references authorities,
  meeting_id       uuid not null,
  child_id         uuid not null,
  request_id       uuid,
  position         smallint not null default 1 check (position between 1 and 200),
  purpose          text not null check (purpose in (
                     'entry', 'step-up', 'step-down', 'stability', 'adulthood', 'review', 'permanence', 'other')),
  question         text not null check (length(question) between 1 and 1000),
  referred_by      text not null check (length(referred_by) between 1 and 100),
  options_laid_at  timestamptz,
  withdrawn_on     date,
  withdrawn_reason text check (length(withdrawn_reason) between 1 and 500),
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  unique (authority_code, id),
  constraint case_of_own_meeting foreign key (authority_code, meeting_id)
    references panel_meetings (authority_code, id),
  constraint case_of_own_child foreign key (authority_code, child_id) references children (authority_code, id),
  constraint case_for_child_of_request foreign key (authority_code, request_id, child_id)
    references request_children (authority_code, request_id, child_id),
  constraint child_heard_once unique (meeting_id, child_id),
  constraint case_withdrawal_says_why check ((withdrawn_on is null) = (withdrawn_reason is null))
);
comment on table panel_cases is 'A child''s case on the agenda of a meeting.';
create index panel_cases_by_child on panel_cases (child_id);
create trigger keep_decided_case after update on panel_cases
  for each row execute function keep_decided_case();

create table panel_options (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  case_id        uuid not null,
  laid_at        timestamptz not null default now(),
  laid_by        text not null,
  options        jsonb not null,
  constraint options_of_own_case foreign key (authority_code, case_id)
    references panel_cases (authority_code, id)
);
comment on table panel_options is
  'What was laid before the panel, word for word; the last of a case counts. Never changed, and none after a '
  'decision.';
create index panel_options_by_case on panel_options (case_id, id);
create trigger take_turn before insert on panel_options for each row execute function take_turn_of_case();
create trigger refuse_change before update or delete on panel_options
  for each row execute function refuse_change();

create table panel_decisions (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  case_id        uuid not null,
  supersedes_id  uuid,
  outcome        text not null check (outcome in ('agreed', 'agreed-with-conditions', 'not-agreed', 'deferred')),
  reasons        text not null check (length(reasons) between 1 and 4000),
  conditions     text check (length(conditions) between 1 and 2000),
  dissent        jsonb not null default '[]' check (jsonb_typeof(dissent) = 'array'),
  bed_id         uuid references beds,   -- of the option that was chosen from those laid
  chair_role     text not null check (length(chair_role) between 1 and 100),
  present_roles  text[] not null,
  decided_on     date not null,
  decided_by     text not null,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  unique (authority_code, case_id, id),
  constraint decision_of_own_case foreign key (authority_code, case_id)
    references panel_cases (authority_code, id),
  constraint decision_supersedes_of_same_case foreign key (authority_code, case_id, supersedes_id)
    references panel_decisions (authority_code, case_id, id),
  constraint decision_superseded_once unique (supersedes_id),
  constraint conditions_of_conditional check ((outcome = 'agreed-with-conditions') = (conditions is not null))
);
comment on table panel_decisions is
  'What a panel decided of a case and why. Never changed: another supersedes it, and both stay.';
create unique index case_first_decided_once on panel_decisions (case_id) where supersedes_id is null;
create trigger take_turn before insert on panel_decisions for each row execute function take_turn_of_case();
create trigger refuse_change before update or delete on panel_decisions
  for each row execute function refuse_change();

create table panel_decision_links (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  decision_id    uuid not null,
  request_id     uuid,
  hold_id        uuid,
  placement_id   uuid,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  check (num_nonnulls(request_id, hold_id, placement_id) = 1),
  constraint link_of_own_decision foreign key (authority_code, decision_id)
    references panel_decisions (authority_code, id),
  constraint link_to_own_request foreign key (authority_code, request_id)
    references placement_requests (authority_code, id),
  constraint link_to_own_hold foreign key (authority_code, hold_id) references holds (authority_code, id),
  constraint link_to_own_placement foreign key (authority_code, placement_id)
    references placements (authority_code, id),
  constraint request_linked_once unique (decision_id, request_id),
  constraint hold_linked_once unique (decision_id, hold_id),
  constraint placement_linked_once unique (decision_id, placement_id)
);
comment on table panel_decision_links is 'What a decision led to.';
create trigger link_same_child before insert on panel_decision_links
  for each row execute function link_same_child();
create trigger refuse_change before update or delete on panel_decision_links
  for each row execute function refuse_change();

create table panel_actions (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  case_id        uuid not null,
  what           text not null check (length(what) between 1 and 1000),
  owner_role     text not null check (length(owner_role) between 1 and 100),
  due_on         date not null,
  done_on        date,
  done_note      text check (length(done_note) between 1 and 1000),
  dropped_on     date,
  dropped_reason text check (length(dropped_reason) between 1 and 500),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint action_of_own_case foreign key (authority_code, case_id) references panel_cases (authority_code, id),
  constraint action_done_or_dropped check (done_on is null or dropped_on is null),
  constraint note_of_done_action check (done_note is null or done_on is not null),
  constraint dropped_action_says_why check ((dropped_on is null) = (dropped_reason is null))
);
comment on table panel_actions is 'What a panel wants done about a case, by whom and by when.';
create index panel_actions_by_case on panel_actions (case_id);
create index panel_actions_open on panel_actions (authority_code, due_on, id)
  where done_on is null and dropped_on is null;

create table plans (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  title          text check (length(title) between 1 and 120),
  status         text not null default 'queued'
                 check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  requested_by   text not null,
  asked          jsonb not null,
  -- What it was made from, as it was then, so that it can be explained later.
  inputs         jsonb,
  result         jsonb,
  -- These, and its status, as of every job: src/platform/jobs/rows.ts.
  progress       jsonb,
  detail         text,
  heartbeat_at   timestamptz not null default now(),
  started_at     timestamptz,
  finished_at    timestamptz,
  -- A version for each status that it came to: a heartbeat, and what it is made from, change nothing of it.
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  check ((finished_at is not null) = (status in ('done', 'failed', 'cancelled'))),
  check ((result is not null) = (status = 'done'))
);
comment on table plans is 'A proposal of where many children could live, and how the work on it goes.';
create index plans_latest on plans (authority_code, created_at desc, id desc);
create index plans_at_work on plans (heartbeat_at) where status in ('queued', 'running');
create trigger touch_version before update on plans
  for each row when (old.status is distinct from new.status) execute function touch_version();
create trigger emit_events after insert or update of status on plans
  for each row execute function emit_events();

create table plan_children (
  authority_code text not null references authorities,
  plan_id        uuid not null,
  child_id       uuid not null,
  request_id     uuid,
  primary key (plan_id, child_id),
  constraint child_of_own_plan foreign key (authority_code, plan_id)
    references plans (authority_code, id) on delete cascade,
  constraint plan_for_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade,
  constraint plan_for_child_of_request foreign key (authority_code, request_id, child_id)
    references request_children (authority_code, request_id, child_id) on delete set null (request_id)
);
comment on table plan_children is 'The children of a plan, each with the request that it answers.';
create index plan_children_by_child on plan_children (child_id);
create index plan_children_by_request on plan_children (request_id) where request_id is not null;

select keep('panels', emits => false), keep('panel_meetings'), keep('panel_cases'), keep('panel_decisions'),
       keep('panel_decision_links'), keep('panel_actions'),
       isolate('panel_options'), isolate('plans'), isolate('plan_children');
grant select, insert, update, delete on panels, panel_meetings, panel_cases, panel_actions to sufficiency_app;
grant select, insert on panel_options, panel_decisions, panel_decision_links, plans, plan_children to sufficiency_app;
grant update (status, inputs, progress, result, detail, heartbeat_at, started_at, finished_at) on plans
  to sufficiency_app;
