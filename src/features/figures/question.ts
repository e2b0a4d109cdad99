import type { CivilDate } from '../../domain/dates.ts'
import type { DimensionName } from '../../domain/measures/dimensions.ts'
import { factSets, withoutHistory } from '../../domain/measures/fact-sets.ts'
import type { Measure } from '../../domain/measures/measure.ts'
import { measureOf, measures } from '../../domain/measures/measures.ts'
import type { Period } from '../../domain/measures/periods.ts'
import type { Step } from '../../domain/measures/points.ts'
import { choicesOf } from '../../domain/measures/setting.ts'
import type { SwitchName } from '../../domain/measures/switches.ts'
import {
  dimensionsOf,
  parseQuestion,
  seriesPoints,
  type Divisions,
  type MeasureQuery,
} from '../../engines/figures/parse.ts'
import { Problem, type Fault } from '../../platform/http/problem.ts'

/** How many measures, and how many divisions of each, may be asked at once. */
export const maxMeasures = 200
export const maxDivisions = 100
/** How many tables' days are computed at most: tables × days. */
const maxTableDays = 300_000
/** Faults of one kind in many measures are not all listed. */
const maxFaults = 50

/** The body of a question about several measures. */
export interface FiguresBody {
  measures: 'all' | string[]
  by: DimensionName[] | DimensionName[][]
  cohort: Partial<Record<DimensionName, string[]>>
  points?: CivilDate[] | undefined
  from?: CivilDate | undefined
  to?: CivilDate | undefined
  every?: Step | undefined
  period?: Period | undefined
  switches: Partial<Record<SwitchName, string>>
  knownAt?: string | undefined
}

/** A table of the answer that was left out, and why. */
interface LeftOut {
  measure: string
  by: DimensionName[]
  why: string
}

/**
 * The questions of a body, one for each measure and each division.
 *
 * @throws {Problem} invalid-request, with a fault for each measure and each part of the question that do not fit. Where `all`
 * measures are asked for, those that do not fit are left out instead.
 */
export function questionsOf(
  body: FiguresBody,
  today: CivilDate,
): { queries: MeasureQuery[]; leftOut: LeftOut[] } {
  const points = pointsOf(body, today)
  const ids = body.measures === 'all' ? Object.keys(measures) : [...new Set(body.measures)]
  const divisions = divisionsOf(body.by)
  const faults: Fault[] = [...unknownMeasures(ids), ...uselessParts(ids, body)]
  const queries: MeasureQuery[] = []
  const leftOut: LeftOut[] = []
  for (const id of ids) {
    const measure = measureOf(id)
    if (measure === undefined) continue
    let base: MeasureQuery | null = null
    for (const division of divisions) {
      const misfits = misfitsOf(id, measure, division, body)
      if (misfits.length > 0 && body.measures === 'all')
        leftOut.push({ measure: id, by: division.by, why: misfits.map(({ detail }) => detail).join('; ') })
      else if (misfits.length > 0) faults.push(...misfits)
      else if (faults.length === 0) {
        base ??= undividedQuery(id, measure, { body, points, today })
        queries.push(dividedQuery(base, measure, division.by))
      }
    }
  }
  if (faults.length > 0) refuse(faults)
  if (queries.length * points.length > maxTableDays)
    refuse([
      fault(
        '#/by',
        `gives ${queries.length} tables of ${points.length} days each, more than ${maxTableDays} together; ask for fewer measures, dimensions or days`,
        'too-many-figures',
      ),
    ])
  return { queries, leftOut }
}

const fault = (pointer: string, detail: string, code: string): Fault => ({ pointer, detail, code })

function refuse(faults: readonly Fault[]): never {
  throw new Problem(
    'invalid-request',
    'The question does not fit the measures that it is of.',
    faults.slice(0, maxFaults),
  )
}

/** The days of the figures, in ascending order. */
function pointsOf({ points, from, to, every: step }: FiguresBody, today: CivilDate): CivilDate[] {
  const isRange = from !== undefined || to !== undefined || step !== undefined
  if (points && isRange)
    refuse([fault('#/points', 'are given in place of `from`, `to` and `every`, not beside them', 'one-or-the-other')]) // prettier-ignore
  if (points) return [...new Set(points)].sort()
  if (!isRange) return [today]
  if (from === undefined || to === undefined)
    refuse([fault(from ? '#/to' : '#/from', 'is needed: a series has a first day and a last', 'missing')])
  return atPointers(() => seriesPoints(from, to, step ?? 'month'), (name) => `#/${name}`) // prettier-ignore
}

/** A division, with its place in the body. */
interface Division {
  by: DimensionName[]
  pointer: string
}

function divisionsOf(field: FiguresBody['by']): Division[] {
  const isOne = (names: FiguresBody['by']): names is DimensionName[] =>
    names.every((name) => typeof name === 'string')
  if (isOne(field)) return [{ by: field, pointer: '#/by' }]
  return field.map((names, index) => ({ by: names, pointer: `#/by/${index}` }))
}

const unknownMeasures = (ids: readonly string[]): Fault[] =>
  ids.flatMap((id, index) =>
    measureOf(id)
      ? []
      : [fault(`#/measures/${index}`, `${id} is no measure of the catalogue`, 'unknown-code')],
  )

/** The period, and switches, where none of the measures takes them. */
function uselessParts(ids: readonly string[], { period, switches }: FiguresBody): Fault[] {
  const all = ids.flatMap((id) => measureOf(id) ?? [])
  if (all.length === 0) return []
  const faults = Object.keys(switches)
    .filter((name) => all.every((measure) => choicesOf(measure, name as SwitchName).length === 0))
    .map((name) => fault(`#/switches/${name}`, 'is a switch of none of the measures', 'unsuitable-switch'))
  if (period && all.every((measure) => measure.over !== 'period'))
    faults.push(fault('#/period', 'is for measures over a period; these are of a day', 'not-of-a-period'))
  return faults
}

/** Where a measure lacks a dimension of the division or the cohort, or has no history to read `knownAt` from. */
function misfitsOf(
  id: string,
  measure: Measure,
  { by: names, pointer }: Division,
  body: FiguresBody,
): Fault[] {
  const has: readonly string[] = factSets[measure.of].dimensions
  const takes: readonly string[] = measure.dimensions
  const misfits = names
    .filter((name) => !takes.includes(name))
    .map(
      (name) =>
      fault(pointer, `${id} is not divided by ${name}; it takes ${takes.join(', ') || 'none'}`, 'unsuitable-dimension'), // prettier-ignore
    )
  for (const name of Object.keys(body.cohort))
    if (!has.includes(name))
      misfits.push(
        fault(`#/cohort/${name}`, `${id} has no ${name}; it has ${has.join(', ')}`, 'unsuitable-dimension'),
      )
  if (body.knownAt !== undefined && withoutHistory.includes(measure.of))
    misfits.push(fault('#/knownAt', `can not be asked of ${id}: of its facts only the latest are kept`, 'no-history')) // prettier-ignore
  return misfits
}

/** The question of one measure as a whole, with what of the period and switches the measure takes. */
function undividedQuery(
  id: string,
  measure: Measure,
  { body, points, today }: { body: FiguresBody; points: readonly CivilDate[]; today: CivilDate },
): MeasureQuery {
  const cohort = Object.entries(body.cohort).map(([name, codes]): [string, string] => [name, codes.join()])
  const switches = Object.entries(body.switches).filter(
    ([name]) => choicesOf(measure, name as SwitchName).length > 0,
  )
  const parameters: Divisions = {
    ...(Object.fromEntries([...cohort, ...switches]) as Divisions),
    ...(measure.over === 'period' && { period: body.period }),
    knownAt: body.knownAt,
  }
  return atPointers(
    () => parseQuestion(id, points, parameters, today),
    (name) =>
      name in body.cohort ? `#/cohort/${name}` : name in body.switches ? `#/switches/${name}` : `#/${name}`,
  )
}

/** The same question by some dimensions. All else of it is shared: so its facts are found once for all divisions. */
function dividedQuery(query: MeasureQuery, measure: Measure, names: readonly DimensionName[]): MeasureQuery {
  if (names.length === 0) return query
  const dimensions = atPointers(() => dimensionsOf(measure, names.join()))
  return { ...query, question: { ...query.question, dimensions } }
}

/** Does some work, and has the faults of its refusal point into the body. */
function atPointers<Result>(work: () => Result, pointerOf?: (parameter: string) => string): Result {
  try {
    return work()
  } catch (error) {
    throw pointIntoBody(error, pointerOf)
  }
}

/** A refusal whose faults point at query parameters, with them pointing into the body; any other error as it is. */
export function pointIntoBody(
  error: unknown,
  pointerOf: (parameter: string) => string = (name) => `#/${name}`,
): unknown {
  if (!(error instanceof Problem)) return error
  const faults = error.faults.map((one) => ({
    ...one,
    pointer: pointerOf(one.pointer.replace('#/query/', '')),
  }))
  return new Problem(error.type, 'The question does not fit the measures that it is of.', faults)
}
