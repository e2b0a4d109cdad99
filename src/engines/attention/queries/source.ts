import type { AttentionKind } from '../../../domain/attention/rules.ts'

/**
 * Where rows of some kinds come from: a select of the columns `kind, about_id, part, due, child_ids, home_id, detail`.
 *
 * - `about_id`: the record that the row is about
 * - `part`: what of it, where a record can have several rows of a kind; else empty. Kind, record and part are the row's identity
 * - `due`: text, a day or an instant (ISO 8601)
 * - `child_ids`: uuid[], the children whom it concerns
 * - `home_id`: uuid, null where it concerns none
 * - `detail`: what is the matter, in plain English without a child's data
 *
 * It may read what `common` offers. It reads sets: nothing runs once a child.
 */
export interface AttentionSource {
  kinds: readonly AttentionKind[]
  sql: string
}

/**
 * What every source may read:
 *
 * - `asked`, one row: the present day `today`, and `soon`, the last of the authority's warning days
 * - `in_care`: who is in care tonight and not yet 18, with the period of care, the legal status and the eighteenth birthday
 * - `staying`: the placements in which somebody is tonight, usual and over another
 */
export const common = `
  asked as (select $1::date as today, $2::date as soon),
  in_care as (
    select k.child_id, k.id as care_period_id, k.started_on, k.ended_on, l.status as legal_status,
           birthday(c.date_of_birth, 18) as eighteenth
      from asked
      join care_periods k on k.nights @> today
      join children c on c.id = k.child_id
      left join legal_statuses l on l.child_id = k.child_id and l.nights @> today
     where birthday(c.date_of_birth, 18) > today),
  staying as (select p.* from asked join placements p on p.stay @> today)`

/** Codes as a list of SQL: `('V3', 'V4')`. */
export const sqlList = (codes: readonly string[]) => `(${codes.map((code) => `'${code}'`).join(', ')})`
