-- after: child_key, noted_reader, reader_today
-- Care ceases where the facts of its nights end: on the day recorded, or on the 18th birthday before it.
create or replace view reporting.care_periods with (security_barrier) as
select period.id as care_period_id,
       child_key(secret.inner_pad, secret.outer_pad, period.child_id) as child_key,
       period.started_on,
       period.started_before,
       period.ended_on,
       date_trunc('month', ceased.day::timestamp)::date as ceased_month,
       period.need,
       period.end_reason,
       first.legal_status as first_legal_status,
       last.legal_status as last_legal_status
  from care_periods period
  join feed_secrets secret on secret.authority_code = period.authority_code
  left join care_facts first
    on first.child_id = period.child_id and first.known_to = 'infinity' and first.from_on = period.started_on
  left join lateral (
    select care.to_on as day, care.legal_status
      from care_facts care
     where care.child_id = period.child_id and care.known_to = 'infinity'
       and care.from_on >= period.started_on and care.to_on <= coalesce(period.ended_on, 'infinity')
     order by care.to_on desc limit 1
  ) last on true
  cross join lateral (select case when last.day <= (select reader_today()) then last.day end as day) ceased
 where period.authority_code = (select noted_reader('care_periods'));
grant select on reporting.care_periods to sufficiency_app, sufficiency_reporting;
