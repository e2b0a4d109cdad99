-- Stability of placements, beside the other facts of a night in care, so that it can be asked as at any day.

-- The day some months later; where that month has no such day, the first of the next (as birthday() has it).
create function months_after(day date, months integer) returns date
language sql immutable strict parallel safe
as $$
  select case when extract(day from d) <> extract(day from day) then d + 1 else d end
  from (select (day + make_interval(months => months))::date as d) later
$$;

alter table care_facts
  -- Placements of a night or more in the year that ends on the day; null in facts known before they were counted.
  add column placements_in_year           smallint,
  -- The same, temporary stays (T0 to T4) counted as well.
  add column placements_in_year_temporary smallint,
  -- Looked after without a break for two and a half years.
  add column long_looked_after            boolean,
  -- In the same placement for two years; null where no usual placement is recorded.
  add column long_placed                  boolean;

-- The placements of children as stability counts them (DfE): the nights looked after and not for short breaks alone,
-- placements with the same carer together as one. `settled_from` is the day from which the child counts as settled,
-- which for a placement for adoption is that on which the placement before it began.
create function placements_counted(children_asked uuid[])
returns table (child_id uuid, temporary boolean, from_on date, to_on date, settled_from date)
language sql stable security definer set search_path = public
as $$
  with looked_after as (
    select c.child_id, range_agg(c.nights) - coalesce((
             select range_agg(l.nights) from legal_statuses l
              where l.child_id = c.child_id and l.status in ('V3', 'V4')), '{}') as nights
      from care_periods c
     where c.child_id = any(children_asked)
     group by c.child_id
  ), stay as (
    select p.child_id, p.layer = 'temporary' as temporary, p.placement_type, p.place_code, p.same_carer, p.home_id,
           lower(n) as from_on, coalesce(upper(n), 'infinity') as to_on
      from looked_after
      join placements p using (child_id),
      lateral (select datemultirange(p.stay) * looked_after.nights) held (n)
     where p.stay is not null and p.placement_type <> 'short-break' and not isempty(n)
  ), followed as (
    select *, coalesce(lag(to_on) over placed = from_on, false) as follows,
           lag(placement_type) over placed as type_before, lag(home_id) over placed as home_before
      from stay window placed as (partition by child_id, temporary order by from_on)
  ), numbered as (
    select *, count(*) filter (where (follows and (
             same_carer
             or home_id = home_before
             or place_code in ('A3', 'A5') and type_before in (
                  'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer'))) is not true)
             over (partition by child_id, temporary order by from_on) as number
      from followed
  ), counted as (
    select child_id, temporary, min(from_on) as from_on, max(to_on) as to_on,
           (array_agg(placement_type order by from_on))[1] = 'placed-for-adoption' as adoptive,
           (array_agg(follows order by from_on))[1] as follows
      from numbered group by child_id, temporary, number
  )
  select child_id, temporary, from_on, to_on,
         case when adoptive and follows then lag(from_on) over (partition by child_id, temporary order by from_on)
              else from_on end
    from counted
$$;

create or replace function care_facts_of(children_asked uuid[]) returns setof care_facts
language sql stable security definer set search_path = public
as $$
  with care as (
    select c.*, p.id as care_period_id, p.need, p.nights as in_care
      from children c join care_periods p on p.child_id = c.id
     where c.id = any(children_asked) and not isempty(p.nights)
  ), spell as (
    select care.care_period_id, lower(n) as from_on, coalesce(upper(n), 'infinity') as to_on,
           months_after(lower(n), 30) as long_from
      from care, lateral unnest(datemultirange(in_care) - coalesce((
        select range_agg(l.nights) from legal_statuses l
         where l.child_id = care.id and l.status in ('V3', 'V4')), '{}')) n
  ), counted as materialized (
    -- A year after its last night it is no longer in the year that ends on the day.
    select *, case when to_on < 'infinity' then birthday(to_on - 1, 1) else to_on end as forgotten_on,
           months_after(settled_from, 24) as long_from
      from placements_counted(children_asked)
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
    union
    select care_period_id, id, in_care, day
      from counted join care on care.id = counted.child_id,
      lateral unnest(array[forgotten_on, case when not temporary and long_from < to_on then long_from end]) day
     where in_care @> day and day < 'infinity'
    union
    select care_period_id, id, in_care, long_from from spell join care using (care_period_id)
     where in_care @> long_from and long_from < to_on
  ), run as (
    select care_period_id, child_id, day as from_on,
           coalesce(lead(day) over (partition by care_period_id order by day), upper(in_care), 'infinity') as to_on
      from change
  ), stability as (
    select run.care_period_id, run.from_on,
           count(*) filter (where not c.temporary) as placements, count(c.child_id) as with_temporary,
           bool_or(c.long_from <= run.from_on) filter (where c.to_on > run.from_on and not c.temporary) as long_placed
      from run
      left join counted c on c.child_id = run.child_id and c.from_on <= run.from_on and c.forgotten_on > run.from_on
     group by run.care_period_id, run.from_on
  )
  select care.authority_code, care.id, run.from_on, run.to_on,
         greatest(extract(year from age(run.from_on, care.date_of_birth)), 0)::smallint, care.sex, care.ethnicity,
         care.uasc and (care.uasc_ceased_on is null or run.from_on < care.uasc_ceased_on),
         case when care.need = 'N2' then true else care.disabled end,
         care.need, l.status, p.id, p.placement_type, p.provider_code, p.home_id, h.kind,
         coalesce(p.location, 'unknown'), p.distance_miles, now(), 'infinity'::timestamptz,
         stability.placements::smallint, stability.with_temporary::smallint,
         coalesce(spell.long_from <= run.from_on, false), stability.long_placed
    from run
    join care using (care_period_id)
    join stability using (care_period_id, from_on)
    left join spell on spell.care_period_id = care.care_period_id
                   and spell.from_on <= run.from_on and spell.to_on > run.from_on
    left join legal_statuses l on l.child_id = care.id and l.nights @> run.from_on
    left join lateral (
      select * from placements s where s.child_id = care.id and s.stay @> run.from_on
       order by s.layer desc limit 1   -- the usual placement before a temporary stay
    ) p on true
    left join homes h on h.id = p.home_id
$$;

create or replace function same_care(a care_facts, b care_facts) returns boolean
language sql immutable
as $$
  select (a.child_id, a.from_on, a.to_on, a.age, a.sex, a.ethnicity, a.uasc, a.disabled, a.need, a.legal_status,
          a.placement_id, a.placement_type, a.provider_code, a.home_id, a.home_kind, a.location, a.distance_miles,
          a.placements_in_year, a.placements_in_year_temporary, a.long_looked_after, a.long_placed)
         is not distinct from
         (b.child_id, b.from_on, b.to_on, b.age, b.sex, b.ethnicity, b.uasc, b.disabled, b.need, b.legal_status,
          b.placement_id, b.placement_type, b.provider_code, b.home_id, b.home_kind, b.location, b.distance_miles,
          b.placements_in_year, b.placements_in_year_temporary, b.long_looked_after, b.long_placed)
$$;

revoke execute on function placements_counted, care_facts_of from public;
