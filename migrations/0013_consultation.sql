-- Whom to ring at a home; the care plan of a child; who was consulted, what the child wishes, the visits before a
-- placement, and the meeting after one that ended unplanned.

insert into event_records (record_type, links) values
  ('home_contacts',       '{"homeId": "home_id"}'),
  ('care_plans',          '{"childId": "child_id"}'),
  ('consultations',       '{"childId": "child_id", "requestId": "request_id", "placementId": "placement_id"}'),
  ('introductions',       '{"childId": "child_id", "homeId": "home_id", "placementId": "placement_id"}'),
  ('wishes',              '{"childId": "child_id", "requestId": "request_id", "placementId": "placement_id"}'),
  ('disruption_meetings', '{"childId": "child_id", "placementId": "placement_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.home-contact.recorded.v1',       'home_contacts',       'created',   null, null),
  ('uk.sufficiency.home-contact.changed.v1',        'home_contacts',       'otherwise', null, null),
  ('uk.sufficiency.home-contact.removed.v1',        'home_contacts',       'removed',   null, null),
  ('uk.sufficiency.care-plan.recorded.v1',          'care_plans',          'created',   null, null),
  ('uk.sufficiency.care-plan.ended.v1',             'care_plans',          'given',     'ended_on', null),
  ('uk.sufficiency.care-plan.changed.v1',           'care_plans',          'otherwise', null, null),
  ('uk.sufficiency.care-plan.removed.v1',           'care_plans',          'removed',   null, null),
  ('uk.sufficiency.consultation.recorded.v1',       'consultations',       'created',   null, null),
  ('uk.sufficiency.consultation.changed.v1',        'consultations',       'otherwise', null, null),
  ('uk.sufficiency.consultation.removed.v1',        'consultations',       'removed',   null, null),
  ('uk.sufficiency.introduction.recorded.v1',       'introductions',       'created',   null, null),
  ('uk.sufficiency.introduction.changed.v1',        'introductions',       'otherwise', null, null),
  ('uk.sufficiency.introduction.removed.v1',        'introductions',       'removed',   null, null),
  ('uk.sufficiency.wish.recorded.v1',               'wishes',              'created',   null, null),
  ('uk.sufficiency.wish.changed.v1',                'wishes',              'otherwise', null, null),
  ('uk.sufficiency.wish.removed.v1',                'wishes',              'removed',   null, null),
  ('uk.sufficiency.disruption-meeting.recorded.v1', 'disruption_meetings', 'created',   null, null),
  ('uk.sufficiency.disruption-meeting.changed.v1',  'disruption_meetings', 'otherwise', null, null),
  ('uk.sufficiency.disruption-meeting.removed.v1',  'disruption_meetings', 'removed',   null, null);

create table home_contacts (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null,
  position       smallint not null default 1 check (position between 1 and 99),   -- in which order they are rung
  office         text not null check (length(office) between 1 and 100),          -- never a person's name
  purpose        text not null check (length(purpose) between 1 and 200),
  phone          text check (phone ~ '^[+0-9][0-9 ()-]{4,24}$'),
  email          text check (length(email) <= 254),
  -- [{days: [fri, ...], from: 17:00, to: 09:00}]; one that is not later ends on the next day. Empty: at any time.
  hours          jsonb not null default '[]' check (jsonb_typeof(hours) = 'array'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint contact_of_own_home foreign key (authority_code, home_id)
    references homes (authority_code, id) on delete cascade,
  constraint contact_can_be_reached check (num_nonnulls(phone, email) > 0)
);
comment on table home_contacts is 'Whom to ring or write to at a home, by office, for what and in which hours.';
create index home_contacts_by_home on home_contacts (home_id);

create table care_plans (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  plan           text not null check (plan in (
                   'return-home', 'connected-person', 'special-guardianship', 'child-arrangements', 'adoption',
                   'long-term-fostering', 'residential', 'independence')),
  -- The plan made at the same time, for when the first is not to be.
  parallel_plan  text check (parallel_plan in (
                   'return-home', 'connected-person', 'special-guardianship', 'child-arrangements', 'adoption',
                   'long-term-fostering', 'residential', 'independence')),
  agreed_on      date not null,
  agreed_by      text not null check (length(agreed_by) between 1 and 100),
  achieve_by     date,
  ended_on       date,
  term           daterange generated always as (nights(agreed_on, ended_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint plan_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade,
  constraint care_plan_dates_in_order check (ended_on is null or ended_on > agreed_on),
  constraint care_plan_achieved_after_agreed check (achieve_by is null or achieve_by >= agreed_on),
  constraint parallel_plan_is_another check (parallel_plan <> plan),
  constraint one_care_plan_at_a_time exclude using gist (child_id with =, term with &&)
);
comment on table care_plans is
  'What is to become of a child: the plan for permanence of the care plan (CPPCR 2010 reg. 5), over time.';

create table consultations (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  request_id     uuid,
  placement_id   uuid,
  home_id        uuid,
  party          text not null check (party in (
                   'carers', 'supervising-social-worker', 'other-childs-social-worker', 'home-manager', 'parents',
                   'independent-reviewing-officer', 'virtual-school', 'area-authority', 'other')),
  -- The child who lives there already, whose social worker was asked.
  other_child_id uuid,
  consulted_on   date not null,
  consulted_by   text not null check (length(consulted_by) between 1 and 100),
  view           text not null check (view in ('supports', 'supports-with-conditions', 'does-not-support', 'no-view')),
  said           text not null check (length(said) between 1 and 2000),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint consultation_about_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade,
  constraint consultation_about_own_request foreign key (authority_code, request_id)
    references placement_requests (authority_code, id),
  constraint consultation_about_own_placement foreign key (authority_code, placement_id)
    references placements (authority_code, id),
  constraint consultation_about_home foreign key (home_id) references homes,
  constraint consultation_for_other_own_child foreign key (authority_code, other_child_id)
    references children (authority_code, id),
  constraint consultation_about_a_match check (num_nonnulls(request_id, placement_id) > 0),
  constraint other_child_of_a_social_worker check (
    other_child_id is null or party = 'other-childs-social-worker' and other_child_id <> child_id)
);
comment on table consultations is
  'Who was consulted before a child was matched with a home, by office: when, and what they said.';
create index consultations_by_child on consultations (child_id);
create index consultations_by_request on consultations (request_id);
create index consultations_by_placement on consultations (placement_id);

create table introductions (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  home_id        uuid not null,
  placement_id   uuid,
  kind           text not null check (kind in ('home-comes-to-child', 'child-visits-home', 'overnight-stay', 'by-video')),
  visit_on       date not null,
  outcome        text check (outcome in ('went-well', 'mixed', 'went-badly', 'did-not-happen')),
  note           text check (length(note) between 1 and 1000),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint introduction_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade,
  constraint introduction_to_home foreign key (home_id) references homes,
  constraint introduction_before_own_placement foreign key (authority_code, placement_id)
    references placements (authority_code, id)
);
comment on table introductions is 'Visits by which a child and a home come to know each other before a placement.';
create index introductions_by_child on introductions (child_id);
create index introductions_by_placement on introductions (placement_id);

create table wishes (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  request_id     uuid,
  placement_id   uuid,
  subject        text not null check (subject in (
                   'where-to-live', 'whom-to-live-with', 'family-time', 'school', 'everyday-life', 'other')),
  heard_on       date not null,
  heard_by       text not null check (length(heard_by) between 1 and 100),
  wish           text not null check (length(wish) between 1 and 2000),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint wish_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade,
  constraint wish_about_own_request foreign key (authority_code, request_id)
    references placement_requests (authority_code, id),
  constraint wish_about_own_placement foreign key (authority_code, placement_id)
    references placements (authority_code, id)
);
comment on table wishes is 'What a child wishes and feels, when it was said and in what office it was heard (Children Act 1989 s22(4)).';
create index wishes_by_child on wishes (child_id);
create index wishes_by_placement on wishes (placement_id);

create table disruption_meetings (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  placement_id   uuid not null,
  child_id       uuid not null,   -- a trigger takes it from the placement
  held_on        date not null,
  attendees      jsonb not null default '[]' check (jsonb_typeof(attendees) = 'array'),   -- [{role, present}]
  lessons        text not null check (length(lessons) between 1 and 4000),
  actions        jsonb not null default '[]' check (jsonb_typeof(actions) = 'array'),     -- [{what, ownerRole, dueOn, doneOn}]
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint meeting_after_own_placement foreign key (authority_code, placement_id)
    references placements (authority_code, id),
  constraint meeting_about_own_child foreign key (authority_code, child_id) references children (authority_code, id)
);
comment on table disruption_meetings is
  'Meetings after a placement ended unplanned: what is learned from it, and what is to be done.';
create index disruption_meetings_by_placement on disruption_meetings (placement_id);
create index disruption_meetings_by_child on disruption_meetings (child_id);

select keep('home_contacts'), keep('care_plans'), keep('consultations'), keep('introductions'), keep('wishes'),
       keep('disruption_meetings');
grant select, insert, update, delete
  on home_contacts, care_plans, consultations, introductions, wishes, disruption_meetings to sufficiency_app;

-- Whoever may place in a shared home may ring it, but for a household: its number is as confidential as its address.
create policy shared_contacts on home_contacts for select using (
  authority_code = current_authority()
  or exists (select from homes h where h.id = home_id and h.shared and not h.confidential));

create trigger about_same_child before insert or update of request_id, placement_id, home_id on consultations
  for each row execute function about_same_child();
create trigger about_same_child before insert or update of placement_id, home_id on introductions
  for each row execute function about_same_child();
create trigger about_same_child before insert or update of request_id, placement_id on wishes
  for each row execute function about_same_child();
create trigger follow_ended_placement before insert or update of placement_id, held_on on disruption_meetings
  for each row execute function follow_ended_placement();

-- Where a home is, for those who must drive there: the streets of its postcode.
alter table homes add column address text check (length(address) between 1 and 300);
