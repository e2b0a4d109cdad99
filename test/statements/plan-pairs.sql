-- POST /v1/plans

with asked as materialized (
  select asked.*, $6::date as v0, $7::date as v1, $8::text[] as v2, $9::date as v3, $10::date as v4,
    $11::integer as v5, $12::date as v6, $13::date as v7, $14::uuid[] as v8, $15::date as v9,
    $16::integer as v10, $17::integer as v11, $18::text[] as v12, $19::text[] as v13, $20::date as v14,
    $21::date as v15, $22::uuid[] as v16, $23::date as v17, $24::date as v18, $25::integer as v19,
    $26::integer as v20, $27::date as v21, $28::date as v22, $29::uuid[] as v23, $30::date as v24,
    $31::date as v25, $32::text[] as v26, $33::date as v27, $34::date as v28, $35::uuid[] as v29,
    $36::uuid[] as v30, $37::float8 as v31, $38::float8 as v32, $39::date as v33, $40::date as v34,
    $41::date as v35
  from jsonb_to_recordset($1::jsonb) as asked (question integer)
),
visible_bed_free as materialized (
  select *
  from public.visible_bed_free
  where (bed_id, free_from) not in (
    select (bed ->> 'bed_id')::uuid, (bed ->> 'replaces')::date
    from jsonb_array_elements($2::jsonb) bed
    where bed ->> 'replaces' is not null
  )
    and free_from <= (select max(v0) from asked)
    and free_to > (select min(v0) from asked)
  union all
  select *
  from jsonb_populate_recordset(null::public.visible_bed_free, $2::jsonb)
),
bed as materialized (
  select asked.question, asked.v0 as starts, offered.*
  from asked
  cross join lateral (
    select f.bed_id, f.home_id, f.free_from, f.free_to, f.awaiting_departure,
      f.registered @> daterange(asked.v27, asked.v28) as registered, f.ofsted_grade as ofsted_grade,
      seen.home_tenths as home_tenths, seen.school_tenths as school_tenths, seen.avoid_tenths as avoid_tenths,
      seen.matter_tenths as matter_tenths, f.located_authority_code = current_authority() as in_authority,
      f.confidential and (f.authority_code <> current_authority() or not sees_addresses()) as approximate,
      f.home_id = any(asked.v29) as siblings_there, f.home_id = any(asked.v30) as kin,
      null::boolean as type_preferred, null::integer as preferred_met, null::boolean as long_term_fit,
      null::integer as culture_met
    from visible_bed_free f
    cross join lateral (
      select greatest(
        case
          when f.confidential
            and (f.authority_code <> current_authority() or not sees_addresses()) then round(
              sqrt(
                (
                  (f.easting / 2000 * 2000 + 1000) - asked.v31
                ) * ((f.easting / 2000 * 2000 + 1000) - asked.v31)
                + (
                  (f.northing / 2000 * 2000 + 1000) - asked.v32
                ) * ((f.northing / 2000 * 2000 + 1000) - asked.v32)
              ) / 1609.3
            )::integer * 10
          else round(
            sqrt(
              (f.easting - asked.v31) * (f.easting - asked.v31)
              + (f.northing - asked.v32) * (f.northing - asked.v32)
            ) / 160.93
          )::integer
        end
      ) as home_tenths, null::integer as school_tenths, null::integer as avoid_tenths,
        null::integer as matter_tenths
    ) seen
    where f.free_from <= asked.v33
      and f.free_to = 'infinity'
      and not exists (
        select
        from bed_held held
        where held.bed_id = f.bed_id
          and held.ended_at is null
          and held.expires_at > now()
          and held.nights && daterange(asked.v34, asked.v35)
        offset 0
      )
      and (f.awaiting_departure is null or f.awaiting_departure > asked.v1)
      and f.bed_kind = any(asked.v2)
      and f.registered @> daterange(asked.v3, asked.v4)
      and (
        f.places is null
        or f.places >= asked.v5
          + most_living_there(f.home_id, daterange(asked.v6, asked.v7), asked.v8, asked.v9)::integer
      )
      and (f.age_from <= asked.v10 and f.age_to >= asked.v11)
      and f.placement_type <> all(asked.v12)
      and f.accepts = any(asked.v13)
      and not exists (
        select
        from choosy_there l
        where l.home_id = f.home_id
          and l.expires_at > now()
          and l.from_on < 'infinity'
          and (l.to_on > asked.v14 or l.awaited_on <= asked.v15)
          and (l.own_child_id is null or l.own_child_id <> all(asked.v16))
          and l.living_with = 'solo'
        offset 0
      )
      and not exists (
        select
        from choosy_there l
        where l.home_id = f.home_id
          and l.expires_at > now()
          and l.from_on < 'infinity'
          and (l.to_on > asked.v21 or l.awaited_on <= asked.v22)
          and (l.own_child_id is null or l.own_child_id <> all(asked.v23))
          and (
            l.living_with = 'only-older' and age_on(asked.v17, upper(l.born) - 1) >= asked.v19
            or l.living_with = 'only-younger' and age_on(asked.v18, lower(l.born)) <= asked.v20
          )
        offset 0
      )
      and not exists (
        select
        from home_restrictions r
        where r.home_id = f.home_id and r.nights && daterange(asked.v24, asked.v25)
      )
      and f.placement_type = any(asked.v26)
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
