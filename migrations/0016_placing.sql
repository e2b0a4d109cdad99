-- Placing: what is asked for, beds held meanwhile, the life of a placement, and who must approve it.

create table placement_requests (
  id               uuid primary key default gen_random_uuid(),
  authority_code   text not null references authorities,
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

create table request_children (
  authority_code text not null references authorities,
  request_id     uuid not null,
  child_id       uuid not null,
  primary key (authority_code, request_id, child_id),
  constraint child_of_own_request foreign key (authority_code, request_id)
    references placement_requests (authority_code, id) on delete cascade,
  constraint request_for_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade
);
create index request_children_by_request on request_children (request_id);
create index request_children_by_child on request_children (child_id);

-- Beds kept for named children until an instant, all or none. It ends by itself: nothing has to happen.
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
create index holds_running on holds (expires_at) where ended_at is null;
create index holds_by_request on holds (request_id) where request_id is not null;

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
create index hold_beds_by_bed on hold_beds (bed_id);
create index hold_beds_by_child on hold_beds (child_id);

alter table placements
  -- When it was agreed in this service; null for what an import brought, which was decided elsewhere.
  add column agreed_at                      timestamptz,
  add column emergency                      boolean not null default false,
  add column request_id                     uuid,
  add column hold_id                        uuid,
  add column moved_from_id                  uuid,
  add column moved_to_id                    uuid,
  -- The usual placement that a temporary stay or short break lies over.
  add column absence_from_id                uuid,
  add column withdrawal_kind                text check (withdrawal_kind in ('withdrawn', 'did-not-start')),
  add column withdrawal_reason              text check (length(withdrawal_reason) between 1 and 500),
  add column temporary_approval_until       date,
  add column temporary_approval_extended_on date,
  add column carer_approved_on              date,
  add constraint placement_for_child_of_request foreign key (authority_code, request_id, child_id)
    references request_children (authority_code, request_id, child_id),
  add constraint placement_from_own_hold foreign key (authority_code, hold_id)
    references holds (authority_code, id),
  add constraint moved_from_own_placement foreign key (authority_code, moved_from_id)
    references placements (authority_code, id) on delete set null (moved_from_id),
  add constraint moved_to_own_placement foreign key (authority_code, moved_to_id)
    references placements (authority_code, id) on delete set null (moved_to_id) deferrable initially deferred,
  add constraint absence_from_own_placement foreign key (authority_code, absence_from_id)
    references placements (authority_code, id) on delete cascade,
  add constraint moved_from_once unique (moved_from_id),
  add constraint withdrawal_kind_of_withdrawal check (withdrawal_kind is null or withdrawn_on is not null);
create index placements_by_request on placements (request_id) where request_id is not null;
create index placements_by_absence on placements (absence_from_id) where absence_from_id is not null;

-- Decisions of those who must approve a placement; the last of a kind counts.
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
create index approvals_by_placement on approvals (placement_id, kind, created_at);

-- What an authority decides for itself; one without a row goes by the defaults of src/domain/lifecycle/settings.ts.
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

-- A hold is a use of a bed like any other, so that the one constraint speaks of it too.
alter table bed_use
  add column hold_id    uuid references holds,
  add column expires_at timestamptz,
  drop constraint bed_use_check,
  drop constraint bed_use_state_check,
  add check (state in ('void', 'committed', 'occupied', 'held')),
  add check (num_nonnulls(placement_id, void_id, hold_id) = 1),
  add check ((state = 'held') = (hold_id is not null) and (hold_id is null) = (expires_at is null)),
  add unique (hold_id, bed_id);

create index bed_use_held on bed_use (bed_id) where hold_id is not null;

-- Also clears the beds of holds that have run out: a constraint cannot know the time, but under the lock a row that has
-- run out can be taken away before it is in anyone's way.
create or replace function lock_beds(bed_ids uuid[]) returns void
language plpgsql security definer set search_path = public
as $$
begin
  perform 1 from beds where id = any(bed_ids) order by id for no key update;
  delete from bed_use
   where bed_id = any(bed_ids) and hold_id is not null and expires_at <= clock_timestamp();
end $$;

-- Takes homes, children and beds that the authority sees for this transaction, in the order in which everyone does.
create function lock_placing(bed_ids uuid[], child_ids uuid[]) returns void
language plpgsql security definer set search_path = public
as $$
begin
  perform 1 from homes
    where id in (select home_id from beds where id = any(bed_ids))
      and (shared or authority_code = current_authority())
    order by id for share;
  perform 1 from children where id = any(child_ids) and authority_code = current_authority()
    order by id for no key update;
  perform lock_beds(array(
    select b.id from beds b join homes h on h.id = b.home_id
     where b.id = any(bed_ids) and (h.shared or b.authority_code = current_authority())));
end $$;

-- Takes the beds, and says of those that cannot be had on all of the nights why not; never by whom they are used.
create function beds_refused(bed_ids uuid[], wanted daterange) returns table (bed_id uuid, fault text)
language plpgsql security definer set search_path = public
as $$
begin
  perform lock_placing(bed_ids, '{}');
  return query
    select w.id,
           case when (h.shared or b.authority_code = current_authority()) is not true then 'unknown'
                when not b.open_nights @> wanted then 'not-open'
                else 'in-use' end
      from unnest(bed_ids) w (id)
      left join beds b on b.id = w.id
      left join homes h on h.id = b.home_id
     where (h.shared or b.authority_code = current_authority()) is not true
        or not b.open_nights @> wanted
        or exists (select from bed_use u where u.bed_id = w.id and u.nights && wanted);
end $$;

create function use_bed_for_hold() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform lock_beds(array[new.bed_id]);
  if not exists (select from beds b join homes h on h.id = b.home_id
                  where b.id = new.bed_id and (h.shared or b.authority_code = new.authority_code)) then
    perform refuse('hold_in_visible_bed', 'there is no such bed, or none that this authority sees');
  end if;
  insert into bed_use (bed_id, authority_code, used_by, state, nights, hold_id, expires_at)
  select b.id, b.authority_code, h.authority_code, 'held', nights(h.from_on, h.to_on), h.id, h.expires_at
    from beds b, holds h
   where b.id = new.bed_id and h.id = new.hold_id;
  return null;
end $$;
create trigger use_bed after insert on hold_beds for each row execute function use_bed_for_hold();

-- A hold is extended or ended only while it has its beds.
create function keep_hold() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform lock_beds(array(select bed_id from hold_beds where hold_id = new.id));
  if old.ended_at is not null or exists (
      select from hold_beds b
       where b.hold_id = new.id
         and not exists (select from bed_use u where u.hold_id = b.hold_id and u.bed_id = b.bed_id)) then
    perform refuse('hold_still_held', 'the hold has lapsed or ended');
  end if;
  if new.ended_at is null then
    update bed_use set expires_at = new.expires_at where hold_id = new.id;
  else
    delete from bed_use where hold_id = new.id;
  end if;
  return new;
end $$;
create trigger keep_hold before update of expires_at, ended_at on holds
  for each row execute function keep_hold();

create or replace function keep_bed_open_while_used() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if exists (select from bed_use where bed_id = new.id and not new.open_nights @> nights
                and (expires_at is null or expires_at > clock_timestamp())) then
    perform refuse('bed_open_while_used', 'the bed is in use on nights when it would be closed');
  end if;
  return null;
end $$;

-- The nights of every hold, running or not, of the beds that the reader sees; never for whom.
-- It runs while ended_at is null and expires_at is to come.
create view bed_held with (security_barrier) as
select b.id as bed_id, nights(h.from_on, h.to_on) as nights, h.created_at, h.expires_at, h.ended_at
  from holds h
  join hold_beds k on k.hold_id = h.id
  join beds b on b.id = k.bed_id
  join homes o on o.id = b.home_id
 where b.authority_code = current_authority() or o.shared;

-- The nights for which beds were held at an instant: all of a hold that ran then; of one that had ended, those gone by
-- over whose midnight it ran.
create function held_nights(at timestamptz) returns table (bed_id uuid, nights datemultirange)
language sql stable
as $$
  select bed_id, range_agg(nights * daterange(null,
           case when least(expires_at, ended_at) <= at
                then (least(expires_at, ended_at) at time zone 'Europe/London')::date end))
    from bed_held
   where created_at <= at
   group by bed_id
$$;

-- Free nights of a bed: vacant, or committed where they are held.
create function parts_of(free datemultirange, held datemultirange, out nights daterange, out state text)
returns setof record
language sql immutable
as $$
  select unnest(free - coalesce(held, '{}')), 'vacant' union all select unnest(free * held), 'committed'
$$;

-- Every bed-night in one state: used (void, committed, occupied) or vacant. Committed is agreed and not started, or
-- held. A bed whose child has stayed past the planned end is occupied still; asked on a day, so it takes that day.
create or replace function bed_nights(today date)
returns table (bed_id uuid, authority_code text, home_id uuid, from_on date, to_on date, state text,
               void_reason text)
language sql stable
as $$
  with held as materialized (select * from held_nights(now()))
  select u.bed_id, u.authority_code, b.home_id, lower(u.nights), coalesce(upper(u.nights), 'infinity'),
         u.state, u.void_reason
    from bed_use u join beds b on b.id = u.bed_id
   where u.state <> 'held'
  union all
  select f.bed_id, f.authority_code, f.home_id, f.free_from, f.free_to,
         case when f.awaiting_departure <= today then 'occupied' else 'vacant' end, null
    from bed_free f
   where not exists (select from held where held.bed_id = f.bed_id)
  union all
  select f.bed_id, f.authority_code, f.home_id, coalesce(lower(part.nights), '-infinity'),
         coalesce(upper(part.nights), 'infinity'),
         case when f.awaiting_departure <= today then 'occupied' else part.state end, null
    from bed_free f
    join held on held.bed_id = f.bed_id,
    lateral parts_of(datemultirange(daterange(f.free_from, f.free_to)), held.nights) part
$$;

create or replace function bed_nights_as_known(at timestamptz)
returns table (bed_id uuid, authority_code text, home_id uuid, from_on date, to_on date, state text,
               void_reason text)
language sql stable security definer set search_path = public
as $$
  with bed as materialized (
    select * from as_known(null::beds, at) where authority_code = current_authority()
  ), changed as materialized (
    select distinct on (record_id) record_id, before
      from record_versions where record_type = 'placements' and recorded_at > at
     order by record_id, id
  ), placement as materialized (
    select p.* from placements p
     where p.bed_id in (select id from bed) and p.created_at <= at
       and not exists (select from changed c where c.record_id = p.id)
    union all
    select p.* from changed c, jsonb_populate_record(null::placements, c.before) p
     where c.before is not null and p.bed_id in (select id from bed)
  ), used as materialized (
    select p.bed_id, p.nights, case when p.started_on is null then 'committed' else 'occupied' end as state,
           null::text as void_reason
      from placement p where not isempty(p.nights)
    union all
    select v.bed_id, nights(v.starts_on, v.ends_on), 'void', v.reason
      from as_known(null::voids, at) v where v.authority_code = current_authority()
  )
  select u.bed_id, b.authority_code, b.home_id, lower(u.nights), coalesce(upper(u.nights), 'infinity'), u.state,
         u.void_reason
    from used u join bed b on b.id = u.bed_id
  union all
  select b.id, b.authority_code, b.home_id, lower(part.nights), coalesce(upper(part.nights), 'infinity'),
         case when exists (
           select from placement p
            where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
              and p.planned_to <= least(lower(part.nights), (at at time zone 'Europe/London')::date))
         then 'occupied' else part.state end, null
    from bed b
    left join held_nights(at) held on held.bed_id = b.id,
    lateral parts_of(datemultirange(b.open_nights)
      - coalesce((select range_agg(u.nights) from used u where u.bed_id = b.id), '{}'), held.nights) part
$$;

-- Status is that of the child who is least far: nobody's bed found is open, everybody's started is placed.
create view placement_request_details with (security_invoker) as
select r.*, progress.child_ids,
       case when r.withdrawn_on is not null then 'withdrawn'
            else (array['open', 'held', 'agreed', 'placed'])[1 + least_far] end as status,
       (array['open', 'held', 'agreed', 'placed'])[1 + furthest] as furthest
  from placement_requests r,
  lateral (
    select array_agg(c.child_id order by c.child_id) as child_ids,
           min(step) as least_far, max(step) as furthest
      from request_children c
      left join lateral (
        select bool_or(started_on is not null) as started from placements
         where request_id = r.id and child_id = c.child_id and withdrawn_on is null) p on true,
      lateral (
        select case when p.started then 3 when p.started is not null then 2
                    when exists (select from hold_beds k join holds h on h.id = k.hold_id
                                  where k.request_id = r.id and k.child_id = c.child_id
                                    and h.ended_at is null and h.expires_at > now()) then 1
                    else 0 end as step) s
     where c.request_id = r.id
  ) progress;

create view hold_details with (security_invoker) as
select h.*, coalesce(h.outcome, case when h.expires_at > now() then 'held' else 'lapsed' end) as status,
       (select jsonb_agg(jsonb_build_object('bedId', k.bed_id, 'childId', k.child_id) order by k.bed_id)
          from hold_beds k where k.hold_id = h.id) as beds
  from holds h;

-- How many live in a home on a day beside one placement, whoever placed them: a registration is for so many.
create function others_living_there(home uuid, day date, besides uuid) returns bigint
language sql stable security definer set search_path = public
as $$
  select count(*) from placements p
   where p.home_id = home and p.id <> besides
     and (p.nights @> day or p.stay @> day)
     and exists (select from homes h where h.id = home and (h.shared or h.authority_code = current_authority()))
$$;

do $$
declare
  owned text;
begin
  foreach owned in array array[
    'placement_requests', 'request_children', 'holds', 'hold_beds', 'approvals', 'authority_settings'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('create policy own_rows on %I using (authority_code = current_authority())
      with check (authority_code = current_authority())', owned);
  end loop;
  foreach owned in array array['placement_requests', 'holds', 'approvals', 'authority_settings'] loop
    execute format('create trigger touch_version before update on %I
      for each row execute function touch_version()', owned);
    execute format('create trigger keep_version after insert or update or delete on %I
      for each row execute function keep_version()', owned);
  end loop;
  foreach owned in array array['placement_requests', 'holds', 'approvals'] loop
    execute format('create trigger emit_events after insert or update or delete on %I
      for each row execute function emit_events()', owned);
  end loop;
end $$;
revoke execute on function lock_beds from public;
grant select, insert, update, delete on placement_requests, request_children to sufficiency_app;
grant select, insert, update (expires_at, ended_at, outcome) on holds to sufficiency_app;
grant select, insert on hold_beds, approvals to sufficiency_app;
grant select, insert, update on authority_settings to sufficiency_app;
grant select on bed_held, placement_request_details, hold_details to sufficiency_app;
