-- Placing: what is asked for, beds held meanwhile, placements and who must approve them; and the two promises: a bed is
-- in one use at a time, a child in one placement at a time.

insert into event_records (record_type, links) values
  ('placement_requests',  '{}'),
  ('holds',               '{"requestId": "request_id"}'),
  ('approvals',           '{"placementId": "placement_id"}'),
  ('placements',          '{"childId": "child_id", "bedId": "bed_id", "homeId": "home_id", "requestId": "request_id",
                            "holdId": "hold_id", "movedFromId": "moved_from_id", "movedToId": "moved_to_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.placement-request.recorded.v1',  'placement_requests', 'created',   null, null),
  ('uk.sufficiency.placement-request.withdrawn.v1', 'placement_requests', 'given',     'withdrawn_on', null),
  ('uk.sufficiency.placement-request.changed.v1',   'placement_requests', 'otherwise', null, null),
  ('uk.sufficiency.placement-request.removed.v1',   'placement_requests', 'removed',   null, null),
  ('uk.sufficiency.hold.placed.v1',                 'holds',              'created',   null, null),
  ('uk.sufficiency.hold.extended.v1',               'holds',              'altered',   'expires_at', null),
  ('uk.sufficiency.hold.released.v1',               'holds',              'becomes',   'outcome', 'released'),
  ('uk.sufficiency.hold.agreed.v1',                 'holds',              'becomes',   'outcome', 'agreed'),
  ('uk.sufficiency.hold.lapsed.v1',                 'holds',              'passes',    null, null),
  ('uk.sufficiency.approval.decided.v1',            'approvals',          'created',   null, null),
  ('uk.sufficiency.approval.removed.v1',            'approvals',          'removed',   null, null),
  ('uk.sufficiency.placement.recorded.v1',          'placements',         'created',   null, null),
  ('uk.sufficiency.placement.agreed.v1',            'placements',         'given',     'agreed_at', null),
  ('uk.sufficiency.placement.started.v1',           'placements',         'given',     'started_on', null),
  ('uk.sufficiency.placement.ended.v1',             'placements',         'given',     'ended_on', null),
  ('uk.sufficiency.placement.withdrawn.v1',         'placements',         'given',     'withdrawn_on', null),
  ('uk.sufficiency.placement.moved.v1',             'placements',         'given',     'moved_to_id', null),
  ('uk.sufficiency.placement.changed.v1',           'placements',         'otherwise', null, null),
  ('uk.sufficiency.placement.removed.v1',           'placements',         'removed',   null, null);

create table placement_requests (
  id               uuid primary key default gen_random_uuid(),
  authority_code   text not null references authorities,
  child_ids        uuid[] not null,
  urgency          text not null check (urgency in ('planned', 'emergency')),
  received_on      date not null,
  needed_from      date not null,
  latest_start     date,
  needed_to        date,
  referral         jsonb not null default '{}' check (jsonb_typeof(referral) = 'object'),
  withdrawn_on     date,
  withdrawn_reason text check (length(withdrawn_reason) between 1 and 500),
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  unique (authority_code, id),
  constraint request_starts_in_order check (latest_start is null or latest_start >= needed_from),
  constraint request_dates_in_order check (needed_to is null or needed_to > needed_from),
  constraint request_withdrawal_says_why check ((withdrawn_on is null) = (withdrawn_reason is null))
);
comment on table placement_requests is 'A home asked for one or more children.';
create trigger follow_children after insert or update of child_ids on placement_requests
  for each row execute function follow_children();

-- The children of a request are part of its record, so that every version of it says them.
create table request_children (
  authority_code text not null references authorities,
  request_id     uuid not null,
  child_id       uuid not null,
  primary key (authority_code, request_id, child_id),
  constraint child_of_own_request foreign key (authority_code, request_id)
    references placement_requests (authority_code, id) on delete cascade,
  constraint request_for_own_child foreign key (authority_code, child_id)
    references children (authority_code, id)
);
comment on table request_children is
  'The children of a request one by one, for what refers to a child of a request. Written by a trigger alone.';
create index request_children_by_request on request_children (request_id);
create index request_children_by_child on request_children (child_id);

create table holds (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  request_id     uuid,
  from_on        date not null,
  to_on          date,
  expires_at     timestamptz not null,
  ended_at       timestamptz,
  outcome        text check (outcome in ('released', 'agreed')),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint hold_of_own_request foreign key (authority_code, request_id)
    references placement_requests (authority_code, id),
  constraint hold_dates_in_order check (to_on is null or to_on > from_on),
  constraint hold_end_has_outcome check ((ended_at is null) = (outcome is null))
);
comment on table holds is
  'Beds kept for named children until an instant, all or none. It ends by itself: nothing has to happen.';
create index holds_running on holds (expires_at) where ended_at is null;
create index holds_by_request on holds (request_id) where request_id is not null;
create trigger keep_hold before update of expires_at, ended_at on holds
  for each row execute function keep_hold();

create table hold_beds (
  authority_code text not null references authorities,   -- of the children
  hold_id        uuid not null,
  bed_id         uuid not null references beds,
  child_id       uuid not null,
  request_id     uuid,
  primary key (hold_id, bed_id),
  constraint held_for_child_once unique (hold_id, child_id),
  constraint bed_of_own_hold foreign key (authority_code, hold_id) references holds (authority_code, id),
  constraint held_for_own_child foreign key (authority_code, child_id)
    references children (authority_code, id),
  constraint held_for_child_of_request foreign key (authority_code, request_id, child_id)
    references request_children (authority_code, request_id, child_id)
);
comment on table hold_beds is 'Which bed a hold keeps for which child.';
create index hold_beds_by_bed on hold_beds (bed_id);
create index hold_beds_by_child on hold_beds (child_id);
create trigger keep_apart after insert on hold_beds for each row execute function keep_held_apart();
create trigger use_bed after insert on hold_beds for each row execute function use_bed_for_hold();

create table running_holds (
  hold_id uuid primary key references holds on delete cascade
);
comment on table running_holds is 'Holds of whose end nothing has been told yet. Few: those that run.';
create trigger note_running after insert on holds for each row execute function note_running_hold();

create table placements (
  id                             uuid primary key default gen_random_uuid(),
  authority_code                 text not null references authorities,
  child_id                       uuid not null,
  bed_id                         uuid references beds,
  home_id                        uuid references homes,
  placement_type                 text not null check (placement_type in (
                                   'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer', 'residential',
                                   'secure', 'residential-school', 'family-centre', 'care-home', 'nhs',
                                   'young-offender-institution', 'supported-accommodation', 'supported-lodgings',
                                   'independent-living', 'staying-put', 'staying-close', 'with-parents',
                                   'placed-for-adoption', 'short-break', 'temporary', 'other')),
  place_code                     text check (place_code ~ '^[A-Z]\d{1,2}$'),
  provider_code                  text check (provider_code ~ '^PR[0-5]$'),
  -- Temporary stays and short breaks lie over the usual placement, whose bed stays the child's.
  layer                          text not null generated always as (
                                   case when placement_type in ('short-break', 'temporary') then 'temporary'
                                        else 'usual' end) stored,
  planned_from                   date,
  planned_to                     date,
  started_on                     date,
  ended_on                       date,
  withdrawn_on                   date,
  -- The nights it claims: planned until it starts, to its planned end until it ends.
  nights                         daterange generated always as (
                                   case when withdrawn_on is null
                                        then nights(coalesce(started_on, planned_from), coalesce(ended_on, planned_to))
                                        else 'empty'::daterange end) stored,
  -- The nights the child was there; open until the end is recorded, planned or not.
  stay                           daterange generated always as (
                                   case when withdrawn_on is null and started_on is not null
                                        then nights(started_on, ended_on) end) stored,
  end_reason                     text check (end_reason in (
                                   'CARPL', 'CLOSE', 'ALLEG', 'STAND', 'APPRR', 'CUSTOD', 'CREQB', 'CREQO', 'CHILD',
                                   'LAREQ', 'PLACE', 'OTHER')),
  end_planned                    boolean,
  same_carer                     boolean not null default false,
  postcode                       text check (postcode = compact_postcode(postcode)),
  home_postcode                  text check (home_postcode = compact_postcode(home_postcode)),
  weekly_cost                    numeric(10, 2) check (weekly_cost >= 0),
  distance_miles                 numeric(5, 1),
  location                       text not null default 'unknown' check (location in ('in', 'out', 'unknown')),
  -- When it was agreed in this service; null for what an import brought, which was decided elsewhere.
  agreed_at                      timestamptz,
  emergency                      boolean not null default false,
  request_id                     uuid,
  hold_id                        uuid,
  moved_from_id                  uuid,
  moved_to_id                    uuid,
  -- The usual placement that a temporary stay or short break lies over.
  absence_from_id                uuid,
  withdrawal_kind                text check (withdrawal_kind in ('withdrawn', 'did-not-start')),
  withdrawal_reason              text check (length(withdrawal_reason) between 1 and 500),
  temporary_approval_until       date,
  temporary_approval_extended_on date,
  carer_approved_on              date,
  version                        integer not null default 1,
  created_at                     timestamptz not null default now(),
  updated_at                     timestamptz not null default now(),
  unique (authority_code, id),
  constraint placement_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id),
  constraint placement_for_child_of_request foreign key (authority_code, request_id, child_id)
    references request_children (authority_code, request_id, child_id),
  constraint placement_from_own_hold foreign key (authority_code, hold_id)
    references holds (authority_code, id),
  constraint moved_from_own_placement foreign key (authority_code, moved_from_id)
    references placements (authority_code, id) on delete set null (moved_from_id),
  constraint moved_to_own_placement foreign key (authority_code, moved_to_id)
    references placements (authority_code, id) on delete set null (moved_to_id) deferrable initially deferred,
  constraint absence_from_own_placement foreign key (authority_code, absence_from_id)
    references placements (authority_code, id) on delete cascade,
  constraint placement_has_start check (planned_from is not null or started_on is not null),
  constraint placement_planned_dates_in_order check (
    planned_to is null or planned_from is null or planned_to >= planned_from),
  constraint placement_planned_end_after_start check (
    planned_to is null or started_on is null or ended_on is not null or planned_to > started_on),
  constraint placement_dates_in_order check (ended_on is null or ended_on >= started_on),
  constraint placement_ends_after_it_starts check (ended_on is null or started_on is not null),
  constraint withdrawn_before_start check (withdrawn_on is null or started_on is null),
  constraint withdrawal_kind_of_withdrawal check (withdrawal_kind is null or withdrawn_on is not null),
  constraint child_in_one_placement exclude using gist (child_id with =, layer with =, nights with &&),
  constraint child_in_one_place exclude using gist (child_id with =, layer with =, stay with &&),
  constraint moved_from_once unique (moved_from_id)
);
comment on table placements is 'Where a child is to live, lives or lived, from its agreement to its end.';
create index placements_by_home on placements (home_id) where home_id is not null;
create index placements_by_bed on placements (bed_id) where bed_id is not null;
create index placements_by_request on placements (request_id) where request_id is not null;
create index placements_by_absence on placements (absence_from_id) where absence_from_id is not null;
create trigger prepare_placement before insert or update on placements
  for each row execute function prepare_placement();
create trigger keep_apart after insert or update on placements
  for each row execute function keep_placed_apart();
-- Most placements of an imported return have no bed: they neither take one nor free one, so nothing of the beds' free
-- nights is made anew for them.
create trigger use_bed_when_placed after insert on placements
  for each row when (new.bed_id is not null) execute function use_bed_for_placement();
create trigger use_bed_when_moved after update on placements
  for each row when (new.bed_id is not null or old.bed_id is not null) execute function use_bed_for_placement();

create table approvals (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  placement_id   uuid not null,
  kind           text not null check (kind in (
                   'unregistered', 'emergency', 'distant', 'out-of-area', 'registration')),
  decision       text not null check (decision in ('approved', 'refused')),
  approver_role  text not null check (length(approver_role) between 1 and 100),
  decided_by     text not null,
  decided_on     date not null,
  note           text check (length(note) <= 1000),
  version        integer not null default 1,
  created_at     timestamptz not null default clock_timestamp(),
  updated_at     timestamptz not null default now(),
  constraint approval_of_own_placement foreign key (authority_code, placement_id)
    references placements (authority_code, id) on delete cascade
);
comment on table approvals is 'Decisions of those who must approve a placement; the last of a kind counts.';
create index approvals_by_placement on approvals (placement_id, kind, created_at);

create table authority_settings (
  id                              uuid primary key default gen_random_uuid(),
  authority_code                  text not null unique references authorities,
  distant_over_miles              numeric(5, 1) not null check (distant_over_miles > 0),
  emergency_approval_working_days smallint not null
                                  check (emergency_approval_working_days between 0 and 30),
  warning_days                    smallint not null check (warning_days between 0 and 90),
  version                         integer not null default 1,
  created_at                      timestamptz not null default now(),
  updated_at                      timestamptz not null default now()
);
comment on table authority_settings is
  'What an authority decides for itself; one without a row goes by the defaults of '
  'src/domain/lifecycle/settings.ts.';

create table bed_use (
  id                  bigint generated always as identity primary key,
  bed_id              uuid not null references beds,
  authority_code      text not null references authorities,   -- of the bed
  used_by             text not null references authorities,   -- never granted to the application
  state               text not null check (state in ('void', 'committed', 'occupied', 'held')),
  void_reason         text,
  nights              daterange not null check (not isempty(nights)),
  stay                daterange,
  placement_id        uuid unique references placements on delete cascade,
  void_id             uuid unique references voids on delete cascade,
  hold_id             uuid references holds,
  expires_at          timestamptz,
  check (num_nonnulls(placement_id, void_id, hold_id) = 1),
  check ((state = 'held') = (hold_id is not null) and (hold_id is null) = (expires_at is null)),
  constraint bed_in_one_use exclude using gist (bed_id with =, nights with &&),
  constraint bed_in_one_stay exclude using gist (bed_id with =, stay with &&),
  unique (hold_id, bed_id)
);
comment on table bed_use is
  'Every use of a bed (placement, void or hold), so that one constraint speaks of all of them. Written by triggers '
  'alone.';
create index bed_use_by_authority on bed_use (authority_code, lower(nights), upper(nights));
create index bed_use_held on bed_use (bed_id) where hold_id is not null;
-- A search looks at every void of the authority, for beds that closing one would offer: few among all the uses of beds.
create index bed_use_void on bed_use (authority_code) where state = 'void';
create trigger keep_use_within_open_nights after insert or update on bed_use
  for each row execute function keep_use_within_open_nights();
create trigger keep_bed_open_while_used after update of opens_on, closes_on on beds
  for each row execute function keep_bed_open_while_used();
create trigger use_bed after insert or update on voids for each row execute function use_bed_for_void();

select keep('placement_requests'), keep('holds'), keep('placements'), keep('approvals'),
       keep('authority_settings', emits => false), isolate('request_children'), isolate('hold_beds');
alter table bed_use enable row level security;
create policy own_rows on bed_use for select using (authority_code = current_authority());

grant select, insert, update, delete on placement_requests, placements to sufficiency_app;
grant select on request_children to sufficiency_app;
grant select, insert, update (expires_at, ended_at, outcome) on holds to sufficiency_app;
grant select, insert on hold_beds, approvals to sufficiency_app;
grant select, insert, update on authority_settings to sufficiency_app;
grant select (bed_id, authority_code, state, void_reason, nights) on bed_use to sufficiency_app;
