import { sql } from 'drizzle-orm'
import { careFacts } from './care.ts'
import { shortBreaks, tableAsKnown, type FactScope, type Source } from './source.ts'

/**
 * Runs of nights on which two or more of a sibling group are looked after, whether all are in one home, and the reason recorded
 * of two of them who must not live together and do not. The placement's postcode identifies the home where none is recorded.
 * Short breaks (V3, V4) are left out.
 */
export const siblingNights = (scope: FactScope): Source => ({
  rows: sql`(
    with member as (
      select child.sibling_group_id, care.child_id, care.authority_code, care.from_on, care.to_on,
             coalesce(care.home_id::text, placement.postcode) as home
        from ${careFacts(scope)} care
        join ${tableAsKnown('children', scope)} child on child.id = care.child_id
        left join ${tableAsKnown('placements', scope)} placement on placement.id = care.placement_id
       where child.sibling_group_id is not null and coalesce(care.legal_status, '') not in ${shortBreaks}
    ), apart as (
      select one.sibling_group_id, separation.category, greatest(separation.from_on, one.from_on, other.from_on) as from_on,
             least(coalesce(separation.to_on, 'infinity'), one.to_on, other.to_on) as to_on
        from ${tableAsKnown('separations', scope)} separation
        join member one on one.child_id = separation.child_id
        join member other on other.child_id = separation.other_child_id
         and other.sibling_group_id = one.sibling_group_id and other.home <> one.home
         and other.from_on < one.to_on and other.to_on > one.from_on
       where separation.from_on < least(one.to_on, other.to_on)
         and coalesce(separation.to_on, 'infinity') > greatest(one.from_on, other.from_on)
    ), day as (
      select sibling_group_id, from_on as day from member union select sibling_group_id, to_on from member
      union select sibling_group_id, from_on from apart union select sibling_group_id, to_on from apart
    ), run as (
      select sibling_group_id, day as from_on,
             lead(day) over (partition by sibling_group_id order by day) as to_on from day
    )
    select member.authority_code, sibling_group_id, run.from_on, run.to_on, array_agg(member.child_id) as members, count(*)::integer as size,
           case when count(distinct member.home) > 1 then 'no'
                when count(member.home) = count(*) then 'yes' end as together,
           (select case when count(distinct apart.category) > 1 then 'several' else min(apart.category) end
              from apart
             where apart.sibling_group_id = run.sibling_group_id
               and apart.from_on <= run.from_on and apart.to_on > run.from_on) as reason
      from run join member using (sibling_group_id)
     where member.from_on <= run.from_on and member.to_on > run.from_on
     group by member.authority_code, sibling_group_id, run.from_on, run.to_on
    having count(*) > 1) night`,
  columns: {
    siblings: sql`night.size`,
    together: sql`night.together`,
    apartReason: sql`case night.together when 'yes' then 'not-apart' when 'no' then night.reason end`,
  },
  records: { siblingGroupId: sql`night.sibling_group_id` },
  members: sql`night.members`,
})
