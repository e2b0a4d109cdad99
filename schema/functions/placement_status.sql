-- after: placements

create or replace function placement_status(placement placements, day date) returns text
language sql stable
as $$
  select case
    when placement.withdrawn_on is not null then coalesce(placement.withdrawal_kind, 'withdrawn')
    when placement.started_on is null or placement.started_on > day then 'planned'
    when placement.ended_on <= day then 'ended'
    when placement.planned_to <= day then 'overdue'
    else 'current'
  end
$$;
comment on function placement_status is
  'How a placement stands on a day: the same as placementStatus in src/domain/placement-status.ts.';
