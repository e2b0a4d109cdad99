import { sql, type SQL } from 'drizzle-orm'
import type { DimensionName } from '../../../domain/measures/dimensions.ts'
import { factSets } from '../../../domain/measures/fact-sets.ts'
import { numberFacts, tallies, type NumberFact } from '../../../domain/measures/measure.ts'
import {
  questionFilter,
  amountOf,
  numeratorOf,
  sourceOf,
  type Question,
} from '../../../engines/figures/queries/increments.ts'
import { conjunction, codeOf, matchesCondition, allKnown } from '../../../engines/figures/queries/compile.ts'
import { recordKeys, type RecordKey, type Source } from '../../../engines/figures/queries/facts/index.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** What of a figure the records are of. */
export const figureParts = ['numerator', 'denominator', 'unknown'] as const
export type FigurePart = (typeof figureParts)[number]

/** A fact that is counted in a figure. */
export type CountedFact = {
  /** Where it stands in the order of the list. */
  key: string[]
  /** The first of its nights that are counted. */
  firstOn: string
  /** The day after the last of them. */
  endsOn: string
  nights: number
  /** What it adds for each of them. */
  amount: number
  members: string[] | null
} & Partial<Record<RecordKey, string | null>> &
  Partial<Record<NumberFact, number | null>> &
  Partial<Record<DimensionName, string>>

/** What facts of a source can say: the records they are of, and numbers. */
export function factColumns(source: Source): { records: RecordKey[]; numbers: NumberFact[] } {
  return {
    records: recordKeys.filter((name) => source.records[name] !== undefined),
    numbers: numberFacts.filter((name) => source.columns[name] !== undefined),
  }
}

/** Whether a fact is in a part of the figure, and what it adds to it for each night. */
function partOfFigure({ measure }: Question, source: Source, part: FigurePart): { counts: SQL; amount: SQL } {
  const isCounted = allKnown(source, measure.unknown?.facts ?? [])
  if (part === 'unknown') return { counts: sql`not (${isCounted})`, amount: sql`1` }
  const { numerator, denominator } = measure
  const sum = (part === 'numerator' ? numerator : denominator)?.sum
  const amount = part === 'numerator' ? numeratorOf(source, numerator) : amountOf(source, sum)
  const conditions = [
    isCounted,
    ...(part === 'numerator' ? [matchesCondition(source, numerator.where)] : []),
    ...(sum !== undefined && tallies.includes(sum) ? [sql`${amount} <> 0`] : []),
  ]
  return { counts: conjunction(conditions), amount }
}

/** The facts in a part of a figure of one day, or of the period that ends on it, those after a key, in order of key. */
export async function readCountedFacts(
  tx: Tx,
  question: Question,
  { part, lastKey, limit }: { part: FigurePart; lastKey: readonly string[] | undefined; limit: number },
): Promise<CountedFact[]> {
  const { measure, points, starts } = question
  const source = sourceOf(question)
  const { records, numbers } = factColumns(source)
  const { counts, amount } = partOfFigure(question, source, part)
  const alias = (name: string, column: SQL) => sql`${column} as ${sql.identifier(name)}`
  const text = (column: SQL | undefined) => sql`coalesce((${column})::text, '')`
  const key = [...records.map((name) => source.records[name]), sql`night.from_on`, source.nth ?? sql`''`]
  const columns = [
    ...records.map((name) => alias(name, source.records[name] ?? sql`null`)),
    ...numbers.map((name) => alias(name, sql`(${source.columns[name]})::float8`)),
    ...factSets[measure.of].dimensions.map((name) => alias(name, codeOf(source, name))),
  ]
  const result = await tx.db.execute<CountedFact>(sql`
    select *, "endsOn" - "firstOn" as nights
      from (
        select array[${sql.join(key.map(text), sql`, `)}] as key,
               greatest(night.from_on, ${starts[0] ?? points[0]}::date) as "firstOn",
               least(night.to_on, ${points[0]}::date + 1) as "endsOn",
               (${amount})::float8 as amount, ${source.members ?? sql`null::uuid[]`} as members,
               ${sql.join(columns, sql`, `)}
          from ${source.rows}
         where ${questionFilter(question, source)} and ${counts}) fact
     ${lastKey === undefined ? sql`` : sql`where key > ${sql.param(lastKey)}::text[]`}
     order by key
     limit ${limit}`)
  return result.rows
}

/** The authority's own references of children. */
export async function referencesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const result = await tx.db.execute<{ id: string; reference: string }>(
    sql`select id, reference from children where id = any(${sql.param(ids)}::uuid[])`,
  )
  return new Map(result.rows.map(({ id, reference }) => [id, reference]))
}
