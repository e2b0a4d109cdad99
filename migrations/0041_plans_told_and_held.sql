-- Plans are told of as they go, and what one proposes can be held: for each of its children, the request that it answers.

insert into event_records (record_type) values ('plans');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.plan.requested.v1', 'plans', 'created', null, null),
  ('uk.sufficiency.plan.started.v1',   'plans', 'becomes', 'status', 'running'),
  ('uk.sufficiency.plan.finished.v1',  'plans', 'becomes', 'status', 'done'),
  ('uk.sufficiency.plan.failed.v1',    'plans', 'becomes', 'status', 'failed'),
  ('uk.sufficiency.plan.cancelled.v1', 'plans', 'becomes', 'status', 'cancelled');

-- A version for each status that it came to: that it is still alive, and what it is made from, change nothing of it.
alter table plans
  add column version    integer not null default 1,
  add column updated_at timestamptz not null default now();
create trigger touch_version before update on plans
  for each row when (old.status is distinct from new.status) execute function touch_version();
create trigger emit_events after insert or update of status on plans
  for each row execute function emit_events();

alter table plan_children
  add column request_id uuid,
  add constraint plan_for_child_of_request foreign key (authority_code, request_id, child_id)
    references request_children (authority_code, request_id, child_id) on delete set null (request_id);
create index plan_children_by_request on plan_children (request_id) where request_id is not null;
