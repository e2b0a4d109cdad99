-- Part of the plan of refresh_care_facts: see care_facts_of.
create or replace function placements_counted(children_asked uuid[])
returns table (child_id uuid, temporary boolean, from_on date, to_on date, started_before boolean, settled_from date,
               settled_before boolean)
language sql stable
as $$
  with looked_after as (
    select c.child_id, range_agg(until_18(c.nights, child.date_of_birth)) - coalesce((
             select range_agg(l.nights) from legal_statuses l
              where l.child_id = c.child_id and l.status in ('V3', 'V4')), '{}') as nights,
           array_agg(c.started_on) filter (where c.started_before and c.started_on > child.date_of_birth) as known_from
      from care_periods c join children child on child.id = c.child_id
     where c.child_id = any(children_asked)
     group by c.child_id
  ), stay as (
    -- first_known: what came before its first night is not known.
    select p.child_id, p.layer = 'temporary' as temporary, p.placement_type, p.place_code, p.same_carer, p.home_id,
           lower(n) as from_on, coalesce(upper(n), 'infinity') as to_on,
           p.started_before and lower(n) = p.started_on as started_before,
           coalesce(lower(n) = any(looked_after.known_from), false) as first_known
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
           (array_agg(follows order by from_on))[1] as follows,
           -- Foster carers who adopt a child whom they have had already (A3, A5).
           (array_agg(started_before or first_known and coalesce(place_code in ('A3', 'A5'), false)
                      order by from_on))[1] as started_before,
           (array_agg(first_known order by from_on))[1] as first_known
      from numbered group by child_id, temporary, number
  )
  select child_id, temporary, from_on, to_on, started_before,
         case when adoptive and follows then lag(from_on) over placed else from_on end,
         case when adoptive and follows then lag(started_before) over placed
              else started_before or adoptive and first_known end
    from counted window placed as (partition by child_id, temporary order by from_on)
$$;
comment on function placements_counted is
  'The placements of children as stability counts them (DfE): the nights looked after and not for short breaks '
  'alone, placements with the same carer together as one. settled_from is the day from which the child counts as '
  'settled, which for a placement for adoption is that on which the placement before it began. Where started_before or '
  'settled_before, that day is the first known of: what is counted began before it.';
revoke execute on function placements_counted from public;
