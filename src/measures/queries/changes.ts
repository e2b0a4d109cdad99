import { sql, type Name, type SQL } from 'drizzle-orm'
import type { Tx } from '../../db/tenant.ts'
import { nightsBetween, type CivilDate } from '../../domain/dates.ts'
import { recordsOf, type DimensionName } from '../../domain/measures/dimensions.ts'
import type { Measure, NumberFact } from '../../domain/measures/measure.ts'
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

export const sourceOf = ({ measure, today, knownAt }: Question): Source =>
  sources[measure.of]({ today, knownAt })

/** What a fact adds to a figure for each night: 1, or the number that is added up. */
export const amountOf = (source: Source, sum: NumberFact | undefined): SQL =>
  sum === undefined ? sql`1` : (source.columns[sum] ?? sql`null`)

/** What a fact that is counted adds to the numerator for each night. */
export function numeratorOf(source: Source, { sum, share = 1, less }: Measure['numerator']): SQL {
  const amount = amountOf(source, sum)
  if (less === undefined) return amount
  return sql`(${share}::numeric - case when ${holds(source, less)} then 1 else 0 end) * ${amount}`
}

/** Which facts a question is about: of its days and cohort, and of the whole that its measure is a part of. */
export function among({ measure, points, starts, cohort }: Question, source: Source): SQL {
  const { numerator, denominator } = measure
  const cohortHolds = Object.entries(cohort).map(
    ([name, codes]) => sql`${codeOf(source, name as DimensionName)} in ${codes}`,
  )
  return sql`night.authority_code = current_authority()
       and night.from_on <= ${points.at(-1)}::date and night.to_on > ${starts[0] ?? points[0]}::date
       and ${all([holds(source, (denominator ?? numerator).where), ...cohortHolds])}`
}

/** The facts that a question counts, with what each adds to the figure, and `columns` of their own. */
function factsOf(question: Question, source: Source, columns: readonly SQL[]): SQL {
  const { measure } = question
  const { numerator, denominator } = measure
  const counted = known(source, measure.unknown?.facts ?? [])
  return sql`
    select ${sql.join([sql`night.from_on, night.to_on`, ...columns], sql`, `)},
           case when ${all([counted, holds(source, numerator.where)])} then ${numeratorOf(source, numerator)} else 0 end
             as numerator,
           case when ${counted} then ${amountOf(source, denominator?.sum)} else 0 end as denominator,
           case when ${counted} then 0 else 1 end as unknown
      from ${source.rows}
     where ${among(question, source)}`
}

/** The changes that answer a question. */
export async function changes(tx: Tx, question: Question): Promise<Change[]> {
  if (question.points.length === 0) return []
  const source = sourceOf(question)
  const columns = question.by.map((name) => sql`${codeOf(source, name)} as ${sql.identifier(name)}`)
  const facts = factsOf(question, source, columns)
  const groups = question.by.map((name) => sql.identifier(name))
  const answer = question.measure.over === 'period' ? totals : steps
  const result = await tx.db.execute<Change>(answer(question, facts, groups))
  return result.rows
}

/**
 * Each run of nights is counted in at the first point on or after its start, and out at the first on or after its end,
 * so that the cost is that of the facts and not of facts times points. The sum of a group's changes up to a point is
 * its count on that day.
 */
function steps({ points }: Question, facts: SQL, groups: readonly Name[]): SQL {
  const [first, last] = [points[0] ?? '', points.at(-1)]
  const days = points.map((point) => nightsBetween(first, point))
  const point = sql`width_bucket((change.day - 1 - ${first}::date)::float8, ${sql.param(days)}::float8[]) as point`
  return sql`
    select ${sql.join([point, ...groups], sql`, `)},
           sum(sign * numerator)::float8 as numerator,
           sum(sign * denominator)::float8 as denominator,
           sum(sign * unknown)::float8 as unknown
      from (${facts}) fact,
      lateral (values (greatest(fact.from_on, ${first}::date), 1), (fact.to_on, -1)) change (day, sign)
     where change.day <= ${last}::date
     group by ${sql.join([sql`point`, ...groups], sql`, `)}`
}

/** Every fact counts as often as it has nights in the period. */
function totals({ points, starts }: Question, facts: SQL, groups: readonly Name[]): SQL {
  return sql`
    select ${sql.join([sql`(period.number - 1)::integer as point`, ...groups], sql`, `)},
           sum(nights * numerator)::float8 as numerator,
           sum(nights * denominator)::float8 as denominator,
           sum(nights * unknown)::float8 as unknown
      from (${facts}) fact
      join unnest(${sql.param(starts)}::date[], ${sql.param(points)}::date[]) with ordinality period (first, last, number)
        on fact.from_on <= period.last and fact.to_on > period.first,
      lateral (select least(fact.to_on, period.last + 1) - greatest(fact.from_on, period.first) as nights) during
     group by ${sql.join([sql`point`, ...groups], sql`, `)}`
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
