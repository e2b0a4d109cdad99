-- POST /v1/vacancy-searches, for brothers of 6 and 9

with bed as materialized (
  select f.bed_id, f.home_id, f.free_from, f.free_to, f.awaiting_departure,
    f.registered @> daterange($29::date, $30::date) as registered, f.ofsted_grade as ofsted_grade,
    seen.home_tenths as home_tenths, seen.school_tenths as school_tenths, seen.avoid_tenths as avoid_tenths,
    seen.matter_tenths as matter_tenths, f.located_authority_code = current_authority() as in_authority,
    f.confidential and (f.authority_code <> current_authority() or not sees_addresses()) as approximate,
    f.home_id = any($31::uuid[]) as siblings_there, f.home_id = any($32::uuid[]) as kin,
    null::boolean as type_preferred, null::integer as preferred_met, null::boolean as long_term_fit,
    null::integer as culture_met
  from visible_bed_free f
  cross join lateral (
    select null::integer as home_tenths, null::integer as school_tenths, null::integer as avoid_tenths,
      null::integer as matter_tenths
  ) seen
  where f.free_from <= $34::date
    and f.free_to >= $33::date
    and not exists (
      select
      from bed_held held
      where held.bed_id = f.bed_id
        and held.ended_at is null
        and held.expires_at > now()
        and held.nights && daterange($35::date, $36::date)
      offset 0
    )
    and (f.awaiting_departure is null or f.awaiting_departure > $1::date)
    and f.takes_siblings
    and f.bed_kind = any($2::text[])
    and f.registered @> daterange($3::date, $4::date)
    and (
      f.places is null
      or f.places >= $5::integer
        + most_living_there(f.home_id, daterange($6::date, $7::date), $8::uuid[], $9::date)::integer
    )
    and (f.age_from <= $10::integer and f.age_to >= $11::integer)
    and f.placement_type <> all($12::text[])
    and f.accepts = any($13::text[])
    and not exists (
      select
      from choosy_there l
      where l.home_id = f.home_id
        and l.expires_at > now()
        and l.from_on < $14::date
        and (l.to_on > $15::date or l.awaited_on <= $16::date)
        and (l.own_child_id is null or l.own_child_id <> all($17::uuid[]))
        and l.living_with = 'solo'
      offset 0
    )
    and not exists (
      select
      from choosy_there l
      where l.home_id = f.home_id
        and l.expires_at > now()
        and l.from_on < $22::date
        and (l.to_on > $23::date or l.awaited_on <= $24::date)
        and (l.own_child_id is null or l.own_child_id <> all($25::uuid[]))
        and (
          l.living_with = 'only-older' and age_on($18::date, upper(l.born) - 1) >= $20::integer
          or l.living_with = 'only-younger' and age_on($19::date, lower(l.born)) <= $21::integer
        )
      offset 0
    )
    and not exists (
      select
      from home_restrictions r
      where r.home_id = f.home_id and r.nights && daterange($26::date, $27::date)
    )
    and f.placement_type = any($28::text[])
),
option as (
  select (array_agg(bed_id order by awaiting_departure nulls first, bed_id))[1:2] as bed_ids,
    (array_agg(free_from order by awaiting_departure nulls first, bed_id))[1:2] as free_froms,
    (array_agg(free_to order by awaiting_departure nulls first, bed_id))[1:2] as free_tos,
    (
      array_agg(awaiting_departure order by awaiting_departure nulls first, bed_id)
    )[1:2] as awaiting_departures, home_id, registered, ofsted_grade, home_tenths, school_tenths,
    avoid_tenths, matter_tenths, in_authority, approximate, siblings_there, kin, type_preferred,
    preferred_met, long_term_fit, culture_met
  from bed
  group by home_id, registered, ofsted_grade, home_tenths, school_tenths, avoid_tenths, matter_tenths,
    in_authority, approximate, siblings_there, kin, type_preferred, preferred_met, long_term_fit, culture_met
  having count(*) >= 2
),
fee as materialized (
  select home_id, (weekly_fee * 100)::bigint as weekly_pence
  from fees
  where term @> $37::date and home_id in (select home_id from option)
),
priced as (
  select option.*, weekly_pence, coalesce(home_tenths, 1000000) as tenths
  from option
  left join fee using (home_id)
),
scored as (
  select priced.*,
    (
      case when kin then 14 else 0 end
      + 16 * greatest(0, 200 - home_tenths) / 200
      + 14 * greatest(0, 100 - school_tenths) / 100
      + case when siblings_there then 14 else 0 end
      + case when in_authority then 10 else 0 end
      + coalesce(7 * preferred_met / 100, 0)
      + case when type_preferred then 6 else 0 end
      + case
        ofsted_grade
        when 'outstanding' then 6
        when 'good' then 4
        when 'not-yet-inspected' then 2
        when 'requires-improvement' then 1
        when 'inadequate' then 0
        when 'consistently-strong' then 5
        when 'inconsistent' then 1
        when 'serious-or-widespread-weaknesses' then 0
        else 0
      end
      + case when long_term_fit then 4 else 0 end
      + coalesce(4 * culture_met / 100, 0)
      + 2 * greatest(0, 100 - matter_tenths) / 100
      + 3 * greatest(0, 800000 - weekly_pence) / 800000
    )::bigint as score
  from priced
),
page as (select * from scored order by -score, tenths, bed_ids[1] limit $38::integer)
select page.score, page.tenths, page.bed_ids[1] as "bedId",
  (
    select jsonb_agg(
      jsonb_build_object(
        'id', b.id, 'label', b.label, 'kind', b.kind, 'freeFrom', nullif(free_from, '-infinity'), 'freeTo',
        nullif(free_to, 'infinity'), 'awaitingDeparture', awaiting_departure
      ) order by n
    )
    from unnest(
      page.bed_ids, page.free_froms, page.free_tos, page.awaiting_departures
    ) with ordinality as chosen (bed_id, free_from, free_to, awaiting_departure, n)
    join beds b on b.id = bed_id
  ) as beds, null::integer as "otherBeds",
  jsonb_build_object(
    'id', h.id, 'name', h.name, 'kind', h.kind, 'confidential', h.confidential, 'provider',
    jsonb_build_object('id', provider.id, 'name', provider.name, 'sector', provider.sector), 'area',
    case when area.code is not null then jsonb_build_object('code', area.code, 'name', area.name) end,
    'postcode', case when not h.confidential then h.postcode end
  ) as home, h.placement_type as type, h.age_from as "ageFrom", h.age_to as "ageTo", h.accepts,
  h.capabilities, h.takes_siblings as "takesSiblings", h.takes_emergencies as "takesEmergencies",
  h.placement_type = 'family-centre' or h.takes_parent_and_child as "takesParentAndChild",
  page.weekly_pence / 100.0 as "weeklyCost", h.id as "homeId", page.home_tenths / 10.0 as "homeMiles",
  page.school_tenths / 10.0 as "schoolMiles", page.approximate, page.avoid_tenths / 10.0 as "avoidMiles",
  page.matter_tenths / 10.0 as "matterMiles", page.in_authority as "inAuthority",
  page.ofsted_grade as "ofstedGrade", page.siblings_there as "siblingsThere", page.kin,
  page.type_preferred as "typePreferred", page.preferred_met as "preferredMet",
  page.culture_met as "cultureMet", page.long_term_fit as "longTermFit", page.registered,
  registered_places_of(h.id) as places,
  most_living_there(h.id, daterange($39::date, $40::date), $41::uuid[], $42::date)::integer as "mostThere",
  h.long_term as "longTerm", h.faiths, h.languages, h.cultures,
  coalesce(
    (
      select jsonb_agg(
        jsonb_build_object(
          'youngest', age_on($43::date, upper(l.born) - 1), 'oldest', age_on($44::date, lower(l.born)),
          'livingWith', l.living_with
        ) order by l.born, l.living_with
      )
      from living_there l
      where l.home_id = h.id
        and l.expires_at > now()
        and l.from_on < $45::date
        and (l.to_on > $46::date or l.awaited_on <= $47::date)
        and (l.own_child_id is null or l.own_child_id <> all($48::uuid[]))
    ), '[]'
  ) as company,
  (
    select jsonb_build_object('kind', r.kind, 'until', r.ends_on)
    from home_restrictions r
    where r.home_id = h.id and r.nights && daterange($49::date, $50::date)
    order by r.ends_on desc nulls first, r.id
    limit 1
  ) as restriction
from page
cross join lateral (select * from visible_homes where id = page.home_id offset 0) h
join providers provider on provider.id = h.provider_id
left join authorities area on area.code = h.located_authority_code
order by -page.score, page.tenths, page.bed_ids[1]
