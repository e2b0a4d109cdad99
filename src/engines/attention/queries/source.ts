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
 * It may read `asked`, a row with the present day `today` and `soon`, the last of the authority's warning days. It reads
 * sets: nothing runs once a child.
 */
export interface AttentionSource {
  kinds: readonly AttentionKind[]
  sql: string
}
