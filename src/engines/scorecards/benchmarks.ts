import type { CivilDate } from '../../domain/dates.ts'
import type { Polarity } from '../../domain/measures/measure.ts'
import { measureOf } from '../../domain/measures/measures.ts'
import { standardRule, type TargetValue } from '../../domain/scorecards/rag.ts'
import type { ScorecardRow } from '../../domain/scorecards/row.ts'
import type { ScorecardUnit } from '../../domain/scorecards/units.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { comparisons, type SeriesComparison } from '../comparators/comparisons.ts'
import { subjectKey } from '../figures/subject.ts'
import * as queries from './queries.ts'

/** What a scorecard row shows: a measure, or a series of observations. */
export interface Subject {
  title: string
  definition: string | null
  source: string
  unit: ScorecardUnit
  polarity: Polarity
}

/** What stands in place of the source of a series that the authority has not recorded. */
const notRecorded = ({ source }: ScorecardRow): string =>
  source === undefined ? 'Not recorded yet.' : `Not recorded yet. Held by: ${source}.`

/** The subject of a row, with the row's own title and polarity where it has them. */
export function subjectOf(row: ScorecardRow, series: queries.Series | undefined): Subject {
  const measure = measureOf(row.measure ?? '')
  const own: Subject | undefined = measure ?? (series as Subject | undefined)
  return {
    title: row.title ?? own?.title ?? row.series ?? row.measure ?? row.ref,
    definition: own?.definition ?? null,
    source: own?.source ?? (row.series ? notRecorded(row) : 'No such measure.'),
    unit: own?.unit ?? row.unit ?? 'count',
    polarity: row.polarity ?? own?.polarity ?? 'none',
  }
}

/**
 * What the figures of a day are judged by and compared with: the targets in force on the day, and the published figures
 * of the latest reporting year that had ended (31 March) by then.
 */
export async function readBenchmarks(tx: Tx, day: CivilDate) {
  const targets = await queries.targetsOn(tx, day)
  const upTo = Number(day.slice(0, 4)) - (day.slice(5) < '03-31' ? 1 : 0)
  return {
    targets: new Map(targets.map((one) => [keyOf(one.measure, one.filter, one.series), one])),
    published: await comparisons(tx, { upTo }),
  }
}

/** The benchmarks of a row: its target and RAG rule (the standard rule where it has none of its own), neighbours and England. */
export function benchmarksOfRow(
  row: ScorecardRow,
  { targets, published: seriesComparisons }: Awaited<ReturnType<typeof readBenchmarks>>,
) {
  const target = targets.get(keyOf(row.measure ?? null, row.filter ?? {}, row.series ?? null))
  const aim = target ? valueOfTarget(target) : null
  const rule = target?.rule ?? { id: null, ...standardRule }
  return {
    aim,
    rule,
    target: target && aim ? { ...targetFields(aim), ...targetReference(target), rule } : null,
    ...comparatorsOfRow(row, seriesComparisons),
  }
}

const keyOf = (measure: string | null, filter: Record<string, string[]>, series: string | null): string =>
  series === null ? subjectKey(measure ?? '', filter) : `series ${series}`

/** Numbers of children can't be compared between authorities of different sizes; rates and shares can. */
const comparable = (unit: ScorecardUnit): boolean => unit !== 'children'

function comparatorsOfRow(row: ScorecardRow, seriesComparisons: readonly SeriesComparison[]) {
  const subject = row.measure === undefined ? null : subjectKey(row.measure, row.filter ?? {})
  const match = seriesComparisons.find(({ series }) =>
    row.published === undefined
      ? series.measure !== null &&
        comparable(series.unit) &&
        subjectKey(series.measure, series.filter) === subject
      : series.id === row.published,
  )
  if (match === undefined) return { neighbours: null, national: null }
  const { mean, median, valued: valuedCount, of: neighbourCount } = match.neighbours
  const { year, national } = match
  return {
    neighbours: { mean, median, valued: valuedCount, of: neighbourCount, year },
    national: national && { value: national.value, symbol: national.symbol, meaning: national.meaning, year },
  }
}

function valueOfTarget({ value, low, high }: queries.TargetInForce): TargetValue {
  return value === null ? { low: low ?? 0, high: high ?? 0 } : { value }
}

function targetFields(aim: TargetValue): { value: number | null; low: number | null; high: number | null } {
  return 'low' in aim ? { value: null, ...aim } : { value: aim.value, low: null, high: null }
}

const targetReference = ({ id, version, dueOn, ownerRole }: queries.TargetInForce) => ({
  id,
  version,
  dueOn,
  ownerRole,
})
