-- GET /v1/attention

with asked as (select $1::date as today, $2::date as soon),
in_care as (
  select k.child_id, k.id as care_period_id, k.started_on, k.ended_on, l.status as legal_status,
    birthday(c.date_of_birth, 18) as eighteenth
  from asked
  join care_periods k on k.nights @> today
  join children c on c.id = k.child_id
  left join legal_statuses l on l.child_id = k.child_id and l.nights @> today
  where birthday(c.date_of_birth, 18) > today
),
staying as (select p.* from asked join placements p on p.stay @> today),
found as (
  select kind, "aboutId" as about_id, part, due, "childIds" as child_ids, "homeId" as home_id, detail, office
  from jsonb_to_recordset($6) as other (
    kind text, "aboutId" uuid, part text, due text, "childIds" uuid[], "homeId" uuid, detail text, office text
  )
  union all
  select *, null
  from (
    select 'no-placement-tonight' as kind, k.child_id as about_id, '' as part,
      greatest(
        k.started_on,
        (select max(p.ended_on) from placements p where p.child_id = k.child_id and p.ended_on <= today)
      )::text as due, array[k.child_id] as child_ids, null::uuid as home_id,
      case
        when exists (
          select
          from placements p
          where p.child_id = k.child_id and p.nights @> today and p.started_on is null
        ) then 'A placement is agreed for tonight, and has not started.'
        else 'Nothing says where the child sleeps tonight.'
      end as detail
    from asked, in_care k
    where coalesce(k.legal_status not in ('V3', 'V4'), true)
      and not exists (select from staying s where s.child_id = k.child_id)
  ) source
  union all
  select *, null
  from (
    select 'placed-without-care' as kind, s.id as about_id, '' as part, s.started_on::text as due,
      array[s.child_id] as child_ids, s.home_id, 'The child counts as looked after in no figure.' as detail
    from asked, staying s
    join children c on c.id = s.child_id
    where s.placement_type in (
      'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer', 'residential', 'secure',
      'residential-school', 'family-centre', 'care-home', 'nhs', 'young-offender-institution',
      'supported-accommodation', 'supported-lodgings', 'independent-living', 'with-parents',
      'placed-for-adoption', 'other'
    )
      and birthday(c.date_of_birth, 18) > today
      and not exists (
        select
        from care_periods k
        where k.child_id = s.child_id and (k.nights @> today or k.ended_on between s.started_on and today)
      )
  ) source
  union all
  select *, null
  from (
    select 'care-ended-placement-open' as kind, s.id as about_id, '' as part,
      ended.care_ended_on::text as due, array[s.child_id] as child_ids, s.home_id,
      'The bed counts as taken, and the child not as looked after.' as detail
    from asked, staying s,
      lateral (
        select max(k.ended_on) as care_ended_on
        from care_periods k
        where k.child_id = s.child_id and k.ended_on between s.started_on and today
      ) ended
    where s.placement_type in (
      'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer', 'residential', 'secure',
      'residential-school', 'family-centre', 'care-home', 'nhs', 'young-offender-institution',
      'supported-accommodation', 'supported-lodgings', 'independent-living', 'with-parents',
      'placed-for-adoption', 'other'
    )
      and ended.care_ended_on is not null
      and not exists (select from care_periods k where k.child_id = s.child_id and k.nights @> today)
  ) source
  union all
  select *, null
  from (
    select 'no-legal-status' as kind, k.child_id as about_id, '' as part,
      greatest(
        k.started_on,
        (select max(l.ended_on) from legal_statuses l where l.child_id = k.child_id and l.ended_on <= today)
      )::text as due, array[k.child_id] as child_ids, null::uuid as home_id,
      'Nothing says under which law the child is looked after.' as detail
    from asked, in_care k
    where k.legal_status is null
  ) source
  union all
  select *, null
  from (
    select case when e.noticed then 'notice-no-next-home' else 'planned-end-no-next-home' end as kind,
      e.id as about_id, '' as part, e.ends_on::text as due, array[e.child_id] as child_ids, e.home_id,
      'No placement from the end on is agreed.' as detail
    from asked,
      (
        select s.*, n.id is not null as noticed, coalesce(n.ends_on, s.planned_to) as ends_on
        from staying s
        left join notices n on n.placement_id = s.id and n.withdrawn_on is null
        where s.layer = 'usual'
      ) e
    join in_care k on k.child_id = e.child_id
    where (e.noticed or e.ends_on > today and e.ends_on <= soon)
      and e.ends_on < k.eighteenth
      and (k.ended_on is null or k.ended_on > e.ends_on)
      and not exists (
        select
        from placements p
        where p.child_id = e.child_id and p.layer = 'usual' and p.id <> e.id and p.nights @> e.ends_on
      )
  ) source
  union all
  select *, null
  from (
    select 'police-protection' as kind, l.id as about_id, '' as part, (l.started_on + 3)::text as due,
      array[l.child_id] as child_ids, null::uuid as home_id,
      'It lasts 72 hours: by then another legal status, or the end of care.' as detail
    from asked, legal_statuses l
    where l.status = 'L1' and l.nights @> today and (l.ended_on is null or l.ended_on > l.started_on + 3)
  ) source
  union all
  select *, null
  from (
    select 'emergency-protection-order' as kind, l.id as about_id, '' as part,
      (l.started_on + case when today <= l.started_on + 8 then 8 else 15 end)::text as due,
      array[l.child_id] as child_ids, null::uuid as home_id,
      case
        when today <= l.started_on + 8 then 'It lasts 8 days, unless the court extends it, once, by up to 7.'
        else 'It is past its 8 days: see that the court has extended it, by 7 at most.'
      end as detail
    from asked, legal_statuses l
    where l.status = 'L2' and l.nights @> today and (l.ended_on is null or l.ended_on > l.started_on + 15)
  ) source
  union all
  select *, null
  from (
    select case when o.until_on <= today then 'liberty-order-ended' else 'liberty-order-ending' end as kind,
      o.id as about_id, '' as part, o.until_on::text as due, array[o.child_id] as child_ids, s.home_id,
      case
        o.kind when 'secure' then 'Secure accommodation order.' else 'Deprivation of liberty order.'
      end as detail
    from asked, liberty_orders o
    left join staying s on s.child_id = o.child_id and s.layer = 'usual'
    where o.kind in ('secure', 'deprivation-of-liberty')
      and o.until_on <= soon
      and o.from_on <= today
      and not exists (
        select
        from liberty_orders n
        where n.child_id = o.child_id and n.kind = o.kind and n.from_on >= o.until_on
      )
      and (
        o.until_on > today
        or o.kind = 'secure' and s.placement_type = 'secure'
        or o.kind = 'deprivation-of-liberty' and s.started_on < o.until_on
      )
  ) source
  union all
  select *, null
  from (
    select case
      when k.eighteenth <= today + 28 then 'turning-18-in-4-weeks' else 'turning-18-in-12-weeks'
    end as kind, k.child_id as about_id, '' as part, k.eighteenth::text as due,
      array[k.child_id] as child_ids, s.home_id,
      'Care ends at 18; where the young person lives from then on is not agreed.' as detail
    from asked, in_care k
    left join staying s on s.child_id = k.child_id and s.layer = 'usual'
    where k.eighteenth <= today + 84
      and (k.ended_on is null or k.ended_on >= k.eighteenth)
      and not exists (
        select
        from placements p
        where p.child_id = k.child_id
          and p.nights @> k.eighteenth
          and (p.started_on is null or p.placement_type in ('staying-put', 'staying-close'))
      )
  ) source
  union all
  select *, null
  from (
    select 'care-open-past-18' as kind, k.id as about_id, '' as part,
      birthday(c.date_of_birth, 18)::text as due, array[c.id] as child_ids, s.home_id,
      'The young person is an adult: care has ended by law.' as detail
    from asked, care_periods k
    join children c on c.id = k.child_id
    left join staying s on s.child_id = c.id and s.layer = 'usual'
    where k.nights @> today and birthday(c.date_of_birth, 18) <= today
  ) source
  union all
  select *, null
  from (
    select case
      when o.until_on <= today then 'override-ended'
      when o.until_on <= soon then 'override-ending'
      else 'override-in-force'
    end as kind, o.id as about_id, '' as part, o.until_on::text as due, array[o.child_id] as child_ids,
      o.home_id, 'The must: ' || o.must || '.' as detail
    from asked, overrides o
    where o.decided_on <= today
      and not exists (
        select
        from overrides n
        where n.child_id = o.child_id
          and n.home_id = o.home_id
          and n.must = o.must
          and n.decided_on >= o.until_on
      )
      and (
        o.until_on > today
        or exists (
          select
          from staying s
          where s.child_id = o.child_id and s.home_id = o.home_id and s.started_on < o.until_on
        )
      )
  ) source
  union all
  select *, null
  from (
    select 'exemption-ending' as kind, e.id as about_id, '' as part, e.to_on::text as due,
      array[e.child_id] as child_ids, e.home_id,
      'From then on the child is outside the terms, unless they are varied.' as detail
    from asked, terms_exemptions e
    where e.term @> today
      and e.to_on <= soon
      and not exists (
        select
        from terms_exemptions n
        where n.child_id = e.child_id and n.home_id = e.home_id and n.from_on >= e.to_on
      )
      and exists (select from staying s where s.child_id = e.child_id and s.home_id = e.home_id)
  ) source
  union all
  select *, null
  from (
    select 'recorded-against-a-gate' as kind, s.id as about_id, '' as part, s.started_on::text as due,
      array[s.child_id] as child_ids, s.home_id,
      'It is on record as it happened, and nobody approved it by that.' as detail
    from staying s
    where s.recorded_as_happened is not null
  ) source
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
    with over as materialized (
      select h.id, today
      from asked, visible_homes h
      join providers v on v.id = h.provider_id
      left join category_variations c on c.provider_id = v.id and c.category = h.accommodation_category
      where h.registration_ended_on <= today
        or v.supported_registration_ended_on <= today
        or c.removed_on <= today
    )
    select 'registration-ended' as kind, h.id as about_id, '' as part,
      min(registration_ends_on(h.id, s.started_on))::text as due, array_agg(s.child_id) as child_ids,
      h.id as home_id, 'It was registered when the children came, and is not tonight.' as detail
    from over h
    join staying s on s.home_id = h.id
    where not is_registered(h.id, h.today) and is_registered(h.id, s.started_on)
    group by h.id
  ) source
  union all
  select *, null
  from (
    select 'restriction-with-children' as kind, r.id as about_id, '' as part, r.starts_on::text as due,
      array_agg(s.child_id) as child_ids, r.home_id,
      case
        r.kind
        when 'suspension' then 'The home is suspended.'
        when 'restriction' then 'The home is restricted.'
        else 'The authority places no child there.'
      end as detail
    from asked, home_restrictions r
    join staying s on s.home_id = r.home_id
    where r.nights @> today
    group by r.id
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
    select 'held-by-another' as kind, h.hold_id as about_id, '' as part,
      to_char(h.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due,
      '{}'::uuid[] as child_ids, h.home_id,
      a.name
        || case
          when h.awaits_consent then ' holds a bed and waits for consent.' else ' holds a bed, with consent.'
        end as detail
    from holds_of_others() h
    join authorities a on a.code = h.held_by
  ) source
  union all
  select *, null
  from (
    select 'hold-taken-back' as kind, h.id as about_id, '' as part,
      to_char(h.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due,
      array_agg(k.child_id) as child_ids, null::uuid as home_id,
      'The authority of the bed says: ' || h.release_reason as detail
    from holds h
    join hold_beds k on k.hold_id = h.id
    where h.released_by_authority_code is not null
      and h.ended_at > now() - interval '7 days'
      and not exists (
        select
        from hold_beds again
        join holds n on n.id = again.hold_id
        where again.child_id = k.child_id and n.created_at > h.ended_at
      )
      and not exists (select from placements p where p.child_id = k.child_id and p.created_at > h.ended_at)
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
  union all
  select *, null
  from (
    select 'not-started' as kind, p.id as about_id, '' as part, p.planned_from::text as due,
      array[p.child_id] as child_ids, p.home_id, 'The planned start has gone by.' as detail
    from asked, placements p
    where p.started_on is null and p.withdrawn_on is null and p.planned_from < today
  ) source
  union all
  select *, null
  from (
    select case
      when r.urgency = 'emergency' then 'emergency-request-open'
      when r.needed <= today then 'request-late'
      else 'request-open'
    end as kind, r.id as about_id, '' as part, r.needed::text as due, r.child_ids, null::uuid as home_id,
      case
        r.status
        when 'held' then 'Beds are held, and not agreed.'
        else 'Beds are held for nobody, or not for all.'
      end as detail
    from asked,
      (select d.*, coalesce(d.latest_start, d.needed_from) as needed from placement_request_details d) r
    where r.status in ('open', 'held')
  ) source
  union all
  select *, null
  from (
    select case
      when today > s.started_on + most.nights then 'absence-past-limit' else 'absence-limit-near'
    end as kind, s.id as about_id, '' as part, (s.started_on + most.nights)::text as due,
      array[s.child_id] as child_ids, s.home_id,
      s.place_code || ': ' || (today - s.started_on) || ' of at most ' || most.nights || ' nights.' as detail
    from asked, staying s
    join (values ('T1', 42), ('T3', 21), ('T4', 7)) most (code, nights) on most.code = s.place_code
    where s.layer = 'temporary'
      and (today > s.started_on + most.nights or s.planned_to is null and s.started_on + most.nights <= soon)
  ) source
  union all
  select *, null
  from (
    select 'third-carer-holiday' as kind, t.id as about_id, '' as part, t.from_on::text as due,
      array[t.child_id] as child_ids, t.home_id, t.stays || ' stays of code T3 in 12 months.' as detail
    from asked,
      (
        select p.id, p.child_id, p.home_id, coalesce(p.started_on, p.planned_from) as from_on,
          count(*) over (
            partition by p.child_id order by coalesce(
              p.started_on, p.planned_from
            ) range between interval '12 months' preceding
            and current row
          ) as stays
        from placements p
        where p.place_code = 'T3' and p.withdrawn_on is null
      ) t
    where t.stays > 2 and t.from_on > today - interval '12 months'
  ) source
  union all
  select *, null
  from (
    with break as (
      select p.id, p.child_id, p.home_id, coalesce(p.started_on, p.planned_from) as from_on,
        coalesce(p.ended_on, greatest(p.planned_to, today + 1)) as to_on
      from asked, placements p
      where p.placement_type = 'short-break' and p.withdrawn_on is null
    ),
    latest as (
      select distinct on (child_id) *, greatest(to_on, today) as counted_to
      from asked, break
      order by child_id, from_on desc
    )
    select case
      when n.longest > 17 or n.in_year > 75 then 'short-breaks-past-limit' else 'short-breaks-near-limit'
    end as kind, b.id as about_id, '' as part, b.from_on::text as due, array[b.child_id] as child_ids,
      b.home_id,
      n.in_year || ' of 75 nights in 12 months; this break ' || (b.to_on - b.from_on) || ' of 17.' as detail
    from latest b,
      lateral (
        select sum(o.to_on - greatest(o.from_on, (b.counted_to - interval '12 months')::date)) as in_year,
          case when b.to_on > b.today then b.to_on - b.from_on else 0 end as longest
        from break o
        where o.child_id = b.child_id and o.to_on > b.counted_to - interval '12 months'
      ) n
    where n.in_year >= 60 or n.longest >= 14
  ) source
  union all
  select *, null
  from (
    select 'disruption-meeting-due' as kind, p.id as about_id, '' as part, due.day::text as due,
      array[p.child_id] as child_ids, p.home_id, 'The placement ended unplanned.' as detail
    from asked, placements p,
      lateral (select p.ended_on + 28 - greatest(extract(isodow from p.ended_on)::integer - 5, 0) as day) due
    where p.ended_on > today - 26 * 7
      and due.day <= today
      and p.layer = 'usual'
      and coalesce(not p.end_planned, p.end_reason in ('ALLEG', 'STAND', 'APPRR', 'CREQB', 'CREQO', 'CHILD'))
      and not exists (select from disruption_meetings m where m.placement_id = p.id)
  ) source
  union all
  select *, null
  from (
    select 'panel-action-overdue' as kind, a.id as about_id, '' as part, a.due_on::text as due,
      array[c.child_id] as child_ids, null::uuid as home_id, 'For: ' || a.owner_role || '.' as detail
    from asked, panel_actions a
    join panel_cases c on c.id = a.case_id
    where a.done_on is null and a.dropped_on is null and a.due_on < today
  ) source
  union all
  select *, null
  from (
    select 'missing-from-return' as kind, c.id as about_id, '' as part, latest.day::text as due,
      array[c.id] as child_ids, null::uuid as home_id,
      'The return of ' || latest.year || ' has no episode of the child.' as detail
    from asked,
      lateral (
        select r.collection_year as year,
          least(
            make_date(r.collection_year, 3, 31), max(i.created_at at time zone 'Europe/London')::date
          ) as day
        from return_rows r
        join imports i on i.id = r.import_id
        where r.module = 'episodes'
        group by r.collection_year
        order by r.collection_year desc
        limit 1
      ) latest
    join in_care k on true
    join children c on c.id = k.child_id
    where coalesce(k.legal_status not in ('V3', 'V4'), true)
      and k.started_on <= latest.day
      and not exists (
        select
        from return_rows r
        where r.module = 'episodes' and r.collection_year = latest.year and r.child_reference = c.reference
      )
      and not exists (select from import_questions q where q.child_id = c.id and q.status = 'open')
  ) source
  union all
  select *, null
  from (
    select 'care-end-to-confirm' as kind, p.id as about_id, '' as part, p.ended_on::text as due,
      array[p.child_id] as child_ids, null::uuid as home_id,
      'Care is taken to have ended on '
        || to_char(p.ended_on, 'FMDD FMMonth YYYY')
        || ', the earliest day that the returns allow.' as detail
    from asked, care_periods p
    where p.end_to_confirm
  ) source
  union all
  select *, null
  from (
    select 'import-question-open' as kind, q.id as about_id, '' as part,
      (q.created_at at time zone 'Europe/London')::date::text as due, array[q.child_id] as child_ids,
      null::uuid as home_id,
      'Asked on '
        || to_char(q.created_at at time zone 'Europe/London', 'FMDD FMMonth YYYY')
        || ', by an import. Nothing of the return is used of the child until it is answered.' as detail
    from asked, import_questions q
    where q.status = 'open'
  ) source
  union all
  select *, null
  from (
    select 'duplicate-suspected' as kind, s.child_id as about_id, s.other_child_id::text as part,
      (
        select (max(c.created_at) at time zone 'Europe/London')::date::text
        from children c
        where c.id in (s.child_id, s.other_child_id)
      ) as due, array[s.child_id, s.other_child_id] as child_ids, null::uuid as home_id,
      (
        select string_agg(said.words, ' ')
        from jsonb_each_text(
          '{"same-number":"Their references are the same number, one with zeros before it.","same-upn":"They have the same unique pupil number.","same-birth-area-and-initials":"They have the same date of birth and home postcode district, and their references begin with the same letters.","same-birth-and-care":"They have the same date of birth and sex, and came into care on the same day, or the care of the one is lost in the returns where that of the other is first told of: as when an identifier was changed."}'
        ) said(sign, words)
        where said.sign = any(s.because)
      ) as detail
    from asked, suspected_duplicates() s
    where exists (select from in_care k where k.child_id in (s.child_id, s.other_child_id))
  ) source
  union all
  select *, null
  from (
    select 'daily-record-refused' as kind, d.id as about_id, '' as part,
      (d.refused_at at time zone 'Europe/London')::date::text as due,
      array(
        select c.id
        from children c
        where c.reference = d.la_child_id and c.merged_into_id is null
      ) as child_ids, null::uuid as home_id,
      'In question: '
        || coalesce(
          (
            select string_agg(distinct split_part(f ->> 'pointer', '/', -1), ', ')
            from jsonb_array_elements(d.faults) f
            where f ->> 'pointer' <> ''
          ), 'the record as a whole'
        )
        || '.' as detail
    from asked, daily_children d
    join daily_receivers r on r.id = d.receiver_id
    where d.refused_hash is not null and not r.paused
  ) source
  union all
  select *, null
  from (
    select 'daily-push-late' as kind, r.id as about_id, '' as part,
      case when sent.always then latest.day + 3 else today end::text as due, '{}'::uuid[] as child_ids,
      null::uuid as home_id,
      'The '
        || r.kind
        || ' receiver: '
        || case
          when r.succeeded_at is null then 'no push has come through yet.'
          else 'the last push that came through was on '
            || to_char(r.succeeded_at at time zone 'Europe/London', 'FMDD FMMonth YYYY')
            || '.'
        end
        || case
          when sent.always then ''
          else ' Nothing is sent from this database: it is a restored copy, or sending was paused by command.'
        end as detail
    from asked, (select is_sending() as always) sent, daily_receivers r,
      lateral (
        select (greatest(r.succeeded_at, r.switched_at) at time zone 'Europe/London')::date as day
      ) latest
    where not r.paused and (latest.day < today - 3 or not sent.always)
  ) source
  union all
  select *, null
  from (
    select case u.rule when 'glass-broken' then 'glass-broken' else 'unusual-access' end as kind,
      u.id as about_id, '' as part, to_char(u.began at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due,
      '{}'::uuid[] as child_ids, null::uuid as home_id,
      case
        u.rule
        when 'many-children' then 'Many children within an hour.'
        when 'at-night' then 'At night.'
        else 'What the role does not show was opened, with a reason.'
      end as detail
    from (
      with opening as (
        select l.actor, l.role, l.at, l.id, l.child_ids
        from access_log l
        where l.at >= (((select today from asked) + - 7)::timestamp at time zone 'Europe/London')
          and l.at < (((select today from asked) + 1)::timestamp at time zone 'Europe/London')
          and cardinality(l.child_ids) <= 3
          and l.action like 'GET %'
          and l.actor not like 'key:%'
          and l.role <> 'another-authority'
      ),
      hourly as (
        select actor, role, at, id, child, date_trunc('hour', at at time zone 'UTC') as hour
        from opening
        cross join lateral unnest(child_ids) child
      ),
      nightly as (
        select actor, role, at, id, child,
          date_trunc('day', (at - interval '6 hours') at time zone 'Europe/London') as night
        from opening
        cross join lateral unnest(child_ids) child
        where role <> 'duty'
          and (
            extract(hour from at at time zone 'Europe/London') >= 22
            or extract(hour from at at time zone 'Europe/London') < 6
          )
      )
      select md5(concat_ws(':', 'many-children', actor, hour))::uuid as id, 'many-children' as rule, actor,
        min(role) as role, min(at) as began, max(at) as ended, count(distinct child)::integer as children,
        count(distinct id)::integer as entries, null as reason
      from hourly
      group by actor, hour
      having count(distinct child) > 60
      union all
      select md5(concat_ws(':', 'at-night', actor, night))::uuid, 'at-night', actor, min(role), min(at),
        max(at), count(distinct child)::integer, count(distinct id)::integer, null
      from nightly
      group by actor, night
      having count(distinct child) > 10
      union all
      select b.id, 'glass-broken', b.subject, b.role, b.created_at, b.expires_at,
        (
          select count(distinct child)::integer
          from access_log l, unnest(l.child_ids) child
          where l.break_glass_id = b.id
        ), (select count(*)::integer from access_log l where l.break_glass_id = b.id), b.reason
      from break_glass b
      where b.created_at >= (((select today from asked) + - 7)::timestamp at time zone 'Europe/London')
        and b.created_at < (((select today from asked) + 1)::timestamp at time zone 'Europe/London')
    ) u
    where not exists (select from access_reviews r where r.id = u.id)
  ) source
)
select md5(concat_ws(':', f.kind, f.about_id, f.part))::uuid as id, f.kind, f.about_id as "aboutId", f.due,
  f.detail, f.office,
  coalesce(
    (
      select jsonb_agg(
        jsonb_build_object(
          'id', c.id, 'reference', c.reference, 'dateOfBirth', c.date_of_birth
        ) order by c.reference
      )
      from children c
      where c.id = any(f.child_ids)
    ), '[]'
  ) as children, case when h.id is not null then jsonb_build_object('id', h.id, 'name', h.name) end as home
from found f
left join visible_homes h on h.id = f.home_id
where f.kind = any($3)
  and ($4::uuid is null or $4 = any(f.child_ids))
  and ($5::uuid is null or $5 = f.home_id)
