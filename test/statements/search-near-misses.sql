-- POST /v1/vacancy-searches, for a child on record, within 20 miles and in the authority

with candidate as materialized (
  select f.bed_id, f.home_id, f.free_from, f.free_to, f.awaiting_departure, f.fit, f.held_until, f.voids,
    f.ofsted_grade as ofsted_grade, seen.home_tenths as home_tenths, seen.school_tenths as school_tenths,
    seen.avoid_tenths as avoid_tenths, seen.matter_tenths as matter_tenths,
    f.located_authority_code = current_authority() as in_authority,
    f.confidential and f.authority_code <> current_authority() as approximate,
    f.home_id = any($30::uuid[]) as siblings_there, f.home_id = any($31::uuid[]) as kin,
    null::boolean as type_preferred,
    100 * (
      cardinality(array(select unnest(f.capabilities) intersect select unnest($32::text[])))
    ) / $33::integer as preferred_met,
    (select h.long_term from homes h where h.id = f.home_id) as long_term_fit,
    (
      select 100 * (
        cardinality(array(select unnest(h.languages) intersect select unnest($34::text[])))
      ) / $35::integer
      from homes h
      where h.id = f.home_id
    ) as culture_met,
    array_remove(
      array[
        case
          when (
            f.fit = 'free' and (f.awaiting_departure is null or f.awaiting_departure > $3::date)
          ) is not true then 'free-every-night'
        end, case when (f.bed_kind = any($4::text[])) is not true then 'bed-for-the-stay' end,
        case
          when (
            (f.age_from <= $5::integer and f.age_to >= $6::integer)
          ) is not true then 'age-within-registration'
        end, case when (f.placement_type <> all($7::text[])) is not true then 'legal-minimum-age' end,
        case when (f.accepts = any($8::text[])) is not true then 'sex-accepted' end,
        case when (f.capabilities @> $9::text[]) is not true then 'capabilities-met' end,
        case
          when (
            not exists (
              select
              from choosy_there l
              where l.home_id = f.home_id
                and l.expires_at > now()
                and l.from_on < $10::date
                and (l.to_on > $11::date or l.awaited_on <= $12::date)
                and (l.own_child_id is null or l.own_child_id <> all($13::uuid[]))
                and l.living_with = 'solo'
              offset 0
            )
          ) is not true then 'solo-where-required'
        end,
        case
          when (
            (
              not exists (
                select
                from choosy_there l
                where l.home_id = f.home_id
                  and l.expires_at > now()
                  and l.from_on < $17::date
                  and (l.to_on > $18::date or l.awaited_on <= $19::date)
                  and (l.own_child_id is null or l.own_child_id <> all($20::uuid[]))
                  and (
                    l.living_with = 'only-older'
                      and extract(year from age($14::date, l.born_on))::integer >= $15::integer
                    or l.living_with = 'only-younger'
                      and extract(year from age($14::date, l.born_on))::integer <= $16::integer
                  )
                offset 0
              )
              and not exists (
                select
                from living_there l
                where l.home_id = f.home_id
                  and l.expires_at > now()
                  and l.from_on < $22::date
                  and (l.to_on > $23::date or l.awaited_on <= $24::date)
                  and (l.own_child_id is null or l.own_child_id <> all($25::uuid[]))
                  and (extract(year from age($14::date, l.born_on))::integer <= $21::integer)
                offset 0
              )
            )
          ) is not true then 'company-suits'
        end,
        case
          when (
            not exists (
              select
              from home_restrictions r
              where r.home_id = f.home_id and r.nights && daterange($26::date, $27::date)
            )
          ) is not true then 'not-suspended'
        end, case when (f.placement_type = any($28::text[])) is not true then 'type-not-ruled-out' end,
        case when ((seen.avoid_tenths > 0) is not false) is not true then 'place-not-to-avoid' end,
        case when (seen.home_tenths <= $29::float8) is not true then 'within-miles' end,
        case
          when (f.located_authority_code = current_authority()) is not true then 'in-authority-as-asked'
        end
      ]::text[], null
    ) as broken
  from (
    select f.bed_id, f.free_from, f.free_to, f.awaiting_departure, f.home_id, f.authority_code, f.shared,
      f.placement_type, f.home_kind, f.bed_kind, f.age_from, f.age_to, f.accepts, f.capabilities,
      f.takes_siblings, f.takes_emergencies, f.confidential, f.ofsted_grade, f.located_authority_code,
      f.easting, f.northing, f.hectad,
      case
        when (
          f.free_from <= $39::date and f.free_to >= $38::date
        ) then case when held.until is null then 'free' else 'held' end
        when f.free_from > $36::date then 'later'
        else 'shorter'
      end as fit, held.until as held_until, null::jsonb as voids
    from bed_free f
    left join lateral (
      select max(held.expires_at) as until
      from bed_held held
      where held.bed_id = f.bed_id
        and held.ended_at is null
        and held.expires_at > now()
        and held.nights && daterange($40::date, $41::date)
    ) held on (f.free_from <= $39::date and f.free_to >= $38::date)
    where f.free_from <= $36::date + 28
      and f.free_to > $36::date
      and (
        f.free_from <= $36::date or f.free_to >= coalesce($37::date + (f.free_from - $36::date), 'infinity')
      )
      and f.hectad = any($1::integer[])
    union all
    select f.bed_id, f.free_from, f.free_to, f.awaiting_departure, f.home_id, f.authority_code, f.shared,
      f.placement_type, f.home_kind, f.bed_kind, f.age_from, f.age_to, f.accepts, f.capabilities,
      f.takes_siblings, f.takes_emergencies, f.confidential, f.ofsted_grade, f.located_authority_code,
      f.easting, f.northing, f.hectad, 'void', null, f.voids
    from (
      select (void.free) .*, void.voids
      from bed_free_but_for_voids(daterange($42::date, $43::date)) void
    ) f
    where not exists (
      select
      from bed_held held
      where held.bed_id = f.bed_id
        and held.ended_at is null
        and held.expires_at > now()
        and held.nights && daterange($44::date, $45::date)
      offset 0
    )
  ) f
  cross join lateral (
    select greatest(
      case
        when f.confidential
          and f.authority_code <> current_authority() then round(
            sqrt(
              (
                (f.easting / 2000 * 2000 + 1000) - $46::float8
              ) * ((f.easting / 2000 * 2000 + 1000) - $46::float8)
              + (
                (f.northing / 2000 * 2000 + 1000) - $47::float8
              ) * ((f.northing / 2000 * 2000 + 1000) - $47::float8)
            ) / 1609.3
          )::integer * 10
        else round(
          sqrt(
            (f.easting - $46::float8) * (f.easting - $46::float8)
            + (f.northing - $47::float8) * (f.northing - $47::float8)
          ) / 160.93
        )::integer
      end
    ) as home_tenths,
      greatest(
        case
          when f.confidential
            and f.authority_code <> current_authority() then round(
              sqrt(
                (
                  (f.easting / 2000 * 2000 + 1000) - $48::float8
                ) * ((f.easting / 2000 * 2000 + 1000) - $48::float8)
                + (
                  (f.northing / 2000 * 2000 + 1000) - $49::float8
                ) * ((f.northing / 2000 * 2000 + 1000) - $49::float8)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - $48::float8) * (f.easting - $48::float8)
              + (f.northing - $49::float8) * (f.northing - $49::float8)
            ) / 160.93
          )::integer
        end
      ) as school_tenths,
      least(
        case
          when f.confidential
            and f.authority_code <> current_authority() then round(
              sqrt(
                (
                  (f.easting / 2000 * 2000 + 1000) - $50::float8
                ) * ((f.easting / 2000 * 2000 + 1000) - $50::float8)
                + (
                  (f.northing / 2000 * 2000 + 1000) - $51::float8
                ) * ((f.northing / 2000 * 2000 + 1000) - $51::float8)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - $50::float8) * (f.easting - $50::float8)
              + (f.northing - $51::float8) * (f.northing - $51::float8)
            ) / 160.93
          )::integer
        end
        - $52::integer
        - case when f.confidential and f.authority_code <> current_authority() then 14 else 0 end
      ) as avoid_tenths,
      greatest(
        case
          when f.confidential
            and f.authority_code <> current_authority() then round(
              sqrt(
                (
                  (f.easting / 2000 * 2000 + 1000) - $53::float8
                ) * ((f.easting / 2000 * 2000 + 1000) - $53::float8)
                + (
                  (f.northing / 2000 * 2000 + 1000) - $54::float8
                ) * ((f.northing / 2000 * 2000 + 1000) - $54::float8)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - $53::float8) * (f.easting - $53::float8)
              + (f.northing - $54::float8) * (f.northing - $54::float8)
            ) / 160.93
          )::integer
        end
      ) as matter_tenths
  ) seen
  where (f.fit = 'free' or (f.awaiting_departure is null or f.awaiting_departure > $3::date))
    and f.placement_type = any($55::text[])
    and seen.home_tenths <= $2::float8
),
near as materialized (select * from candidate where cardinality(broken) <= 1 and not broken && $56::text[]),
fitting as (
  select home_id, array_agg(distinct bed_id) as bed_ids, count(distinct bed_id) as beds
  from near
  where broken = '{}'
  group by home_id
),
miss as (
  select distinct on (bed_id, rule, how) near.*, broken[1] as rule,
    case when broken[1] = 'free-every-night' then fit else '' end as how
  from near
  where broken <> '{}'
    and not exists (
      select
      from fitting
      where fitting.home_id = near.home_id and near.bed_id = any(fitting.bed_ids)
    )
  order by bed_id, rule, how, free_from
),
nearest as (
  select home_id, rule, how, ofsted_grade, home_tenths, school_tenths, avoid_tenths, matter_tenths,
    in_authority, approximate, siblings_there, kin, type_preferred, preferred_met, long_term_fit, culture_met,
    coalesce(fitting.bed_ids, '{}') as fitting_ids,
    (array_agg(bed_id order by free_from, free_to desc, bed_id))[1:1 - coalesce(fitting.beds, 0)] as miss_ids
  from miss
  left join fitting using (home_id)
  where coalesce(fitting.beds, 0) < 1
  group by home_id, rule, how, ofsted_grade, home_tenths, school_tenths, avoid_tenths, matter_tenths,
    in_authority, approximate, siblings_there, kin, type_preferred, preferred_met, long_term_fit, culture_met,
    fitting.beds, fitting.bed_ids
  having coalesce(fitting.beds, 0) + count(*) >= 1
),
option as (
  select *
  from nearest
  union all
  select distinct home_id, 'enough-beds', '', ofsted_grade, home_tenths, school_tenths, avoid_tenths,
    matter_tenths, in_authority, approximate, siblings_there, kin, type_preferred, preferred_met,
    long_term_fit, culture_met, bed_ids, '{}'::uuid[]
  from fitting
  join near using (home_id)
  where fitting.beds = 0 and broken = '{}' and home_id not in (select home_id from nearest)
),
fee as materialized (
  select home_id, (weekly_fee * 100)::bigint as weekly_pence
  from fees
  where term @> $57::date and home_id in (select home_id from option)
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
        else 0
      end
      + case when long_term_fit then 4 else 0 end
      + coalesce(4 * culture_met / 100, 0)
      + 2 * greatest(0, 100 - matter_tenths) / 100
      + 3 * greatest(0, 800000 - weekly_pence) / 800000
    )::bigint as score
  from priced
),
turn as (
  select *, coalesce(miss_ids[1], fitting_ids[1]) as first_bed,
    row_number() over (
      partition by rule, how order by -score, tenths, coalesce(miss_ids[1], fitting_ids[1])
    ) as turn
  from scored
),
page as (select * from turn where turn <= 3 order by -score, tenths, first_bed, rule, how limit $58::integer)
select page.score, page.tenths, page.first_bed as "bedId", page.rule,
  (
    select jsonb_agg(
      jsonb_build_object(
        'id', b.id, 'label', b.label, 'kind', b.kind, 'freeFrom', nullif(f.free_from, '-infinity'), 'freeTo',
        nullif(f.free_to, 'infinity'), 'awaitingDeparture', f.awaiting_departure, 'fit', f.fit, 'heldUntil',
        f.held_until, 'voids', f.voids
      ) order by b.id
    )
    from (
      select distinct on (bed_id) *
      from near
      where near.home_id = page.home_id
        and (
          near.bed_id = any(page.fitting_ids) and broken = '{}'
          or near.bed_id = any(page.miss_ids)
            and broken = array[page.rule]
            and case when broken[1] = 'free-every-night' then fit else '' end = page.how
        )
      order by bed_id, free_from
    ) f
    join beds b on b.id = f.bed_id
  ) as beds,
  case
    when page.rule in ('solo-where-required', 'company-suits') then array(
      select distinct l.to_on::text
      from living_there l
      where l.home_id = page.home_id
        and l.expires_at > now()
        and l.from_on < $60::date
        and (l.to_on > $61::date or l.awaited_on <= $62::date)
        and (l.own_child_id is null or l.own_child_id <> all($63::uuid[]))
        and l.to_on > $59::date
        and l.to_on <= $59::date + 28
      order by 1
    )
    else '{}'
  end as departures,
  jsonb_build_object(
    'id', h.id, 'name', h.name, 'kind', h.kind, 'confidential', h.confidential, 'provider',
    jsonb_build_object('id', provider.id, 'name', provider.name, 'sector', provider.sector), 'area',
    case when area.code is not null then jsonb_build_object('code', area.code, 'name', area.name) end,
    'postcode', case when not h.confidential then h.postcode end
  ) as home, h.placement_type as type, h.age_from as "ageFrom", h.age_to as "ageTo", h.accepts,
  h.capabilities, h.takes_siblings as "takesSiblings", h.takes_emergencies as "takesEmergencies",
  page.weekly_pence / 100.0 as "weeklyCost", h.id as "homeId", page.home_tenths / 10.0 as "homeMiles",
  page.school_tenths / 10.0 as "schoolMiles", page.approximate, page.avoid_tenths / 10.0 as "avoidMiles",
  page.matter_tenths / 10.0 as "matterMiles", page.in_authority as "inAuthority",
  page.ofsted_grade as "ofstedGrade", page.siblings_there as "siblingsThere", page.kin,
  page.type_preferred as "typePreferred", page.preferred_met as "preferredMet",
  page.culture_met as "cultureMet", page.long_term_fit as "longTermFit", h.long_term as "longTerm", h.faiths,
  h.languages, h.cultures,
  coalesce(
    (
      select jsonb_agg(
        jsonb_build_object(
          'age', extract(year from age($64::date, l.born_on))::integer, 'livingWith', l.living_with
        ) order by l.born_on, l.living_with
      )
      from living_there l
      where l.home_id = h.id
        and l.expires_at > now()
        and l.from_on < $65::date
        and (l.to_on > $66::date or l.awaited_on <= $67::date)
        and (l.own_child_id is null or l.own_child_id <> all($68::uuid[]))
    ), '[]'
  ) as company,
  (
    select jsonb_build_object('kind', r.kind, 'until', r.ends_on)
    from home_restrictions r
    where r.home_id = h.id and r.nights && daterange($69::date, $70::date)
    order by r.ends_on desc nulls first, r.id
    limit 1
  ) as restriction
from page
join homes h on h.id = page.home_id
join providers provider on provider.id = h.provider_id
left join authorities area on area.code = h.located_authority_code
order by -page.score, page.tenths, page.first_bed, page.rule, page.how
