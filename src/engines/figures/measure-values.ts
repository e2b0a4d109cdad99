import { setImmediate } from 'node:timers/promises'
import type { CivilDate } from '../../domain/dates.ts'
import { keptDimensions, keptPeriods, keptYears, wholeValue } from '../../domain/measures/kept-values.ts'
import { measures } from '../../domain/measures/measures.ts'
import { startOf } from '../../domain/measures/periods.ts'
import { pointsBetween } from '../../domain/measures/points.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figuresFrom, talliesOf, type QueryTallies } from './answer.ts'
import { findMeasure } from './catalogue.ts'
import { parseQuestion, type MeasureQuery } from './parse.ts'
import type { Item } from './arithmetic.ts'

/** The values of a measure, in columns of one length. */
export interface MeasureValues {
  measure: string
  unit: string
  version: number
  period: string[]
  dimension: string[]
  code: string[]
  from: CivilDate[]
  asAt: CivilDate[]
  numerator: (number | null)[]
  denominator: (number | null)[]
  value: (number | null)[]
  unknown: number[]
}

/** The last day of each month from the first that is kept to the present one, of which it is today. */
export function keptMonths(today: CivilDate): CivilDate[] {
  const year = Number(startOf('year-to-date', today).slice(0, 4)) - keptYears
  const points = [...pointsBetween(`${year}-04-01`, today, 'month')]
  return points.at(-1) === today ? points : [...points, today]
}

/** Every question whose answers are kept: of each measure over each period, whole and by each dimension that it has. */
function keptQueries(points: readonly CivilDate[], today: CivilDate): MeasureQuery[] {
  return Object.keys(measures).flatMap((id) => {
    const measure = findMeasure(id)
    const divisions = [undefined, ...keptDimensions.filter((name) => measure.dimensions.includes(name))]
    const periods = measure.over === 'period' ? keptPeriods : [undefined]
    return periods.flatMap((period) =>
      divisions.map((division) => parseQuestion(id, points, { by: division, period }, today)),
    )
  })
}

const isSomething = ({ numerator, denominator, unknown }: Item) =>
  (numerator ?? 0) !== 0 || (denominator ?? 0) !== 0 || unknown !== 0

/**
 * The values of each measure, one measure after another: groups in which nothing is counted are left out. There are hundreds of
 * thousands, so the process does other work between the questions, and throws there once `signal` aborts.
 */
export async function* measureValues(
  tx: Tx,
  today: CivilDate,
  signal?: AbortSignal,
): AsyncGenerator<MeasureValues> {
  const parts = await talliesOf(tx, keptQueries(keptMonths(today), today), { maxFigures: Infinity, signal })
  for (const id of Object.keys(measures)) {
    const values = noValues(id)
    for (const part of parts.filter(({ query }) => query.id === id)) {
      await setImmediate()
      signal?.throwIfAborted()
      addValues(values, part)
    }
    yield values
  }
}

function noValues(id: string): MeasureValues {
  const { unit, version } = findMeasure(id)
  return {
    measure: id,
    unit,
    version,
    period: [],
    dimension: [],
    code: [],
    from: [],
    asAt: [],
    numerator: [],
    denominator: [],
    value: [],
    unknown: [],
  }
}

function addValues(values: MeasureValues, part: QueryTallies): void {
  const { question, period } = part.query
  const [name] = question.dimensions
  for (const item of figuresFrom(part)) {
    if (name !== undefined && !isSomething(item)) continue
    values.period.push(period ?? 'day')
    values.dimension.push(name ?? wholeValue.dimension)
    values.code.push(name === undefined ? wholeValue.code : (item.group[name] ?? 'unknown'))
    values.from.push(item.from ?? item.asAt)
    values.asAt.push(item.asAt)
    values.numerator.push(item.numerator)
    values.denominator.push(item.denominator)
    values.value.push(item.value)
    values.unknown.push(item.unknown)
  }
}
