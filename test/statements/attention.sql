-- GET /v1/attention

with asked as (select $1::date as today, $2::date as soon),
found as (
  select kind, "aboutId" as about_id, part, due, "childIds" as child_ids, "homeId" as home_id, detail, office
  from jsonb_to_recordset($6) as other (
    kind text, "aboutId" uuid, part text, due text, "childIds" uuid[], "homeId" uuid, detail text, office text
  )
  union all
  select *, null
  from (
    select case
      when covered.until_on <= today then 'temporary-approval-ended' else 'temporary-approval-ending'
    end as kind, covered.home_id as about_id, '' as part, min(covered.until_on)::text as due,
      array_agg(covered.child_id) as child_ids, covered.home_id,
      case
        when covered.until_on <= today then 'The carer is not approved any more.'
        else 'The temporary approval of the carer ends.'
      end as detail
    from asked,
      lateral (
        select p.home_id, p.child_id, max(coalesce(a.until_on, 'infinity')) as until_on
        from placements p
        join carer_approvals a on a.home_id = p.home_id and (a.child_id is null or a.child_id = p.child_id)
        where p.placement_type = 'connected-carer' and p.ended_on is null and p.withdrawn_on is null
        group by p.home_id, p.child_id
      ) covered
    where covered.until_on <= soon
    group by covered.home_id, covered.until_on <= today, today
  ) source
  union all
  select *, null
  from (
    select 'hold-lapsing' as kind, h.id as about_id, '' as part,
      to_char(h.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due,
      array_agg(k.child_id) as child_ids,
      case when count(distinct b.home_id) = 1 then min(b.home_id::text)::uuid end as home_id,
      case count(*) when 1 then 'A bed is held.' else count(*) || ' beds are held.' end as detail
    from holds h
    join hold_beds k on k.hold_id = h.id
    join beds b on b.id = k.bed_id
    where h.ended_at is null and h.expires_at > now() and h.expires_at <= now() + interval '24 hours'
    group by h.id
  ) source
  union all
  select *, null
  from (
    select 'past-planned-end' as kind, p.id as about_id, '' as part, p.planned_to::text as due,
      array[p.child_id] as child_ids, p.home_id, 'The planned end has come, and no end is recorded.' as detail
    from asked, placements p
    where p.started_on is not null and p.ended_on is null and p.planned_to <= today
  ) source
)
select md5(concat_ws(':', f.kind, f.about_id, f.part))::uuid as id, f.kind, f.about_id as "aboutId", f.due,
  f.detail, f.office,
  coalesce(
    (
      select jsonb_agg(jsonb_build_object('id', c.id, 'reference', c.reference) order by c.reference)
      from children c
      where c.id = any(f.child_ids)
    ), '[]'
  ) as children, case when h.id is not null then jsonb_build_object('id', h.id, 'name', h.name) end as home
from found f
left join homes h on h.id = f.home_id
where f.kind = any($3)
  and ($4::uuid is null or $4 = any(f.child_ids))
  and ($5::uuid is null or $5 = f.home_id)
