-- POST /v1/vacancy-searches, for a child on record, within 20 miles and in the authority

with kept as materialized (
  select f.home_id,
    coalesce((f.awaiting_departure is null or f.awaiting_departure > $16::date), false) as "free-every-night",
    coalesce(f.bed_kind = any($17::text[]), false) as "bed-for-the-stay",
    coalesce(f.registered @> daterange($18::date, $19::date), false) as "registered",
    coalesce(
      (
        f.places is null
        or f.places >= $20::integer
          + most_living_there(f.home_id, daterange($21::date, $22::date), $23::uuid[], $24::date)::integer
      ), false
    ) as "places-within-registration",
    coalesce((f.age_from <= $25::integer and f.age_to >= $26::integer), false) as "age-within-registration",
    coalesce(f.placement_type <> all($27::text[]), false) as "legal-minimum-age",
    coalesce(f.accepts = any($28::text[]), false) as "sex-accepted",
    coalesce(f.capabilities @> $29::text[], false) as "capabilities-met",
    coalesce(
      not exists (
        select
        from choosy_there l
        where l.home_id = f.home_id
          and l.expires_at > now()
          and l.from_on < $30::date
          and (l.to_on > $31::date or l.awaited_on <= $32::date)
          and (l.own_child_id is null or l.own_child_id <> all($33::uuid[]))
          and l.living_with = 'solo'
        offset 0
      ), false
    ) as "solo-where-required",
    coalesce(
      (
        not exists (
          select
          from choosy_there l
          where l.home_id = f.home_id
            and l.expires_at > now()
            and l.from_on < $38::date
            and (l.to_on > $39::date or l.awaited_on <= $40::date)
            and (l.own_child_id is null or l.own_child_id <> all($41::uuid[]))
            and (
              l.living_with = 'only-older' and age_on($34::date, upper(l.born) - 1) >= $36::integer
              or l.living_with = 'only-younger' and age_on($35::date, lower(l.born)) <= $37::integer
            )
          offset 0
        )
        and not exists (
          select
          from living_there l
          where l.home_id = f.home_id
            and l.expires_at > now()
            and l.from_on < $43::date
            and (l.to_on > $44::date or l.awaited_on <= $45::date)
            and (l.own_child_id is null or l.own_child_id <> all($46::uuid[]))
            and (age_on($35::date, lower(l.born)) <= $42::integer)
          offset 0
        )
      ), false
    ) as "company-suits",
    coalesce(
      not exists (
        select
        from home_restrictions r
        where r.home_id = f.home_id and r.nights && daterange($47::date, $48::date)
      ), false
    ) as "not-suspended", coalesce(f.placement_type = any($49::text[]), false) as "type-not-ruled-out",
    coalesce((seen.avoid_tenths > 0) is not false, false) as "place-not-to-avoid",
    coalesce(seen.home_tenths <= $50::float8, false) as "within-miles",
    coalesce(f.located_authority_code = current_authority(), false) as "in-authority-as-asked"
  from visible_bed_free f
  cross join lateral (
    select greatest(
      case
        when f.confidential
          and (f.authority_code <> current_authority() or not sees_addresses()) then round(
            sqrt(
              (
                (f.easting / 2000 * 2000 + 1000) - $3::float8
              ) * ((f.easting / 2000 * 2000 + 1000) - $3::float8)
              + (
                (f.northing / 2000 * 2000 + 1000) - $4::float8
              ) * ((f.northing / 2000 * 2000 + 1000) - $4::float8)
            ) / 1609.3
          )::integer * 10
        else round(
          sqrt(
            (f.easting - $3::float8) * (f.easting - $3::float8)
            + (f.northing - $4::float8) * (f.northing - $4::float8)
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
                  (f.easting / 2000 * 2000 + 1000) - $5::float8
                ) * ((f.easting / 2000 * 2000 + 1000) - $5::float8)
                + (
                  (f.northing / 2000 * 2000 + 1000) - $6::float8
                ) * ((f.northing / 2000 * 2000 + 1000) - $6::float8)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - $5::float8) * (f.easting - $5::float8)
              + (f.northing - $6::float8) * (f.northing - $6::float8)
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
                  (f.easting / 2000 * 2000 + 1000) - $7::float8
                ) * ((f.easting / 2000 * 2000 + 1000) - $7::float8)
                + (
                  (f.northing / 2000 * 2000 + 1000) - $8::float8
                ) * ((f.northing / 2000 * 2000 + 1000) - $8::float8)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - $7::float8) * (f.easting - $7::float8)
              + (f.northing - $8::float8) * (f.northing - $8::float8)
            ) / 160.93
          )::integer
        end
        - $9::integer
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
                  (f.easting / 2000 * 2000 + 1000) - $10::float8
                ) * ((f.easting / 2000 * 2000 + 1000) - $10::float8)
                + (
                  (f.northing / 2000 * 2000 + 1000) - $11::float8
                ) * ((f.northing / 2000 * 2000 + 1000) - $11::float8)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - $10::float8) * (f.easting - $10::float8)
              + (f.northing - $11::float8) * (f.northing - $11::float8)
            ) / 160.93
          )::integer
        end
      ) as matter_tenths
  ) seen
  where f.free_from <= $13::date
    and f.free_to >= $12::date
    and not exists (
      select
      from bed_held held
      where held.bed_id = f.bed_id
        and held.ended_at is null
        and held.expires_at > now()
        and held.nights && daterange($14::date, $15::date)
      offset 0
    )
    and f.hectad = any($1::integer[])
    and seen.home_tenths <= $2::float8
),
bed as (
  select *,
    (not "free-every-night")::integer
      + (not "bed-for-the-stay")::integer
      + (not "registered")::integer
      + (not "places-within-registration")::integer
      + (not "age-within-registration")::integer
      + (not "legal-minimum-age")::integer
      + (not "sex-accepted")::integer
      + (not "capabilities-met")::integer
      + (not "solo-where-required")::integer
      + (not "company-suits")::integer
      + (not "not-suspended")::integer
      + (not "type-not-ruled-out")::integer
      + (not "place-not-to-avoid")::integer
      + (not "within-miles")::integer
      + (not "in-authority-as-asked")::integer as broken
  from kept
),
fitting as (select count(*) as beds from bed where broken = 0 group by home_id),
few as (select coalesce(sum(beds), 0) as beds from fitting where beds < 1)
select (select coalesce(sum(beds), 0)::bigint from fitting where beds >= 1) as found,
  (select jsonb_build_object('enough-beds', jsonb_build_object('beds', beds, 'alone', beds)) from few)
    || jsonb_build_object(
      'free-every-night',
      jsonb_build_object(
        'beds', count(*) filter (where not "free-every-night"), 'alone',
        count(*) filter (where not "free-every-night" and broken = 1)
      ), 'bed-for-the-stay',
      jsonb_build_object(
        'beds', count(*) filter (where not "bed-for-the-stay"), 'alone',
        count(*) filter (where not "bed-for-the-stay" and broken = 1)
      ), 'registered',
      jsonb_build_object(
        'beds', count(*) filter (where not "registered"), 'alone',
        count(*) filter (where not "registered" and broken = 1)
      ), 'places-within-registration',
      jsonb_build_object(
        'beds', count(*) filter (where not "places-within-registration"), 'alone',
        count(*) filter (where not "places-within-registration" and broken = 1)
      ), 'age-within-registration',
      jsonb_build_object(
        'beds', count(*) filter (where not "age-within-registration"), 'alone',
        count(*) filter (where not "age-within-registration" and broken = 1)
      ), 'legal-minimum-age',
      jsonb_build_object(
        'beds', count(*) filter (where not "legal-minimum-age"), 'alone',
        count(*) filter (where not "legal-minimum-age" and broken = 1)
      ), 'sex-accepted',
      jsonb_build_object(
        'beds', count(*) filter (where not "sex-accepted"), 'alone',
        count(*) filter (where not "sex-accepted" and broken = 1)
      ), 'capabilities-met',
      jsonb_build_object(
        'beds', count(*) filter (where not "capabilities-met"), 'alone',
        count(*) filter (where not "capabilities-met" and broken = 1)
      ), 'solo-where-required',
      jsonb_build_object(
        'beds', count(*) filter (where not "solo-where-required"), 'alone',
        count(*) filter (where not "solo-where-required" and broken = 1)
      ), 'company-suits',
      jsonb_build_object(
        'beds', count(*) filter (where not "company-suits"), 'alone',
        count(*) filter (where not "company-suits" and broken = 1)
      ), 'not-suspended',
      jsonb_build_object(
        'beds', count(*) filter (where not "not-suspended"), 'alone',
        count(*) filter (where not "not-suspended" and broken = 1)
      ), 'type-not-ruled-out',
      jsonb_build_object(
        'beds', count(*) filter (where not "type-not-ruled-out"), 'alone',
        count(*) filter (where not "type-not-ruled-out" and broken = 1)
      ), 'place-not-to-avoid',
      jsonb_build_object(
        'beds', count(*) filter (where not "place-not-to-avoid"), 'alone',
        count(*) filter (where not "place-not-to-avoid" and broken = 1)
      ), 'within-miles',
      jsonb_build_object(
        'beds', count(*) filter (where not "within-miles"), 'alone',
        count(*) filter (where not "within-miles" and broken = 1)
      ), 'in-authority-as-asked',
      jsonb_build_object(
        'beds', count(*) filter (where not "in-authority-as-asked"), 'alone',
        count(*) filter (where not "in-authority-as-asked" and broken = 1)
      )
    ) as excluded
from bed
