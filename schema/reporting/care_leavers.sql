-- after: birthday, child_key, noted_reader, reader_authority, reader_today, returned_rows
-- On the birthday in the return's year. No fixed abode (S) and custody (X) are never suitable: the guide lists them as S2 and X2 alone.
create or replace view reporting.care_leavers with (security_barrier) as
select leaver.collection_year::integer as collection_year,
       child_key(secret.inner_pad, secret.outer_pad, leaver.child_id) as child_key,
       date_trunc('month', leaver.on_day::timestamp)::date as birthday_month,
       leaver.age,
       leaver.sex,
       leaver.ethnicity,
       case leaver.in_touch when 'YES' then 'yes' when 'NO' then 'no' when 'REFU' then 'refused'
         when 'NREQ' then 'not-required' when 'RHOM' then 'returned-home' when 'DIED' then 'died' end as in_touch,
       case when leaver.activity in ('F1', 'P1') then 'higher-education'
            when leaver.activity in ('F2', 'P2') then 'other-education'
            when leaver.activity in ('F4', 'P4') then 'apprenticeship'
            when leaver.activity in ('F3', 'P3', 'F5', 'P5') then 'training-or-employment'
            when leaver.activity = 'G4' then 'not-for-health'
            when leaver.activity = 'G6' then 'not-for-parenting'
            when leaver.activity = 'G5' then 'not-otherwise' end as activity,
       case when leaver.in_touch ~ '^(DIED|RHOM)$' or leaver.accommodation ~ '^[GH]' then 'gone'
            when leaver.accommodation ~ '^([SX].|[^R]2)$' then 'unsuitable'
            when leaver.accommodation ~ '^[^R]1$' then 'suitable'
            when leaver.in_touch ~ '^(NO|REFU|NREQ)$' then 'not-in-touch' end as accommodation,
       case when leaver.accommodation ~ '^[^R][12]$' then left(leaver.accommodation, 1) end as accommodation_kind
  from (
    select returned.collection_year, returned.child_id, returned.sex, returned.ethnicity, birth.on_day,
           (extract(year from birth.on_day) - extract(year from returned.date_of_birth))::integer as age,
           returned.cells ->> 'IN_TOUCH' as in_touch, returned.cells ->> 'ACTIV' as activity,
           returned.cells ->> 'ACCOM' as accommodation
      from returned_rows returned
      cross join lateral (
        select birthday(returned.date_of_birth,
                 returned.collection_year - 1 - extract(year from returned.date_of_birth)::integer) as earlier,
               birthday(returned.date_of_birth,
                 returned.collection_year - extract(year from returned.date_of_birth)::integer) as later) falls
      cross join lateral (
        select case when falls.earlier >= make_date(returned.collection_year - 1, 4, 1) then falls.earlier
                    else falls.later end as on_day) birth
     where returned.module = 'oc3'
  ) leaver
  join feed_secrets secret on secret.authority_code = (select reader_authority())
 where leaver.on_day <= (select reader_today())
   and (select noted_reader('care_leavers')) is not null;
grant select on reporting.care_leavers to sufficiency_app, sufficiency_reporting;
