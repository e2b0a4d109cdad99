-- Matching: what a child needs of a home, who must not live together, homes that may not be placed in, connected
-- persons, and the profiles of weights by which options are ranked.

insert into event_records (record_type, links) values
  ('child_needs',       '{"childId": "child_id"}'),
  ('separations',       '{"childId": "child_id", "otherChildId": "other_child_id"}'),
  ('connections',       '{"childId": "child_id", "homeId": "home_id"}'),
  ('home_restrictions', '{"homeId": "home_id"}');
insert into event_types (type, record_type, happens, fact) values
  ('uk.sufficiency.child-needs.recorded.v1',     'child_needs',       'created',   null),
  ('uk.sufficiency.child-needs.changed.v1',      'child_needs',       'otherwise', null),
  ('uk.sufficiency.child-needs.removed.v1',      'child_needs',       'removed',   null),
  ('uk.sufficiency.separation.recorded.v1',      'separations',       'created',   null),
  ('uk.sufficiency.separation.ended.v1',         'separations',       'given',     'to_on'),
  ('uk.sufficiency.separation.changed.v1',       'separations',       'otherwise', null),
  ('uk.sufficiency.separation.removed.v1',       'separations',       'removed',   null),
  ('uk.sufficiency.connection.recorded.v1',      'connections',       'created',   null),
  ('uk.sufficiency.connection.changed.v1',       'connections',       'otherwise', null),
  ('uk.sufficiency.connection.removed.v1',       'connections',       'removed',   null),
  ('uk.sufficiency.home-restriction.imposed.v1', 'home_restrictions', 'created',   null),
  ('uk.sufficiency.home-restriction.lifted.v1',  'home_restrictions', 'given',     'ends_on'),
  ('uk.sufficiency.home-restriction.changed.v1', 'home_restrictions', 'otherwise', null),
  ('uk.sufficiency.home-restriction.removed.v1', 'home_restrictions', 'removed',   null);

-- What carers and staff bring; null while it is not known, empty where there is none.
alter table homes
  add column faiths    text[],
  add column languages text[],
  add column cultures  text[],
  add column long_term boolean;

-- What is known of a child that decides which home fits; null and empty are not known.
create table child_needs (
  id                     uuid primary key default gen_random_uuid(),
  authority_code         text not null references authorities,
  child_id               uuid not null,
  living_with            text check (living_with in ('solo', 'with-others', 'only-older', 'only-younger', 'no-preference')),
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
create trigger take_turn before insert or update on child_needs
  for each row execute function take_turn_of_child();

-- Two children who must not live in one home, either way round.
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
create index separations_by_child on separations (child_id);
create index separations_by_other_child on separations (other_child_id);

-- Whoever places either child takes turns with whoever separates them.
create function take_turn_of_both() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform 1 from children
    where id in (new.child_id, new.other_child_id) and authority_code = new.authority_code
    order by id for no key update;
  return new;
end $$;
create trigger take_turn before insert or update on separations
  for each row execute function take_turn_of_both();

-- Refuses a child a home in which a child whom it must not live with is placed or held on some of the nights; or is
-- there still, on nights of a stay. Those who come to one home with someone to be kept from take turns.
create function refuse_together(home uuid, child uuid, wanted daterange, wanted_stay daterange) returns void
language plpgsql security definer set search_path = public
as $$
begin
  perform pg_advisory_xact_lock(5905, hashtext(home::text));
  if exists (
    select from separations s,
           lateral (select case child when s.child_id then s.other_child_id else s.child_id end as id) other
     where child in (s.child_id, s.other_child_id)
       and (exists (select from placements p
                     where p.child_id = other.id and p.home_id = home
                       and (coalesce(not isempty(s.nights * p.nights * wanted), false)
                            or coalesce(not isempty(s.nights * p.stay * wanted_stay), false)))
            or exists (select from hold_beds k
                         join holds h on h.id = k.hold_id
                         join beds b on b.id = k.bed_id
                        where k.child_id = other.id and b.home_id = home
                          and h.ended_at is null and h.expires_at > clock_timestamp()
                          and not isempty(s.nights * nights(h.from_on, h.to_on) * wanted)))) then
    perform refuse('must_not_live_together', 'someone who must not live with the child is there on those nights');
  end if;
end $$;

create function keep_placed_apart() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if new.home_id is null or isempty(new.nights)
     or not exists (select from separations where child_id = new.child_id)
        and not exists (select from separations where other_child_id = new.child_id) then
    return null;
  end if;
  -- What only grows shorter brings nobody together: a stay can always end.
  if tg_op = 'UPDATE' and (new.child_id, new.home_id) is not distinct from (old.child_id, old.home_id)
     and new.nights <@ old.nights and coalesce(new.stay, 'empty') <@ coalesce(old.stay, 'empty') then
    return null;
  end if;
  perform refuse_together(new.home_id, new.child_id, new.nights, new.stay);
  return null;
end $$;
create trigger keep_apart after insert or update on placements
  for each row execute function keep_placed_apart();

create function keep_held_apart() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if exists (select from separations where child_id = new.child_id)
     or exists (select from separations where other_child_id = new.child_id) then
    perform refuse_together(b.home_id, new.child_id, nights(h.from_on, h.to_on), null)
       from beds b, holds h where b.id = new.bed_id and h.id = new.hold_id;
  end if;
  return null;
end $$;
create trigger keep_apart after insert on hold_beds for each row execute function keep_held_apart();

-- Relatives and friends of a child who have a home.
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
create index home_restrictions_by_home on home_restrictions (home_id);

-- Weights of the preferences, published once and never changed, so that a search can be explained years later.
create table matching_profiles (
  authority_code text not null references authorities,
  name           text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$' and name <> 'standard'),
  version        integer not null check (version > 0),
  weights        jsonb not null check (jsonb_typeof(weights) = 'object'),
  gateway_grade  text check (gateway_grade in ('outstanding', 'good', 'requires-improvement')),
  in_force_from  date not null,
  by_default     boolean not null,
  published_by   text not null,
  published_at   timestamptz not null default now(),
  primary key (authority_code, name, version)
);
create function keep_as_published() returns trigger
language plpgsql
as $$
begin
  raise exception using errcode = 'check_violation', constraint = 'profile_as_published',
    message = 'a profile stays as it was published';
end $$;
create trigger keep_as_published before update or delete on matching_profiles
  for each row execute function keep_as_published();

do $$
declare
  kept text;
begin
  foreach kept in array array['child_needs', 'separations', 'connections', 'home_restrictions'] loop
    perform keep(kept::regclass);
    execute format('grant select, insert, update, delete on %I to sufficiency_app', kept);
  end loop;
end $$;
alter table matching_profiles enable row level security;
create policy own_rows on matching_profiles using (authority_code = current_authority())
  with check (authority_code = current_authority());
grant select, insert on matching_profiles to sufficiency_app;
-- What Ofsted imposes on a shared home is for all who may place there; what an authority decides is its own.
create policy shared_restrictions on home_restrictions for select using (
  authority_code = current_authority()
  or kind <> 'do-not-place' and exists (select from homes h where h.id = home_id and h.shared));

-- Children who may not live with just anyone, where they live or are to. Nearly all children may, so that this is small;
-- every search asks it. Written by the triggers below alone.
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
create index choosy_residents_by_home on choosy_residents (home_id);
create index choosy_residents_by_child on choosy_residents (child_id);

-- Every child, or young adult who stayed, in a home: placed, agreed or held. For the functions and views below alone.
create view residents as
select p.home_id, p.child_id, p.authority_code as of_authority, lower(p.nights) as from_on,
       coalesce(upper(p.nights), 'infinity') as to_on,
       case when p.started_on is not null and p.ended_on is null then p.planned_to end as awaited_on,
       'infinity'::timestamptz as expires_at
  from placements p
 where p.home_id is not null and not isempty(p.nights)
union all
select b.home_id, k.child_id, k.authority_code, h.from_on, coalesce(h.to_on, 'infinity'), null, h.expires_at
  from hold_beds k
  join holds h on h.id = k.hold_id
  join beds b on b.id = k.bed_id
 where h.ended_at is null;

create function refresh_choosy_residents(children_changed uuid[]) returns void
language plpgsql security definer set search_path = public
as $$
declare
  choosy uuid[] := array(
    select child_id from child_needs where child_id = any(children_changed)
       and living_with in ('solo', 'only-older', 'only-younger')
    union
    select child_id from choosy_residents where child_id = any(children_changed));
begin
  if cardinality(choosy) = 0 then return; end if;
  -- One writer at a time for a child, as for care_facts.
  perform pg_advisory_xact_lock(5903, turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(choosy) id order by 1) turns;
  delete from choosy_residents where child_id = any(choosy);
  insert into choosy_residents
  select r.child_id, r.of_authority, r.home_id, n.living_with, c.date_of_birth, r.from_on, r.to_on, r.awaited_on,
         r.expires_at
    from residents r
    join child_needs n on n.child_id = r.child_id
    join children c on c.id = r.child_id
   where r.child_id = any(choosy) and n.living_with in ('solo', 'only-older', 'only-younger');
end $$;

create function residents_changed() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  case tg_table_name
    when 'children' then perform refresh_choosy_residents(array(select id from changed));
    when 'holds' then
      perform refresh_choosy_residents(array(
        select k.child_id from changed h join hold_beds k on k.hold_id = h.id));
    else perform refresh_choosy_residents(array(select distinct child_id from changed));
  end case;
  return null;
end $$;
do $$
declare
  source text;
begin
  foreach source in array array['placements', 'child_needs', 'hold_beds'] loop
    execute format('create trigger choosy_after_insert after insert on %I
      referencing new table as changed for each statement execute function residents_changed()', source);
  end loop;
  foreach source in array array['placements', 'child_needs', 'children', 'holds'] loop
    execute format('create trigger choosy_after_update after update on %I
      referencing new table as changed for each statement execute function residents_changed()', source);
  end loop;
  foreach source in array array['placements', 'child_needs'] loop
    execute format('create trigger choosy_after_delete after delete on %I
      referencing old table as changed for each statement execute function residents_changed()', source);
  end loop;
end $$;

-- Who lives, or is to live, in the homes that the reader sees, told by age and by whom they may live with; which child
-- it is, of the reader's own authority alone.
create view living_there with (security_barrier) as
select r.home_id, case when r.of_authority = current_authority() then r.child_id end as own_child_id,
       c.date_of_birth as born_on, n.living_with, r.from_on, r.to_on, r.awaited_on, r.expires_at
  from residents r
  join homes o on o.id = r.home_id
  join children c on c.id = r.child_id
  left join child_needs n on n.child_id = r.child_id
 where o.authority_code = current_authority() or o.shared;

create view choosy_there with (security_barrier) as
select r.home_id, case when r.of_authority = current_authority() then r.child_id end as own_child_id,
       r.born_on, r.living_with, r.from_on, r.to_on, r.awaited_on, r.expires_at
  from choosy_residents r
  join homes o on o.id = r.home_id
 where o.authority_code = current_authority() or o.shared;

grant select on living_there, choosy_there to sufficiency_app;
revoke execute on function refuse_together, refresh_choosy_residents from public;
