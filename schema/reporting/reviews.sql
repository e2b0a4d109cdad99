-- after: child_key, noted_reader, reader_authority, returned_rows, sector_of
-- Of two rows of one meeting the latest return's counts; of children looked after on the night, not only for short breaks.
create or replace view reporting.reviews with (security_barrier) as
select child_key(secret.inner_pad, secret.outer_pad, review.child_id) as child_key,
       review.held_on,
       case when review.code = 'PN0' then 'under-4'
            when review.code in ('PN1', 'PN2', 'PN3', 'PN5', 'PN6') then 'took-part'
            when review.code in ('PN4', 'PN7') then 'did-not' end as participation,
       care.age::integer as age,
       care.sex,
       care.ethnicity,
       care.legal_status,
       care.placement_type,
       sector_of(care.provider_code) as provider_sector,
       care.home_id,
       care.location
  from (
    select distinct on (returned.child_id, (returned.cells ->> 'REVIEW')::date)
           returned.child_id, (returned.cells ->> 'REVIEW')::date as held_on, returned.cells ->> 'REVIEW_CODE' as code
      from returned_rows returned
     where returned.module = 'reviews'
     order by returned.child_id, (returned.cells ->> 'REVIEW')::date, returned.collection_year desc,
              returned.cells ->> 'REVIEW_CODE'
  ) review
  join feed_secrets secret on secret.authority_code = (select reader_authority())
  join care_facts care
    on care.child_id = review.child_id and care.known_to = 'infinity' and care.from_on <= review.held_on
   and care.to_on > review.held_on and coalesce(care.legal_status, '') not in ('V3', 'V4')
 where (select noted_reader('reviews')) is not null;
grant select on reporting.reviews to sufficiency_app, sufficiency_reporting;
