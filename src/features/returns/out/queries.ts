import type { ChildRecord, ModuleName } from '../../../domain/ssda903/index.ts'
import type { MadeRow, Motherhood } from '../../../domain/ssda903/out/rows.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { visibleHome } from '../../../platform/db/visible-home.ts'

/** A child who may be in a return, with the record that it is made from. */
export interface RecordedChild {
  id: string
  record: ChildRecord
  motherhood: Motherhood
}

/** The days of a collection year, both included. */
export interface YearSpan {
  from: string
  to: string
}

/**
 * The children in care on a day of a year, and those of these references, in the order of their references. The Ofsted
 * number (URN) of a placement is the one that a return gave, else that of its home or, for a carer's, of the agency.
 */
export async function recordedChildren(
  tx: Tx,
  { from, to }: YearSpan,
  references: readonly string[],
): Promise<RecordedChild[]> {
  const { rows } = await tx.client.query<RecordedChild>(
    `select c.id,
            jsonb_build_object(
              'reference', c.reference, 'dateOfBirth', c.date_of_birth, 'sex', c.sex, 'ethnicity', c.ethnicity,
              'upn', c.upn, 'uasc', c.uasc, 'uascCeasedOn', c.uasc_ceased_on, 'homePostcode', c.home_postcode,
              'carePeriods', care.periods, 'legalStatuses', coalesce(legal.statuses, '[]'),
              'placements', coalesce(stay.placements, '[]')) as record,
            jsonb_build_object(
              'isMother', coalesce(said.cells ->> 'MOTHER', case when born.day is not null then '1' end),
              'childBornOn', coalesce(said.cells ->> 'MC_DOB', born.day::text)) as motherhood
       from children c,
       lateral (select coalesce(jsonb_agg(jsonb_build_object(
                         'startedOn', p.started_on, 'startedBefore', p.started_before, 'endedOn', p.ended_on,
                         'endToConfirm', p.end_to_confirm, 'need', p.need, 'endReason', p.end_reason)
                       order by p.started_on), '[]') as periods,
                       bool_or(p.started_on <= $2 and coalesce(p.ended_on, 'infinity') >= $1) as in_year
                  from care_periods p where p.child_id = c.id) care,
       lateral (select jsonb_agg(jsonb_build_object(
                         'status', s.status, 'startedOn', s.started_on, 'endedOn', s.ended_on)
                       order by s.started_on) as statuses
                  from legal_statuses s where s.child_id = c.id) legal,
       lateral (select jsonb_agg(jsonb_build_object(
                         'type', p.placement_type, 'placeCode', p.place_code, 'providerCode', p.provider_code,
                         'startedOn', p.started_on, 'startedBefore', p.started_before, 'endedOn', p.ended_on,
                         'endReason', p.end_reason, 'sameCarer', p.same_carer, 'homePostcode', p.home_postcode,
                         -- The collection has no place, home or number of short breaks.
                         'postcode', case when p.placement_type = 'short-break' then p.postcode
                                          else seen.postcode end,
                         'homeUrn', case when p.placement_type <> 'short-break'
                                         then coalesce(h.ofsted_urn, v.ofsted_urn) end,
                         'urn', (select r.cells ->> 'URN' from return_rows r
                                  where r.child_reference = c.reference and r.module = 'episodes'
                                    and r.cells ->> 'PLACE' = p.place_code and r.cells ->> 'URN' is not null
                                    and r.cells ->> 'DECOM' >= p.started_on::text
                                    and (p.ended_on is null or r.cells ->> 'DECOM' < p.ended_on::text)
                                  order by r.cells ->> 'DECOM' desc, r.collection_year desc limit 1))
                       order by p.started_on) as placements
                  from placements p
                  left join lateral ${visibleHome('p.home_id')} h on true
                  left join providers v on v.id = h.provider_id
                  left join lateral point_seen(p.postcode, h::visible_homes) seen on not seen.about
                 where p.child_id = c.id and p.stay is not null and not isempty(p.stay)) stay
       left join lateral (select r.cells from return_rows r
                           where r.child_reference = c.reference and r.module = 'header'
                             and r.cells ? 'MOTHER' and r.collection_year <= extract(year from $2::date)
                           order by r.collection_year desc limit 1) said on true
       left join lateral (select b.date_of_birth as day from children b
                           where b.parent_id = c.id and b.date_of_birth <= $2 and c.sex = 'female'
                           order by b.date_of_birth desc limit 1) born on true
      where c.merged_into_id is null and (care.in_year or c.reference = any($3))
      order by c.reference`,
    [from, to, references],
  )
  return rows
}

/** The rows of some modules that the authority's returns of a year have, as they were received. */
export async function storedRows(tx: Tx, year: number, modules: readonly ModuleName[]): Promise<MadeRow[]> {
  const { rows } = await tx.client.query<MadeRow>(
    `select module, cells || jsonb_build_object('CHILD', child_reference) as cells
       from return_rows where collection_year = $1 and module = any($2)
      order by array_position($2, module), child_reference, key`,
    [year, modules],
  )
  return rows
}

/** A row of DoLo for each order that deprived a child of liberty on a day of a year; the end is of those that ended in it. */
export async function libertyRows(tx: Tx, { from, to }: YearSpan): Promise<MadeRow[]> {
  const { rows } = await tx.client.query<{ cells: Record<string, string> }>(
    `select jsonb_strip_nulls(jsonb_build_object(
              'CHILD', c.reference, 'DOB', c.date_of_birth, 'DOLO_START', o.from_on,
              'DOLO_END', case when o.until_on <= $2 then o.until_on end)) as cells
       from liberty_orders o join children c on c.id = o.child_id
      where o.kind = 'deprivation-of-liberty' and o.from_on <= $2 and o.until_on >= $1
      order by c.reference, o.from_on`,
    [from, to],
  )
  return rows.map(({ cells }) => ({ module: 'dolo' as const, cells }))
}
