-- after: care_periods, legal_statuses, placements, liberty_orders, placement_requests

-- `day` is the date at fault. A placement may stand before any period of care is recorded, and a stay or status may be
-- open beyond the end of care: those are for the attention list, since something is still to be recorded of them.
create or replace function impossible_dates(children_asked uuid[])
returns table (child_id uuid, record_type text, record_id uuid, day date, rule text)
language sql stable
as $$
  with dated as (
    select p.child_id, 'care_periods' as record_type, p.id, p.started_on as from_on, p.ended_on as to_on, true as begun
      from care_periods p where p.child_id = any(children_asked)
    union all
    select l.child_id, 'legal_statuses', l.id, l.started_on, l.ended_on, true
      from legal_statuses l where l.child_id = any(children_asked)
    union all
    select p.child_id, 'placements', p.id, coalesce(p.started_on, p.planned_from), p.ended_on, p.started_on is not null
      from placements p where p.child_id = any(children_asked) and p.withdrawn_on is null
    union all
    select o.child_id, 'liberty_orders', o.id, o.from_on, null, true
      from liberty_orders o where o.child_id = any(children_asked)
    union all
    select k.child_id, 'placement_requests', r.id, r.needed_from, null, false
      from request_children k join placement_requests r on r.id = k.request_id
     where k.child_id = any(children_asked) and r.withdrawn_on is null
  ), care as (
    select p.child_id, range_agg(p.nights) as nights, array_agg(p.started_on) as starts, min(p.ended_on) as first_end,
           min(p.ended_on) filter (where p.end_reason = 'E2') as died_on
      from care_periods p where p.child_id = any(children_asked) group by p.child_id
  )
  select d.child_id, d.record_type, d.id, d.from_on, 'from_birth'
    from dated d join children c on c.id = d.child_id
   where d.from_on < c.date_of_birth
  union all
  select d.child_id, d.record_type, d.id, greatest(d.from_on, d.to_on), 'before_death'
    from dated d join care on care.child_id = d.child_id
   where d.record_type <> 'placement_requests' and greatest(d.from_on, d.to_on) > care.died_on
  union all
  select d.child_id, d.record_type, d.id, case when covered.starts then d.to_on else d.from_on end, 'in_care'
    from dated d
    left join care on care.child_id = d.child_id,
    lateral (select coalesce(care.nights @> d.from_on or d.from_on = any(care.starts), false) as starts,
                    coalesce(care.nights @> daterange(d.from_on, d.to_on), false) as ends) covered
   where d.record_type = 'legal_statuses' and d.to_on is distinct from d.from_on
     and not (covered.starts and (d.to_on is null or covered.ends))
  union all
  select d.child_id, d.record_type, d.id, d.from_on, 'in_care'
    from dated d
    join care on care.child_id = d.child_id
    join placements p on p.id = d.id
   where d.record_type = 'placements' and d.begun and p.layer = 'usual'
     and p.placement_type not in ('staying-put', 'staying-close')
     and care.first_end <= d.from_on and not care.nights @> d.from_on
$$;
comment on function impossible_dates is
  'What is dated of these children on a day on which it cannot have been: before the birth, after the death, out of '
  'care once care has ended.';
