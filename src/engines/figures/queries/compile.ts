import { sql, type SQL } from 'drizzle-orm'
import { dimensions, type Dimension, type DimensionName } from '../../../domain/measures/dimensions.ts'
import type { Condition, KnownFact } from '../../../domain/measures/measure.ts'
import type { Source } from './facts/index.ts'

const isDimension = (name: string): name is DimensionName => Object.hasOwn(dimensions, name)

function columnOf(source: Source, fact: string): SQL {
  const column = source.columns[fact]
  if (column === undefined) throw new Error(`these facts have no ${fact}`)
  return column
}

/** SQL of a fact's code in a dimension; 'unknown' where the column is null. */
export function codeOf(source: Source, name: DimensionName): SQL {
  const dimension: Dimension = dimensions[name]
  const column = columnOf(source, dimension.fact)
  if ('codes' in dimension) return sql`coalesce(${column}, 'unknown')`
  if ('records' in dimension) return sql`coalesce(${column}::text, 'unknown')`
  const cases =
    'groups' in dimension
      ? Object.entries(dimension.groups).map(
          ([code, { values }]) => sql`when ${column} in ${values} then ${code}`,
        )
      : Object.entries(dimension.bands).map(([code, { to }]) =>
          to === Infinity
            ? sql`when ${column} is not null then ${code}`
            : sql`when ${column} <= ${to} then ${code}`,
        )
  return sql`case ${sql.join(cases, sql` `)} else 'unknown' end`
}

/** SQL of whether a fact meets a condition; never null. */
export function matchesCondition(source: Source, condition: Condition): SQL {
  return conjunction(
    Object.entries(condition).map(([name, test]) => {
      if (isDimension(name)) {
        const code = codeOf(source, name)
        return 'in' in test
          ? sql`${code} in ${test.in}`
          : sql`${code} not in ${(test as { notIn: string[] }).notIn}`
      }
      const column = columnOf(source, name)
      const comparison =
        'over' in test ? sql`${column} > ${test.over}` : sql`${column} < ${(test as { under: number }).under}`
      return sql`coalesce(${comparison}, false)`
    }),
  )
}

/** SQL of whether all of these dimensions and numbers are known of a fact. */
export function allKnown(source: Source, facts: readonly KnownFact[]): SQL {
  return conjunction(
    facts.map((name) =>
      isDimension(name)
        ? sql`${codeOf(source, name)} <> 'unknown'`
        : sql`${columnOf(source, name)} is not null`,
    ),
  )
}

/** The conditions joined with `and`; true for none. */
export function conjunction(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `)
}
