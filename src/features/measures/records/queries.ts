import { sql, type SQL } from 'drizzle-orm'
import type { DimensionName } from '../../../domain/measures/dimensions.ts'
import { factSets } from '../../../domain/measures/fact-sets.ts'
import { numberFacts, tallies, type NumberFact } from '../../../domain/measures/measure.ts'
import { conjunction, codeOf, matchesCondition, allKnown } from '../../../engines/figures/queries/compile.ts'
import { recordKeys, type RecordKey, type Source } from '../../../engines/figures/queries/facts/index.ts'
import {
  questionFilter,
  amountOf,
  factsAsked,
  inDenominator,
  numeratorOf,
} from '../../../engines/figures/queries/counted-facts.ts'
import { blurFor, selectDays, selectionSource } from '../../../engines/figures/queries/read-facts.ts'
import type { Question } from '../../../engines/figures/question.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** The parts of a figure whose records can be listed. */
export const figureParts = ['numerator', 'denominator', 'unknown'] as const
export type FigurePart = (typeof figureParts)[number]

/** A fact that a part of a figure counts, with its records, its numbers and its code in every dimension. */
export type CountedFact = {
  /** The sort key of the list, and the cursor of its pages. */
  key: string[]
  /** The first night that is numeratorChildren. */
  firstOn: string
  /** The day after the last night that is numeratorChildren. */
  endsOn: string
  nights: number
  /** What it adds to the figure for each night. */
  amount: number
  members: string[] | null
} & Partial<Record<RecordKey, string | null>> &
  Partial<Record<NumberFact, number | null>> &
  Partial<Record<DimensionName, string>>

/** The records and numbers that facts of a source have. */
export function factColumns(source: Source): { records: RecordKey[]; numbers: NumberFact[] } {
  return {
    records: recordKeys.filter((name) => source.records[name] !== undefined),
    numbers: numberFacts.filter((name) => source.columns[name] !== undefined),
  }
}

/** SQL of whether a fact counts in a part of the figure, and of what it adds to it for each night. */
function partOfFigure({ measure }: Question, source: Source, part: FigurePart): { counts: SQL; amount: SQL } {
  const isCounted = allKnown(source, measure.unknown?.facts ?? [])
  if (part === 'unknown') return { counts: sql`not (${isCounted})`, amount: sql`1` }
  const { numerator, denominator } = measure
  const sum = (part === 'numerator' ? numerator : denominator)?.sum
  const amount = part === 'numerator' ? numeratorOf(source, numerator) : amountOf(source, sum)
  const conditions = [
    part === 'numerator' ? isCounted : inDenominator(source, measure),
    ...(part === 'numerator' ? [matchesCondition(source, numerator.where)] : []),
    ...(sum !== undefined && tallies.includes(sum) ? [sql`${amount} <> 0`] : []),
  ]
  return { counts: conjunction(conditions), amount }
}

/**
 * How the facts of a measure that counts each child once become one fact for each child: the first night that counts.
 * Children who count in the numerator by another night are not among those of whom it is not known.
 */
function oncePerChild(question: Question, source: Source, part: FigurePart) {
  if (question.measure.distinct === undefined) return { distinct: sql``, others: [], order: sql`` }
  const child = source.records.childId ?? sql`null`
  const { counts } = partOfFigure(question, source, 'numerator')
  const numeratorChildren = sql`select ${child} from ${factsAsked(question, source)} where ${questionFilter(question, source)} and ${counts}`
  return {
    distinct: sql`distinct on (${child})`,
    others: part === 'unknown' ? [sql`${child} not in (${numeratorChildren})`] : [],
    order: sql`order by ${child}, night.from_on`,
  }
}

/** A page of the facts in a part of a figure with one point: the first `limit` after `lastKey`, in order of key. */
export async function readCountedFacts(
  tx: Tx,
  question: Question,
  { part, lastKey, limit }: { part: FigurePart; lastKey: readonly string[] | undefined; limit: number },
): Promise<CountedFact[]> {
  const { measure, points, starts } = question
  const source = selectionSource(blurFor(tx, selectDays(question)))
  const { records, numbers } = factColumns(source)
  const { counts, amount } = partOfFigure(question, source, part)
  const { distinct, others, order } = oncePerChild(question, source, part)
  const firstOn = sql`greatest(night.from_on, ${starts[0] ?? points[0]}::date)`
  const endsOn = measure.distinct ? sql`${firstOn} + 1` : sql`least(night.to_on, ${points[0]}::date + 1)`
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
        select ${distinct} array[${sql.join(key.map(text), sql`, `)}] as key,
               ${firstOn} as "firstOn", ${endsOn} as "endsOn",
               (${amount})::float8 as amount, ${source.members ?? sql`null::uuid[]`} as members,
               ${sql.join(columns, sql`, `)}
          from ${factsAsked(question, source)}
         where ${conjunction([questionFilter(question, source), counts, ...others])}
         ${order}) fact
     ${lastKey === undefined ? sql`` : sql`where key > ${sql.param(lastKey)}::text[]`}
     order by key
     limit ${limit}`)
  return result.rows
}

/** The authority's references of children, by child id. */
export async function referencesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const result = await tx.db.execute<{ id: string; reference: string }>(
    sql`select id, reference from children where id = any(${sql.param(ids)}::uuid[])`,
  )
  return new Map(result.rows.map(({ id, reference }) => [id, reference]))
}
