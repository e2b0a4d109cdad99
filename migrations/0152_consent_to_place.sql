-- Nobody places a child in another authority's home without its consent, given for a term or to one hold; nor keeps its beds
-- for longer than it allows: it sees who holds them, and may take them back.

insert into event_records (record_type, links) values ('placing_consents', '{"homeId": "home_id", "holdId": "hold_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.hold.reclaimed.v1',         'holds',            'given',     'released_by_authority_code', null),
  ('uk.sufficiency.placing-consent.given.v1',   'placing_consents', 'created',   null, null),
  ('uk.sufficiency.placing-consent.changed.v1', 'placing_consents', 'otherwise', null, null),
  ('uk.sufficiency.placing-consent.removed.v1', 'placing_consents', 'removed',   null, null);

create table placing_consents (
  id                 uuid primary key default gen_random_uuid(),
  authority_code     text not null references authorities,   -- of the home
  home_id            uuid not null,
  for_authority_code text not null constraint consent_for_known_authority references authorities,
  hold_id            uuid references holds on delete cascade,
  starts_on          date not null,
  ends_on            date,
  -- The first nights for which it is given.
  term               daterange not null generated always as (
                       case when ends_on < starts_on then 'empty' else daterange(starts_on, ends_on, '[]') end) stored,
  given_by           text not null check (length(given_by) between 1 and 100),
  note               text check (length(note) between 1 and 500),
  version            integer not null default 1,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  constraint consent_of_own_home foreign key (authority_code, home_id) references homes (authority_code, id)
    on delete cascade,
  constraint consent_for_another check (for_authority_code <> authority_code),
  constraint consent_dates_in_order check (ends_on >= starts_on)
);
comment on table placing_consents is
  'That an authority agrees to placements by another in one of its homes: of a term, or of one hold.';
create index placing_consents_by_home on placing_consents (home_id, for_authority_code);
create index placing_consents_by_hold on placing_consents (hold_id) where hold_id is not null;
select keep('placing_consents'), let_reset('placing_consents');
create policy given_to_us on placing_consents for select using (for_authority_code = current_authority());
grant select, insert, update, delete on placing_consents to sufficiency_app;

alter table holds
  add column released_by_authority_code text references authorities,
  add column release_reason text check (length(release_reason) between 1 and 500),
  add constraint hold_taken_back_says_why check (
    (released_by_authority_code is null) = (release_reason is null)
    and (released_by_authority_code is null or coalesce(outcome = 'released', false))),
  -- What no setting can go beyond: four weeks. Holds that were placed before stay as they are.
  add constraint hold_within_four_weeks check (extract(epoch from expires_at - created_at) <= 672 * 3600) not valid;
alter table authority_settings
  add column longest_hold_hours smallint not null default 168 check (longest_hold_hours between 1 and 672);

-- They are made anew with the new columns.
drop view if exists hold_details cascade;
