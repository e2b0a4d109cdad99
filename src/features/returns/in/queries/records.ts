import type { Tx } from '../../../../platform/db/tenant.ts'

/**
 * Records of children as the returns make them, written so that only what changed is touched. The rows of each
 * table are known by the child and their first night (a placement by its layer as well), which is how records made
 * from an earlier return, or by hand, are found again.
 */
export interface ChildFields {
  reference: string
  date_of_birth: string
  sex: string
  ethnicity: string
  upn: string | null
  uasc: boolean
  uasc_ceased_on: string | null
  home_postcode: string | null
}

/** A row of one of the tables of a child, by its key and its other columns. */
export interface SpanFields {
  reference: string
  started_on: string
  ended_on: string | null
  [column: string]: string | boolean | null
}

export interface Tally {
  new: number
  changed: number
  unchanged: number
  removed: number
}

export interface SpanTable {
  name: 'care_periods' | 'legal_statuses' | 'placements'
  /** Columns beside the child and the start, with their types; those that tell one from another first. */
  key: Readonly<Record<string, string>>
  columns: Readonly<Record<string, string>>
}

export const carePeriods: SpanTable = {
  name: 'care_periods',
  key: {},
  columns: { ended_on: 'date', need: 'text', end_reason: 'text' },
}

export const legalStatuses: SpanTable = {
  name: 'legal_statuses',
  key: {},
  columns: { ended_on: 'date', status: 'text' },
}

export const placements: SpanTable = {
  name: 'placements',
  key: { layer: 'text' },
  columns: {
    ended_on: 'date',
    planned_to: 'date',
    placement_type: 'text',
    place_code: 'text',
    provider_code: 'text',
    end_reason: 'text',
    same_carer: 'boolean',
    postcode: 'text',
    home_postcode: 'text',
  },
}

/** Adds children and changes those that differ. A postcode or UPN that the returns leave out is not emptied. */
export async function writeChildren(tx: Tx, children: readonly ChildFields[]): Promise<Tally> {
  const { rows } = await tx.client.query<{ added: boolean }>(
    `insert into children as c (authority_code, reference, date_of_birth, sex, ethnicity, upn, uasc, uasc_ceased_on,
                                home_postcode)
     select current_authority(), r.*
       from jsonb_to_recordset($1) r (reference text, date_of_birth date, sex text, ethnicity text, upn text,
                                      uasc boolean, uasc_ceased_on date, home_postcode text)
     on conflict (authority_code, reference) do update
       set date_of_birth = excluded.date_of_birth, sex = excluded.sex, ethnicity = excluded.ethnicity,
           upn = coalesce(excluded.upn, c.upn), uasc = excluded.uasc, uasc_ceased_on = excluded.uasc_ceased_on,
           home_postcode = coalesce(excluded.home_postcode, c.home_postcode)
     where (c.date_of_birth, c.sex, c.ethnicity, c.upn, c.uasc, c.uasc_ceased_on, c.home_postcode)
        is distinct from (excluded.date_of_birth, excluded.sex, excluded.ethnicity, coalesce(excluded.upn, c.upn),
                          excluded.uasc, excluded.uasc_ceased_on,
                          coalesce(excluded.home_postcode, c.home_postcode))
     returning xmax = 0 as added`,
    [JSON.stringify(children)],
  )
  const added = rows.filter((row) => row.added).length
  return { new: added, changed: rows.length - added, unchanged: children.length - rows.length, removed: 0 }
}

/** The returns say when something is over; what else they leave blank is not emptied. */
const said = (column: string) =>
  column === 'ended_on' || column === 'end_reason' ? `r.${column}` : `coalesce(r.${column}, t.${column})`

const listed = (columns: readonly string[], prefix: string) =>
  columns.map((column) => prefix + column).join(', ')

/** A record set of a table's keys, and of its other columns when asked. */
function recordSet({ key, columns }: SpanTable, parameter: string, whole: boolean): string {
  const types = { reference: 'text', started_on: 'date', ...key, ...(whole ? columns : {}) }
  const declared = Object.entries(types).map(([column, type]) => `${column} ${type}`)
  return `jsonb_to_recordset(${parameter}) r (${declared.join(', ')})`
}

function sameKey({ key }: SpanTable, table: string): string {
  const columns = ['started_on', ...Object.keys(key)]
  return `(${listed(columns, `${table}.`)}) = (${listed(columns, 'r.')})`
}

/**
 * Takes away what the returns made before and don't make now, changes what differs, and adds what is new.
 *
 * @param gone what the returns made before and no longer do
 * @param wanted what they make now, of the children whose record changed
 */
export async function writeSpans(
  tx: Tx,
  table: SpanTable,
  gone: readonly SpanFields[],
  wanted: readonly SpanFields[],
): Promise<Tally> {
  const { name, columns } = table
  const others = Object.keys(columns)
  const ofChild = `c.reference = r.reference and t.child_id = c.id and ${sameKey(table, 't')}`
  const removed = await tx.client.query(
    `delete from ${name} t using children c, ${recordSet(table, '$1', false)} where ${ofChild}`,
    [JSON.stringify(gone)],
  )
  const changed = await tx.client.query(
    `update ${name} t set ${others.map((column) => `${column} = ${said(column)}`).join(', ')}
       from children c, ${recordSet(table, '$1', true)}
      where ${ofChild} and (${listed(others, 't.')}) is distinct from (${others.map(said).join(', ')})`,
    [JSON.stringify(wanted)],
  )
  const keys = listed(['child_id', 'started_on', ...Object.keys(table.key)], '')
  const added = await tx.client.query(
    `with wanted as materialized (
       select c.id as child_id, r.* from ${recordSet(table, '$1', true)} join children c on c.reference = r.reference
     ), known as materialized (
       select ${keys} from ${name} where child_id in (select child_id from wanted)
     )
     insert into ${name} (authority_code, child_id, started_on, ${others.join(', ')})
     select current_authority(), child_id, started_on, ${others.join(', ')}
       from wanted where (${keys}) not in (select ${keys} from known)`,
    [JSON.stringify(wanted)],
  )
  const [newOnes, changedOnes] = [added.rowCount ?? 0, changed.rowCount ?? 0]
  return {
    new: newOnes,
    changed: changedOnes,
    unchanged: wanted.length - newOnes - changedOnes,
    removed: removed.rowCount ?? 0,
  }
}

/**
 * The rows of a table that stand on nights which the returns speak of, by their keys; those that the returns made
 * themselves are among them.
 */
export async function spansOnNightsOf(
  tx: Tx,
  table: SpanTable,
  wanted: readonly SpanFields[],
): Promise<SpanFields[]> {
  const { name, key } = table
  const layered = 'layer' in key
  const nights = `nights(r.started_on, coalesce(r.ended_on${layered ? ', r.planned_to' : ''}))`
  const overlap = layered
    ? `t.layer = r.layer and (t.nights && ${nights} or t.stay && ${nights})`
    : `t.nights && ${nights}`
  const { rows } = await tx.client.query<SpanFields>(
    `select distinct c.reference, ${listed(['started_on', ...Object.keys(key)], 't.')}
       from ${recordSet(table, '$1', true)}
       join children c on c.reference = r.reference
       join ${name} t on t.child_id = c.id and ${overlap}`,
    [JSON.stringify(wanted)],
  )
  return rows
}
