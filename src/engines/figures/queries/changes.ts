import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { parseSnapshot, type Snapshot } from '../../../platform/db/snapshot.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { selectionSource, type FactSelection } from './read-facts.ts'

/** What a transaction changed of an authority's facts. */
export interface FactChange {
  /** The table that was written, or `everything`. */
  input: string
  /** The child that the rows were of; null where it is of more than one. */
  child: string | null
  /**
   * When the earliest transaction that did so began, in microseconds since 1970; 0 where it changed what was known before.
   * So does another authority: of its records only the latest version is seen.
   */
  beganAt: number
}

/** What a reader must know before it may use what was read before it. */
export interface Marks {
  /** What the reader's transaction sees; null where that can't be relied on, so that it must read everything itself. */
  snapshot: Snapshot | null
  /** The database that transactions are numbered in. Another one, or the same started again, keeps other numbers. */
  origin: string
  /** When the reader's transaction began, in microseconds since 1970. */
  now: number
  /** The last transaction whose changes are told no longer. */
  removedTo: bigint
  /** What has changed that the earlier snapshot does not see. */
  changes: FactChange[]
}

/**
 * $1 is the earlier snapshot, $2 the first transaction that was under way at it, and $3 those that it sees beyond; null where there
 * is none. On a standby `pg_current_snapshot()` leaves out transactions under way: there the snapshot is said as all those below the
 * first of them, and of the others those with changes that can be seen.
 */
const marksQuery = {
  name: 'marks-of-facts',
  text: `
    select case when current_setting('transaction_isolation') in ('repeatable read', 'serializable')
                 and pg_current_xact_id_if_assigned() is null
                then case when pg_is_in_recovery() then concat(lowest, ':', lowest, ':')
                          else pg_current_snapshot()::text end end as snapshot,
           case when pg_is_in_recovery()
                then array(select distinct changed_by::text from facts_changed
                            where (authority_code = current_authority() or shared) and changed_by >= lowest)
                else '{}' end as seen,
           'facts_changed'::regclass::oid || ' ' || pg_postmaster_start_time() as origin,
           (extract(epoch from now()) * 1000000)::float8 as now,
           (select removed_to::text from facts_changed_log) as "removedTo",
           (select json_agg(json_build_object('input', input, 'child', child, 'beganAt',
                     greatest((extract(epoch from began_at) * 1000000)::float8, 0)))
              from (select input, child,
                           min(case when authority_code = current_authority() then began_at else '-infinity' end) as began_at
                      from facts_changed
                     where (authority_code = current_authority() or shared)
                       and changed_by >= $2::text::xid8
                       and not pg_visible_in_snapshot(changed_by, $1::pg_snapshot)
                       and changed_by <> all ($3::text[]::xid8[])
                     group by input, child) change) as changes
      from pg_snapshot_xmin(pg_current_snapshot()) lowest`,
}

/**
 * What a reader sees, and what of it has changed since an earlier snapshot, asked in one statement. A transaction that has
 * written sees what no snapshot tells of; one that is not repeatable reads something else in each statement. Such readers get no
 * snapshot.
 */
export async function readMarks(tx: Tx, earlier: Snapshot | undefined): Promise<Marks> {
  const { rows } = await tx.client.query<{
    snapshot: string | null
    seen: string[]
    origin: string
    now: number
    removedTo: string
    changes: FactChange[] | null
  }>({ ...marksQuery, values: [earlier?.text ?? null, earlier?.lowest ?? null, [...(earlier?.seen ?? [])]] })
  const [row] = rows
  if (row === undefined) throw new Error('there are always marks')
  const snapshot = row.snapshot === null ? null : parseSnapshot(row.snapshot, row.seen)
  return { ...row, snapshot, removedTo: BigInt(row.removedTo), changes: row.changes ?? [] }
}

/** Until when holds that had not ended are told, and since when: the instants between which a hold does not begin or end. */
export async function readHoldTimes(tx: Tx): Promise<{ since: number; until: number }> {
  const { rows } = await tx.db.execute<{ since: number | null; until: number | null }>(sql`
    select (extract(epoch from max(moment) filter (where moment <= now())) * 1000000)::float8 as since,
           (extract(epoch from min(moment) filter (where moment > now())) * 1000000)::float8 as until
      from bed_held, unnest(array[created_at, expires_at, ended_at]) moment`)
  return { since: rows[0]?.since ?? -Infinity, until: rows[0]?.until ?? Infinity }
}

/** A table, view or function of the schema. */
interface Definition {
  name: string
  /** SQL in which the tables stand that it reads; empty for a table. */
  text: string
  /** Whether its changes are noted in facts_changed. */
  noted: boolean
}

/**
 * Tables that need not be noted: each version of a record is written with a change of the record; authorities, postcodes and
 * boundaries are reference data, which records were placed by when they were written; an authority is a sandbox from before its
 * first record on.
 */
const constantTables = [
  'record_versions',
  'authorities',
  'postcodes',
  'adjoining_authorities',
  'lower_tier_authorities',
  'sandboxes',
]

/** Reads the table that it is given, which is named where it is called. */
const asKnown = 'as_known'

const dialect = new PgDialect()
const wordsOf = (text: string): Set<string> => new Set(text.match(/[a-z_][a-z0-9_]*/g))

/** The tables that sets of facts are read from, as the database tells: named in their SQL, or in functions and views in it. */
export class Inputs {
  private readonly definitions = new Map<string, Definition>()
  private readonly inputsBySet = new Map<string, ReadonlySet<string> | null>()

  private constructor(definitions: readonly Definition[]) {
    for (const definition of definitions) {
      const { text = '' } = this.definitions.get(definition.name) ?? {}
      this.definitions.set(definition.name, { ...definition, text: `${text} ${definition.text}` })
    }
  }

  static async read(tx: Tx): Promise<Inputs> {
    const { rows } = await tx.db.execute<Definition & Record<string, unknown>>(sql`
      select relname as name, case relkind when 'v' then pg_get_viewdef(c.oid) else '' end as text,
             exists (select from pg_trigger where tgrelid = c.oid and tgname = 'facts_after_update') as noted
        from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
      union all
      select proname, prosrc, false from pg_proc where pronamespace = 'public'::regnamespace`)
    return new Inputs(rows)
  }

  /** The tables whose changes change these facts; null where the changes of one of them are not noted. */
  of(selection: FactSelection): ReadonlySet<string> | null {
    const key = `${selection.set} ${selection.knownAt === undefined ? 'now' : 'then'} ${selection.isBlurred ?? false}`
    const inputs = this.inputsBySet.get(key)
    if (inputs !== undefined) return inputs
    const { rows, columns } = selectionSource(selection)
    const { sql: text } = dialect.sqlToQuery(sql`${rows} ${sql.join(Object.values(columns), sql` `)}`)
    const tables = this.notedIn(text)
    this.inputsBySet.set(key, tables)
    return tables
  }

  /** The tables that are named in some SQL, or in what it names; null where the changes of one of them are not noted. */
  notedIn(text: string): Set<string> | null {
    const tables = this.tablesIn(text)
    return [...tables].every((name) => this.definitions.get(name)?.noted) ? tables : null
  }

  /** The tables that are named in some SQL, or in a view or function that it names. */
  tablesIn(text: string): Set<string> {
    const tables = new Set<string>()
    const seen = new Set<string>()
    const queue = [...wordsOf(text)]
    for (let word = queue.pop(); word !== undefined; word = queue.pop()) {
      const definition = this.definitions.get(word)
      if (definition === undefined || word === asKnown || seen.has(word)) continue
      seen.add(word)
      if (definition.text.trim() !== '') queue.push(...wordsOf(definition.text))
      else if (!constantTables.includes(word)) tables.add(word)
    }
    return tables
  }
}
