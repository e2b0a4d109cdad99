-- GET /v1/measures/placed-in-authority/series?from=2023-01-01&to=2023-12-01&every=month&by=placementType,ageBand

with fact as materialized (
  select night.from_on, night.to_on, coalesce(night.placement_type, 'unknown') as "placementType",
    case
      when night.age <= $1 then $2
      when night.age <= $3 then $4
      when night.age <= $5 then $6
      when night.age is not null then $7
      else 'unknown'
    end as "ageBand", true as "about0",
    case
      when true
        and coalesce(night.location, 'unknown') <> 'unknown'
        and coalesce(night.location, 'unknown') in ($8) then 1
      else 0
    end as "numerator0", case when true and true then 1 else 0 end as "denominator0",
    case when true and not (coalesce(night.location, 'unknown') <> 'unknown') then 1 else 0 end as "unknown0"
  from (
    select *
    from (select * from care_facts where authority_code = current_authority() and known_to = 'infinity') care
    where from_on <= $9::date and to_on > $10::date and to_on <= $11::date + 366
    union all
    select *
    from (select * from care_facts where authority_code = current_authority() and known_to = 'infinity') care
    where from_on <= $12::date and to_on > $13::date + 366 and (to_on > from_on + 366) is true
  ) night
  where night.authority_code = current_authority()
    and night.from_on <= $14::date
    and night.to_on > $15::date
    and coalesce(night.legal_status, 'unknown') not in ($16, $17)
)
select point, "placementType", "ageBand", bool_or("about0") as "about0",
  sum("numerator0")::float8 as "numerator0", sum("denominator0")::float8 as "denominator0",
  sum("unknown0")::float8 as "unknown0"
from (
  select width_bucket((greatest(from_on, $18::date) - 1 - $19::date)::float8, $20::float8[]) as point,
    "placementType", "ageBand", "about0" as "about0", "numerator0" as "numerator0",
    "denominator0" as "denominator0", "unknown0" as "unknown0"
  from fact
  union all
  select width_bucket((to_on - 1 - $21::date)::float8, $22::float8[]) as point, "placementType", "ageBand",
    "about0" as "about0", - "numerator0" as "numerator0", - "denominator0" as "denominator0",
    - "unknown0" as "unknown0"
  from fact
  where to_on <= $23::date
) change
group by point, "placementType", "ageBand"
