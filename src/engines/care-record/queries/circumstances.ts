import { separationCategories } from '../../../domain/codes.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import * as consultation from '../../../domain/consultation.ts'
import { musts } from '../../../domain/matching/criteria.ts'
import { risks } from '../../../domain/referral.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { readChildren } from '../../matching/queries/facts.ts'
import type { Circumstances } from '../circumstances-schema.ts'
import { visibleHome } from '../../../platform/db/visible-home.ts'

type Untitled<Row> = Omit<Row, 'title'>
type Of<Key extends keyof Circumstances> = Circumstances[Key] extends readonly (infer Row)[] ? Row : never

interface Stored {
  dangers: Untitled<Of<'dangers'>>[]
  carePlan: Omit<NonNullable<Circumstances['carePlan']>, 'title' | 'parallelTitle'> | null
  separations: Untitled<Of<'separations'>>[]
  wishes: Untitled<Of<'wishes'>>[]
  consultations: Untitled<Of<'consultations'>>[]
  introductions: Untitled<Of<'introductions'>>[]
  disruptionMeetings: Of<'disruptionMeetings'>[]
  overrides: Untitled<Of<'overrides'>>[]
}

/** A JSON array of the rows of a select, in its order. */
const list = (select: string) => `coalesce((select jsonb_agg(to_jsonb(row)) from (${select}) row), '[]')`
const home = (alias: string) =>
  `case when ${alias}.id is not null then jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end as home`

/** $1 is the child, $2 the day. */
const SELECT = `
select
  ${list(`select * from (
     select distinct on (said.risk) said.risk, said.level, r.id as "requestId", r.received_on as "saidOn"
       from request_children k
       join placement_requests r on r.id = k.request_id
       cross join lateral jsonb_each_text(r.referral -> 'risks') said (risk, level)
      where k.child_id = $1 and r.received_on <= $2
      order by said.risk, r.received_on desc, r.created_at desc) latest
     where level <> 'none' order by level in ('high', 'present') desc, risk`)} as dangers,
  (select jsonb_build_object('id', p.id, 'plan', p.plan, 'parallelPlan', p.parallel_plan, 'agreedOn', p.agreed_on,
            'agreedBy', p.agreed_by, 'achieveBy', p.achieve_by)
     from care_plans p where p.child_id = $1 and p.term @> $2::date) as "carePlan",
  ${list(`select s.id, other.id as "childId", other.reference, s.category, s.from_on as from, s.to_on as to
     from separations s
     join children other on other.id = case when s.child_id = $1 then s.other_child_id else s.child_id end
    where (s.child_id = $1 or s.other_child_id = $1) and (s.to_on is null or s.to_on > $2)
    order by s.from_on, s.id`)} as separations,
  ${list(`select w.id, w.subject, w.wish, w.heard_on as "heardOn", w.heard_by as "heardBy", w.request_id as "requestId",
            w.placement_id as "placementId"
     from wishes w where w.child_id = $1 and w.heard_on <= $2 order by w.heard_on desc, w.created_at desc`)} as wishes,
  ${list(`select c.id, c.party, c.view, c.said, c.consulted_on as "consultedOn", c.consulted_by as "consultedBy",
            ${home('h')}, c.other_child_id as "otherChildId", c.request_id as "requestId", c.placement_id as "placementId"
     from consultations c left join lateral ${visibleHome('c.home_id')} h on true
    where c.child_id = $1 and c.consulted_on <= $2
    order by c.consulted_on desc, c.created_at desc`)} as consultations,
  ${list(`select i.id, i.kind, i.visit_on as "visitOn", i.outcome, i.note, ${home('h')},
            i.placement_id as "placementId"
     from introductions i left join lateral ${visibleHome('i.home_id')} h on true
    where i.child_id = $1 order by i.visit_on desc, i.created_at desc`)} as introductions,
  ${list(`select m.id, m.placement_id as "placementId", m.held_on as "heldOn", m.lessons, m.actions
     from disruption_meetings m where m.child_id = $1 and m.held_on <= $2
    order by m.held_on desc, m.created_at desc`)} as "disruptionMeetings",
  ${list(`select o.id, o.must, ${home('h')}, o.office, o.decided_on as "decidedOn", o.until_on as until, o.reason
     from overrides o left join lateral ${visibleHome('o.home_id')} h on true
    where o.child_id = $1 and o.term @> $2::date order by o.decided_on, o.id`)} as overrides`

const mustTitles: ReadonlyMap<string, string> = new Map(musts.map(({ id, title }) => [id, title]))

/** A child's circumstances as recorded, on a day. */
export async function circumstancesOf(tx: Tx, childId: string, day: CivilDate): Promise<Circumstances> {
  const needs = (await readChildren(tx, [childId])).get(childId)?.needs ?? null
  const { rows } = await tx.client.query<Stored>(SELECT, [childId, day])
  const answer = rows[0] as Stored
  const { carePlan } = answer
  return {
    needs,
    dangers: answer.dangers.map((row) => ({ ...row, title: risks[row.risk] })),
    carePlan: carePlan && {
      ...carePlan,
      title: consultation.permanencePlans[carePlan.plan],
      parallelTitle: carePlan.parallelPlan && consultation.permanencePlans[carePlan.parallelPlan],
    },
    separations: answer.separations.map((row) => ({ ...row, title: separationCategories[row.category] })),
    wishes: answer.wishes.map((row) => ({ ...row, title: consultation.wishSubjects[row.subject] })),
    consultations: answer.consultations.map((row) => ({
      ...row,
      title: consultation.consultedParties[row.party],
    })),
    introductions: answer.introductions.map((row) => ({
      ...row,
      title: consultation.introductionKinds[row.kind],
    })),
    disruptionMeetings: answer.disruptionMeetings,
    overrides: answer.overrides.map((row) => ({ ...row, title: mustTitles.get(row.must) ?? row.must })),
  }
}

/** The other children whom a child's circumstances name, for the access log. */
export const othersNamed = ({ separations, consultations }: Circumstances): string[] => [
  ...separations.map(({ childId }) => childId),
  ...consultations.flatMap(({ otherChildId }) => otherChildId ?? []),
]
