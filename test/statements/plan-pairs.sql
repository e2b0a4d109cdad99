-- POST /v1/plans

with asked as materialized (
  select asked.*, $6::date as v0, $7::date as v1, $8::text[] as v2, $9::integer as v3, $10::integer as v4,
    $11::text[] as v5, $12::text[] as v6, $13::date as v7, $14::date as v8, $15::uuid[] as v9,
    $16::date as v10, $17::integer as v11, $18::integer as v12, $19::date as v13, $20::date as v14,
    $21::uuid[] as v15, $22::date as v16, $23::date as v17, $24::text[] as v18, $25::uuid[] as v19,
    $26::uuid[] as v20, $27::float8 as v21, $28::float8 as v22, $29::date as v23, $30::date as v24,
    $31::date as v25
  from jsonb_to_recordset($1::jsonb) as asked (question integer)
),
bed_free as materialized (
  select *
  from public.bed_free
  where (bed_id, free_from) not in (
    select (bed ->> 'bed_id')::uuid, (bed ->> 'replaces')::date
    from jsonb_array_elements($2::jsonb) bed
    where bed ->> 'replaces' is not null
  )
    and free_from <= (select max(v0) from asked)
    and free_to > (select min(v0) from asked)
  union all
  select *
  from jsonb_populate_recordset(null::public.bed_free, $2::jsonb)
),
bed as materialized (
  select asked.question, asked.v0 as starts, offered.*
  from asked
  cross join lateral (
    select f.bed_id, f.home_id, f.free_from, f.free_to, f.awaiting_departure, f.ofsted_grade as ofsted_grade,
      seen.home_tenths as home_tenths, seen.school_tenths as school_tenths, seen.avoid_tenths as avoid_tenths,
      seen.matter_tenths as matter_tenths, f.located_authority_code = current_authority() as in_authority,
      f.confidential and f.authority_code <> current_authority() as approximate,
      f.home_id = any(asked.v19) as siblings_there, f.home_id = any(asked.v20) as kin,
      null::boolean as type_preferred, null::integer as preferred_met, null::boolean as long_term_fit,
      null::integer as culture_met
    from bed_free f
    cross join lateral (
      select greatest(
        case
          when f.confidential
            and f.authority_code <> current_authority() then round(
              sqrt(
                (
                  (f.easting / 2000 * 2000 + 1000) - asked.v21
                ) * ((f.easting / 2000 * 2000 + 1000) - asked.v21)
                + (
                  (f.northing / 2000 * 2000 + 1000) - asked.v22
                ) * ((f.northing / 2000 * 2000 + 1000) - asked.v22)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - asked.v21) * (f.easting - asked.v21)
              + (f.northing - asked.v22) * (f.northing - asked.v22)
            ) / 160.93
          )::integer
        end
      ) as home_tenths, null::integer as school_tenths, null::integer as avoid_tenths,
        null::integer as matter_tenths
    ) seen
    where f.free_from <= asked.v23
      and f.free_to = 'infinity'
      and not exists (
        select
        from bed_held held
        where held.bed_id = f.bed_id
          and held.ended_at is null
          and held.expires_at > now()
          and held.nights && daterange(asked.v24, asked.v25)
        offset 0
      )
      and (f.awaiting_departure is null or f.awaiting_departure > asked.v1)
      and f.bed_kind = any(asked.v2)
      and (f.age_from <= asked.v3 and f.age_to >= asked.v4)
      and f.placement_type <> all(asked.v5)
      and f.accepts = any(asked.v6)
      and not exists (
        select
        from choosy_there l
        where l.home_id = f.home_id
          and l.expires_at > now()
          and l.from_on < 'infinity'
          and (l.to_on > asked.v7 or l.awaited_on <= asked.v8)
          and (l.own_child_id is null or l.own_child_id <> all(asked.v9))
          and l.living_with = 'solo'
        offset 0
      )
      and not exists (
        select
        from choosy_there l
        where l.home_id = f.home_id
          and l.expires_at > now()
          and l.from_on < 'infinity'
          and (l.to_on > asked.v13 or l.awaited_on <= asked.v14)
          and (l.own_child_id is null or l.own_child_id <> all(asked.v15))
          and (
            l.living_with = 'only-older'
              and extract(year from age(asked.v10, l.born_on))::integer >= asked.v11
            or l.living_with = 'only-younger'
              and extract(year from age(asked.v10, l.born_on))::integer <= asked.v12
          )
        offset 0
      )
      and not exists (
        select
        from home_restrictions r
        where r.home_id = f.home_id and r.nights && daterange(asked.v16, asked.v17)
      )
      and f.placement_type = any(asked.v18)
  ) offered
),
fee as materialized (
  select home_id, starts,
    coalesce(
      (select weekly_fee from fees where fees.home_id = stay.home_id and fees.term @> stay.starts),
      (
        select weekly_fee
        from jsonb_to_recordset($3::jsonb) as supposed (home_id uuid, weekly_fee numeric)
        where supposed.home_id = stay.home_id
      )
    ) as weekly_fee
  from (select distinct home_id, starts from bed) stay
),
priced as (
  select bed.*, (fee.weekly_fee * 100)::bigint as weekly_pence
  from bed
  join fee using (home_id, starts)
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
ranked as (
  select scored.*, count(*) over (partition by question) as found,
    row_number() over (partition by question order by score desc, home_tenths, bed_id) as place
  from scored
)
select question, bed_id as "bedId", home_id as "homeId", score, home_tenths as "homeTenths",
  school_tenths as "schoolTenths", weekly_pence as "weeklyPence", in_authority as "inAuthority", found
from ranked
where place <= $5::integer and $4::uuid[] is not null
order by question, place
