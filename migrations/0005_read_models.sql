-- What searches and measures read, kept in the transaction of every change by the triggers below.

-- One row per interval in which a bed is free of placements and voids, with what a search asks of it beside it. Holds,
-- which end without anything happening, are subtracted when it is read, so they do not rebuild it.
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
-- Intervals of the past end before any night that is still asked for, so the end tells most.
create index bed_free_by_hectad on bed_free (hectad, free_to) where hectad is not null;
create index bed_free_by_area on bed_free (located_authority_code, free_to);
create index bed_free_by_end on bed_free (free_to, free_from);
create index bed_free_by_authority on bed_free (authority_code, free_from, free_to);

create function refresh_bed_free(beds_changed uuid[]) returns void
language sql security definer set search_path = public
as $$
  -- One writer at a time for a bed, so that its intervals are made from everything committed.
  select 1 from beds where id = any(beds_changed) order by id for no key update;
  delete from bed_free where bed_id = any(beds_changed);
  insert into bed_free
  select b.id, coalesce(lower(free), '-infinity'), coalesce(upper(free), 'infinity'),
         (select max(p.planned_to) from placements p
           where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
             and p.planned_to <= lower(free)),
         h.id, b.authority_code, h.shared, h.placement_type, h.kind, b.kind, h.age_from, h.age_to, h.accepts,
         h.capabilities, h.takes_siblings, h.takes_emergencies, h.confidential,
         coalesce((select j.grade from judgements j where j.home_id = h.id order by j.judged_on desc limit 1),
                  (select j.grade from judgements j where j.provider_id = h.provider_id
                    order by j.judged_on desc limit 1)),
         h.located_authority_code, h.easting, h.northing
    from beds b
    join homes h on h.id = b.home_id,
    lateral unnest(datemultirange(b.open_nights)
      - coalesce((select range_agg(u.nights) from bed_use u
                   where u.bed_id = b.id and u.state <> 'held'), '{}')) free
   where b.id = any(beds_changed);
$$;

create function beds_used_differently() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform refresh_bed_free(array(select distinct bed_id from changed where state <> 'held'));
  return null;
end $$;
create function beds_moved_between() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform refresh_bed_free(array(
    select bed_id from changed where state <> 'held' union select bed_id from before where state <> 'held'));
  return null;
end $$;
create trigger bed_free_after_insert after insert on bed_use
  referencing new table as changed for each statement execute function beds_used_differently();
create trigger bed_free_after_update after update on bed_use
  referencing new table as changed old table as before for each statement execute function beds_moved_between();
create trigger bed_free_after_delete after delete on bed_use
  referencing old table as changed for each statement execute function beds_used_differently();

create function beds_described_differently() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_table_name = 'beds' then
    if tg_op = 'INSERT' then   -- whoever changes the home cannot see the bed yet
      perform 1 from homes where id in (select home_id from changed) order by id for share;
    end if;
    perform refresh_bed_free(array(select id from changed));
  else
    perform refresh_bed_free(array(select b.id from changed c join beds b on b.home_id = c.id));
  end if;
  return null;
end $$;
create trigger bed_free_after_insert after insert on beds
  referencing new table as changed for each statement execute function beds_described_differently();
create trigger bed_free_after_update after update on beds
  referencing new table as changed for each statement execute function beds_described_differently();
create trigger bed_free_after_update after update on homes
  referencing new table as changed for each statement execute function beds_described_differently();

create function beds_judged(of_homes uuid[], of_providers uuid[]) returns uuid[]
language sql stable security definer set search_path = public
as $$
  select array(
    select id from beds where home_id = any(of_homes)
    union
    select b.id from homes h join beds b on b.home_id = h.id where h.provider_id = any(of_providers))
$$;
create function beds_judged_differently() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  -- No bed may be added unjudged meanwhile.
  perform 1 from homes
    where id in (select home_id from changed) or provider_id in (select provider_id from changed)
    order by id for no key update;
  perform refresh_bed_free(beds_judged(array_agg(home_id), array_agg(provider_id))) from changed;
  if tg_op = 'UPDATE' then
    perform refresh_bed_free(beds_judged(array_agg(home_id), array_agg(provider_id))) from before;
  end if;
  return null;
end $$;
create trigger bed_free_after_insert after insert on judgements
  referencing new table as changed for each statement execute function beds_judged_differently();
create trigger bed_free_after_update after update on judgements
  referencing new table as changed old table as before
  for each statement execute function beds_judged_differently();
create trigger bed_free_after_delete after delete on judgements
  referencing old table as changed for each statement execute function beds_judged_differently();

-- Every bed-night in one state: used (void, committed, occupied) or vacant. A bed whose child has stayed past
-- the planned end is occupied still; asked on a day, so it takes that day.
create function bed_nights(today date)
returns table (bed_id uuid, authority_code text, home_id uuid, from_on date, to_on date, state text,
               void_reason text)
language sql stable
as $$
  select u.bed_id, u.authority_code, b.home_id, lower(u.nights), coalesce(upper(u.nights), 'infinity'),
         u.state, u.void_reason
    from bed_use u join beds b on b.id = u.bed_id
  union all
  select f.bed_id, f.authority_code, f.home_id, f.free_from, f.free_to,
         case when f.awaiting_departure <= today then 'occupied' else 'vacant' end, null
    from bed_free f
$$;

-- One row per child and run of nights in care over which nothing that a measure asks about changes. Split at
-- birthdays, so that any age band is a question about `age`.
create table care_facts (
  authority_code  text not null,
  child_id        uuid not null references children on delete cascade,
  from_on         date not null,
  to_on           date not null,
  age             smallint not null,
  sex             text not null,
  ethnicity       text not null,
  uasc            boolean not null,
  disabled        boolean,
  need            text,
  legal_status    text,
  placement_id    uuid,
  placement_type  text,
  provider_code   text,
  home_id         uuid,
  home_kind       text,
  location        text not null,
  distance_miles  numeric(5, 1),
  primary key (child_id, from_on)
);
create index care_facts_by_day on care_facts (authority_code, from_on, to_on);

create function refresh_care_facts(children_changed uuid[]) returns void
language plpgsql security definer set search_path = public
as $$
begin
  -- One writer at a time for a child, so that the facts are made from everything committed.
  perform pg_advisory_xact_lock(5903, turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(children_changed) id order by 1) turns;
  delete from care_facts where child_id = any(children_changed);
  insert into care_facts
  with care as (
    select c.*, p.id as care_period_id, p.need, p.nights as in_care
      from children c join care_periods p on p.child_id = c.id
     where c.id = any(children_changed) and not isempty(p.nights)
  ), change as (
    select care_period_id, id as child_id, in_care, lower(in_care) as day from care
    union
    select care.care_period_id, care.id, care.in_care, d.day
      from care, lateral (
        select unnest(array[lower(l.nights), upper(l.nights)]) from legal_statuses l where l.child_id = care.id
        union all
        select unnest(array[lower(p.stay), upper(p.stay)]) from placements p where p.child_id = care.id
        union all
        select birthday(care.date_of_birth, n) from generate_series(1, 25) n
        union all
        select care.uasc_ceased_on
      ) d (day)
     where care.in_care @> d.day
  ), run as (
    select care_period_id, day as from_on,
           coalesce(lead(day) over (partition by care_period_id order by day), upper(in_care), 'infinity') as to_on
      from change
  )
  select care.authority_code, care.id, run.from_on, run.to_on,
         greatest(extract(year from age(run.from_on, care.date_of_birth)), 0), care.sex, care.ethnicity,
         care.uasc and (care.uasc_ceased_on is null or run.from_on < care.uasc_ceased_on),
         case when care.need = 'N2' then true else care.disabled end,
         care.need, l.status, p.id, p.placement_type, p.provider_code, p.home_id, h.kind,
         coalesce(p.location, 'unknown'), p.distance_miles
    from run
    join care using (care_period_id)
    left join legal_statuses l on l.child_id = care.id and l.nights @> run.from_on
    left join lateral (
      select * from placements s where s.child_id = care.id and s.stay @> run.from_on
       order by s.layer desc limit 1   -- the usual placement before a temporary stay
    ) p on true
    left join homes h on h.id = p.home_id;
end $$;

create function care_changed() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_table_name = 'children' then
    perform refresh_care_facts(array(select id from changed));
  elsif tg_table_name = 'homes' then
    perform refresh_care_facts(array(
      select distinct p.child_id from changed c join placements p on p.home_id = c.id));
  else
    perform refresh_care_facts(array(select distinct child_id from changed));
  end if;
  return null;
end $$;
create function care_moved_between() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform refresh_care_facts(array(select child_id from changed union select child_id from before));
  return null;
end $$;
do $$
declare
  source text;
begin
  foreach source in array array['care_periods', 'legal_statuses', 'placements'] loop
    execute format('create trigger care_facts_after_insert after insert on %I
      referencing new table as changed for each statement execute function care_changed()', source);
    execute format('create trigger care_facts_after_update after update on %I
      referencing new table as changed old table as before for each statement
      execute function care_moved_between()', source);
    execute format('create trigger care_facts_after_delete after delete on %I
      referencing old table as changed for each statement execute function care_changed()', source);
  end loop;
end $$;
create trigger care_facts_after_update after update on children
  referencing new table as changed for each statement execute function care_changed();
create trigger care_facts_after_update after update on homes
  referencing new table as changed for each statement execute function care_changed();
