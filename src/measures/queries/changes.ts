import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/tenant.ts'
import { nightsBetween, type CivilDate } from '../../domain/dates.ts'
import type { DimensionName } from '../../domain/measures/dimensions.ts'
import type { Measure } from '../../domain/measures/measure.ts'
import { all, codeOf, holds, known } from './compile.ts'
import { sourceOf } from './facts.ts'

/** What a measure is asked: on which days, divided by what, for which cohort. */
export interface Question {
  measure: Measure
  /** In order. */
  points: readonly CivilDate[]
  by: readonly DimensionName[]
  /** Only facts with one of these codes. */
  cohort: Readonly<Record<string, string[]>>
  today: CivilDate
  /** Ask what was recorded at this instant (ISO 8601), whatever has been corrected since. */
  knownAt?: string | undefined
}

/** By how much a group's counts rise at a point of the question, against the point before. */
export type Change = { point: number; numerator: number; denominator: number; unknown: number } & Partial<
  Record<DimensionName, string>
>

/**
 * The changes that answer a question: each run of nights is counted in at the first point on or after its start,
 * and out at the first on or after its end, so that the cost is that of the facts and not of facts times points.
 * The sum of a group's changes up to a point is its count on that day.
 */
export async function changes(
  tx: Tx,
  { measure, points, by, cohort, today, knownAt }: Question,
): Promise<Change[]> {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return []
  const days = points.map((point) => nightsBetween(first, point))
  const source = sourceOf(measure.of, today, knownAt)
  const { numerator, denominator } = measure
  const cohortHolds = Object.entries(cohort).map(
    ([name, codes]) => sql`${codeOf(source, name as DimensionName)} in ${codes}`,
  )
  const counted = known(source, measure.unknown?.facts ?? [])
  const amount = numerator.sum === undefined ? sql`1` : source.columns[numerator.sum]
  const columns = by.map((name) => sql`${codeOf(source, name)} as ${sql.identifier(name)}`)
  const groups = by.map((name) => sql.identifier(name))
  const point = sql`width_bucket((change.day - 1 - ${first}::date)::float8, ${sql.param(days)}::float8[]) as point`
  const result = await tx.db.execute<Change>(sql`
    select ${sql.join([point, ...groups], sql`, `)},
           sum(sign * numerator)::float8 as numerator,
           sum(sign * denominator)::float8 as denominator,
           sum(sign * unknown)::float8 as unknown
      from (
        select ${sql.join([sql`night.from_on, night.to_on`, ...columns], sql`, `)},
               case when ${all([counted, holds(source, numerator.where)])} then ${amount} else 0 end as numerator,
               case when ${counted} then 1 else 0 end as denominator,
               case when ${counted} then 0 else 1 end as unknown
          from ${source.rows}
         where night.authority_code = current_authority()
           and night.from_on <= ${last}::date and night.to_on > ${first}::date
           and ${all([holds(source, (denominator ?? numerator).where), ...cohortHolds])}
      ) fact,
      lateral (values (greatest(fact.from_on, ${first}::date), 1), (fact.to_on, -1)) change (day, sign)
     where change.day <= ${last}::date
     group by ${sql.join([sql`point`, ...groups], sql`, `)}`)
  return result.rows
}

/** When the figures were read, and when files were last imported into what they are made of. */
export async function freshness(tx: Tx): Promise<{ readAt: string; lastImportAt: string | null }> {
  const result = await tx.db.execute<{ read_at: string; last_import_at: string | null }>(sql`
    select to_json(now()) #>> '{}' as read_at,
           to_json(max(finished_at)) #>> '{}' as last_import_at
      from imports where status = 'succeeded'`)
  const [row] = result.rows
  return { readAt: row?.read_at ?? '', lastImportAt: row?.last_import_at ?? null }
}
