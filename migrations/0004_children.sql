-- Children: identifiers and needs, never names; periods of care and legal statuses over time; whom they must not live
-- with, and who of their relatives and friends has a home.

insert into event_records (record_type, links) values
  ('sibling_groups',  '{}'),
  ('children',        '{"siblingGroupId": "sibling_group_id"}'),
  ('care_periods',    '{"childId": "child_id"}'),
  ('legal_statuses',  '{"childId": "child_id"}'),
  ('child_needs',     '{"childId": "child_id"}'),
  ('separations',     '{"childId": "child_id", "otherChildId": "other_child_id"}'),
  ('connections',     '{"childId": "child_id", "homeId": "home_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.sibling-group.recorded.v1', 'sibling_groups', 'created',   null, null),
  ('uk.sufficiency.sibling-group.changed.v1',  'sibling_groups', 'otherwise', null, null),
  ('uk.sufficiency.sibling-group.removed.v1',  'sibling_groups', 'removed',   null, null),
  ('uk.sufficiency.child.recorded.v1',         'children',       'created',   null, null),
  ('uk.sufficiency.child.changed.v1',          'children',       'otherwise', null, null),
  ('uk.sufficiency.child.removed.v1',          'children',       'removed',   null, null),
  ('uk.sufficiency.care-period.started.v1',    'care_periods',   'created',   null, null),
  ('uk.sufficiency.care-period.ended.v1',      'care_periods',   'given',     'ended_on', null),
  ('uk.sufficiency.care-period.changed.v1',    'care_periods',   'otherwise', null, null),
  ('uk.sufficiency.care-period.removed.v1',    'care_periods',   'removed',   null, null),
  ('uk.sufficiency.legal-status.started.v1',   'legal_statuses', 'created',   null, null),
  ('uk.sufficiency.legal-status.ended.v1',     'legal_statuses', 'given',     'ended_on', null),
  ('uk.sufficiency.legal-status.changed.v1',   'legal_statuses', 'otherwise', null, null),
  ('uk.sufficiency.legal-status.removed.v1',   'legal_statuses', 'removed',   null, null),
  ('uk.sufficiency.child-needs.recorded.v1',   'child_needs',    'created',   null, null),
  ('uk.sufficiency.child-needs.changed.v1',    'child_needs',    'otherwise', null, null),
  ('uk.sufficiency.child-needs.removed.v1',    'child_needs',    'removed',   null, null),
  ('uk.sufficiency.separation.recorded.v1',    'separations',    'created',   null, null),
  ('uk.sufficiency.separation.ended.v1',       'separations',    'given',     'to_on', null),
  ('uk.sufficiency.separation.changed.v1',     'separations',    'otherwise', null, null),
  ('uk.sufficiency.separation.removed.v1',     'separations',    'removed',   null, null),
  ('uk.sufficiency.connection.recorded.v1',    'connections',    'created',   null, null),
  ('uk.sufficiency.connection.changed.v1',     'connections',    'otherwise', null, null),
  ('uk.sufficiency.connection.removed.v1',     'connections',    'removed',   null, null);

create table sibling_groups (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  reference      text not null check (reference ~ '^[A-Za-z0-9_./-]{1,40}$'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint sibling_group_reference_once unique (authority_code, reference)
);
comment on table sibling_groups is 'Brothers and sisters, who should live together where they can.';

create table children (
  id               uuid primary key default gen_random_uuid(),
  authority_code   text not null references authorities,
  reference        text not null check (reference ~ '^[A-Za-z0-9_./-]{1,40}$'),
  upn              text check (upn ~ '^([A-Z]\d{11}[A-Z0-9]|UN[1-5])$'),
  date_of_birth    date not null check (date_of_birth > date '1900-01-01'),
  sex              text not null check (sex in ('female', 'male', 'unknown')),
  ethnicity        text not null default 'NOBT' check (ethnicity ~ '^[A-Z]{4}$'),
  uasc             boolean not null default false,
  uasc_ceased_on   date,
  disabled         boolean,
  home_postcode    text check (home_postcode = compact_postcode(home_postcode)),
  school_postcode  text check (school_postcode = compact_postcode(school_postcode)),
  sibling_group_id uuid,
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  unique (authority_code, id),
  constraint child_reference_once unique (authority_code, reference),
  constraint child_of_own_sibling_group foreign key (authority_code, sibling_group_id)
    references sibling_groups (authority_code, id),
  constraint uasc_ceased_was_uasc check (uasc_ceased_on is null or uasc)
);
comment on table children is 'Children in care, by an identifier of the authority''s own and never by name.';
create index children_by_sibling_group on children (sibling_group_id) where sibling_group_id is not null;
create trigger compact_child_postcodes before insert or update on children
  for each row execute function compact_child_postcodes();

create table care_periods (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  started_on     date not null,
  ended_on       date,
  nights         daterange generated always as (nights(started_on, ended_on)) stored,
  need           text check (need ~ '^N[1-8]$'),
  end_reason     text check (end_reason ~ '^E\d{1,2}[AB]?$'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint care_period_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id),
  constraint care_period_dates_in_order check (ended_on is null or ended_on >= started_on),
  constraint care_period_end_has_reason check ((ended_on is null) = (end_reason is null)),
  constraint one_care_period_at_a_time exclude using gist (child_id with =, nights with &&)
);
comment on table care_periods is 'From when until when a child is looked after.';
create trigger take_turn before insert on care_periods for each row execute function take_turn_of_child();

create table legal_statuses (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  status         text not null check (status in (
                   'C1', 'C2', 'D1', 'E1', 'V2', 'V3', 'V4', 'L1', 'L2', 'L3', 'J1', 'J2', 'J3')),
  started_on     date not null,
  ended_on       date,
  nights         daterange generated always as (nights(started_on, ended_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint legal_status_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id),
  constraint legal_status_dates_in_order check (ended_on is null or ended_on >= started_on),
  constraint one_legal_status_at_a_time exclude using gist (child_id with =, nights with &&)
);
comment on table legal_statuses is 'Under which law a child is looked after, over time.';
create trigger take_turn before insert on legal_statuses for each row execute function take_turn_of_child();

create table child_needs (
  id                     uuid primary key default gen_random_uuid(),
  authority_code         text not null references authorities,
  child_id               uuid not null,
  living_with            text check (living_with in (
                           'solo', 'with-others', 'only-older', 'only-younger', 'no-preference')),
  capabilities           text[] not null default '{}',
  preferred_capabilities text[] not null default '{}',
  fostering              text check (fostering in ('preferred', 'suitable', 'unsuitable')),
  residential            text check (residential in ('preferred', 'suitable', 'unsuitable')),
  supported              text check (supported in ('preferred', 'suitable', 'unsuitable')),
  places_to_avoid        jsonb not null default '[]' check (jsonb_typeof(places_to_avoid) = 'array'),
  places_that_matter     text[] not null default '{}',
  faith                  text check (faith in (
                           'none', 'christian', 'buddhist', 'hindu', 'jewish', 'muslim', 'sikh', 'other')),
  languages              text[] not null default '{}',
  culture                text check (culture ~ '^[A-Z]{4}$'),
  long_term              boolean,
  version                integer not null default 1,
  created_at             timestamptz not null default now(),
  updated_at             timestamptz not null default now(),
  constraint needs_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade,
  constraint needs_of_child_once unique (child_id)
);
comment on table child_needs is
  'What is known of a child that decides which home fits; null and empty are not known.';
create trigger take_turn before insert or update on child_needs
  for each row execute function take_turn_of_child();

create table separations (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  other_child_id uuid not null,
  category       text not null check (category in (
                   'harm', 'exploitation', 'court-order', 'investigation', 'assessment')),
  from_on        date not null,
  to_on          date,
  nights         daterange generated always as (nights(from_on, to_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint separation_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id),
  constraint separation_from_own_child foreign key (authority_code, other_child_id)
    references children (authority_code, id),
  constraint separation_of_two check (child_id <> other_child_id),
  constraint separation_dates_in_order check (to_on is null or to_on > from_on),
  constraint one_separation_at_a_time exclude using gist (
    least(child_id, other_child_id) with =, greatest(child_id, other_child_id) with =, nights with &&)
);
comment on table separations is 'Two children who must not live in one home, either way round.';
create index separations_by_child on separations (child_id);
create index separations_by_other_child on separations (other_child_id);
create trigger take_turn before insert or update on separations
  for each row execute function take_turn_of_both();

create table connections (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  home_id        uuid not null,
  relation       text not null check (relation in (
                   'grandparent', 'aunt-or-uncle', 'brother-or-sister', 'other-relative', 'friend', 'other')),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint connection_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade,
  constraint connection_with_own_home foreign key (authority_code, home_id) references homes (authority_code, id),
  constraint connection_once unique (child_id, home_id)
);
comment on table connections is 'Relatives and friends of a child who have a home.';

select keep('sibling_groups'), keep('children'), keep('care_periods'), keep('legal_statuses'), keep('child_needs'),
       keep('separations'), keep('connections');
grant select, insert, update, delete
  on sibling_groups, children, care_periods, legal_statuses, child_needs, separations, connections to sufficiency_app;

-- A home or a child that changes postcode takes its placements along.
create trigger follow_child after update of home_postcode on children
  for each row when (old.home_postcode is distinct from new.home_postcode) execute function follow_child();
create trigger follow_home after update of postcode on homes
  for each row when (old.postcode is distinct from new.postcode) execute function follow_home();
