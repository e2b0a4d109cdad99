import { sql, type SQL } from 'drizzle-orm'
import type { CivilDate } from '../../../domain/dates.ts'
import { seesExactDistances } from '../../../domain/access.ts'
import { ofEachPeriod, type FactSet } from '../../../domain/measures/fact-sets.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { encodeColumn, encodeDays, makeFacts, type Facts } from '../columns.ts'
import type { Question } from '../question.ts'
import { sources, type Source } from './facts/index.ts'

/** Which facts are read: those of a set, as known at an instant, on some days, and of some children alone. */
export interface FactSelection {
  set: FactSet
  today: CivilDate
  knownAt: string | undefined
  /** The first and last day of each period, of a set that differs from one to the next; else one span, infinite for all days. */
  starts: readonly CivilDate[]
  points: readonly CivilDate[]
  children?: readonly string[]
  /** Distances as told to those who may not see addresses (`placements.distance_shown`, as recorded now). */
  isBlurred?: true
}

/** What of a selection the reader of a transaction may know. */
export const blurFor = ({ principal }: Tx, selection: FactSelection): FactSelection =>
  seesExactDistances(principal) ? selection : { ...selection, isBlurred: true }

/** All facts of the set that a question is about. */
export function selectSet({ measure, points, starts, today, knownAt }: Question): FactSelection {
  const selection = { set: measure.of, today, knownAt }
  return ofEachPeriod.includes(measure.of)
    ? { ...selection, starts, points }
    : { ...selection, starts: ['-infinity'], points: ['infinity'] }
}

/** The facts of a question's days alone. */
export const selectDays = (question: Question): FactSelection => {
  const { points, starts } = question
  if (ofEachPeriod.includes(question.measure.of)) return selectSet(question)
  return { ...selectSet(question), starts: [starts[0] ?? points[0] ?? ''], points: points.slice(-1) }
}

export function selectionSource(selection: FactSelection): Source {
  const { set, today, knownAt, starts, points, children, isBlurred } = selection
  const source = sources[set]({
    today,
    knownAt,
    asked: { first: sql`asked.first`, last: sql`asked.last` },
    first: starts[0] ?? today,
    last: points.at(-1) ?? today,
    children,
  })
  if (!isBlurred || source.columns.distanceMiles === undefined) return source
  const distanceMiles = sql`(select stay.distance_shown from placements stay where stay.id = ${source.records.placementId ?? sql`null`})`
  return { ...source, columns: { ...source.columns, distanceMiles } }
}

/** A character that no code contains. */
const separator = '\u001f'
const listOf = (column: SQL) => sql`string_agg(coalesce((${column})::text, ''), ${separator})`

type Row = Record<string, string | number | null>
const execute = (tx: Tx, statement: SQL) => tx.db.execute<Row>(statement)

/** Whether facts of all days are read, of all children, as they were known at an instant. */
const isWholeAsKnown = ({ set, knownAt, children }: FactSelection): boolean =>
  knownAt !== undefined && children === undefined && !ofEachPeriod.includes(set)

/**
 * Executes a statement that joins whole tables as they were known, of which the planner knows neither the sizes nor the values:
 * it takes them to be small, and would compare each row of one with each of another.
 */
async function executeByHash(tx: Tx, statement: SQL) {
  await tx.client.query('set local enable_nestloop = off')
  const result = await execute(tx, statement)
  await tx.client.query('set local enable_nestloop = on')
  return result
}

/** Reads facts, each column as one text: a tenth of the work of reading rows. */
export async function readFacts(tx: Tx, selection: FactSelection): Promise<Facts> {
  const { set, starts, points, children } = selection
  const source = selectionSource(selection)
  const isOfEach = ofEachPeriod.includes(set)
  const columns = Object.entries({
    ...source.columns,
    ...(source.records.childId && { childId: source.records.childId }),
  })
  const lists = [sql`night.from_on`, sql`night.to_on`, ...(isOfEach ? [sql`asked.number`] : [])]
  const aliases = [...lists, ...columns.map(([, column]) => column)].map(
    (column, index) => sql`${listOf(column)} as ${sql.identifier(`list${index}`)}`,
  )
  const spans = sql`unnest(${sql.param(starts)}::date[], ${sql.param(points)}::date[]) with ordinality asked (first, last, number)`
  const overlap = isOfEach
    ? sql`night.from_on <= asked.last and night.to_on > asked.first`
    : sql`night.from_on <= ${points.at(-1)}::date and night.to_on > ${starts[0]}::date`
  const statement = sql`
    select count(*)::integer as count, ${sql.join(aliases, sql`, `)}
      from ${isOfEach ? sql`${spans}, lateral ` : sql``}${source.rows}
     where night.authority_code = current_authority() and ${overlap}
       ${children && source.records.childId ? sql`and ${source.records.childId} = any(${sql.param(children)}::uuid[])` : sql``}`
  const { rows } = await (isWholeAsKnown(selection) ? executeByHash : execute)(tx, statement)
  const row = rows[0] ?? { count: 0 }
  const textsOf = (index: number) => {
    const texts = row.count === 0 ? [] : String(row[`list${index}`]).split(separator)
    if (texts.length !== row.count) throw new Error(`a column of ${set} is not as long as there are facts`)
    return texts
  }
  return makeFacts({
    from: encodeDays(textsOf(0)),
    to: encodeDays(textsOf(1)),
    period: isOfEach ? Int32Array.from(textsOf(2), (number) => Number(number) - 1) : null,
    columns: new Map(
      columns.map(([name], index) => [name, encodeColumn(textsOf(lists.length + index), name)]),
    ),
  })
}
