-- GET /v1/attention

select 'hold-lapsing' as kind, h.id,
  to_char(h.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due,
  array(select k.child_id from hold_beds k where k.hold_id = h.id order by 1) as "childIds"
from holds h
where h.ended_at is null and h.expires_at > now() and h.expires_at <= now() + interval '24 hours'
union all
select 'past-planned-end', p.id, p.planned_to::text, array[p.child_id]
from placements p
where p.started_on is not null and p.ended_on is null and p.planned_to <= $1
union all
select 'temporary-approval', p.id, p.temporary_approval_until::text, array[p.child_id]
from placements p
where p.temporary_approval_until <= $2
  and p.carer_approved_on is null
  and p.ended_on is null
  and p.withdrawn_on is null
