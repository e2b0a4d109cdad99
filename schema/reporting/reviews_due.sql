-- after: birthday, child_key, noted_reader, reader_authority, returned_rows, sector_of
-- The first is due within 20 working days of coming into care, the second three months after it, each further one six months
-- after the last; of a child in care before returns tell of reviews, within six months of their first day. For as long as
-- returns of consecutive years have reviews. Children placed for adoption are reviewed under other regulations.
create or replace view reporting.reviews_due with (security_barrier) as
with span as (
  select make_date(min(years.year) - 1, 4, 1) as first, make_date(max(years.year), 4, 1) as ends
    from (
      select every.year, every.year - row_number() over (order by every.year) as nth
        from (select distinct collection_year::integer as year from return_rows
               where authority_code = (select reader_authority()) and module = 'reviews') every
    ) years
   group by years.nth
), stay as (
  select period.child_id, greatest(period.started_on, span.first) as begins,
         least(period.ended_on, birthday(child.date_of_birth, 18), span.ends) as ends,
         period.started_on >= span.first and not period.started_before as from_the_first
    from care_periods period
    join children child on child.id = period.child_id
    join span on period.started_on < span.ends and coalesce(period.ended_on, 'infinity') > span.first
   where period.authority_code = (select reader_authority())
), step as (
  select stay.*, 0 as number, stay.begins as last from stay
  union all
  select stay.*, row_number() over (partition by stay.child_id, stay.begins order by held.day), held.day
    from stay
    join (select distinct child_id, (cells ->> 'REVIEW')::date as day from returned_rows where module = 'reviews') held
      on held.child_id = stay.child_id and held.day >= stay.begins and held.day < stay.ends
), answered as (
  select step.*, lead(step.last) over (partition by step.child_id, step.begins order by step.number) as next,
         case when step.number = 0 and step.from_the_first
              then step.last + 28 - greatest(0, extract(isodow from step.last)::integer - 5)
              when step.number = 1 and step.from_the_first then (step.last + interval '3 months')::date
              else (step.last + interval '6 months')::date end as due_on
    from step
)
select child_key(secret.inner_pad, secret.outer_pad, review.child_id) as child_key,
       review.begins as care_from,
       (review.number + 1)::integer as review_number,
       least(review.next, review.due_on) as counted_on,
       case when review.next is null or review.next > review.due_on then 'no'
            when review.number > 0 or review.from_the_first then 'yes' end as review_in_time,
       care.age::integer as age,
       care.sex,
       care.ethnicity,
       care.legal_status,
       care.placement_type,
       sector_of(care.provider_code) as provider_sector,
       care.home_id,
       care.location
  from answered review
  join feed_secrets secret on secret.authority_code = (select reader_authority())
  join care_facts care
    on care.child_id = review.child_id and care.known_to = 'infinity'
   and care.from_on <= least(review.next, review.due_on) and care.to_on > least(review.next, review.due_on)
   and coalesce(care.legal_status, '') not in ('V3', 'V4') and care.placement_type is distinct from 'placed-for-adoption'
 where least(review.next, review.due_on) < review.ends
   and (select noted_reader('reviews_due')) is not null;
grant select on reporting.reviews_due to sufficiency_app, sufficiency_reporting;
