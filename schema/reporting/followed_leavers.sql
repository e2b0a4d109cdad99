-- after: birthday, child_key, months_after, noted_reader, reader_today, sector_of
-- In care until the 18th birthday, for 13 weeks (91 nights) or more since the 14th; not those who died on it.
create or replace view reporting.followed_leavers with (security_barrier) as
select child_key(secret.inner_pad, secret.outer_pad, child.id) as child_key,
       arrangement.name as arrangement,
       mark.name as leaver_mark,
       date_trunc('month', mark.day::timestamp)::date as mark_month,
       case when exists (
         select from placements stay
          where stay.child_id = child.id and stay.placement_type = arrangement.name and stay.stay @> mark.day)
         then 'yes' else 'no' end as stayed,
       care.sex,
       care.ethnicity,
       care.placement_type,
       sector_of(care.provider_code) as provider_sector
  from children child
  join feed_secrets secret on secret.authority_code = child.authority_code
  cross join lateral (select birthday(child.date_of_birth, 18) as adult_on) turned
  join care_facts care
    on care.child_id = child.id and care.known_to = 'infinity' and care.to_on = turned.adult_on
   and coalesce(care.legal_status, '') not in ('V3', 'V4')
  cross join lateral (
    select case when care.placement_type in ('internal-foster', 'ifa', 'other-authority-foster', 'connected-carer')
                then 'staying-put'
                when care.placement_type = 'residential' or care.placement_type like 'supported-%'
                then 'staying-close' end as name
  ) arrangement
  cross join lateral (values ('18', months_after(turned.adult_on, 3)), ('19', birthday(child.date_of_birth, 19)),
                             ('20', birthday(child.date_of_birth, 20))) mark (name, day)
 where child.authority_code = (select noted_reader('followed_leavers')) and arrangement.name is not null and mark.day <= (select reader_today())
   and exists (
     select from care_periods period
      where period.child_id = child.id and period.started_on < turned.adult_on
        and (period.ended_on is null or period.ended_on >= turned.adult_on)
        and period.end_reason is distinct from 'E2')
   and (select sum(spent.to_on - greatest(spent.from_on, birthday(child.date_of_birth, 14)))
          from care_facts spent
         where spent.child_id = child.id and spent.known_to = 'infinity'
           and coalesce(spent.legal_status, '') not in ('V3', 'V4')
           and spent.to_on > birthday(child.date_of_birth, 14) and spent.to_on <= turned.adult_on) >= 91;
grant select on reporting.followed_leavers to sufficiency_app, sufficiency_reporting;
