-- after: birthday, child_key, noted_reader, reader_today, returned_rows, sector_of
-- Placed for adoption: by the return (PlacedAdoption), else by the placement after which there was no other; moved in where
-- foster carers adopt (A3, A5): when the child first came to live with them.
create or replace view reporting.adoptions with (security_barrier) as
select period.id as care_period_id,
       child_key(secret.inner_pad, secret.outer_pad, period.child_id) as child_key,
       date_trunc('month', adopted.day::timestamp)::date as adopted_month,
       adoptive.day - entered.day as days_to_placement,
       coalesce(moving.day, adoptive.day) - entered.day as days_to_moving_in,
       case when adoptive.day is not null and matched.day > ordered.day then matched.day - ordered.day
            when adoptive.day is not null and matched.day <= ordered.day then 0 end as days_to_match,
       care.age::integer as age,
       care.sex,
       care.ethnicity,
       care.legal_status,
       care.placement_type,
       sector_of(care.provider_code) as provider_sector,
       care.location
  from care_periods period
  join children child on child.id = period.child_id
  join feed_secrets secret on secret.authority_code = period.authority_code
  cross join lateral (select least(period.ended_on, birthday(child.date_of_birth, 18)) as day) adopted
  cross join lateral (select case when not period.started_before then period.started_on end as day) entered
  join care_facts care
    on care.child_id = period.child_id and care.known_to = 'infinity' and care.from_on <= adopted.day - 1
   and care.to_on > adopted.day - 1 and coalesce(care.legal_status, '') not in ('V3', 'V4')
  left join lateral (
    select max(placed.day) as day
      from (
        select distinct on (returned.cells ->> 'DATE_PLACED')
               (returned.cells ->> 'DATE_PLACED')::date as day, returned.cells ? 'DATE_PLACED_CEASED' as has_ceased
          from returned_rows returned
         where returned.module = 'placedAdoption' and returned.child_id = period.child_id
         order by returned.cells ->> 'DATE_PLACED', returned.collection_year desc
      ) placed
     where not placed.has_ceased and placed.day >= period.started_on and placed.day <= adopted.day
  ) said on true
  left join lateral (
    select min(stay.started_on) as day
      from placements stay
     where stay.child_id = period.child_id and stay.placement_type = 'placed-for-adoption'
       and stay.withdrawn_on is null and stay.started_on >= period.started_on and stay.started_on < adopted.day
       and not exists (
         select from placements later
          where later.child_id = period.child_id and later.layer = 'usual' and later.withdrawn_on is null
            and later.placement_type <> 'placed-for-adoption'
            and later.started_on >= stay.started_on and later.started_on < adopted.day)
  ) recorded on true
  left join lateral (
    with recursive stay as (
      select first.id, first.started_on, first.same_carer or first.place_code in ('A3', 'A5') as goes_on
        from placements first
       where first.child_id = period.child_id and first.placement_type = 'placed-for-adoption'
         and first.withdrawn_on is null and first.started_on = recorded.day
      union
      select earlier.id, earlier.started_on, earlier.same_carer
        from stay
        join placements earlier
          on earlier.child_id = period.child_id and earlier.layer = 'usual' and earlier.withdrawn_on is null
         and earlier.ended_on = stay.started_on and earlier.started_on < earlier.ended_on
       where stay.goes_on and earlier.started_on >= period.started_on
    )
    select min(stay.started_on) as day from stay
    having bool_or(stay.goes_on)
  ) moving on true
  cross join lateral (select coalesce(said.day, recorded.day) as day) adoptive
  left join lateral (
    select min(status.started_on) as day
      from legal_statuses status
     where status.child_id = period.child_id and status.status ~ '^[DE]1$'
       and status.started_on >= period.started_on and status.started_on < adopted.day
  ) ordered on true
  left join lateral (
    select max((latest.cells ->> 'DATE_MATCH')::date) as day
      from (
        select returned.cells
          from returned_rows returned
         where returned.module = 'ad1' and returned.child_id = period.child_id
         order by returned.collection_year desc limit 1
      ) latest
  ) matched on true
 where period.authority_code = (select noted_reader('adoptions')) and period.end_reason ~ '^E1[12]$'
   and period.started_on < adopted.day and adopted.day <= (select reader_today());
grant select on reporting.adoptions to sufficiency_app, sufficiency_reporting;
