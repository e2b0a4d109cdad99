-- Panels: who meets, what is laid before them, what they decide and why, and what is done about it.

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
select keep('panels', emits => false);
grant select, insert, update, delete on panels to sufficiency_app;

-- The panels that authorities have; each has its own copy, to change.
create function built_in_panels()
returns table (reference text, title text, purpose text, meets text, chair_role text, roles text[])
language sql immutable
as $$
  values
    ('raap', 'Resource and Accommodation Panel (RAAP)',
     'Agrees entry to care and the resources for a placement.', 'weekly', 'Head of service',
     array['Head of service', 'Placements manager', 'Fostering manager', 'Finance', 'Legal']),
    ('triple-s', 'Triple-S: step up, step down, stability',
     'Looks at children whose placement should change or may break.', 'weekly', 'Head of service',
     array['Head of service', 'Placements manager', 'Fostering manager', 'Residential manager',
           'Virtual school', 'Independent reviewing officer']),
    ('ignition', 'Ignition: moving towards adulthood',
     'Plans homes for young people of 16 and over.', 'fortnightly', 'Leaving care manager',
     array['Leaving care manager', 'Placements manager', 'Housing', 'Personal advisers’ manager']),
    ('monthly-step-down', 'Monthly step-down panel',
     'Looks at every child who is not in foster care and not going home.', 'monthly', 'Head of service',
     array['Head of service', 'Placements manager', 'Fostering manager', 'Commissioning manager']),
    ('residential-review', 'Monthly review of residential placements',
     'Reviews every residential placement: its plan, its quality and its cost.', 'monthly',
     'Service manager', array['Service manager', 'Placements manager', 'Commissioning manager', 'Finance']),
    ('permanence', 'Permanence panel',
     'Agrees the plan for permanence and matches for the long term.', 'monthly', 'Panel chair',
     array['Panel chair', 'Agency adviser', 'Social work member', 'Independent member', 'Medical adviser'])
$$;

create function give_panels() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  insert into panels (authority_code, reference, title, purpose, meets, chair_role, roles)
  select a.code, p.* from added a, built_in_panels() p;
  return null;
end $$;
create trigger give_panels after insert on authorities
  referencing new table as added for each statement execute function give_panels();
insert into panels (authority_code, reference, title, purpose, meets, chair_role, roles)
select a.code, p.* from authorities a, built_in_panels() p;

insert into event_records (record_type, links) values
  ('panel_meetings',       '{"panelId": "panel_id"}'),
  ('panel_cases',          '{"meetingId": "meeting_id", "childId": "child_id", "requestId": "request_id"}'),
  ('panel_decisions',      '{"caseId": "case_id", "supersedesId": "supersedes_id"}'),
  ('panel_decision_links', '{"decisionId": "decision_id", "requestId": "request_id", "holdId": "hold_id",
                             "placementId": "placement_id"}'),
  ('panel_actions',        '{"caseId": "case_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.panel-meeting.recorded.v1',    'panel_meetings',       'created',   null, null),
  ('uk.sufficiency.panel-meeting.cancelled.v1',   'panel_meetings',       'given',     'cancelled_on', null),
  ('uk.sufficiency.panel-meeting.changed.v1',     'panel_meetings',       'otherwise', null, null),
  ('uk.sufficiency.panel-meeting.removed.v1',     'panel_meetings',       'removed',   null, null),
  ('uk.sufficiency.panel-case.listed.v1',         'panel_cases',          'created',   null, null),
  ('uk.sufficiency.panel-case.prepared.v1',   'panel_cases',          'given',     'options_laid_at', null),
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
  ('uk.sufficiency.panel-action.removed.v1',      'panel_actions',        'removed',   null, null);

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
create index panel_meetings_by_panel on panel_meetings (panel_id, held_on);
select keep('panel_meetings');
grant select, insert, update, delete on panel_meetings to sufficiency_app;

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
create index panel_cases_by_child on panel_cases (child_id);
select keep('panel_cases');
grant select, insert, update, delete on panel_cases to sufficiency_app;

-- What was laid before the panel, word for word; the last of a case counts. Never changed, and none after a decision.
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
create index panel_options_by_case on panel_options (case_id, id);
alter table panel_options enable row level security;
create policy own_rows on panel_options using (authority_code = current_authority())
  with check (authority_code = current_authority());
grant select, insert on panel_options to sufficiency_app;

-- A decision is never changed: another supersedes it, and both stay.
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
create unique index case_first_decided_once on panel_decisions (case_id) where supersedes_id is null;
select keep('panel_decisions');
grant select, insert on panel_decisions to sufficiency_app;

-- What a decision led to.
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
select keep('panel_decision_links');
grant select, insert on panel_decision_links to sufficiency_app;

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
create index panel_actions_by_case on panel_actions (case_id);
create index panel_actions_open on panel_actions (authority_code, due_on, id)
  where done_on is null and dropped_on is null;
select keep('panel_actions');
grant select, insert, update, delete on panel_actions to sufficiency_app;

-- Holds for every role, the owner's too.
create function refuse_change() returns trigger
language plpgsql
as $$
begin
  perform refuse('decided_stands', 'what was laid before a panel and what it decided is not changed');
end $$;
create trigger refuse_change before update or delete on panel_decisions
  for each row execute function refuse_change();
create trigger refuse_change before update or delete on panel_decision_links
  for each row execute function refuse_change();
create trigger refuse_change before update or delete on panel_options
  for each row execute function refuse_change();

create function is_decided(asked uuid) returns boolean
language sql stable
as $$ select exists (select from panel_decisions where case_id = asked) $$;

create function keep_decided_case() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if is_decided(old.id) then
    perform refuse('decided_case_stands', 'the case is decided');
  end if;
  return new;
end $$;
create trigger keep_decided_case after update on panel_cases
  for each row execute function keep_decided_case();

-- Those who decide a case and those who lay options before it take turns.
create function take_turn_of_case() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform 1 from panel_cases where id = new.case_id and authority_code = new.authority_code for no key update;
  if tg_table_name = 'panel_options' and new.authority_code = coalesce(current_authority(), new.authority_code)
      and is_decided(new.case_id) then
    perform refuse('decided_case_stands', 'the case is decided');
  end if;
  return new;
end $$;
create trigger take_turn before insert on panel_decisions for each row execute function take_turn_of_case();
create trigger take_turn before insert on panel_options for each row execute function take_turn_of_case();

create function link_same_child() returns trigger
language plpgsql security definer set search_path = public
as $$
declare
  child uuid := (select c.child_id from panel_decisions d join panel_cases c on c.id = d.case_id
                  where d.id = new.decision_id);
begin
  if not exists (
      select from request_children where request_id = new.request_id and child_id = child
      union all select from hold_beds where hold_id = new.hold_id and child_id = child
      union all select from placements where id = new.placement_id and child_id = child) then
    perform refuse('link_of_same_child', 'it is not of the child of the case');
  end if;
  return new;
end $$;
create trigger link_same_child before insert on panel_decision_links
  for each row execute function link_same_child();

-- The decision of a case that no other supersedes.
create view panel_case_details with (security_invoker) as
select c.*, m.panel_id, m.held_on, m.cancelled_on is not null as meeting_cancelled, d.outcome, d.decided_on,
       (select count(*)::int from panel_actions a
         where a.case_id = c.id and a.done_on is null and a.dropped_on is null) as open_actions
  from panel_cases c
  join panel_meetings m on m.id = c.meeting_id
  left join panel_decisions d on d.case_id = c.id
   and not exists (select from panel_decisions later where later.supersedes_id = d.id);

create view panel_meeting_details with (security_invoker) as
select m.*, coalesce(agenda.cases, 0) as cases, coalesce(agenda.decided, 0) as decided,
       coalesce(agenda.open_actions, 0) as open_actions
  from panel_meetings m
  left join lateral (
    select (count(*) filter (where c.withdrawn_on is null))::int as cases,
           (count(*) filter (where c.outcome is not null))::int as decided,
           sum(c.open_actions)::int as open_actions
      from panel_case_details c where c.meeting_id = m.id) agenda on true;
grant select on panel_case_details, panel_meeting_details to sufficiency_app;
