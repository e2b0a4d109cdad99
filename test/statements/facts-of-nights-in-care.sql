-- GET /v1/measures/children-looked-after?asAt=2023-12-01

select count(*)::integer as count, string_agg(coalesce((night.from_on)::text, ''), $1) as "list0",
  string_agg(coalesce((night.to_on)::text, ''), $2) as "list1",
  string_agg(coalesce((night.placement_type)::text, ''), $3) as "list2",
  string_agg(
    coalesce(
      (
        case
          night.provider_code
          when 'PR0' then 'parents'
          when 'PR1' then 'own'
          when 'PR2' then 'other-authority'
          when 'PR3' then 'other-public'
          when 'PR4' then 'private'
          when 'PR5' then 'voluntary'
        end
      )::text, ''
    ), $4
  ) as "list3", string_agg(coalesce((night.age)::text, ''), $5) as "list4",
  string_agg(coalesce((night.sex)::text, ''), $6) as "list5",
  string_agg(coalesce((night.ethnicity)::text, ''), $7) as "list6",
  string_agg(coalesce((night.legal_status)::text, ''), $8) as "list7",
  string_agg(coalesce((night.need)::text, ''), $9) as "list8",
  string_agg(
    coalesce((case night.uasc when true then 'yes' when false then 'no' end)::text, ''), $10
  ) as "list9",
  string_agg(
    coalesce((case night.disabled when true then 'yes' when false then 'no' end)::text, ''), $11
  ) as "list10", string_agg(coalesce((night.location)::text, ''), $12) as "list11",
  string_agg(coalesce((night.distance_miles)::text, ''), $13) as "list12",
  string_agg(coalesce((night.home_kind)::text, ''), $14) as "list13",
  string_agg(coalesce((night.located_in)::text, ''), $15) as "list14",
  string_agg(
    coalesce(
      (
        case
          when night.located_in = night.authority_code then 'inside'
          when exists (
            select
            from adjoining_authorities near
            where near.authority_code = night.authority_code and near.adjoining_code = night.located_in
          ) then 'adjoining'
          when night.located_in is not null then 'beyond'
        end
      )::text, ''
    ), $16
  ) as "list15", string_agg(coalesce((night.place_code)::text, ''), $17) as "list16",
  string_agg(
    coalesce(
      (
        case
          when night.year_known is not false or night.placements_in_year >= 3 then night.placements_in_year
        end
      )::text, ''
    ), $18
  ) as "list17",
  string_agg(
    coalesce(
      (
        case
          when night.placements_in_year > 0 then case
            when night.year_known is not false or night.placements_in_year >= 4 then night.placements_in_year
          end
          - 1
        end
      )::text, ''
    ), $19
  ) as "list18",
  string_agg(
    coalesce(
      (
        case
          when night.year_known is not false
          or night.placements_in_year_temporary >= 3 then night.placements_in_year_temporary
        end
      )::text, ''
    ), $20
  ) as "list19",
  string_agg(
    coalesce(
      (
        case
          when night.year_known is not false or night.placements_in_year >= 5 then night.placements_in_year
        end
      )::text, ''
    ), $21
  ) as "list20",
  string_agg(
    coalesce(
      (
        case
          when night.year_known is not false or night.placements_in_year >= 10 then night.placements_in_year
        end
      )::text, ''
    ), $22
  ) as "list21", string_agg(coalesce((night.placements_in_two_years)::text, ''), $23) as "list22",
  string_agg(
    coalesce((case night.looked_after_year_before when true then 'yes' when false then 'no' end)::text, ''),
    $24
  ) as "list23",
  string_agg(coalesce((case when not night.care_started_before then 'known' end)::text, ''), $25) as "list24",
  string_agg(
    coalesce((case when not night.care_started_before then night.care_started_on end)::text, ''), $26
  ) as "list25",
  string_agg(
    coalesce((case when not night.placement_started_before then night.placement_started_on end)::text, ''),
    $27
  ) as "list26",
  string_agg(
    coalesce(
      (case night.long_looked_after when true then '2.5-years+' when false then 'under-2.5-years' end)::text,
      ''
    ), $28
  ) as "list27",
  string_agg(
    coalesce((case night.unregistered when true then 'yes' when false then 'no' end)::text, ''), $29
  ) as "list28",
  string_agg(
    coalesce(
      (case night.long_placed when true then '2-years+' when false then 'under-2-years' end)::text, ''
    ), $30
  ) as "list29", string_agg(coalesce((night.child_id)::text, ''), $31) as "list30"
from (
  select *
  from (select * from care_facts where authority_code = current_authority() and known_to = 'infinity') care
  where from_on <= $32::date and to_on > $33::date and to_on <= $34::date + 366
  union all
  select *
  from (select * from care_facts where authority_code = current_authority() and known_to = 'infinity') care
  where from_on <= $35::date and to_on > $36::date + 366 and (to_on > from_on + 366) is true
) night
where night.authority_code = current_authority() and night.from_on <= $37::date and night.to_on > $38::date
