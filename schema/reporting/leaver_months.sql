-- after: birthday, child_key, noted_reader, reader_authority, reader_today, sector_of
create or replace view reporting.leaver_months with (security_barrier) as
with stay as materialized (
  select placement.*, greatest(placement.started_on, birthday(young.date_of_birth, 18)) as from_on,
         least(coalesce(placement.ended_on, 'infinity'), birthday(young.date_of_birth, 26)) as to_on,
         young.date_of_birth, young.sex, young.ethnicity
    from placements placement
    join children young on young.id = placement.child_id
   where placement.authority_code = (select reader_authority()) and placement.layer = 'usual'
     and placement.started_on is not null and placement.withdrawn_on is null
     and coalesce(placement.ended_on, 'infinity') > birthday(young.date_of_birth, 18)
     and placement.started_on < birthday(young.date_of_birth, 26)
)
select month.starts_on as month,
       stay.id as placement_id,
       child_key(secret.inner_pad, secret.outer_pad, stay.child_id) as child_key,
       month.last_on as as_at,
       extract(year from age(month.last_on, stay.date_of_birth))::integer as age,
       stay.sex,
       stay.ethnicity,
       stay.placement_type,
       sector_of(stay.provider_code) as provider_sector,
       stay.location,
       stay.home_id,
       home.kind as home_kind,
       case when home.kind not in ('supported-accommodation', 'supported-lodgings', 'independent-living') then 'none'
            else home.accommodation_category end as accommodation_category,
       case when home.id is not null then coalesce(contract.kind, 'none') end as contract_kind,
       case when stay.bed_id is null then 'no' else 'yes' end as has_bed
  from (
    select day::date as starts_on,
           least((day + interval '1 month')::date - 1, (select reader_today())) as last_on
      from generate_series(
        date_trunc('month', (
          select min(from_on) from stay)::timestamp),
        (select reader_today())::timestamp, interval '1 month') day
  ) month
  join stay on stay.from_on <= month.last_on and stay.to_on > month.last_on
  join feed_secrets secret on secret.authority_code = (select reader_authority())
  left join homes home on home.id = stay.home_id
  left join contracts contract on contract.home_id = home.id and contract.term @> month.last_on
 where (select noted_reader('leaver_months')) is not null;
grant select on reporting.leaver_months to sufficiency_app, sufficiency_reporting;
