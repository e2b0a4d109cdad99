import { sql, type Name, type SQL } from 'drizzle-orm'
import { nightsBetween, type CivilDate } from '../../../domain/dates.ts'
import { recordsOf, type DimensionName } from '../../../domain/measures/dimensions.ts'
import type { Condition, Measure, NumberFact } from '../../../domain/measures/measure.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { all, codeOf, holds, known } from './compile.ts'
import { sources, type Source } from './facts/index.ts'

/** What a measure is asked: on which days, divided by what, for which cohort. */
export interface Question {
  measure: Measure
  /** In order. */
  points: readonly CivilDate[]
  /** Of a measure over a period, the first day of that which ends on each point. */
  starts: readonly CivilDate[]
  by: readonly DimensionName[]
  /** Only facts with one of these codes. */
  cohort: Readonly<Record<string, string[]>>
  today: CivilDate
  /** Ask what was recorded at this instant (ISO 8601), whatever has been corrected since. */
  knownAt: string | undefined
}

/**
 * By how much a group's counts rise at a point of the question, against the point before; over a period, what they come
 * to in the one that ends at the point.
 */
export type Change = { point: number; numerator: number; denominator: number; unknown: number } & Partial<
  Record<DimensionName, string>
>

export const sourceOf = ({ measure, points, starts, today, knownAt }: Question): Source =>
  sources[measure.of]({
    today,
    knownAt,
    first: starts[0] ?? points[0] ?? today,
    last: points.at(-1) ?? today,
  })

/** What a fact adds to a figure for each night: 1, or the number that is added up. */
export const amountOf = (source: Source, sum: NumberFact | undefined): SQL =>
  sum === undefined ? sql`1` : (source.columns[sum] ?? sql`null`)

/** What a fact that is counted adds to the numerator for each night. */
export function numeratorOf(source: Source, { sum, share = 1, less }: Measure['numerator']): SQL {
  const amount = amountOf(source, sum)
  if (less === undefined) return amount
  return sql`(${share}::numeric - case when ${holds(source, less)} then 1 else 0 end) * ${amount}`
}

/** What must hold of a fact for a question to be about it: of the whole that its measure is a part of, and its cohort. */
function conditionsOf({ measure: { numerator, denominator }, cohort }: Question): Condition[] {
  const whole = Object.entries((denominator ?? numerator).where)
  return [...whole, ...Object.entries(cohort).map(([name, codes]) => [name, { in: codes }] as const)].map(
    ([name, test]) => ({ [name]: test }),
  )
}

/** Which facts are of the authority that asks and of the days asked of. */
const during = ({ points, starts }: Question): SQL =>
  sql`night.authority_code = current_authority()
       and night.from_on <= ${points.at(-1)}::date and night.to_on > ${starts[0] ?? points[0]}::date`

/** Which facts a question is about: of its days and cohort, and of the whole that its measure is a part of. */
export const among = (question: Question, source: Source): SQL =>
  all([during(question), ...conditionsOf(question).map((condition) => holds(source, condition))])

/** Questions that one statement answers. */
type Together = [Question, ...Question[]]

/** What is added up for each question of a statement: the parts of its figure. */
const parts = ['numerator', 'denominator', 'unknown'] as const
const named = (name: string, of: number) => sql.identifier(`${name}${of}`)
const list = (columns: readonly (SQL | Name)[]) => sql.join([...columns], sql`, `)

/**
 * The facts that questions count, alike but for what they count of them: what each adds to the figures, whether a question
 * is about it, and `columns` of their own.
 */
function factsOf(questions: Together, source: Source, columns: readonly SQL[]): SQL {
  const [first, ...others] = questions.map((question) =>
    conditionsOf(question).map((condition) => JSON.stringify(condition)),
  )
  const shared = new Set(first?.filter((condition) => others.every((of) => of.includes(condition))))
  const heldBy = (conditions: readonly Condition[]) =>
    all(conditions.map((condition) => holds(source, condition)))
  const amounts = questions.flatMap((question, of) => {
    const { numerator, denominator, unknown } = question.measure
    const own = heldBy(conditionsOf(question).filter((condition) => !shared.has(JSON.stringify(condition))))
    const counted = known(source, unknown?.facts ?? [])
    return [
      sql`${own} as ${named('about', of)}`,
      sql`case when ${all([own, counted, holds(source, numerator.where)])} then ${numeratorOf(source, numerator)} else 0 end
             as ${named('numerator', of)}`,
      sql`case when ${all([own, counted])} then ${amountOf(source, denominator?.sum)} else 0 end
             as ${named('denominator', of)}`,
      sql`case when ${own} and not (${counted}) then 1 else 0 end as ${named('unknown', of)}`,
    ]
  })
  const everywhere = [...shared].map((condition) => JSON.parse(condition) as Condition)
  return sql`
    select ${list([sql`night.from_on, night.to_on`, ...columns, ...amounts])}
      from ${source.rows}
     where ${all([during(questions[0]), heldBy(everywhere)])}`
}

/** Questions that one statement answers: of the same facts, on the same days, divided alike. */
const alike = ({ measure, points, starts, by, today, knownAt }: Question): string =>
  JSON.stringify([measure.of, measure.over, points, starts, by, today, knownAt])

/** The changes that answer a question. */
export async function changes(tx: Tx, question: Question): Promise<Change[]> {
  const [answer = []] = await changesOf(tx, [question])
  return answer
}

/** The changes that answer each of some questions, asked in as few statements as they can be. */
export async function changesOf(tx: Tx, questions: readonly Question[]): Promise<Change[][]> {
  const statements = new Map<string, Together>()
  for (const question of questions) {
    const beside = statements.get(alike(question))
    if (beside) beside.push(question)
    else statements.set(alike(question), [question])
  }
  const answers = new Map<Question, Change[]>()
  for (const together of statements.values()) {
    const rows = await counted(tx, together)
    for (const [of, question] of together.entries()) {
      const changed = rows.filter((row) => row[`about${of}`]).map((row) => changeOf(row, question.by, of))
      answers.set(question, changed)
    }
  }
  return questions.map((question) => answers.get(question) ?? [])
}

type Row = Record<string, unknown>

const changeOf = (row: Row, by: readonly DimensionName[], of: number): Change =>
  Object.fromEntries([
    ...['point', ...by].map((name) => [name, row[name]]),
    ...parts.map((part) => [part, row[`${part}${of}`]]),
  ]) as Change

async function counted(tx: Tx, questions: Together): Promise<Row[]> {
  const [{ measure, points, by }] = questions
  if (points.length === 0) return []
  const source = sourceOf(questions[0])
  const columns = by.map((name) => sql`${codeOf(source, name)} as ${sql.identifier(name)}`)
  const facts = factsOf(questions, source, columns)
  const groups = by.map((name) => sql.identifier(name))
  const answer = measure.over === 'period' ? totals : points.length === 1 ? count : steps
  const result = await tx.db.execute<Row>(answer(questions, facts, groups))
  return result.rows
}

/** For each question, whether anything is about it, and its parts as `make` makes them of the columns of the facts. */
const each = (
  questions: readonly Question[],
  about: (column: Name) => SQL,
  make: (column: Name) => SQL,
): SQL[] =>
  questions.flatMap((_, of) => [
    sql`${about(named('about', of))} as ${named('about', of)}`,
    ...parts.map((part) => sql`${make(named(part, of))} as ${named(part, of)}`),
  ])
const added = (questions: readonly Question[], nights = sql``): SQL[] =>
  each(
    questions,
    (about) => sql`bool_or(${about})`,
    (part) => sql`sum(${nights}${part})::float8`,
  )

/** Every fact of one day is there on it. */
function count(questions: Together, facts: SQL, groups: readonly Name[]): SQL {
  return sql`
    select ${list([sql`0 as point`, ...groups, ...added(questions)])} from (${facts}) fact
     group by ${list([sql`point`, ...groups])}`
}

/**
 * Each run of nights is counted in at the first point on or after its start, and out at the first on or after its end,
 * so that the cost is that of the facts and not of facts times points. The sum of a group's changes up to a point is
 * its count on that day.
 */
function steps(questions: Together, facts: SQL, groups: readonly Name[]): SQL {
  const [{ points }] = questions
  const [first = '', last = ''] = [points[0], points.at(-1)]
  const days = sql.param(points.map((point) => nightsBetween(first, point)))
  const change = (day: SQL, sign: SQL) =>
    list([
      sql`width_bucket((${day} - 1 - ${first}::date)::float8, ${days}::float8[]) as point`,
      ...groups,
      ...each(
        questions,
        (about) => sql`${about}`,
        (part) => sql`${sign}${part}`,
      ),
    ])
  return sql`
      with fact as materialized (${facts})
    select ${list([sql`point`, ...groups, ...added(questions)])}
      from (select ${change(sql`greatest(from_on, ${first}::date)`, sql``)} from fact
             union all
            select ${change(sql`to_on`, sql`-`)} from fact where to_on <= ${last}::date) change
     group by ${list([sql`point`, ...groups])}`
}

/** Every fact counts as often as it has nights in the period. */
function totals(questions: Together, facts: SQL, groups: readonly Name[]): SQL {
  const [{ points, starts }] = questions
  return sql`
    select ${list([sql`(period.number - 1)::integer as point`, ...groups, ...added(questions, sql`nights * `)])}
      from (${facts}) fact
      join unnest(${sql.param(starts)}::date[], ${sql.param(points)}::date[]) with ordinality period (first, last, number)
        on fact.from_on <= period.last and fact.to_on > period.first,
      lateral (select least(fact.to_on, period.last + 1) - greatest(fact.from_on, period.first) as nights) during
     group by ${list([sql`point`, ...groups])}`
}

/** What records are called that stand as codes in what was found; where `named` is false, a confidential home is not. */
export async function namesOf(
  tx: Tx,
  by: readonly DimensionName[],
  found: readonly Partial<Record<DimensionName, string>>[],
  named: boolean,
): Promise<Partial<Record<DimensionName, Record<string, string>>>> {
  const names: Partial<Record<DimensionName, Record<string, string>>> = {}
  for (const name of by) {
    const table = recordsOf(name)
    if (table === null) continue
    const ids = [...new Set(found.map((change) => change[name]))].filter((id) => id !== 'unknown')
    const label =
      table === 'homes' && !named
        ? sql`case when confidential then 'Confidential home' else name end`
        : sql`name`
    const result = await tx.db.execute<{ id: string; label: string }>(
      sql`select id, ${label} as label from ${sql.identifier(table)} where id = any(${sql.param(ids)}::uuid[])`,
    )
    names[name] = Object.fromEntries(result.rows.map(({ id, label }) => [id, label]))
  }
  return names
}

const recordTypes = [
  'beds', 'care_periods', 'carer_journeys', 'children', 'contracts', 'fees', 'homes', 'judgements', 'legal_statuses', 'placements',
  'populations', 'providers', 'sibling_groups', 'voids',
] // prettier-ignore

export interface Freshness {
  readAt: string
  lastChangeAt: string | null
  lastImportAt: string | null
}

/** When the figures were read, what they are made of was last changed, and files were last imported into it. */
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
