-- Fostering households on their way from an enquiry to approval, and from approval until they leave: what Ofsted's
-- fostering return counts. One row a journey; who comes back makes another.

alter table homes add unique (authority_code, id, kind);

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

insert into event_records (record_type, links) values ('carer_journeys', '{"homeId": "home_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.carer-journey.recorded.v1', 'carer_journeys', 'created',   null, null),
  ('uk.sufficiency.carer-journey.applied.v1',  'carer_journeys', 'given',     'applied_on', null),
  ('uk.sufficiency.carer-journey.assessed.v1', 'carer_journeys', 'given',     'assessment_started_on', null),
  ('uk.sufficiency.carer-journey.heard.v1',    'carer_journeys', 'given',     'panel_on', null),
  ('uk.sufficiency.carer-journey.approved.v1', 'carer_journeys', 'given',     'approved_on', null),
  ('uk.sufficiency.carer-journey.closed.v1',   'carer_journeys', 'given',     'closed_on', null),
  ('uk.sufficiency.carer-journey.changed.v1',  'carer_journeys', 'otherwise', null, null),
  ('uk.sufficiency.carer-journey.removed.v1',  'carer_journeys', 'removed',   null, null);

select keep('carer_journeys');
grant select, insert, update, delete on carer_journeys to sufficiency_app;

-- Observations of other systems may be of whatever measures are of.
alter table observation_series
  drop constraint observation_series_unit_check,
  add constraint observation_series_unit_check check (unit in (
    'children', 'young-people', 'households', 'beds', 'count', 'percent', 'per-10000', 'miles', 'days', 'moves',
    'nights', 'pounds-a-week', 'pounds', 'score'));
