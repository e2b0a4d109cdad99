-- GET /v1/measures/placed-in-authority/records?asAt=2023-12-01&of=numerator

select *, "endsOn" - "firstOn" as nights
from (
  select array[
    coalesce((night.child_id)::text, ''), coalesce((night.placement_id)::text, ''),
    coalesce((night.home_id)::text, ''), coalesce((night.from_on)::text, ''), coalesce(('')::text, '')
  ] as key, greatest(night.from_on, $1::date) as "firstOn", least(night.to_on, $2::date + 1) as "endsOn",
    (1)::float8 as amount, null::uuid[] as members, night.child_id as "childId",
    night.placement_id as "placementId", night.home_id as "homeId", (night.age)::float8 as "age",
    (night.distance_miles)::float8 as "distanceMiles",
    (night.placements_in_year_temporary)::float8 as "placementsInYearWithTemporary",
    coalesce(night.placement_type, 'unknown') as "placementType",
    case
      when night.placement_type in ($3, $4, $5, $6, $7) then $8
      when night.placement_type in ($9, $10, $11, $12, $13) then $14
      when night.placement_type in ($15, $16, $17, $18) then $19
      when night.placement_type in ($20) then $21
      when night.placement_type in ($22) then $23
      when night.placement_type in ($24, $25, $26, $27, $28) then $29
      else 'unknown'
    end as "careFamily",
    coalesce(
      case
        night.provider_code
        when 'PR0' then 'parents'
        when 'PR1' then 'own'
        when 'PR2' then 'other-authority'
        when 'PR3' then 'other-public'
        when 'PR4' then 'private'
        when 'PR5' then 'voluntary'
      end, 'unknown'
    ) as "providerSector", coalesce(night.location, 'unknown') as "location",
    case
      when night.distance_miles <= $30 then $31
      when night.distance_miles <= $32 then $33
      when night.distance_miles <= $34 then $35
      when night.distance_miles <= $36 then $37
      when night.distance_miles is not null then $38
      else 'unknown'
    end as "distanceBand", coalesce(night.home_kind, 'unknown') as "homeKind",
    coalesce(
      case night.unregistered when true then 'yes' when false then 'no' end, 'unknown'
    ) as "unregistered",
    case
      when night.age <= $39 then $40
      when night.age <= $41 then $42
      when night.age <= $43 then $44
      when night.age is not null then $45
      else 'unknown'
    end as "ageBand",
    case
      when night.age <= $46 then $47
      when night.age <= $48 then $49
      when night.age <= $50 then $51
      when night.age <= $52 then $53
      when night.age is not null then $54
      else 'unknown'
    end as "ageBandDfe", coalesce(night.sex, 'unknown') as "sex",
    coalesce(night.ethnicity, 'unknown') as "ethnicity",
    coalesce(night.legal_status, 'unknown') as "legalStatus", coalesce(night.need, 'unknown') as "need",
    coalesce(case night.uasc when true then 'yes' when false then 'no' end, 'unknown') as "uasc",
    coalesce(case night.disabled when true then 'yes' when false then 'no' end, 'unknown') as "disability",
    case
      when night.placements_in_year <= $55 then $56
      when night.placements_in_year <= $57 then $58
      when night.placements_in_year <= $59 then $60
      when night.placements_in_year is not null then $61
      else 'unknown'
    end as "placementsInYear",
    coalesce(
      case night.long_looked_after when true then '2.5-years+' when false then 'under-2.5-years' end,
      'unknown'
    ) as "timeInCare",
    coalesce(
      case night.long_placed when true then '2-years+' when false then 'under-2-years' end, 'unknown'
    ) as "timeInPlacement"
  from (
    select *
    from (select * from care_facts where authority_code = current_authority() and known_to = 'infinity') care
    where from_on <= $62::date and to_on > $63::date and to_on <= $64::date + 366
    union all
    select *
    from (select * from care_facts where authority_code = current_authority() and known_to = 'infinity') care
    where from_on <= $65::date and to_on > $66::date + 366 and (to_on > from_on + 366) is true
  ) night
  where night.authority_code = current_authority()
    and night.from_on <= $67::date
    and night.to_on > $68::date
    and coalesce(night.legal_status, 'unknown') not in ($69, $70)
    and coalesce(night.location, 'unknown') <> 'unknown'
    and coalesce(night.location, 'unknown') in ($71)
) fact
order by key
limit $72
