import { may } from '../../../domain/access.ts'
import { concernReasons, shortBreakStatuses } from '../../../domain/codes.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import type { CareRecord } from '../../../domain/moves/care-record.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { AnswerSelection } from '../../figures/queries/kept-facts.ts'
import { visibleHome } from '../../../platform/db/visible-home.ts'

interface Row extends Omit<CareRecord, 'missing' | 'reviews'> {
  missing: string[]
  reviews: string[]
}

/** For two modules of the SSDA903 return, the last day (31 March) of the latest year returned; null where none was. */
interface ReturnEnds {
  missing: CivilDate | null
  reviews: CivilDate | null
}

const RETURN_ENDS = `
select max(make_date(collection_year, 3, 31)) filter (where module = 'missing') as missing,
       max(make_date(collection_year, 3, 31)) filter (where module = 'reviews') as reviews
  from return_rows where module in ('missing', 'reviews')`

async function readReturnEnds(tx: Tx): Promise<ReturnEnds> {
  const { rows } = await tx.client.query<ReturnEnds>(RETURN_ENDS)
  return rows[0] ?? { missing: null, reviews: null }
}

/** $1 is the day. Row-level security hides other authorities' homes unless they are shared, so their names are null. */
const SELECT = `
select c.id as "childId", c.reference, c.date_of_birth as "dateOfBirth", care.started_on as "careStartedOn",
       coalesce(care.started_before, false) as "careStartedBefore",
       legal.status as "legalStatus", legal.started_on as "legalStatusSince",
       coalesce(history.placements, '[]') as placements, next.placement as next,
       jsonb_build_object('inCare', kin.in_care, 'together', kin.together) as siblings,
       array(select r.cells ->> 'MIS_START' from return_rows r
              where r.child_reference = c.reference and r.module = 'missing'
                and r.cells ->> 'MIS_START' ~ '^\\d{4}-\\d\\d-\\d\\d$' order by 1) as missing,
       array(select r.cells ->> 'REVIEW' from return_rows r
              where r.child_reference = c.reference and r.module = 'reviews'
                and r.cells ->> 'REVIEW' ~ '^\\d{4}-\\d\\d-\\d\\d$' order by 1) as reviews
  from subject c
  left join care_periods care on care.child_id = c.id and until_18(care.nights, c.date_of_birth) @> $1::date
  left join legal_statuses legal on legal.child_id = c.id and until_18(legal.nights, c.date_of_birth) @> $1::date
  left join lateral (
    select p.home_id as here from placements p
     where p.child_id = c.id and p.layer = 'usual' and p.stay @> $1::date) lives on true
  left join lateral (
    select jsonb_agg(jsonb_build_object(
             'id', p.id, 'homeId', p.home_id, 'homeName', h.name, 'type', p.placement_type,
             'startedOn', p.started_on, 'startedBefore', p.started_before, 'endedOn', case when p.ended_on <= $1 then p.ended_on end,
             'plannedTo', p.planned_to, 'endReason', case when p.ended_on <= $1 then p.end_reason end,
             'endPlanned', case when p.ended_on <= $1 then p.end_planned end, 'sameCarer', p.same_carer,
             'emergency', p.emergency,
             'distanceMiles', case when sees_addresses() then p.distance_miles else p.distance_shown end, 'location', p.location,
             'home', case when p.stay @> $1::date then jsonb_build_object(
               'capabilities', coalesce(h.capabilities, '{}'), 'closesOn', h.closes_on,
               'carerApprovalEndsOn', (select case when bool_or(a.until_on is null) then null else max(a.until_on) end
                 from carer_approvals a where a.home_id = p.home_id
                  and (a.child_id is null or a.child_id = p.child_id)),
               'weeklyCost', coalesce(p.weekly_cost,
                 (select f.weekly_fee from fees f where f.home_id = p.home_id and f.term @> $1::date)),
               'ofstedGrade', coalesce(
                 (select j.grade from judgements j
                   where j.home_id = h.id and j.judged_on <= $1 and on_scale_of(j.grade, h.kind)
                   order by j.judged_on desc limit 1),
                 (select j.grade from judgements j
                   where j.provider_id = h.provider_id and j.judged_on <= $1 and on_scale_of(j.grade, h.kind)
                   order by j.judged_on desc limit 1)),
               'concerns', (select coalesce(jsonb_agg(distinct v.reason), '[]')
                              from beds b join voids v on v.bed_id = b.id
                             where b.home_id = h.id and nights(v.starts_on, v.ends_on) @> $1::date
                               and v.reason in ('${concernReasons.join(`', '`)}'))
             ) end) order by p.started_on, p.id) as placements
      from placements p left join lateral ${visibleHome('p.home_id')} h on true
     where p.child_id = c.id and p.layer = 'usual' and p.started_on <= $1
  ) history on true
  left join lateral (
    select jsonb_build_object('type', p.placement_type, 'plannedFrom', p.planned_from) as placement
      from placements p
     where p.child_id = c.id and p.layer = 'usual' and p.withdrawn_on is null and p.planned_from > $1
       and (p.started_on is null or p.started_on > $1)
     order by p.planned_from limit 1
  ) next on true
  cross join lateral (
    select count(*)::int as in_care, (count(*) filter (where p.home_id = lives.here))::int as together
      from children s
      join care_periods k on k.child_id = s.id and until_18(k.nights, s.date_of_birth) @> $1::date
      left join placements p on p.child_id = s.id and p.layer = 'usual' and p.stay @> $1::date
     where s.sibling_group_id = c.sibling_group_id and s.id <> c.id
  ) kin
 order by c.id`

async function readCareRecords(
  tx: Tx,
  subject: string,
  asAt: CivilDate,
  values: unknown[],
): Promise<CareRecord[]> {
  const returnEnds = await readReturnEnds(tx)
  const { rows } = await tx.client.query<Row>(`with subject as (${subject}) ${SELECT}`, [asAt, ...values])
  return rows.map(({ missing: missingStarts, reviews: reviewDays, ...record }) => ({
    ...record,
    missing: returnEnds.missing === null ? null : { until: returnEnds.missing, startedOn: missingStarts },
    reviews: returnEnds.reviews === null ? null : { until: returnEnds.reviews, on: reviewDays },
  }))
}

/** The care records of children as at a day, in order of id; children unknown to the authority are left out. */
export function careRecordsOf(tx: Tx, childIds: readonly string[], asAt: CivilDate): Promise<CareRecord[]> {
  return readCareRecords(tx, 'select * from children where id = any($2)', asAt, [childIds])
}

/** Children looked after on a day ($1), but for those with a legal status of short breaks ($2). */
const LOOKED_AFTER = `
    select c.* from children c join care_facts f on f.child_id = c.id
     where f.authority_code = current_authority() and f.known_to = 'infinity'
       and f.from_on <= $1 and f.to_on > $1
       and (f.legal_status is null or f.legal_status <> all($2))`

/** The care records of all children looked after on a day, in order of id; short breaks (V3, V4) are not counted. */
export const careRecordsOfLookedAfter = (tx: Tx, asAt: CivilDate): Promise<CareRecord[]> =>
  readCareRecords(tx, LOOKED_AFTER, asAt, [shortBreakStatuses])

/**
 * What an answer is kept by that is worked out from the care records of all children looked after on a day, and from nothing else.
 * @param answer its name, and whatever else it depends on
 */
export const keptByCareRecords = (tx: Tx, answer: string, asAt: CivilDate): AnswerSelection => ({
  key: JSON.stringify([answer, asAt, may(tx.principal, 'addresses:read')]),
  sql: RETURN_ENDS + LOOKED_AFTER + SELECT,
})
