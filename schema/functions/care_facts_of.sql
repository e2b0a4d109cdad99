-- after: care_facts

-- refresh_care_facts asks this, and this placements_counted, as parts of its own plan, which a session keeps. With rights
-- and a path of their own they would be planned again for every row written. Nobody else may run them.
create or replace function care_facts_of(children_asked uuid[]) returns setof care_facts
language sql stable
as $$
  with care as (
    select c.*, p.id as care_period_id, p.need, until_18(p.nights, c.date_of_birth) as in_care,
           p.started_before and p.started_on > c.date_of_birth as began_before
      from children c join care_periods p on p.child_id = c.id
     where c.id = any(children_asked) and not isempty(until_18(p.nights, c.date_of_birth))
  ), spell as (
    select care.care_period_id, care.id as child_id, lower(n) as from_on, coalesce(upper(n), 'infinity') as to_on,
           birthday(lower(n), 1) as a_year_from, birthday(upper(n), 1) as a_year_to,
           months_after(lower(n), 30) as long_from, began_before and lower(n) = lower(in_care) as began_before
      from care, lateral unnest(datemultirange(in_care) - coalesce((
        select range_agg(l.nights) from legal_statuses l
         where l.child_id = care.id and l.status in ('V3', 'V4')), '{}')) n
  ), unseen as (
    -- Of the night before nothing is known: for a year it is in the year that ends on the day.
    select c.id as child_id, p.started_on as from_on, birthday(p.started_on - 1, 1) as after_a_year,
           birthday(p.started_on - 1, 2) as after_two_years,
           -- The nights of which nothing is known, a year later.
           birthday(greatest(c.date_of_birth, (
             select max(upper(care.in_care)) from care where care.id = c.id and upper(care.in_care) < p.started_on)), 1)
             as a_year_from, birthday(p.started_on, 1) as a_year_to
      from children c join care_periods p on p.child_id = c.id
     where c.id = any(children_asked) and p.started_before and p.started_on > c.date_of_birth
       and not exists (select from care where care.id = c.id and care.in_care @> p.started_on - 1)
  ), counted as materialized (
    -- A year after its last night it is no longer in the year that ends on the day.
    select *, case when to_on < 'infinity' then birthday(to_on - 1, 1) else to_on end as after_a_year,
           case when to_on < 'infinity' then birthday(to_on - 1, 2) else to_on end as after_two_years,
           months_after(settled_from, 24) as long_from
      from placements_counted(children_asked)
  ), home as materialized (
    -- Most homes are households, of whom there is nothing to ask.
    select h.id, h.kind, case when h.kind in ('fostering-household', 'connected-carer-household')
                              then daterange(null, null) else varied_registration(h.id) end as registered
      from homes h where h.id in (select home_id from placements where child_id = any(children_asked))
  ), change as (
    select care_period_id, id as child_id, in_care, lower(in_care) as day from care
    union
    select care.care_period_id, care.id, care.in_care, d.day
      from care, lateral (
        select unnest(array[lower(l.nights), upper(l.nights)]) from legal_statuses l where l.child_id = care.id
        union all
        select unnest(array[lower(p.stay), upper(p.stay)]) from placements p where p.child_id = care.id
        union all
        select birthday(care.date_of_birth, n) from generate_series(1, 17) n
        union all
        select care.uasc_ceased_on
        union all
        -- Within the stay alone: what came before a changed stay is not made anew.
        select turn from placements p join home h on h.id = p.home_id,
               unnest(array[lower(h.registered), upper(h.registered)]) turn
         where p.child_id = care.id and p.stay @> turn
        union all
        values (date '2021-09-09'), ('2023-10-28')   -- since when the law knows what unregistered_on asks
      ) d (day)
     where care.in_care @> d.day
    union
    select care_period_id, id, in_care, day
      from counted join care on care.id = counted.child_id,
      lateral unnest(case when temporary then array[after_a_year]
                          else array[after_a_year, after_two_years, case when long_from < to_on then long_from end] end) day
     where in_care @> day and day < 'infinity'
    union
    select care_period_id, id, in_care, day
      from unseen join care on care.id = unseen.child_id, lateral unnest(array[after_a_year, after_two_years, a_year_from, a_year_to]) day
     where in_care @> day
    union
    select care.care_period_id, care.id, in_care, day
      from spell join care on care.id = spell.child_id, lateral unnest(array[a_year_from, a_year_to]) day
     where in_care @> day
    union
    select care.care_period_id, id, in_care, long_from from spell join care using (care_period_id)
     where in_care @> long_from and long_from < to_on
  ), run as (
    select care_period_id, child_id, day as from_on,
           coalesce(lead(day) over (partition by care_period_id order by day), upper(in_care), 'infinity') as to_on
      from change
  ), stability as (
    select run.care_period_id, run.from_on,
           count(*) filter (where c.after_a_year > run.from_on and not c.temporary) as placements,
           count(*) filter (where c.after_a_year > run.from_on) as with_temporary,
           count(*) filter (where not c.temporary) as in_two_years,
           min(c.from_on) filter (where c.to_on > run.from_on and not c.temporary) as placed_on,
           bool_or(c.started_before) filter (where c.to_on > run.from_on and not c.temporary) as placed_before,
           bool_or(case when c.long_from <= run.from_on then true when not c.settled_before then false end)
             filter (where c.to_on > run.from_on and not c.temporary) as long_placed
      from run
      left join counted c on c.child_id = run.child_id and c.from_on <= run.from_on and c.after_two_years > run.from_on
     group by run.care_period_id, run.from_on
  ), seen as (
    select run.care_period_id, run.from_on,
           bool_and(u.after_a_year <= run.from_on) is not false as year_known, count(u.child_id) = 0 as two_years_known
      from run
      left join unseen u on u.child_id = run.child_id and u.from_on <= run.from_on and u.after_two_years > run.from_on
     group by run.care_period_id, run.from_on
  ), year_before as (
    select care_period_id, from_on, bool_or(was_there) as looked_after
      from (
        select run.care_period_id, run.from_on, true as was_there
          from run join spell s on s.child_id = run.child_id
                               and s.a_year_from <= run.from_on and (s.a_year_to <= run.from_on) is not true
        union all
        select run.care_period_id, run.from_on, null
          from run join unseen u on u.child_id = run.child_id
                                and u.a_year_from <= run.from_on and u.a_year_to > run.from_on
      ) night
     group by care_period_id, from_on
  )
  select care.authority_code, care.id, run.from_on, run.to_on,
         greatest(extract(year from age(run.from_on, care.date_of_birth)), 0)::smallint, care.sex, care.ethnicity,
         care.uasc and (care.uasc_ceased_on is null or run.from_on < care.uasc_ceased_on),
         case when care.need = 'N2' then true else care.disabled end,
         care.need, l.status, p.id, p.placement_type, p.provider_code, p.home_id, h.kind,
         coalesce(p.location, 'unknown'), p.distance_miles,
         stability.placements::smallint, stability.with_temporary::smallint,
         case when spell.long_from <= run.from_on then true when not spell.began_before or spell.from_on is null then false end,
         stability.long_placed, now(), 'infinity'::timestamptz,
         unregistered_on(run.from_on, extract(year from age(run.from_on, care.date_of_birth))::integer, p, h.kind,
                         h.registered),
         p.place_code, p.located_in, spell.from_on, spell.began_before, stability.placed_on, stability.placed_before,
         seen.year_known,
         case when seen.two_years_known or stability.in_two_years >= 3 then stability.in_two_years end::smallint,
         case when year_before.from_on is null then false else year_before.looked_after end
    from run
    join care using (care_period_id)
    join stability using (care_period_id, from_on)
    join seen using (care_period_id, from_on)
    left join year_before on year_before.care_period_id = run.care_period_id and year_before.from_on = run.from_on
    left join spell on spell.care_period_id = care.care_period_id
                   and spell.from_on <= run.from_on and spell.to_on > run.from_on
    left join legal_statuses l on l.child_id = care.id and l.nights @> run.from_on
    left join lateral (
      select * from placements s where s.child_id = care.id and s.stay @> run.from_on
       order by s.layer desc limit 1   -- the usual placement before a temporary stay
    ) p on true
    left join home h on h.id = p.home_id
$$;
comment on function care_facts_of is 'The facts of these children as they are recorded now.';
revoke execute on function care_facts_of from public;
