-- Facts keep what was known: a run of nights that turns out otherwise is closed, not overwritten, so that a measure can
-- be asked again as it was known at an instant.

alter table care_facts
  add column known_from timestamptz not null default now(),
  add column known_to   timestamptz not null default 'infinity',
  drop constraint care_facts_pkey,
  add primary key (child_id, from_on, known_from);
drop index care_facts_by_day;
create index care_facts_by_day on care_facts (authority_code, from_on, to_on) where known_to = 'infinity';
create index care_facts_once_known on care_facts (authority_code, known_to) where known_to < 'infinity';

-- The facts of these children as they are recorded now.
create function care_facts_of(children_asked uuid[]) returns setof care_facts
language sql stable security definer set search_path = public
as $$
  with care as (
    select c.*, p.id as care_period_id, p.need, p.nights as in_care
      from children c join care_periods p on p.child_id = c.id
     where c.id = any(children_asked) and not isempty(p.nights)
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
         greatest(extract(year from age(run.from_on, care.date_of_birth)), 0)::smallint, care.sex, care.ethnicity,
         care.uasc and (care.uasc_ceased_on is null or run.from_on < care.uasc_ceased_on),
         case when care.need = 'N2' then true else care.disabled end,
         care.need, l.status, p.id, p.placement_type, p.provider_code, p.home_id, h.kind,
         coalesce(p.location, 'unknown'), p.distance_miles, now(), 'infinity'::timestamptz
    from run
    join care using (care_period_id)
    left join legal_statuses l on l.child_id = care.id and l.nights @> run.from_on
    left join lateral (
      select * from placements s where s.child_id = care.id and s.stay @> run.from_on
       order by s.layer desc limit 1   -- the usual placement before a temporary stay
    ) p on true
    left join homes h on h.id = p.home_id
$$;

-- Whether two rows of facts say the same, whenever they were known.
create function same_care(a care_facts, b care_facts) returns boolean
language sql immutable
as $$
  select (a.child_id, a.from_on, a.to_on, a.age, a.sex, a.ethnicity, a.uasc, a.disabled, a.need, a.legal_status,
          a.placement_id, a.placement_type, a.provider_code, a.home_id, a.home_kind, a.location, a.distance_miles)
         is not distinct from
         (b.child_id, b.from_on, b.to_on, b.age, b.sex, b.ethnicity, b.uasc, b.disabled, b.need, b.legal_status,
          b.placement_id, b.placement_type, b.provider_code, b.home_id, b.home_kind, b.location, b.distance_miles)
$$;

create or replace function refresh_care_facts(children_changed uuid[]) returns void
language plpgsql security definer set search_path = public
as $$
declare
  fresh care_facts[];
begin
  -- One writer at a time for a child, so that the facts are made from everything committed.
  perform pg_advisory_xact_lock(5903, turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(children_changed) id order by 1) turns;
  fresh := array(select f from care_facts_of(children_changed) f);
  delete from care_facts f
   where f.child_id = any(children_changed) and f.known_to = 'infinity' and f.known_from = now()
     and not exists (
       select from unnest(fresh) n where n.child_id = f.child_id and n.from_on = f.from_on and same_care(f, n));
  update care_facts f set known_to = now()
   where f.child_id = any(children_changed) and f.known_to = 'infinity'
     and not exists (
       select from unnest(fresh) n where n.child_id = f.child_id and n.from_on = f.from_on and same_care(f, n));
  insert into care_facts
  select n.* from unnest(fresh) n
   where not exists (
     select from care_facts f
      where f.child_id = n.child_id and f.from_on = n.from_on and f.known_to = 'infinity' and same_care(f, n));
end $$;

-- The nights of the authority's beds as they were recorded at an instant: bed_nights() of then.
create function bed_nights_as_known(at timestamptz)
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
  select b.id, b.authority_code, b.home_id, lower(free), coalesce(upper(free), 'infinity'),
         case when exists (
           select from placement p
            where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
              and p.planned_to <= least(lower(free), (at at time zone 'Europe/London')::date))
         then 'occupied' else 'vacant' end, null
    from bed b, lateral unnest(datemultirange(b.open_nights)
      - coalesce((select range_agg(u.nights) from used u where u.bed_id = b.id), '{}')) free
$$;

-- What acts with its owner's rights is for triggers and for the owner.
revoke execute on function refresh_bed_free, refresh_care_facts, care_facts_of, beds_judged from public;
