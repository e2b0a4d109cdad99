-- Supply: provider → home → bed, with what is registered, judged, contracted, paid and forbidden over time; and
-- fostering households on their way to becoming homes. Every row belongs to the authority that keeps its record; a home
-- marked shared is seen by all of them.

insert into event_records (record_type, links) values
  ('providers',          '{}'),
  ('homes',              '{"providerId": "provider_id"}'),
  ('judgements',         '{"homeId": "home_id", "providerId": "provider_id"}'),
  ('contracts',          '{"homeId": "home_id"}'),
  ('fees',               '{"homeId": "home_id"}'),
  ('beds',               '{"homeId": "home_id"}'),
  ('voids',              '{"bedId": "bed_id"}'),
  ('home_restrictions',  '{"homeId": "home_id"}'),
  ('carer_journeys',     '{"homeId": "home_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.provider.recorded.v1',        'providers',         'created',   null, null),
  ('uk.sufficiency.provider.changed.v1',         'providers',         'otherwise', null, null),
  ('uk.sufficiency.provider.removed.v1',         'providers',         'removed',   null, null),
  ('uk.sufficiency.home.opened.v1',              'homes',             'created',   null, null),
  ('uk.sufficiency.home.closed.v1',              'homes',             'given',     'closes_on', null),
  ('uk.sufficiency.home.changed.v1',             'homes',             'otherwise', null, null),
  ('uk.sufficiency.home.removed.v1',             'homes',             'removed',   null, null),
  ('uk.sufficiency.judgement.recorded.v1',       'judgements',        'created',   null, null),
  ('uk.sufficiency.judgement.changed.v1',        'judgements',        'otherwise', null, null),
  ('uk.sufficiency.judgement.removed.v1',        'judgements',        'removed',   null, null),
  ('uk.sufficiency.contract.recorded.v1',        'contracts',         'created',   null, null),
  ('uk.sufficiency.contract.changed.v1',         'contracts',         'otherwise', null, null),
  ('uk.sufficiency.contract.removed.v1',         'contracts',         'removed',   null, null),
  ('uk.sufficiency.fee.recorded.v1',             'fees',              'created',   null, null),
  ('uk.sufficiency.fee.changed.v1',              'fees',              'otherwise', null, null),
  ('uk.sufficiency.fee.removed.v1',              'fees',              'removed',   null, null),
  ('uk.sufficiency.bed.opened.v1',               'beds',              'created',   null, null),
  ('uk.sufficiency.bed.closed.v1',               'beds',              'given',     'closes_on', null),
  ('uk.sufficiency.bed.changed.v1',              'beds',              'otherwise', null, null),
  ('uk.sufficiency.bed.removed.v1',              'beds',              'removed',   null, null),
  ('uk.sufficiency.void.opened.v1',              'voids',             'created',   null, null),
  ('uk.sufficiency.void.closed.v1',              'voids',             'given',     'ends_on', null),
  ('uk.sufficiency.void.changed.v1',             'voids',             'otherwise', null, null),
  ('uk.sufficiency.void.removed.v1',             'voids',             'removed',   null, null),
  ('uk.sufficiency.home-restriction.imposed.v1', 'home_restrictions', 'created',   null, null),
  ('uk.sufficiency.home-restriction.lifted.v1',  'home_restrictions', 'given',     'ends_on', null),
  ('uk.sufficiency.home-restriction.changed.v1', 'home_restrictions', 'otherwise', null, null),
  ('uk.sufficiency.home-restriction.removed.v1', 'home_restrictions', 'removed',   null, null),
  ('uk.sufficiency.carer-journey.recorded.v1',   'carer_journeys',    'created',   null, null),
  ('uk.sufficiency.carer-journey.applied.v1',    'carer_journeys',    'given',     'applied_on', null),
  ('uk.sufficiency.carer-journey.assessed.v1',   'carer_journeys',    'given',     'assessment_started_on', null),
  ('uk.sufficiency.carer-journey.heard.v1',      'carer_journeys',    'given',     'panel_on', null),
  ('uk.sufficiency.carer-journey.approved.v1',   'carer_journeys',    'given',     'approved_on', null),
  ('uk.sufficiency.carer-journey.closed.v1',     'carer_journeys',    'given',     'closed_on', null),
  ('uk.sufficiency.carer-journey.changed.v1',    'carer_journeys',    'otherwise', null, null),
  ('uk.sufficiency.carer-journey.removed.v1',    'carer_journeys',    'removed',   null, null);

create table providers (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  name           text not null check (length(name) between 1 and 200),
  sector         text not null
                 check (sector in ('own', 'other-authority', 'other-public', 'private', 'voluntary')),
  ofsted_urn     text check (ofsted_urn ~ '^[A-Z0-9]{5,10}$'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint provider_name_once unique (authority_code, name)
);
comment on table providers is 'Who runs homes: an authority of its own, or an agency.';
create trigger follow_provider_sector after update of sector on providers
  for each row when (old.sector is distinct from new.sector) execute function follow_provider_sector();

create table homes (
  id                      uuid primary key default gen_random_uuid(),
  authority_code          text not null references authorities,
  provider_id             uuid not null,
  name                    text not null check (length(name) between 1 and 200),
  kind                    text not null check (kind in (
                            'fostering-household', 'connected-carer-household', 'childrens-home',
                            'secure-childrens-home', 'residential-school', 'family-centre', 'care-home',
                            'nhs-setting', 'young-offender-institution', 'supported-accommodation',
                            'supported-lodgings', 'independent-living', 'unregistered')),
  placement_type          text not null,
  ofsted_urn              text check (ofsted_urn ~ '^[A-Z0-9]{5,10}$'),
  postcode                text check (postcode = compact_postcode(postcode)),
  easting                 integer,
  northing                integer,
  located_authority_code  text references authorities,
  confidential            boolean not null default false,
  shared                  boolean not null default false,
  registered_places       smallint check (registered_places between 1 and 200),
  age_from                smallint not null default 0 check (age_from between 0 and 25),
  age_to                  smallint not null default 17 check (age_to between 0 and 25),
  accepts                 text not null default 'any' check (accepts in ('any', 'female', 'male')),
  capabilities            text[] not null default '{}',
  takes_siblings          boolean not null default true,
  takes_emergencies       boolean not null default false,
  -- What carers and staff bring; null while it is not known, empty where there is none.
  faiths                  text[],
  languages               text[],
  cultures                text[],
  long_term               boolean,
  opens_on                date not null,
  closes_on               date,
  mockingbird_hub_id      uuid,
  version                 integer not null default 1,
  created_at              timestamptz not null default now(),
  updated_at              timestamptz not null default now(),
  unique (authority_code, id),
  constraint home_name_once unique (provider_id, name),
  unique (authority_code, id, kind),
  constraint home_of_own_provider foreign key (authority_code, provider_id)
    references providers (authority_code, id),
  constraint home_of_own_constellation foreign key (authority_code, mockingbird_hub_id)
    references homes (authority_code, id),
  constraint home_ages_in_order check (age_to >= age_from),
  constraint home_dates_in_order check (closes_on is null or closes_on >= opens_on),
  constraint supported_from_16 check (
    kind not in ('supported-accommodation', 'supported-lodgings', 'independent-living') or age_from >= 16),
  constraint household_is_confidential check (
    kind not in ('fostering-household', 'connected-carer-household') or confidential)
);
comment on table homes is 'Where children live: a household, a children''s home, supported accommodation.';
create index homes_by_urn on homes (ofsted_urn) where ofsted_urn is not null;
create index homes_by_postcode on homes (postcode);
create index shared_homes_by_provider on homes (provider_id) where shared;
create trigger place_home before insert or update on homes for each row execute function place_home();

create table judgements (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid,
  provider_id    uuid,
  judged_on      date not null,
  grade          text not null check (grade in (
                   'outstanding', 'good', 'requires-improvement', 'inadequate', 'not-yet-inspected')),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint judgement_of_home_or_provider check (num_nonnulls(home_id, provider_id) = 1),
  constraint judgement_of_own_home foreign key (authority_code, home_id)
    references homes (authority_code, id) on delete cascade,
  constraint judgement_of_own_provider foreign key (authority_code, provider_id)
    references providers (authority_code, id) on delete cascade,
  constraint home_judged_once_a_day unique (home_id, judged_on),
  constraint provider_judged_once_a_day unique (provider_id, judged_on)
);
comment on table judgements is
  'What Ofsted judged a home, or the agency that a foster household belongs to.';

create table contracts (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null,
  kind           text not null check (kind in ('block', 'framework', 'spot')),
  beds_bought    smallint check (beds_bought between 1 and 200),
  starts_on      date not null,
  ends_on        date,
  term           daterange generated always as (nights(starts_on, ends_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint contract_of_own_home foreign key (authority_code, home_id)
    references homes (authority_code, id) on delete cascade,
  constraint contract_dates_in_order check (ends_on is null or ends_on > starts_on),
  constraint block_contract_says_beds check (kind <> 'block' or beds_bought is not null),
  constraint one_contract_at_a_time exclude using gist (home_id with =, term with &&)
);
comment on table contracts is 'How an authority buys a home''s beds over some time.';

create table fees (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null,
  weekly_fee     numeric(10, 2) not null check (weekly_fee >= 0),
  starts_on      date not null,
  ends_on        date,
  term           daterange generated always as (nights(starts_on, ends_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint fee_of_own_home foreign key (authority_code, home_id)
    references homes (authority_code, id) on delete cascade,
  constraint fee_dates_in_order check (ends_on is null or ends_on > starts_on),
  constraint one_fee_at_a_time exclude using gist (home_id with =, term with &&)
);
comment on table fees is 'What a home costs a week over some time.';
create index fees_by_home on fees (authority_code, home_id);

create table beds (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null,
  label          text not null check (length(label) between 1 and 60),
  kind           text not null default 'standard' check (kind in ('standard', 'emergency', 'short-break')),
  opens_on       date not null,
  closes_on      date,
  open_nights    daterange generated always as (nights(opens_on, closes_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint bed_label_once unique (home_id, label),
  constraint bed_of_own_home foreign key (authority_code, home_id) references homes (authority_code, id),
  constraint bed_dates_in_order check (closes_on is null or closes_on >= opens_on)
);
comment on table beds is
  'What Ofsted calls a place. It exists over its open nights, whatever the home is registered for.';

create table voids (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  bed_id         uuid not null,
  reason         text not null check (reason in (
                   'repair', 'refurbishment', 'staff-vacancy', 'staff-training', 'carer-ill-health',
                   'carer-holiday', 'carer-break', 'household-circumstances', 'solo-occupancy',
                   'reduced-occupancy', 'restriction', 'suspension', 'allegation', 'resignation',
                   'closing', 'other')),
  detail         text check (length(detail) <= 1000),
  starts_on      date not null,
  ends_on        date,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint void_of_own_bed foreign key (authority_code, bed_id) references beds (authority_code, id),
  constraint void_dates_in_order check (ends_on is null or ends_on > starts_on),
  constraint other_void_says_why check (reason <> 'other' or length(trim(coalesce(detail, ''))) > 0)
);
comment on table voids is 'Nights on which a bed can''t be used, and why.';
create index voids_by_bed on voids (bed_id);
create trigger prepare_void before insert or update on voids for each row execute function prepare_void();

create table home_restrictions (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null,
  kind           text not null check (kind in ('suspension', 'restriction', 'do-not-place')),
  starts_on      date not null,
  ends_on        date,
  nights         daterange generated always as (nights(starts_on, ends_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint restriction_of_own_home foreign key (authority_code, home_id)
    references homes (authority_code, id) on delete cascade,
  constraint restriction_dates_in_order check (ends_on is null or ends_on > starts_on)
);
comment on table home_restrictions is
  'When a home may not be placed in, or not by everyone: Ofsted''s decisions, and an authority''s own.';
create index home_restrictions_by_home on home_restrictions (home_id);

-- A journey may be recorded from the middle, of a household that is already on its way; from there on, stage by stage.
create table carer_journeys (
  id                    uuid primary key default gen_random_uuid(),
  authority_code        text not null references authorities,
  reference             text not null check (reference ~ '^[A-Za-z0-9_./-]{1,40}$'),   -- the household's, never a name
  carer_type            text not null check (carer_type in ('mainstream', 'family-and-friends')),
  transferred_from      text check (transferred_from in ('agency', 'other-authority')),
  district              text check (district ~ '^[A-Z]{1,2}\d[A-Z\d]?$'),
  enquired_on           date,
  applied_on            date,
  assessment_started_on date,
  panel_on              date,
  approved_on           date,
  closed_on             date,
  outcome               text check (outcome in (
                          'withdrawn', 'not-approved', 'resigned', 'deregistered', 'transferred', 'ended-otherwise')),
  places                smallint check (places between 1 and 20),
  home_id               uuid,
  home_kind             text not null generated always as (
                          case carer_type when 'mainstream' then 'fostering-household'
                                          else 'connected-carer-household' end) stored,
  under_way             daterange generated always as (nights(
                          coalesce(enquired_on, applied_on, assessment_started_on, panel_on, approved_on),
                          closed_on)) stored,
  version               integer not null default 1,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),
  constraint journey_of_own_household foreign key (authority_code, home_id, home_kind)
    references homes (authority_code, id, kind),
  constraint journey_begins check (
    num_nonnulls(enquired_on, applied_on, assessment_started_on, panel_on, approved_on) > 0),
  -- A journey may be recorded from the middle, of a household that is already on its way; from there on, stage by stage.
  constraint application_before_assessment check (
    enquired_on is null or applied_on is not null or num_nonnulls(assessment_started_on, panel_on, approved_on) = 0),
  constraint assessment_before_panel check (
    num_nonnulls(enquired_on, applied_on) = 0 or assessment_started_on is not null
    or num_nonnulls(panel_on, approved_on) = 0),
  constraint panel_before_approval check (
    num_nonnulls(enquired_on, applied_on, assessment_started_on) = 0 or panel_on is not null or approved_on is null),
  constraint journey_dates_in_order check (
    applied_on >= enquired_on and assessment_started_on >= applied_on and panel_on >= assessment_started_on
    and approved_on >= panel_on),
  constraint journey_closes_last check (
    closed_on >= coalesce(approved_on, panel_on, assessment_started_on, applied_on, enquired_on)),
  constraint journey_closure_says_how check ((closed_on is null) = (outcome is null)),
  constraint leaving_follows_approval check (
    outcome in ('withdrawn', 'not-approved') or outcome is null or approved_on is not null),
  constraint approval_stands check (outcome not in ('withdrawn', 'not-approved') or approved_on is null),
  constraint refusal_follows_application check (
    outcome <> 'not-approved' or num_nonnulls(applied_on, assessment_started_on, panel_on) > 0),
  constraint approved_for_places check (approved_on is null or places is not null),
  constraint one_journey_at_a_time exclude using gist (authority_code with =, reference with =, under_way with &&),
  constraint household_on_one_journey exclude using gist (home_id with =, under_way with &&)
);
comment on table carer_journeys is
  'Fostering households from an enquiry to approval, and from approval until they leave, as Ofsted''s fostering '
  'return counts them. One row a journey; who comes back makes another.';

select keep('providers'), keep('homes'), keep('judgements'), keep('contracts'), keep('fees'), keep('beds'),
       keep('voids'), keep('home_restrictions'), keep('carer_journeys');
grant select, insert, update, delete
  on providers, homes, judgements, contracts, fees, beds, voids, home_restrictions, carer_journeys to sufficiency_app;

-- A shared home is seen by every authority: the home, its provider, its beds, and what Ofsted judged and imposed. Own
-- rows are said again first, since they are seen without looking the home up.
create policy shared_homes on homes for select using (shared);
create policy shared_providers on providers for select using (
  authority_code = current_authority()
  or exists (select from homes h where h.provider_id = providers.id and h.shared));
create policy shared_beds on beds for select using (
  authority_code = current_authority()
  or exists (select from homes h where h.id = home_id and h.shared));
create policy shared_judgements on judgements for select using (
  authority_code = current_authority()
  or exists (select from homes h where (h.id = home_id or h.provider_id = judgements.provider_id) and h.shared));
-- What an authority decides of a home is its own.
create policy shared_restrictions on home_restrictions for select using (
  authority_code = current_authority()
  or kind <> 'do-not-place' and exists (select from homes h where h.id = home_id and h.shared));
