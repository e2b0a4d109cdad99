import { sql, type Name, type SQL } from 'drizzle-orm'
import { nightsBetween } from '../../../domain/dates.ts'
import { recordsOf, type DimensionName } from '../../../domain/measures/dimensions.ts'
import { ofEachPeriod } from '../../../domain/measures/fact-sets.ts'
import type { Condition, Measure, NumberFact } from '../../../domain/measures/measure.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { Question } from '../question.ts'
import { conjunction, codeOf, matchesCondition, allKnown } from './compile.ts'
import { sources, type Source } from './facts/index.ts'

/**
 * Increment of a group's counts since the previous point; for a period measure, the period's total. `point` is an index
 * into the points of the question; the dimensions of the question hold the group's codes.
 */
export type Increment = { point: number; numerator: number; denominator: number; unknown: number } & Partial<
  Record<DimensionName, string>
>

/** Where the facts of a question's measure are read from, limited to the question's days. */
export const sourceOf = ({ measure, points, starts, today, knownAt }: Question): Source =>
  sources[measure.of]({
    today,
    knownAt,
    asked: { first: sql`asked.first`, last: sql`asked.last` },
    first: starts[0] ?? points[0] ?? today,
    last: points.at(-1) ?? today,
    children: undefined,
  })

/** SQL of what a fact adds for each of its nights: 1, or the number that the measure sums. */
export const amountOf = (source: Source, sum: NumberFact | undefined): SQL =>
  sum === undefined ? sql`1` : (source.columns[sum] ?? sql`null`)

/** SQL of what a fact that meets the numerator's condition adds to the numerator for each of its nights. */
export function numeratorOf(source: Source, { sum, share = 1, less }: Measure['numerator']): SQL {
  const amount = amountOf(source, sum)
  if (less === undefined) return amount
  return sql`(${share}::numeric - case when ${matchesCondition(source, less)} then 1 else 0 end) * ${amount}`
}

/** SQL condition: enough is known of a fact for the denominator. */
export const inDenominator = (source: Source, { unknown }: Measure): SQL =>
  unknown?.inDenominator ? sql`true` : allKnown(source, unknown?.facts ?? [])

/** The conditions of a question's denominator (of its numerator where there is none) and of its cohort, one dimension each. */
function conditionsOf({ measure: { numerator, denominator }, cohort }: Question): Condition[] {
  const whole = Object.entries((denominator ?? numerator).where)
  return [...whole, ...Object.entries(cohort).map(([name, codes]) => [name, { in: codes }] as const)].map(
    ([name, test]) => ({ [name]: test }),
  )
}

/** SQL condition: the fact belongs to the requesting authority and has a night in the question's days. */
const dayFilter = ({ points, starts }: Question): SQL =>
  sql`night.authority_code = current_authority()
       and night.from_on <= ${points.at(-1)}::date and night.to_on > ${starts[0] ?? points[0]}::date`

/** A `from` item: the facts of a question with one point. */
export const factsAsked = ({ measure, points, starts }: Question, { rows }: Source): SQL =>
  ofEachPeriod.includes(measure.of)
    ? sql`(values (${starts[0]}::date, ${points[0]}::date)) asked (first, last), lateral ${rows}`
    : rows

/** SQL condition: the fact is in the question's days and cohort, and meets the condition of its denominator. */
export const questionFilter = (question: Question, source: Source): SQL =>
  conjunction([
    dayFilter(question),
    ...conditionsOf(question).map((condition) => matchesCondition(source, condition)),
  ])

/** Questions that one SQL statement answers together: they have the same statement key. */
type QuestionGroup = [Question, ...Question[]]

/** The sums that a statement computes for each of its questions. */
const parts = ['numerator', 'denominator', 'unknown'] as const

/** The column of a question: the statement's questions are numbered from 0. */
const numberedColumn = (name: string, index: number) => sql.identifier(`${name}${index}`)
const list = (columns: readonly (SQL | Name)[]) => sql.join([...columns], sql`, `)

/**
 * A select of the facts that the questions of a group count: the dates of each fact, the extra `columns`, and for each
 * question whether it counts the fact (`about`) and what the fact adds to each part of its figure. Conditions that all
 * of the questions share are in the `where` clause; the rest are in the columns.
 */
function factsOf(questions: QuestionGroup, source: Source, columns: readonly SQL[]): SQL {
  const [first, ...others] = questions.map((question) =>
    conditionsOf(question).map((condition) => JSON.stringify(condition)),
  )
  const sharedKeys = new Set(first?.filter((condition) => others.every((keys) => keys.includes(condition))))
  const allMatch = (conditions: readonly Condition[]) =>
    conjunction(conditions.map((condition) => matchesCondition(source, condition)))
  const amounts = questions.flatMap((question, index) => {
    const { numerator, denominator, unknown } = question.measure
    const ownMatch = allMatch(
      conditionsOf(question).filter((condition) => !sharedKeys.has(JSON.stringify(condition))),
    )
    const isCounted = allKnown(source, unknown?.facts ?? [])
    return [
      sql`${ownMatch} as ${numberedColumn('about', index)}`,
      sql`case when ${conjunction([ownMatch, isCounted, matchesCondition(source, numerator.where)])} then ${numeratorOf(source, numerator)} else 0 end
             as ${numberedColumn('numerator', index)}`,
      sql`case when ${conjunction([ownMatch, inDenominator(source, question.measure)])} then ${amountOf(source, denominator?.sum)} else 0 end
             as ${numberedColumn('denominator', index)}`,
      sql`case when ${ownMatch} and not (${isCounted}) then 1 else 0 end as ${numberedColumn('unknown', index)}`,
    ]
  })
  const sharedConditions = [...sharedKeys].map((condition) => JSON.parse(condition) as Condition)
  return sql`
    select ${list([sql`night.from_on, night.to_on`, ...columns, ...amounts])}
      from ${source.rows}
     where ${conjunction([dayFilter(questions[0]), allMatch(sharedConditions)])}`
}

/** Equal for questions that one statement can answer: about the same facts and days, grouped by the same dimensions. */
const statementKey = ({ measure, points, starts, dimensions, today, knownAt }: Question): string =>
  JSON.stringify([measure.of, measure.over, measure.distinct, points, starts, dimensions, today, knownAt])

/** The increments of a question, one for each group and point at which a count changes; none for no points. */
export async function readIncrements(tx: Tx, question: Question): Promise<Increment[]> {
  const [increments = []] = await readAllIncrements(tx, [question])
  return increments
}

/** The increments of each question, in the order of the questions. Questions with one statement key share a statement. */
export async function readAllIncrements(tx: Tx, questions: readonly Question[]): Promise<Increment[][]> {
  const statements = new Map<string, QuestionGroup>()
  for (const question of questions) {
    const group = statements.get(statementKey(question))
    if (group) group.push(question)
    else statements.set(statementKey(question), [question])
  }
  const answers = new Map<Question, Increment[]>()
  for (const group of statements.values()) {
    const rows = await readRows(tx, group)
    for (const [index, question] of group.entries()) {
      const increments = rows
        .filter((row) => row[`about${index}`])
        .map((row) => incrementOf(row, question.dimensions, index))
      answers.set(question, increments)
    }
  }
  return questions.map((question) => answers.get(question) ?? [])
}

type Row = Record<string, unknown>

const incrementOf = (row: Row, dimensions: readonly DimensionName[], index: number): Increment =>
  Object.fromEntries([
    ...['point', ...dimensions].map((name) => [name, row[name]]),
    ...parts.map((part) => [part, row[`${part}${index}`]]),
  ]) as Increment

async function readRows(tx: Tx, questions: QuestionGroup): Promise<Row[]> {
  const [{ measure, points, dimensions }] = questions
  if (points.length === 0) return []
  const source = sourceOf(questions[0])
  const columns = [
    ...dimensions.map((name) => sql`${codeOf(source, name)} as ${sql.identifier(name)}`),
    ...(measure.distinct ? [sql`${source.records.childId ?? sql`null`} as child`] : []),
  ]
  const facts = factsOf(questions, source, columns)
  const groups = dimensions.map((name) => sql.identifier(name))
  const answer = measure.distinct
    ? childrenOfPeriods
    : measure.over === 'period'
      ? totalsOfPeriods
      : points.length === 1
        ? countsOfDay
        : stepsBetweenDays
  const result = await tx.db.execute<Row>(answer(questions, facts, groups))
  return result.rows
}

/** The columns of each question: its `about` flag and its parts, each an SQL expression over the column of the same name. */
const questionColumns = (
  questions: readonly Question[],
  makeFlag: (column: Name) => SQL,
  makePart: (column: Name) => SQL,
): SQL[] =>
  questions.flatMap((_, index) => [
    sql`${makeFlag(numberedColumn('about', index))} as ${numberedColumn('about', index)}`,
    ...parts.map((part) => sql`${makePart(numberedColumn(part, index))} as ${numberedColumn(part, index)}`),
  ])

/** Totals of each question's columns over a group; `nights` is an SQL factor such as "nights * ". */
const sums = (questions: readonly Question[], nights = sql``): SQL[] =>
  questionColumns(
    questions,
    (flag) => sql`bool_or(${flag})`,
    (part) => sql`sum(${nights}${part})::float8`,
  )

/** The statement for a single day, which is cheaper: every fact selected is there on that day, so it counts once. */
function countsOfDay(questions: QuestionGroup, facts: SQL, groups: readonly Name[]): SQL {
  return sql`
    select ${list([sql`0 as point`, ...groups, ...sums(questions)])} from (${facts}) fact
     group by ${list([sql`point`, ...groups])}`
}

/**
 * The statement for several days: each run of nights adds at the first point on or after its start and subtracts at the
 * first point on or after its end. So the cost grows with the facts, not with facts times points. A group's count on a
 * day is the sum of its increments up to that point.
 */
function stepsBetweenDays(questions: QuestionGroup, facts: SQL, groups: readonly Name[]): SQL {
  const [{ points }] = questions
  const [first = '', last = ''] = [points[0], points.at(-1)]
  const days = sql.param(points.map((point) => nightsBetween(first, point)))
  const signedColumns = (day: SQL, sign: SQL) =>
    list([
      sql`width_bucket((${day} - 1 - ${first}::date)::float8, ${days}::float8[]) as point`,
      ...groups,
      ...questionColumns(
        questions,
        (flag) => sql`${flag}`,
        (part) => sql`${sign}${part}`,
      ),
    ])
  return sql`
      with fact as materialized (${facts})
    select ${list([sql`point`, ...groups, ...sums(questions)])}
      from (select ${signedColumns(sql`greatest(from_on, ${first}::date)`, sql``)} from fact
             union all
            select ${signedColumns(sql`to_on`, sql`-`)} from fact where to_on <= ${last}::date) change
     group by ${list([sql`point`, ...groups])}`
}

/** The statement for periods: every fact counts once for each of its nights in the period. */
function totalsOfPeriods(questions: QuestionGroup, facts: SQL, groups: readonly Name[]): SQL {
  return sql`
    select ${list([pointOfPeriod, ...groups, ...sums(questions, sql`nights * `)])}
      from ${factsOfPeriods(questions, facts)},
      lateral (select least(fact.to_on, asked.last + 1) - greatest(fact.from_on, asked.first) as nights) during
     group by ${list([sql`point`, ...groups])}`
}

/**
 * The statement for periods in which each child counts once in every group in which it has a night that counts. Unknown
 * are the children of whom it is not known on some night, and who do not count by any other.
 */
function childrenOfPeriods(questions: QuestionGroup, facts: SQL, groups: readonly Name[]): SQL {
  const ofChild = questionColumns(
    questions,
    (flag) => sql`bool_or(${flag})`,
    (part) => sql`bool_or(${part} <> 0)`,
  )
  const children = questions.flatMap((_, index) => {
    const [numerator, unknown] = [numberedColumn('numerator', index), numberedColumn('unknown', index)]
    return [
      sql`bool_or(${numberedColumn('about', index)}) as ${numberedColumn('about', index)}`,
      sql`(count(*) filter (where ${numerator}))::float8 as ${numerator}`,
      sql`(count(*) filter (where ${numberedColumn('denominator', index)}))::float8 as ${numberedColumn('denominator', index)}`,
      sql`(count(*) filter (where ${unknown} and not ${numerator}))::float8 as ${unknown}`,
    ]
  })
  return sql`
    select ${list([sql`point`, ...groups, ...children])}
      from (select ${list([pointOfPeriod, ...groups, ...ofChild])}
              from ${factsOfPeriods(questions, facts)}
             group by ${list([sql`point`, ...groups, sql`fact.child`])}) child
     group by ${list([sql`point`, ...groups])}`
}

const pointOfPeriod = sql`(asked.number - 1)::integer as point`

/** A `from` item: each fact with each period that it has a night in. */
function factsOfPeriods([{ measure, points, starts }]: QuestionGroup, facts: SQL): SQL {
  const spans = sql`unnest(${sql.param(starts)}::date[], ${sql.param(points)}::date[]) with ordinality asked (first, last, number)`
  const both = ofEachPeriod.includes(measure.of)
    ? sql`${spans} join lateral (${facts}) fact`
    : sql`(${facts}) fact join ${spans}`
  return sql`${both} on fact.from_on <= asked.last and fact.to_on > asked.first`
}

/**
 * The names of the homes and providers whose ids stand as codes in groups, by dimension and id.
 * @param showConfidential false to call every confidential home "Confidential home"
 */
export async function namesOf(
  tx: Tx,
  dimensions: readonly DimensionName[],
  groups: readonly Partial<Record<DimensionName, string>>[],
  showConfidential: boolean,
): Promise<Partial<Record<DimensionName, Record<string, string>>>> {
  const names: Partial<Record<DimensionName, Record<string, string>>> = {}
  for (const name of dimensions) {
    const table = recordsOf(name)
    if (table === null) continue
    const ids = [...new Set(groups.map((group) => group[name]))].filter((id) => id !== 'unknown')
    const label =
      table === 'homes' && !showConfidential
        ? sql`case when confidential then 'Confidential home' else name end`
        : sql`name`
    const result = await tx.db.execute<{ id: string; label: string }>(
      sql`select id, ${label} as label from ${sql.identifier(table)} where id = any(${sql.param(ids)}::uuid[])`,
    )
    names[name] = Object.fromEntries(result.rows.map(({ id, label }) => [id, label]))
  }
  return names
}

/** The tables that figures are computed from. */
const recordTypes = [
  'beds', 'care_periods', 'carer_journeys', 'category_variations', 'children', 'contracts', 'fees', 'homes', 'judgements', 'legal_statuses', 'liberty_orders', 'notices', 'placements',
  'populations', 'providers', 'separations', 'sibling_groups', 'voids',
] // prettier-ignore

/** Instants in ISO 8601: when the figures were read, and when records were last changed and last imported (null if never). */
export interface Freshness {
  readAt: string
  lastChangeAt: string | null
  lastImportAt: string | null
}

/** How fresh figures are that are read in this transaction. */
export async function freshness(tx: Tx): Promise<Freshness> {
  const result = await tx.db.execute<{ [Name in keyof Freshness]: Freshness[Name] }>(sql`
    select to_json(now()) #>> '{}' as "readAt",
           (select to_json(max(latest)) #>> '{}'
              from unnest(${sql.param(recordTypes)}::text[]) kind,
              lateral (select max(recorded_at) as latest from record_versions
                        where authority_code = current_authority() and record_type = kind) changed) as "lastChangeAt",
           (select to_json(max(finished_at)) #>> '{}' from imports where status = 'succeeded') as "lastImportAt"`)
  return result.rows[0] ?? { readAt: '', lastChangeAt: null, lastImportAt: null }
}
