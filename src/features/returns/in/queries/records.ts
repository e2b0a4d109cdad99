import type { Tx } from '../../../../platform/db/tenant.ts'

/*
 * Writes children's records from returns, changing only rows that differ. A row of a table is identified by its child and
 * first night, a placement by its layer too: so records made from an earlier return, or by hand, are found again.
 */

/** The columns of a child. */
export interface ChildFields {
  reference: string
  /** Whether no return told of the child before. */
  is_new: boolean
  date_of_birth: string | null
  sex: string | null
  ethnicity: string | null
  upn: string | null
  uasc: boolean
  uasc_ceased_on: string | null
  /** Whether being unaccompanied stays as it is on record, if the child is. */
  keeps_uasc: boolean
  home_postcode: string | null
}

/** A row of one of the span tables: its key and its other columns. */
export interface SpanFields {
  reference: string
  started_on: string
  ended_on: string | null
  /** The last day of which the returns tell of the child; not a column of the table. */
  told_to?: string
  /** Whether its end is but the earliest day that the returns allow, as no later one has the child; not a column. */
  end_unsaid?: boolean
  /** The row that earlier returns gave it: what differs from that on record was recorded live. Not a column. */
  earlier?: SpanFields | null
  /** The start that earlier returns gave it, under which it is on record; absent where that is its own. Not a column. */
  moved_from?: string
  /** Whether it is to stand against what was recorded live; not a column. */
  wins?: boolean
  [column: string]: string | boolean | null | undefined | SpanFields
}

export interface WriteCounts {
  new: number
  changed: number
  unchanged: number
  removed: number
}

export interface SpanTable {
  name: 'care_periods' | 'legal_statuses' | 'placements'
  /** Columns, with their types, that identify a row in addition to the child and the start. */
  key: Readonly<Record<string, string>>
  /** The other columns, with their types. */
  columns: Readonly<Record<string, string>>
  /** SQL of what a row `t` says besides its days, and of the day it begins, or is planned to. */
  says: string
  begins: string
}

export const carePeriodSpans: SpanTable = {
  name: 'care_periods',
  key: {},
  columns: {
    ended_on: 'date',
    need: 'text',
    end_reason: 'text',
    started_before: 'boolean',
    end_to_confirm: 'boolean',
  },
  says: 'null',
  begins: 't.started_on',
}

export const legalStatusSpans: SpanTable = {
  name: 'legal_statuses',
  key: {},
  columns: { ended_on: 'date', status: 'text' },
  says: 't.status',
  begins: 't.started_on',
}

export const placementSpans: SpanTable = {
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
    started_before: 'boolean',
    postcode: 'text',
    home_postcode: 'text',
  },
  says: 't.placement_type',
  begins: 'coalesce(t.started_on, t.planned_from)',
}

/**
 * Inserts children and updates those that differ. Null keeps what is on record: what the returns leave out, or say as they
 * did before, so that it stays as it was put right since. Of a child whom no return told of before, all that is on record
 * stays: it was recorded live.
 */
export async function writeChildren(tx: Tx, children: readonly ChildFields[]): Promise<WriteCounts> {
  const { rows } = await tx.client.query<{ added: boolean }>(
    `insert into children as c (authority_code, reference, date_of_birth, sex, ethnicity, upn, uasc, uasc_ceased_on,
                                home_postcode)
     select current_authority(), r.reference, coalesce(r.date_of_birth, old.date_of_birth), coalesce(r.sex, old.sex),
            coalesce(case when r.is_new then nullif(old.ethnicity, 'NOBT') end, r.ethnicity, old.ethnicity, 'NOBT'),
            coalesce(case when r.is_new then old.upn end, r.upn, old.upn),
            case when r.keeps_uasc and old.id is not null then old.uasc else r.uasc end,
            case when r.keeps_uasc and old.id is not null then old.uasc_ceased_on else r.uasc_ceased_on end,
            coalesce(case when r.is_new then old.home_postcode end, r.home_postcode, old.home_postcode)
       from jsonb_to_recordset($1) r (reference text, date_of_birth date, sex text, ethnicity text, upn text,
                                      uasc boolean, uasc_ceased_on date, keeps_uasc boolean, home_postcode text,
                                      is_new boolean)
       left join children old on old.reference = r.reference
     on conflict (authority_code, reference) do update
       set date_of_birth = excluded.date_of_birth, sex = excluded.sex, ethnicity = excluded.ethnicity,
           upn = excluded.upn, uasc = excluded.uasc, uasc_ceased_on = excluded.uasc_ceased_on,
           home_postcode = excluded.home_postcode
     where (c.date_of_birth, c.sex, c.ethnicity, c.upn, c.uasc, c.uasc_ceased_on, c.home_postcode)
        is distinct from (excluded.date_of_birth, excluded.sex, excluded.ethnicity, excluded.upn,
                          excluded.uasc, excluded.uasc_ceased_on, excluded.home_postcode)
     returning xmax = 0 as added`,
    [JSON.stringify(children)],
  )
  const newCount = rows.filter((row) => row.added).length
  return {
    new: newCount,
    changed: rows.length - newCount,
    unchanged: children.length - rows.length,
    removed: 0,
  }
}

/** Columns of how a row ends, which go together. */
const endColumns = ['ended_on', 'end_reason', 'end_to_confirm']

/**
 * SQL of a column's new value, of a row `t` that is on record. What the returns say as they did before stays as it was put
 * right since; a row that was made live keeps what it says, and what it lacks is filled in. An end that was recorded live
 * gives way to one that a return says, but not to an open one of a year that was over before it, nor to one that follows
 * only from the child's absence.
 */
function newValue({ columns }: SpanTable, column: string): string {
  const isSame = (name: string) =>
    `r.${name} is not distinct from (r.earlier ->> '${name}')::${columns[name] ?? 'text'}`
  if (!endColumns.includes(column))
    return `case when r.wins then coalesce(r.${column}, t.${column})
                 when r.earlier is null then coalesce(t.${column}, r.${column})
                 when ${isSame(column)} then t.${column}
                 else coalesce(r.${column}, t.${column}) end`
  const ends = endColumns.filter((name) => name in columns)
  const isLater = '(r.end_unsaid or r.ended_on is null and t.ended_on > r.told_to)'
  return `case when r.wins then r.${column}
               when r.earlier is null and t.ended_on is not null then t.${column}
               when r.earlier is not null and ${ends.map(isSame).join(' and ')} then t.${column}
               when t.ended_on is distinct from (r.earlier ->> 'ended_on')::date and t.ended_on is not null and ${isLater}
                 then t.${column}
               else r.${column} end`
}

const columnList = (columns: readonly string[], prefix: string) =>
  columns.map((column) => prefix + column).join(', ')

/** SQL that reads a JSON array of rows as a record set `r`: the table's key columns and, if `whole`, its others too. */
function recordSet({ key, columns }: SpanTable, parameter: string, whole: boolean): string {
  const own = {
    reference: 'text', started_on: 'date', moved_from: 'date', told_to: 'date', end_unsaid: 'boolean', earlier: 'jsonb',
    wins: 'boolean',
  } // prettier-ignore
  const types = { ...own, ...key, ...(whole ? columns : {}) }
  const declarations = Object.entries(types).map(([column, type]) => `${column} ${type}`)
  return `jsonb_to_recordset(${parameter}) r (${declarations.join(', ')})`
}

function sameKey({ key }: SpanTable, table: string): string {
  const columns = ['started_on', ...Object.keys(key)]
  return `(${columnList(columns, `${table}.`)}) = (${columnList(columns, 'r.')})`
}

const sameRow = (table: SpanTable) =>
  `c.reference = r.reference and t.child_id = c.id and ${sameKey(table, 't')}`

/** The row on record, if it still has the start that earlier returns gave it. */
const sameRowAsBefore = (table: SpanTable) =>
  sameRow(table).replace('r.started_on', 'coalesce(r.moved_from, r.started_on)')

/** Deletes the rows of a table with the keys of these. Returns how many there were. */
export async function deleteSpans(
  tx: Tx,
  table: SpanTable,
  obsolete: readonly SpanFields[],
): Promise<number> {
  const { rowCount } = await tx.client.query(
    `delete from ${table.name} t using children c, ${recordSet(table, '$1', false)} where ${sameRow(table)}`,
    [JSON.stringify(obsolete)],
  )
  return rowCount ?? 0
}

/** Gives rows of a table the start that the returns now give them: those that begin later than they did, or earlier. */
export async function moveStarts(
  tx: Tx,
  table: SpanTable,
  spans: readonly SpanFields[],
  way: 'later' | 'earlier',
): Promise<void> {
  const isMoved = ({ started_on, moved_from }: SpanFields) =>
    moved_from !== undefined && (way === 'later') === started_on > moved_from
  const moves = spans.filter(isMoved)
  if (moves.length === 0) return
  await tx.client.query(
    `update ${table.name} t set started_on = r.started_on
       from children c, ${recordSet(table, '$1', false)} where ${sameRowAsBefore(table)}`,
    [JSON.stringify(moves)],
  )
}

/** Updates the rows of a table with the keys of these, where they differ. Returns how many did. */
export async function updateSpans(tx: Tx, table: SpanTable, spans: readonly SpanFields[]): Promise<number> {
  const others = Object.keys(table.columns)
  const newValues = others.map((column) => newValue(table, column))
  const { rowCount } = await tx.client.query(
    `update ${table.name} t set ${others.map((column, index) => `${column} = ${newValues[index]}`).join(', ')}
       from children c, ${recordSet(table, '$1', true)}
      where ${sameRow(table)} and (${columnList(others, 't.')}) is distinct from (${newValues.join(', ')})`,
    [JSON.stringify(spans)],
  )
  return rowCount ?? 0
}

/**
 * Deletes the rows that earlier returns gave and these do not, updates those that differ and inserts new ones.
 *
 * @param obsolete rows that earlier returns gave and these do not
 * @param spans rows that these returns give, of the children whose record changed
 */
export async function writeSpans(
  tx: Tx,
  table: SpanTable,
  obsolete: readonly SpanFields[],
  spans: readonly SpanFields[],
): Promise<WriteCounts> {
  const { name, columns } = table
  const others = Object.keys(columns)
  const removals = await deleteSpans(tx, table, obsolete)
  // No two rows have one night, at any moment: what begins later leaves nights, what begins earlier takes those left.
  await moveStarts(tx, table, spans, 'later')
  const updates = await updateSpans(tx, table, spans)
  await moveStarts(tx, table, spans, 'earlier')
  const moves = spans.filter((span) => span.moved_from !== undefined)
  const changes = updates + (await updateSpans(tx, table, moves))
  const keys = columnList(['child_id', 'started_on', ...Object.keys(table.key)], '')
  const insertion = await tx.client.query(
    `with wanted as materialized (
       select c.id as child_id, r.* from ${recordSet(table, '$1', true)} join children c on c.reference = r.reference
     ), known as materialized (
       select ${keys} from ${name} where child_id in (select child_id from wanted)
     )
     insert into ${name} (authority_code, child_id, started_on, ${others.join(', ')})
     select current_authority(), child_id, started_on, ${others.join(', ')}
       from wanted where (${keys}) not in (select ${keys} from known)`,
    [JSON.stringify(spans)],
  )
  const additions = insertion.rowCount ?? 0
  return {
    new: additions,
    changed: changes,
    unchanged: spans.length - additions - changes,
    removed: removals,
  }
}

/** A row of one of the span tables that is on record. */
export interface RecordedSpan extends SpanFields {
  id: string
  /** What it says besides its days: a legal status, or the type of a placement. */
  what: string | null
  /** Of a placement: planned, and not begun. */
  not_started: boolean
}

/** The rows of a table that overlap rows of the returns, including those that returns gave before. */
export async function spansOnNightsOf(
  tx: Tx,
  table: SpanTable,
  spans: readonly SpanFields[],
): Promise<RecordedSpan[]> {
  const { name, key, says, begins } = table
  const hasLayers = 'layer' in key
  const nights = `nights(r.started_on, coalesce(r.ended_on${hasLayers ? ', r.planned_to' : ''}))`
  const overlap = hasLayers
    ? `t.layer = r.layer and (t.nights && ${nights} or t.stay && ${nights})`
    : `t.nights && ${nights}`
  const { rows } = await tx.client.query<RecordedSpan>(
    `select distinct c.reference, t.id, ${says} as what, ${begins} as started_on, t.started_on is null as not_started,
            ${columnList(['ended_on', ...Object.keys(key)], 't.')}
       from ${recordSet(table, '$1', true)}
       join children c on c.reference = r.reference
       join ${name} t on t.child_id = c.id and ${overlap}
      order by c.reference, started_on`,
    [JSON.stringify(spans)],
  )
  return rows
}

/** The rows of a table that are on record with the keys of these, and end on another day or say something else. */
export async function otherSpansOfKeys(
  tx: Tx,
  table: SpanTable,
  spans: readonly SpanFields[],
): Promise<RecordedSpan[]> {
  const { name, key, says } = table
  const { rows } = await tx.client.query<RecordedSpan>(
    `select c.reference, t.id, ${says} as what, false as not_started,
            ${columnList(['started_on', 'ended_on', ...Object.keys(key)], 't.')}
       from ${recordSet(table, '$1', true)}
       join children c on c.reference = r.reference
       join ${name} t on ${sameRowAsBefore(table)}
      where t.ended_on is distinct from r.ended_on or ${says} is distinct from ${says.replace('t.', 'r.')}
      order by c.reference, t.started_on`,
    [JSON.stringify(spans)],
  )
  return rows
}

/** The rows of a table that are on record with the keys of these, and that other records refer to. */
export async function spansWithDependents(
  tx: Tx,
  table: SpanTable,
  spans: readonly SpanFields[],
): Promise<RecordedSpan[]> {
  if (spans.length === 0) return []
  const { name, key, says } = table
  const { rows } = await tx.client.query<RecordedSpan>(
    `with known as materialized (
       select c.reference, t.id, ${says} as what, false as not_started,
              ${columnList(['started_on', 'ended_on', ...Object.keys(key)], 't.')}
         from children c, ${recordSet(table, '$1', false)}, ${name} t where ${sameRow(table)}
     )
     select known.* from known
      where id in (select linked_records('${name}', (select array_agg(id) from known), '{${name}}'))
      order by reference, started_on`,
    [JSON.stringify(spans)],
  )
  return rows
}

export interface ImpossibleDate {
  /** Of the child. */
  reference: string
  rule: 'from_birth' | 'before_death' | 'in_care'
}

/** What is dated of these children, by their references, on days on which it cannot have been. */
export async function impossibleDates(tx: Tx, references: readonly string[]): Promise<ImpossibleDate[]> {
  const { rows } = await tx.client.query<ImpossibleDate>(
    `select distinct c.reference, f.rule
       from impossible_dates_of_many(array(select id from children where reference = any($1))) f
       join children c on c.id = f.child_id`,
    [references],
  )
  return rows
}

/** Which of these references are of records that were merged into another. */
export async function mergedReferences(tx: Tx, references: readonly string[]): Promise<string[]> {
  const { rows } = await tx.client.query<{ reference: string }>(
    'select reference from children where merged_into_id is not null and reference = any($1)',
    [references],
  )
  return rows.map(({ reference }) => reference)
}

/** The references of the children into whose records those of these references were merged. */
export async function survivorReferences(
  tx: Tx,
  references: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await tx.client.query<{ reference: string; survivor: string }>(
    `with recursive step as (
       select reference, merged_into_id as next from children
        where merged_into_id is not null and reference = any($1)
       union all
       select s.reference, c.merged_into_id from step s join children c on c.id = s.next
        where c.merged_into_id is not null
     )
     select s.reference, c.reference as survivor
       from step s join children c on c.id = s.next and c.merged_into_id is null`,
    [references],
  )
  return new Map(rows.map(({ reference, survivor }) => [reference, survivor]))
}

/** The references of two children, by their ids; empty where there is no such child. */
export async function referencesOfChildren(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await tx.client.query<{ id: string; reference: string }>(
    'select id, reference from children where id = any($1)',
    [ids],
  )
  return ids.map((id) => rows.find((row) => row.id === id)?.reference ?? '')
}

/** Which of these children, by their references, somebody has recorded as unaccompanied, and not only a return. */
export async function unaccompaniedByHand(tx: Tx, references: readonly string[]): Promise<string[]> {
  const { rows } = await tx.client.query<{ reference: string }>(
    `with said as (
       select c.reference, v.recorded_at, (v.before ->> 'uasc')::boolean as before,
              coalesce((lead(v.before) over (partition by c.id order by v.id) ->> 'uasc')::boolean, c.uasc) as after
         from children c join record_versions v on v.record_type = 'children' and v.record_id = c.id
        where c.reference = any($1)
     )
     select distinct reference from said where after and before is not true and not is_of_import(recorded_at)`,
    [references],
  )
  return rows.map(({ reference }) => reference)
}

/** Which of these children, by their references, have anything on record that was not made from returns. */
export async function childrenBeyondReturns(tx: Tx, references: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.client.query<{ reference: string }>(
    `with own as materialized (
       select id as child_id, 'children' as kind, id from children where reference = any($1)
       union all select child_id, 'care_periods', id from care_periods where child_id in (select id from children where reference = any($1))
       union all select child_id, 'legal_statuses', id from legal_statuses where child_id in (select id from children where reference = any($1))
       union all select child_id, 'placements', id from placements where child_id in (select id from children where reference = any($1))
     ), beyond as (
       select kind, changed_by_hand(kind, array_agg(id), '-infinity') as id from own group by kind
       union all select 'children', linked_records('children', array_agg(id), '{care_periods,legal_statuses,placements}')
         from own where kind = 'children'
       union all select 'placements', linked_records('placements', array_agg(id), '{placements}')
         from own where kind = 'placements'
     )
     select distinct c.reference
       from beyond join own using (kind, id) join children c on c.id = own.child_id`,
    [references],
  )
  return new Set(rows.map(({ reference }) => reference))
}

/** Removes children of whom nothing else is on record. */
export async function removeChildren(tx: Tx, references: readonly string[]): Promise<number> {
  const { rowCount } = await tx.client.query('delete from children where reference = any($1)', [references])
  return rowCount ?? 0
}
