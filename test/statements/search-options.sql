-- POST /v1/vacancy-searches, for a child on record, within 20 miles and in the authority

with bed as materialized (
  select f.bed_id, f.home_id, f.free_from, f.free_to, f.awaiting_departure,
    f.registered @> daterange($37::date, $38::date) as registered, f.ofsted_grade as ofsted_grade,
    seen.home_tenths as home_tenths, seen.school_tenths as school_tenths, seen.avoid_tenths as avoid_tenths,
    seen.matter_tenths as matter_tenths, f.located_authority_code = current_authority() as in_authority,
    f.confidential and (f.authority_code <> current_authority() or not sees_addresses()) as approximate,
    f.home_id = any($39::uuid[]) as siblings_there, f.home_id = any($40::uuid[]) as kin,
    null::boolean as type_preferred,
    100 * (
      cardinality(array(select unnest(f.capabilities) intersect select unnest($41::text[])))
    ) / $42::integer as preferred_met,
    (select h.long_term from visible_homes h where h.id = f.home_id) as long_term_fit,
    (
      select 100 * (
        cardinality(array(select unnest(h.languages) intersect select unnest($43::text[])))
      ) / $44::integer
      from visible_homes h
      where h.id = f.home_id
    ) as culture_met
  from visible_bed_free f
  cross join lateral (
    select greatest(
      case
        when f.confidential
          and (f.authority_code <> current_authority() or not sees_addresses()) then round(
            sqrt(
              (
                (f.easting / 2000 * 2000 + 1000) - $45::float8
              ) * ((f.easting / 2000 * 2000 + 1000) - $45::float8)
              + (
                (f.northing / 2000 * 2000 + 1000) - $46::float8
              ) * ((f.northing / 2000 * 2000 + 1000) - $46::float8)
            ) / 1609.3
          )::integer * 10
        else round(
          sqrt(
            (f.easting - $45::float8) * (f.easting - $45::float8)
            + (f.northing - $46::float8) * (f.northing - $46::float8)
          ) / 160.93
        )::integer
      end
    ) as home_tenths,
      greatest(
        case
          when f.confidential
            and (f.authority_code <> current_authority() or not sees_addresses()) then round(
              sqrt(
                (
                  (f.easting / 2000 * 2000 + 1000) - $47::float8
                ) * ((f.easting / 2000 * 2000 + 1000) - $47::float8)
                + (
                  (f.northing / 2000 * 2000 + 1000) - $48::float8
                ) * ((f.northing / 2000 * 2000 + 1000) - $48::float8)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - $47::float8) * (f.easting - $47::float8)
              + (f.northing - $48::float8) * (f.northing - $48::float8)
            ) / 160.93
          )::integer
        end
      ) as school_tenths,
      least(
        case
          when f.confidential
            and (f.authority_code <> current_authority() or not sees_addresses()) then round(
              sqrt(
                (
                  (f.easting / 2000 * 2000 + 1000) - $49::float8
                ) * ((f.easting / 2000 * 2000 + 1000) - $49::float8)
                + (
                  (f.northing / 2000 * 2000 + 1000) - $50::float8
                ) * ((f.northing / 2000 * 2000 + 1000) - $50::float8)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - $49::float8) * (f.easting - $49::float8)
              + (f.northing - $50::float8) * (f.northing - $50::float8)
            ) / 160.93
          )::integer
        end
        - $51::integer
        - case
          when f.confidential and (f.authority_code <> current_authority() or not sees_addresses()) then 14
          else 0
        end
      ) as avoid_tenths,
      greatest(
        case
          when f.confidential
            and (f.authority_code <> current_authority() or not sees_addresses()) then round(
              sqrt(
                (
                  (f.easting / 2000 * 2000 + 1000) - $52::float8
                ) * ((f.easting / 2000 * 2000 + 1000) - $52::float8)
                + (
                  (f.northing / 2000 * 2000 + 1000) - $53::float8
                ) * ((f.northing / 2000 * 2000 + 1000) - $53::float8)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - $52::float8) * (f.easting - $52::float8)
              + (f.northing - $53::float8) * (f.northing - $53::float8)
            ) / 160.93
          )::integer
        end
      ) as matter_tenths
  ) seen
  where f.free_from <= $55::date
    and f.free_to >= $54::date
    and not exists (
      select
      from bed_held held
      where held.bed_id = f.bed_id
        and held.ended_at is null
        and held.expires_at > now()
        and held.nights && daterange($56::date, $57::date)
      offset 0
    )
    and f.hectad = any($1::integer[])
    and seen.home_tenths <= $2::float8
    and f.located_authority_code = current_authority()
    and (f.awaiting_departure is null or f.awaiting_departure > $3::date)
    and f.bed_kind = any($4::text[])
    and f.registered @> daterange($5::date, $6::date)
    and (
      f.places is null
      or f.places >= $7::integer
        + most_living_there(f.home_id, daterange($8::date, $9::date), $10::uuid[], $11::date)::integer
    )
    and (f.age_from <= $12::integer and f.age_to >= $13::integer)
    and f.placement_type <> all($14::text[])
    and f.accepts = any($15::text[])
    and f.capabilities @> $16::text[]
    and not exists (
      select
      from choosy_there l
      where l.home_id = f.home_id
        and l.expires_at > now()
        and l.from_on < $17::date
        and (l.to_on > $18::date or l.awaited_on <= $19::date)
        and (l.own_child_id is null or l.own_child_id <> all($20::uuid[]))
        and l.living_with = 'solo'
      offset 0
    )
    and (
      not exists (
        select
        from choosy_there l
        where l.home_id = f.home_id
          and l.expires_at > now()
          and l.from_on < $25::date
          and (l.to_on > $26::date or l.awaited_on <= $27::date)
          and (l.own_child_id is null or l.own_child_id <> all($28::uuid[]))
          and (
            l.living_with = 'only-older' and age_on($21::date, upper(l.born) - 1) >= $23::integer
            or l.living_with = 'only-younger' and age_on($22::date, lower(l.born)) <= $24::integer
          )
        offset 0
      )
      and not exists (
        select
        from living_there l
        where l.home_id = f.home_id
          and l.expires_at > now()
          and l.from_on < $30::date
          and (l.to_on > $31::date or l.awaited_on <= $32::date)
          and (l.own_child_id is null or l.own_child_id <> all($33::uuid[]))
          and (age_on($22::date, lower(l.born)) <= $29::integer)
        offset 0
      )
    )
    and not exists (
      select
      from home_restrictions r
      where r.home_id = f.home_id and r.nights && daterange($34::date, $35::date)
    )
    and f.placement_type = any($36::text[])
    and (seen.avoid_tenths > 0) is not false
),
option as (
  select array[bed_id] as bed_ids, array[free_from] as free_froms, array[free_to] as free_tos,
    array[awaiting_departure] as awaiting_departures, bed.*
  from bed
),
fee as materialized (
  select home_id, (weekly_fee * 100)::bigint as weekly_pence
  from fees
  where term @> $58::date and home_id in (select home_id from option)
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
page as (select * from scored order by -score, tenths, bed_ids[1] limit $59::integer)
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
  most_living_there(h.id, daterange($60::date, $61::date), $62::uuid[], $63::date)::integer as "mostThere",
  h.long_term as "longTerm", h.faiths, h.languages, h.cultures,
  coalesce(
    (
      select jsonb_agg(
        jsonb_build_object(
          'youngest', age_on($64::date, upper(l.born) - 1), 'oldest', age_on($65::date, lower(l.born)),
          'livingWith', l.living_with
        ) order by l.born, l.living_with
      )
      from living_there l
      where l.home_id = h.id
        and l.expires_at > now()
        and l.from_on < $66::date
        and (l.to_on > $67::date or l.awaited_on <= $68::date)
        and (l.own_child_id is null or l.own_child_id <> all($69::uuid[]))
    ), '[]'
  ) as company,
  (
    select jsonb_build_object('kind', r.kind, 'until', r.ends_on)
    from home_restrictions r
    where r.home_id = h.id and r.nights && daterange($70::date, $71::date)
    order by r.ends_on desc nulls first, r.id
    limit 1
  ) as restriction
from page
cross join lateral (select * from visible_homes where id = page.home_id offset 0) h
join providers provider on provider.id = h.provider_id
left join authorities area on area.code = h.located_authority_code
order by -page.score, page.tenths, page.bed_ids[1]
