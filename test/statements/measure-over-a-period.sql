-- GET /v1/measures/moves?from=2023-04-01&asAt=2023-12-01

select (asked.number - 1)::integer as point, bool_or("about0") as "about0",
  sum(nights * "numerator0")::float8 as "numerator0", sum(nights * "denominator0")::float8 as "denominator0",
  sum(nights * "unknown0")::float8 as "unknown0"
from (
  select night.from_on, night.to_on, true as "about0",
    case
      when true and true and coalesce(night.legal_status, 'unknown') not in ($1, $2) then 1 else 0
    end as "numerator0", case when true and true then 1 else 0 end as "denominator0",
    case when true and not (true) then 1 else 0 end as "unknown0"
  from (
    select *
    from (
      select care.authority_code, care.child_id, care.age, care.sex, care.ethnicity, care.uasc, care.disabled,
        care.need, care.legal_status, care.placement_id, care.placement_type, care.provider_code,
        care.home_id, care.home_kind, care.location, care.distance_miles, care.placements_in_year,
        care.placements_in_year_temporary, care.long_looked_after, care.long_placed, care.unregistered,
        care.place_code, care.located_in, care.care_started_on, care.care_started_before,
        care.placement_started_on, care.placement_started_before, care.year_known,
        care.placements_in_two_years, placement.ended_on as from_on, placement.ended_on + 1 as to_on,
        placement.end_reason,
        coalesce(
          placement.end_planned,
          case
            when placement.end_reason = 'CARPL' then true
            when placement.end_reason not in ('OTHER', 'PLACE') then false
          end
        ) as planned
      from "placements" placement
      join (
        select *
        from care_facts
        where authority_code = current_authority() and known_to = 'infinity'
      ) care on care.child_id = placement.child_id
        and care.to_on = placement.ended_on
        and care.placement_id = placement.id
      where placement.layer = 'usual'
        and not exists (
          select
          from "placements" next
          where (
            placement.child_id = next.child_id
            and placement.layer = 'usual'
            and next.layer = 'usual'
            and next.started_on = placement.ended_on
            and next.id <> placement.id
            and placement.ended_on > placement.started_on
            and (next.ended_on is null or next.ended_on > next.started_on)
            and (
              next.same_carer
              or next.home_id = placement.home_id
              or next.place_code in ('A3', 'A5')
                and placement.placement_type in (
                  'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer'
                )
            )
          )
        )
    ) ended
    where exists (
      select
      from (
        select *
        from care_facts
        where authority_code = current_authority() and known_to = 'infinity'
      ) next
      where next.child_id = ended.child_id and next.from_on = ended.from_on
    )
  ) night
  where night.authority_code = current_authority()
    and night.from_on <= $3::date
    and night.to_on > $4::date
    and coalesce(night.legal_status, 'unknown') not in ($5, $6)
) fact
join unnest($7::date[], $8::date[]) with ordinality asked(first, last, number) on fact.from_on <= asked.last
  and fact.to_on > asked.first,
  lateral (select least(fact.to_on, asked.last + 1) - greatest(fact.from_on, asked.first) as nights) during
group by point
