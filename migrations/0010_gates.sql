-- What the law asks before a placement: who may decide, what was decided, and the records that open a gate.
-- src/domain/gates/ has the rules.

insert into event_records (record_type, links) values
  ('carer_approvals',   '{"homeId": "home_id", "childId": "child_id"}'),
  ('terms_exemptions',  '{"homeId": "home_id", "childId": "child_id"}'),
  ('liberty_orders',    '{"childId": "child_id"}'),
  ('overrides',         '{"childId": "child_id", "homeId": "home_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.carer-approval.recorded.v1',   'carer_approvals',  'created',   null, null),
  ('uk.sufficiency.carer-approval.changed.v1',    'carer_approvals',  'otherwise', null, null),
  ('uk.sufficiency.carer-approval.removed.v1',    'carer_approvals',  'removed',   null, null),
  ('uk.sufficiency.terms-exemption.recorded.v1',  'terms_exemptions', 'created',   null, null),
  ('uk.sufficiency.terms-exemption.changed.v1',   'terms_exemptions', 'otherwise', null, null),
  ('uk.sufficiency.terms-exemption.removed.v1',   'terms_exemptions', 'removed',   null, null),
  ('uk.sufficiency.liberty-order.recorded.v1',    'liberty_orders',   'created',   null, null),
  ('uk.sufficiency.liberty-order.changed.v1',     'liberty_orders',   'otherwise', null, null),
  ('uk.sufficiency.liberty-order.removed.v1',     'liberty_orders',   'removed',   null, null),
  ('uk.sufficiency.override.recorded.v1',         'overrides',        'created',   null, null),
  ('uk.sufficiency.override.changed.v1',          'overrides',        'otherwise', null, null),
  ('uk.sufficiency.override.removed.v1',          'overrides',        'removed',   null, null);

create table adjoining_authorities (
  authority_code text not null references authorities,
  adjoining_code text not null references authorities,
  primary key (authority_code, adjoining_code),
  check (authority_code <> adjoining_code)
);
comment on table adjoining_authorities is
  'Which authorities of England share a boundary, both ways round (CPPCR 2010 reg. 11(5)). Reference data.';
grant select on adjoining_authorities to sufficiency_app;

create table officers (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  subject        text not null check (length(subject) between 1 and 200),
  office         text not null check (office in ('nominated-officer', 'dcs', 'head-of-service', 'fostering-service')),
  from_on        date not null,
  to_on          date,
  term           daterange generated always as (nights(from_on, to_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint officer_dates_in_order check (to_on is null or to_on > from_on),
  constraint one_term_of_office_at_a_time exclude using gist (
    authority_code with =, subject with =, office with =, term with &&)
);
comment on table officers is 'Which users of an authority hold which office, and so may decide what.';

-- Approval of a carer's household; it serves every child placed there, but for early permanence, which names one.
create table carer_approvals (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null,
  kind           text not null check (kind in ('temporary', 'extension', 'full', 'early-permanence')),
  child_id       uuid,
  from_on        date not null,
  until_on       date,
  term           daterange generated always as (nights(from_on, until_on)) stored,
  assessed       boolean not null default false,
  -- Reg. 25(2)(b): an extension may last until the review of a refusal has ended.
  pending_review boolean not null default false,
  office         text not null,
  decided_by     text not null,
  note           text check (length(note) <= 1000),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint approval_of_own_household foreign key (authority_code, home_id)
    references homes (authority_code, id) on delete cascade,
  constraint approval_for_own_child foreign key (authority_code, child_id) references children (authority_code, id),
  constraint carer_approval_dates_in_order check (until_on is null or until_on > from_on),
  constraint early_permanence_names_child check ((kind = 'early-permanence') = (child_id is not null)),
  -- Reg. 24: 16 weeks at most; reg. 25: 8 weeks more, or until the review of a refusal has ended.
  constraint temporary_approval_within_16_weeks check (
    kind not in ('temporary', 'early-permanence') or until_on <= from_on + 16 * 7 and until_on is not null),
  constraint extension_within_8_weeks check (
    kind <> 'extension' or pending_review or until_on <= from_on + 8 * 7 and until_on is not null),
  constraint only_extension_awaits_review check (kind = 'extension' or not pending_review),
  constraint assessed_before_approval check (assessed),
  constraint one_carer_approval_at_a_time exclude using gist (
    home_id with =, (coalesce(child_id, '00000000-0000-0000-0000-000000000000')) with =, term with &&),
  constraint extended_once exclude using btree (home_id with =) where (kind = 'extension')
);
comment on table carer_approvals is
  'Approval of a connected carer''s household, temporary or full (CPPCR 2010 regs. 24 to 25A).';
create index carer_approvals_by_home on carer_approvals (home_id);

create table terms_exemptions (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null references homes on delete cascade,
  child_id       uuid not null,
  from_on        date not null,
  to_on          date not null,
  term           daterange generated always as (nights(from_on, to_on)) stored,
  reason         text not null check (length(reason) between 1 and 500),
  decided_by     text not null,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint exemption_of_own_child foreign key (authority_code, child_id) references children (authority_code, id),
  constraint exemption_dates_in_order check (to_on > from_on),
  constraint one_exemption_at_a_time exclude using gist (home_id with =, child_id with =, term with &&)
);
comment on table terms_exemptions is
  'Children whom a carer may look after outside the terms of approval, each by name and until a day (CPPCR 2010 '
  'regs. 22 and 23; Children Act 1989 Sch. 7).';
create index terms_exemptions_by_child on terms_exemptions (child_id);

create table liberty_orders (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  kind           text not null check (kind in ('secure', 'secretary-of-state', 'deprivation-of-liberty')),
  from_on        date not null,
  until_on       date not null,
  term           daterange generated always as (nights(from_on, until_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint order_of_own_child foreign key (authority_code, child_id) references children (authority_code, id),
  constraint order_dates_in_order check (until_on > from_on),
  constraint secure_order_within_6_months check (kind <> 'secure' or until_on <= from_on + interval '6 months'),
  constraint one_order_of_a_kind_at_a_time exclude using gist (child_id with =, kind with =, term with &&)
);
comment on table liberty_orders is
  'What allows a child''s liberty to be restricted: secure orders and the Secretary of State''s approval (Children Act '
  '1989 s25), deprivation of liberty orders of the High Court.';
create index liberty_orders_by_child on liberty_orders (child_id);

-- A must of a child that may be broken in one home until a day, decided by the holder of an office.
create table overrides (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  home_id        uuid not null references homes on delete cascade,
  must           text not null check (must in (
                   'type-not-ruled-out', 'solo-where-required', 'company-suits', 'capabilities-met',
                   'place-not-to-avoid', 'ofsted-gateway')),
  office         text not null,
  decided_by     text not null,
  decided_on     date not null,
  until_on       date not null,
  term           daterange generated always as (nights(decided_on, until_on)) stored,
  reason         text not null check (length(reason) between 1 and 1000),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint override_of_own_child foreign key (authority_code, child_id) references children (authority_code, id),
  constraint override_dates_in_order check (until_on > decided_on),
  constraint one_override_at_a_time exclude using gist (
    child_id with =, home_id with =, must with =, term with &&)
);
comment on table overrides is 'Musts of a child that may be broken in one home until a day, by a recorded decision.';
create index overrides_by_home on overrides (home_id);

select keep('officers', emits => false), keep('carer_approvals'), keep('terms_exemptions'), keep('liberty_orders'),
       keep('overrides');
grant select, insert, update, delete on officers, carer_approvals, terms_exemptions, liberty_orders, overrides
  to sufficiency_app;

alter table placements
  drop column temporary_approval_until,
  drop column temporary_approval_extended_on,
  drop column carer_approved_on,
  -- Where it is, where no postcode says so: an authority's code, or outside England.
  add column stated_area          text check (stated_area ~ '^E\d{8}$' or stated_area = 'outside-england'),
  -- Whether the child stays at the same school with the move; null while nobody has said.
  add column keeps_school         boolean,
  -- Why it is on record although something stood against it; null for one that nothing stood against.
  add column recorded_as_happened text check (length(recorded_as_happened) between 1 and 500);

alter table approvals rename column kind to gate;
alter table approvals
  drop constraint approvals_kind_check,
  add check (gate in ('with-parents', 'at-a-distance', 'out-of-area', 'key-stage-4-move', 'emergency-bed',
                      'own-distance-rule')),
  drop column approver_role,
  add column office    text not null,
  add column confirmed text[] not null default '{}';

alter table authority_settings alter column distant_over_miles drop not null;

alter table homes
  add column registered_on          date,
  add column registration_ended_on  date,
  -- Which of Ofsted's four categories of supported accommodation it is.
  add column accommodation_category text check (accommodation_category in (
    'single-occupancy', 'shared-or-group', 'residential-setting', 'private-host')),
  add constraint home_registration_in_order check (registration_ended_on is null
    or registered_on is not null and registration_ended_on > registered_on);
alter table providers
  -- Ofsted registers supported accommodation by provider, in categories.
  add column supported_registered_on         date,
  add column supported_registration_ended_on date,
  add column supported_categories            text[] not null default '{}',
  add constraint provider_registration_in_order check (supported_registration_ended_on is null
    or supported_registered_on is not null and supported_registration_ended_on > supported_registered_on),
  add constraint supported_categories_known check (supported_categories <@ array[
    'single-occupancy', 'shared-or-group', 'residential-setting', 'private-host']);

-- What is judged at the door stays as it was judged until the placement is made.
create trigger take_turn before insert or update or delete on home_restrictions
  for each row execute function take_turn_of_home();
create trigger take_turn before insert or update or delete on overrides
  for each row execute function take_turn_of_home();
create trigger take_turn before insert or update or delete on carer_approvals
  for each row execute function take_turn_of_home();
create trigger take_turn before insert or update or delete on terms_exemptions
  for each row execute function take_turn_of_home();
