-- What searches and measures read, kept in the transaction of every change by the triggers below. Each can be asked for
-- as the records would make it now (`…_of`), and brought to that (`refresh_…`), so that it can be checked, and put right.

-- Holds, which end without anything happening, are subtracted when it is read, so they do not rebuild it.
create table bed_free (
  bed_id                 uuid not null references beds on delete cascade,
  free_from              date not null,
  free_to                date not null default 'infinity',
  -- The planned end of a stay not yet over: from that day on the bed is free only once the child has left.
  awaiting_departure     date,
  home_id                uuid not null,
  authority_code         text not null,
  shared                 boolean not null,
  placement_type         text not null,
  home_kind              text not null,
  bed_kind               text not null,
  age_from               smallint not null,
  age_to                 smallint not null,
  accepts                text not null,
  capabilities           text[] not null,
  takes_siblings         boolean not null,
  takes_emergencies      boolean not null,
  confidential           boolean not null,
  -- The latest judgement of the home, else of its provider; null while none is recorded.
  ofsted_grade           text,
  located_authority_code text,
  easting                integer,
  northing               integer,
  -- The 10 km square of the national grid.
  hectad                 integer generated always as (easting / 10000 * 1000 + northing / 10000) stored,
  primary key (bed_id, free_from)
);
comment on table bed_free is
  'One row for each interval in which a bed is free of placements and voids, with what a search asks of it beside '
  'it.';
-- Intervals of the past end before any night that is still asked for, so the end tells most.
create index bed_free_by_area on bed_free (located_authority_code, free_to);
create index bed_free_by_end on bed_free (free_to, free_from);
create index bed_free_by_authority on bed_free (authority_code, free_from, free_to);
-- What a search asks of a free bed stands beside it in the index that finds it: intervals that are free now lie one to a
-- page among all those of the past, and reading each from its page was most of what a search did.
create index bed_free_by_hectad on bed_free (hectad, free_to)
  include (free_from, bed_id, home_id, awaiting_departure, authority_code, shared, placement_type, bed_kind, age_from,
           age_to, accepts, capabilities, takes_siblings, takes_emergencies, confidential, ofsted_grade,
           located_authority_code, easting, northing)
  where hectad is not null;
-- The same of beds wherever they are, for stays without an end: one interval in sixty.
create index bed_free_without_end on bed_free (free_from)
  include (free_to, bed_id, home_id, awaiting_departure, authority_code, shared, placement_type, bed_kind, age_from,
           age_to, accepts, capabilities, takes_siblings, takes_emergencies, confidential, ofsted_grade,
           located_authority_code, easting, northing, hectad)
  where free_to = 'infinity';
alter table bed_free enable row level security;
create policy own_rows on bed_free for select using (authority_code = current_authority());
create policy shared_bed_free on bed_free for select using (shared);

create trigger bed_free_after_insert after insert on bed_use
  referencing new table as changed for each statement execute function beds_used_differently();
create trigger bed_free_after_update after update on bed_use
  referencing new table as changed old table as before for each statement execute function beds_moved_between();
create trigger bed_free_after_delete after delete on bed_use
  referencing old table as changed for each statement execute function beds_used_differently();

create trigger bed_free_after_insert after insert on beds
  referencing new table as changed for each statement execute function beds_described_differently();
create trigger bed_free_after_update after update on beds
  referencing new table as changed for each statement execute function beds_described_differently();
create trigger bed_free_after_update after update on homes
  referencing new table as changed for each statement execute function beds_described_differently();

create trigger bed_free_after_insert after insert on judgements
  referencing new table as changed for each statement execute function beds_judged_differently();
create trigger bed_free_after_update after update on judgements
  referencing new table as changed old table as before
  for each statement execute function beds_judged_differently();
create trigger bed_free_after_delete after delete on judgements
  referencing old table as changed for each statement execute function beds_judged_differently();

-- Split at birthdays, so that any age band is a question about `age`. A run of nights that turns out otherwise is closed
-- (known_to), not overwritten, so that a measure can be asked again as it was known at an instant.
create table care_facts (
  authority_code               text not null,
  child_id                     uuid not null references children on delete cascade,
  from_on                      date not null,
  to_on                        date not null,
  age                          smallint not null,
  sex                          text not null,
  ethnicity                    text not null,
  uasc                         boolean not null,
  disabled                     boolean,
  need                         text,
  legal_status                 text,
  placement_id                 uuid,
  placement_type               text,
  provider_code                text,
  home_id                      uuid,
  home_kind                    text,
  location                     text not null,
  distance_miles               numeric(5, 1),
  -- Placements of a night or more in the year that ends on the day; null in facts known before they were counted.
  placements_in_year           smallint,
  -- The same, temporary stays (T0 to T4) counted as well.
  placements_in_year_temporary smallint,
  -- Looked after without a break for two and a half years.
  long_looked_after            boolean,
  -- In the same placement for two years; null where no usual placement is recorded.
  long_placed                  boolean,
  known_from                   timestamptz not null default now(),
  known_to                     timestamptz not null default 'infinity',
  primary key (child_id, from_on, known_from)
);
comment on table care_facts is
  'One row for each child and run of nights in care over which nothing that a measure asks about changes.';
create index care_facts_once_known on care_facts (authority_code, known_to) where known_to < 'infinity';
-- Most questions are of days not long ago: few runs of nights end after such a day, though nearly all begin before it.
create index care_facts_by_day on care_facts (authority_code, to_on, from_on) where known_to = 'infinity';
-- Facts are divided at birthdays: one that lasts longer than a year is that of someone past the last birthday at which
-- they are. A question of some days looks for those here, and for the others by their ends, which are within a year of
-- the days. How few there are is told to the planner, which else takes it for a third of all.
create index care_facts_long on care_facts (authority_code, from_on)
  where known_to = 'infinity' and (to_on > from_on + 366) is true;
create statistics care_facts_long on (to_on > from_on + 366) from care_facts;
alter table care_facts enable row level security;
create policy own_rows on care_facts for select using (authority_code = current_authority());

create trigger care_facts_after_insert after insert on care_periods
  referencing new table as changed for each statement execute function care_changed();
create trigger care_facts_after_update after update on care_periods
  referencing new table as changed old table as before for each statement execute function care_moved_between();
create trigger care_facts_after_delete after delete on care_periods
  referencing old table as changed for each statement execute function care_changed();

create trigger care_facts_after_insert after insert on legal_statuses
  referencing new table as changed for each statement execute function care_changed();
create trigger care_facts_after_update after update on legal_statuses
  referencing new table as changed old table as before for each statement execute function care_moved_between();
create trigger care_facts_after_delete after delete on legal_statuses
  referencing old table as changed for each statement execute function care_changed();

create trigger care_facts_after_insert after insert on placements
  referencing new table as changed for each statement execute function care_changed();
create trigger care_facts_after_update after update on placements
  referencing new table as changed old table as before for each statement execute function care_moved_between();
create trigger care_facts_after_delete after delete on placements
  referencing old table as changed for each statement execute function care_changed();

create trigger care_facts_after_update after update on children
  referencing new table as changed old table as before
  for each statement execute function care_described_differently();
create trigger care_facts_after_update after update on homes
  referencing new table as changed old table as before
  for each statement execute function care_described_differently();

-- Nearly all children may live with anyone, so that this is small; every search asks it.
create table choosy_residents (
  child_id      uuid not null references children on delete cascade,
  of_authority  text not null,
  home_id       uuid not null references homes on delete cascade,
  living_with   text not null,
  born_on       date not null,
  from_on       date not null,
  to_on         date not null,
  -- The planned end of a stay that no end is recorded of.
  awaited_on    date,
  expires_at    timestamptz not null
);
comment on table choosy_residents is
  'Children who may not live with just anyone, where they live or are to. Written by triggers alone.';
create index choosy_residents_by_home on choosy_residents (home_id);
create index choosy_residents_by_child on choosy_residents (child_id);

create trigger choosy_after_insert after insert on placements
  referencing new table as changed for each statement execute function residents_changed();
create trigger choosy_after_update after update on placements
  referencing new table as changed for each statement execute function residents_changed();
create trigger choosy_after_delete after delete on placements
  referencing old table as changed for each statement execute function residents_changed();

create trigger choosy_after_insert after insert on child_needs
  referencing new table as changed for each statement execute function residents_changed();
create trigger choosy_after_update after update on child_needs
  referencing new table as changed for each statement execute function residents_changed();
create trigger choosy_after_delete after delete on child_needs
  referencing old table as changed for each statement execute function residents_changed();

create trigger choosy_after_insert after insert on hold_beds
  referencing new table as changed for each statement execute function residents_changed();
create trigger choosy_after_update after update on children
  referencing new table as changed for each statement execute function residents_changed();
create trigger choosy_after_update after update on holds
  referencing new table as changed for each statement execute function residents_changed();

grant select on bed_free, care_facts to sufficiency_app;
