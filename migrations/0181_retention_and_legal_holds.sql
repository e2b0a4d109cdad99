-- For how long what is kept of people is kept: legal holds, under which nothing is erased, and receipts of what was.

insert into event_records (record_type, links) values ('legal_holds', '{"childId": "child_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.legal-hold.placed.v1',  'legal_holds', 'created',   null, null),
  ('uk.sufficiency.legal-hold.lifted.v1',  'legal_holds', 'given',     'lifted_at', null),
  ('uk.sufficiency.legal-hold.changed.v1', 'legal_holds', 'otherwise', null, null),
  ('uk.sufficiency.legal-hold.removed.v1', 'legal_holds', 'removed',   null, null);

create table legal_holds (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid,   -- null: of every child, as for a public inquiry
  reason         text not null check (length(reason) between 1 and 500),
  placed_by      text not null default coalesce(setting('actor'), session_user),
  lifted_at      timestamptz,
  lifted_by      text,
  lift_reason    text check (length(lift_reason) between 1 and 500),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint legal_hold_of_own_child foreign key (authority_code, child_id) references children (authority_code, id),
  constraint legal_hold_lifted_wholly check (num_nonnulls(lifted_at, lifted_by, lift_reason) = any ('{0,3}'))
);
comment on table legal_holds is
  'That nothing of a child, or of all children, is erased: placed and lifted with a reason.';
create index legal_holds_in_force on legal_holds (authority_code, child_id) where lifted_at is null;

create table erasures (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  rule           text not null check (length(rule) between 1 and 60),
  erased_by      text not null default coalesce(setting('actor'), session_user),
  erased_at      timestamptz not null default now(),
  tally          jsonb not null check (jsonb_typeof(tally) = 'object')
);
comment on table erasures is
  'Receipts of erasures: by which rule, by whom, when, and how many rows of each table. Nothing in them says of whom.';
create index erasures_by_time on erasures (authority_code, erased_at, id);

select keep('legal_holds'), isolate('erasures'), let_reset('legal_holds'), let_reset('erasures');
create policy in_force_alone on legal_holds as restrictive for update to sufficiency_app
  using (lifted_at is null) with check (true);
grant select, insert on legal_holds to sufficiency_app;
grant update (lifted_at, lifted_by, lift_reason) on legal_holds to sufficiency_app;
grant select on erasures to sufficiency_app;

create trigger take_turn before insert on legal_holds for each row execute function take_turn_of_retention();
create trigger keep_hold_in_force before delete on legal_holds for each row execute function keep_hold_in_force();
create trigger keep_under_hold after delete on children referencing old table as gone
  for each statement execute function keep_under_hold();
create trigger keep_under_hold after delete on record_versions referencing old table as gone
  for each statement execute function keep_under_hold();
create trigger keep_under_hold after delete on access_log referencing old table as gone
  for each statement execute function keep_under_hold();
