-- GET /v1/measures/children-looked-after?asAt=2023-12-01

select 0 as point, bool_or("about0") as "about0", sum("numerator0")::float8 as "numerator0",
  sum("denominator0")::float8 as "denominator0", sum("unknown0")::float8 as "unknown0"
from (
  select night.from_on, night.to_on, true as "about0",
    case
      when true and true and coalesce(night.legal_status, 'unknown') not in ($1, $2) then 1 else 0
    end as "numerator0", case when true and true then 1 else 0 end as "denominator0",
    case when true and not (true) then 1 else 0 end as "unknown0"
  from (
    select *
    from (select * from care_facts where authority_code = current_authority() and known_to = 'infinity') care
    where from_on <= $3::date and to_on > $4::date and to_on <= $5::date + 366
    union all
    select *
    from (select * from care_facts where authority_code = current_authority() and known_to = 'infinity') care
    where from_on <= $6::date and to_on > $7::date + 366 and (to_on > from_on + 366) is true
  ) night
  where night.authority_code = current_authority()
    and night.from_on <= $8::date
    and night.to_on > $9::date
    and coalesce(night.legal_status, 'unknown') not in ($10, $11)
) fact
group by point
