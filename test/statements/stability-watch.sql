-- GET /v1/stability-watch

with subject as (
  select c.*
  from children c
  join care_facts f on f.child_id = c.id
  where f.authority_code = current_authority()
    and f.known_to = 'infinity'
    and f.from_on <= $1
    and f.to_on > $1
    and (f.legal_status is null or f.legal_status <> all($2))
)
select c.id as "childId", c.reference, c.date_of_birth as "dateOfBirth", care.started_on as "careStartedOn",
  coalesce(care.started_before, false) as "careStartedBefore", legal.status as "legalStatus",
  legal.started_on as "legalStatusSince", coalesce(history.placements, '[]') as placements,
  next.placement as next, jsonb_build_object('inCare', kin.in_care, 'together', kin.together) as siblings,
  array(
    select r.cells ->> 'MIS_START'
    from return_rows r
    where r.child_reference = c.reference
      and r.module = 'missing'
      and r.cells ->> 'MIS_START' ~ '^\d{4}-\d\d-\d\d$'
    order by 1
  ) as missing,
  array(
    select r.cells ->> 'REVIEW'
    from return_rows r
    where r.child_reference = c.reference
      and r.module = 'reviews'
      and r.cells ->> 'REVIEW' ~ '^\d{4}-\d\d-\d\d$'
    order by 1
  ) as reviews
from subject c
left join care_periods care on care.child_id = c.id and until_18(care.nights, c.date_of_birth) @> $1::date
left join legal_statuses legal on legal.child_id = c.id
  and until_18(legal.nights, c.date_of_birth) @> $1::date
left join lateral (
  select p.home_id as here
  from placements p
  where p.child_id = c.id and p.layer = 'usual' and p.stay @> $1::date
) lives on true
left join lateral (
  select jsonb_agg(
    jsonb_build_object(
      'id', p.id, 'homeId', p.home_id, 'homeName', h.name, 'type', p.placement_type, 'startedOn',
      p.started_on, 'startedBefore', p.started_before, 'endedOn',
      case when p.ended_on <= $1 then p.ended_on end, 'plannedTo', p.planned_to, 'endReason',
      case when p.ended_on <= $1 then p.end_reason end, 'endPlanned',
      case when p.ended_on <= $1 then p.end_planned end, 'sameCarer', p.same_carer, 'emergency', p.emergency,
      'distanceMiles', case when sees_addresses() then p.distance_miles else p.distance_shown end, 'location',
      p.location, 'home',
      case
        when p.stay @> $1::date then jsonb_build_object(
          'capabilities', coalesce(h.capabilities, '{}'), 'closesOn', h.closes_on, 'carerApprovalEndsOn',
          (
            select case when bool_or(a.until_on is null) then null else max(a.until_on) end
            from carer_approvals a
            where a.home_id = p.home_id and (a.child_id is null or a.child_id = p.child_id)
          ), 'weeklyCost',
          coalesce(
            p.weekly_cost,
            (select f.weekly_fee from fees f where f.home_id = p.home_id and f.term @> $1::date)
          ), 'ofstedGrade',
          coalesce(
            (
              select j.grade
              from judgements j
              where j.home_id = h.id and j.judged_on <= $1 and on_scale_of(j.grade, h.kind)
              order by j.judged_on desc
              limit 1
            ),
            (
              select j.grade
              from judgements j
              where j.provider_id = h.provider_id and j.judged_on <= $1 and on_scale_of(j.grade, h.kind)
              order by j.judged_on desc
              limit 1
            )
          ), 'concerns',
          (
            select coalesce(jsonb_agg(distinct v.reason), '[]')
            from beds b
            join voids v on v.bed_id = b.id
            where b.home_id = h.id
              and nights(v.starts_on, v.ends_on) @> $1::date
              and v.reason in ('restriction', 'suspension', 'allegation', 'resignation', 'closing')
          )
        )
      end
    ) order by p.started_on, p.id
  ) as placements
  from placements p
  left join lateral (select * from visible_homes where id = p.home_id offset 0) h on true
  where p.child_id = c.id and p.layer = 'usual' and p.started_on <= $1
) history on true
left join lateral (
  select jsonb_build_object('type', p.placement_type, 'plannedFrom', p.planned_from) as placement
  from placements p
  where p.child_id = c.id
    and p.layer = 'usual'
    and p.withdrawn_on is null
    and p.planned_from > $1
    and (p.started_on is null or p.started_on > $1)
  order by p.planned_from
  limit 1
) next on true
cross join lateral (
  select count(*)::int as in_care, (count(*) filter (where p.home_id = lives.here))::int as together
  from children s
  join care_periods k on k.child_id = s.id and until_18(k.nights, s.date_of_birth) @> $1::date
  left join placements p on p.child_id = s.id and p.layer = 'usual' and p.stay @> $1::date
  where s.sibling_group_id = c.sibling_group_id and s.id <> c.id
) kin
order by c.id
