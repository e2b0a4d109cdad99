-- GET /v1/measures/placed-in-authority/records?asAt=2023-12-01&of=numerator

select *, "endsOn" - "firstOn" as nights
from (
  select array[
    coalesce((night.child_id)::text, ''), coalesce((night.placement_id)::text, ''),
    coalesce((night.home_id)::text, ''), coalesce((night.from_on)::text, ''), coalesce(('')::text, '')
  ] as key, greatest(night.from_on, $1::date) as "firstOn", least(night.to_on, $2::date + 1) as "endsOn",
    (1)::float8 as amount, null::uuid[] as members, night.child_id as "childId",
    night.placement_id as "placementId", night.home_id as "homeId", (night.age)::float8 as "age",
    (
      (select stay.distance_shown from placements stay where stay.id = night.placement_id)
    )::float8 as "distanceMiles",
    (
      case
        when night.year_known is not false
        or night.placements_in_year_temporary >= 3 then night.placements_in_year_temporary
      end
    )::float8 as "placementsInYearWithTemporary",
    (
      case
        when night.year_known is not false or night.placements_in_year >= 5 then night.placements_in_year
      end
    )::float8 as "placementsInYearToFive",
    (
      case
        when night.year_known is not false or night.placements_in_year >= 10 then night.placements_in_year
      end
    )::float8 as "placementsInYearToTen", coalesce(night.placement_type, 'unknown') as "placementType",
    case
      when night.placement_type in ($3, $4, $5, $6, $7) then $8
      when night.placement_type in ($9, $10, $11, $12, $13) then $14
      when night.placement_type in ($15, $16, $17, $18) then $19
      when night.placement_type in ($20) then $21
      when night.placement_type in ($22) then $23
      when night.placement_type in ($24, $25, $26, $27, $28) then $29
      else 'unknown'
    end as "careFamily", coalesce(night.place_code, 'unknown') as "placeCode",
    case
      when night.place_code in ($30, $31) then $32
      when night.place_code in ($33, $34) then $35
      when night.place_code in ($36, $37) then $38
      when night.place_code in (
        $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58,
        $59, $60, $61, $62, $63, $64
      ) then $65
      else 'unknown'
    end as "longTermMatch",
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
    coalesce(night.located_in, 'unknown') as "receivingAuthority",
    coalesce(
      case
        when night.located_in = night.authority_code then 'inside'
        when exists (
          select
          from adjoining_authorities near
          where near.authority_code = night.authority_code and near.adjoining_code = night.located_in
        ) then 'adjoining'
        when night.located_in is not null then 'beyond'
      end, 'unknown'
    ) as "nearness",
    case
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $66 then $67
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $68 then $69
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $70 then $71
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $72 then $73
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) is not null then $74
      else 'unknown'
    end as "distanceBand",
    case
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $75 then $76
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $77 then $78
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $79 then $80
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $81 then $82
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $83 then $84
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $85 then $86
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $87 then $88
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) <= $89 then $90
      when (
        select stay.distance_shown
        from placements stay
        where stay.id = night.placement_id
      ) is not null then $91
      else 'unknown'
    end as "distanceBandFine", coalesce(night.home_kind, 'unknown') as "homeKind",
    coalesce(
      case night.unregistered when true then 'yes' when false then 'no' end, 'unknown'
    ) as "unregistered",
    case
      when night.age <= $92 then $93
      when night.age <= $94 then $95
      when night.age <= $96 then $97
      when night.age is not null then $98
      else 'unknown'
    end as "ageBand",
    case
      when night.age <= $99 then $100
      when night.age <= $101 then $102
      when night.age <= $103 then $104
      when night.age <= $105 then $106
      when night.age is not null then $107
      else 'unknown'
    end as "ageBandDfe",
    case
      when night.age <= $108 then $109
      when night.age <= $110 then $111
      when night.age <= $112 then $113
      when night.age <= $114 then $115
      when night.age <= $116 then $117
      when night.age <= $118 then $119
      when night.age <= $120 then $121
      when night.age <= $122 then $123
      when night.age <= $124 then $125
      when night.age <= $126 then $127
      when night.age <= $128 then $129
      when night.age <= $130 then $131
      when night.age <= $132 then $133
      when night.age <= $134 then $135
      when night.age <= $136 then $137
      when night.age <= $138 then $139
      when night.age <= $140 then $141
      when night.age is not null then $142
      else 'unknown'
    end as "ageInYears", coalesce(night.sex, 'unknown') as "sex",
    coalesce(night.ethnicity, 'unknown') as "ethnicity",
    coalesce(night.legal_status, 'unknown') as "legalStatus", coalesce(night.need, 'unknown') as "need",
    coalesce(case night.uasc when true then 'yes' when false then 'no' end, 'unknown') as "uasc",
    coalesce(case night.disabled when true then 'yes' when false then 'no' end, 'unknown') as "disability",
    case
      when case
        when night.year_known is not false or night.placements_in_year >= 3 then night.placements_in_year
      end <= $143 then $144
      when case
        when night.year_known is not false or night.placements_in_year >= 3 then night.placements_in_year
      end <= $145 then $146
      when case
        when night.year_known is not false or night.placements_in_year >= 3 then night.placements_in_year
      end <= $147 then $148
      when case
        when night.year_known is not false or night.placements_in_year >= 3 then night.placements_in_year
      end is not null then $149
      else 'unknown'
    end as "placementsInYear",
    case
      when case
        when night.placements_in_year > 0 then case
          when night.year_known is not false or night.placements_in_year >= 4 then night.placements_in_year
        end
        - 1
      end <= $150 then $151
      when case
        when night.placements_in_year > 0 then case
          when night.year_known is not false or night.placements_in_year >= 4 then night.placements_in_year
        end
        - 1
      end <= $152 then $153
      when case
        when night.placements_in_year > 0 then case
          when night.year_known is not false or night.placements_in_year >= 4 then night.placements_in_year
        end
        - 1
      end <= $154 then $155
      when case
        when night.placements_in_year > 0 then case
          when night.year_known is not false or night.placements_in_year >= 4 then night.placements_in_year
        end
        - 1
      end is not null then $156
      else 'unknown'
    end as "movesInYear",
    case
      when night.placements_in_two_years <= $157 then $158
      when night.placements_in_two_years <= $159 then $160
      when night.placements_in_two_years <= $161 then $162
      when night.placements_in_two_years is not null then $163
      else 'unknown'
    end as "placementsInTwoYears",
    coalesce(
      case night.looked_after_year_before when true then 'yes' when false then 'no' end, 'unknown'
    ) as "lookedAfterYearBefore",
    coalesce(case when not night.care_started_before then 'known' end, 'unknown') as "careStart",
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
    where from_on <= $164::date and to_on > $165::date and to_on <= $166::date + 366
    union all
    select *
    from (select * from care_facts where authority_code = current_authority() and known_to = 'infinity') care
    where from_on <= $167::date and to_on > $168::date + 366 and (to_on > from_on + 366) is true
  ) night
  where night.authority_code = current_authority()
    and night.from_on <= $169::date
    and night.to_on > $170::date
    and coalesce(night.legal_status, 'unknown') not in ($171, $172)
    and coalesce(night.location, 'unknown') <> 'unknown'
    and coalesce(night.location, 'unknown') in ($173)
) fact
order by key
limit $174
