-- after: noted_reader, reader_authority, reader_today
-- The postcode stands for a home that is not recorded. A group is apart as soon as two are known to live in two homes.
create or replace view reporting.sibling_months with (security_barrier) as
with care as (
  select child.sibling_group_id, care.child_id, care.from_on, care.to_on,
         coalesce(care.home_id::text, placement.postcode) as home
    from care_facts care
    join children child on child.id = care.child_id
    left join placements placement on placement.id = care.placement_id
   where care.authority_code = (select reader_authority()) and care.known_to = 'infinity'
     and child.sibling_group_id is not null and coalesce(care.legal_status, '') not in ('V3', 'V4')
)
select month.starts_on as month,
       siblings.sibling_group_id,
       month.last_on as as_at,
       siblings.children,
       siblings.together,
       case siblings.together when 'yes' then 'not-apart' when 'no' then siblings.reason end as apart_reason
  from (
    select day::date as starts_on,
           least((day + interval '1 month')::date - 1, (select reader_today())) as last_on
      from generate_series(
        date_trunc('month', (
          select min(started_on) from care_periods where authority_code = (select noted_reader('sibling_months')))::timestamp),
        (select reader_today())::timestamp, interval '1 month') day
  ) month
  cross join lateral (
    with there as materialized (
      select * from care where care.from_on <= month.last_on and care.to_on > month.last_on
    ), apart as materialized (
      select one.sibling_group_id,
             case when count(distinct separation.category) > 1 then 'several' else min(separation.category) end as reason
        from separations separation
        join there one on one.child_id = separation.child_id
        join there other
          on other.child_id = separation.other_child_id and other.sibling_group_id = one.sibling_group_id
         and other.home <> one.home
       where separation.authority_code = (select reader_authority()) and separation.nights @> month.last_on
       group by one.sibling_group_id
    )
    select siblings.*, apart.reason
      from (
        select there.sibling_group_id, count(*)::integer as children,
               case when count(distinct there.home) > 1 then 'no' when count(there.home) = count(*) then 'yes' end as together
          from there
         group by there.sibling_group_id
        having count(*) > 1
      ) siblings
      left join apart using (sibling_group_id)
  ) siblings;
grant select on reporting.sibling_months to sufficiency_app, sufficiency_reporting;
