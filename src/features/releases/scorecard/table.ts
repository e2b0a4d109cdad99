import { benchmarkColumns } from '../../../engines/scorecards/benchmark-columns.ts'
import type { ReleasedScorecard } from './lay-out.ts'

type Figure = ReleasedScorecard['rows'][number]['figure']

/** A figure's value, the symbol in its place, or "not released". */
const cell = (figure: Figure) => (figure === null ? 'not released' : (figure.value ?? figure.symbol))

/** The scorecard of a release as CSV rows. */
export function releasedScorecardTable({ rows, release }: ReleasedScorecard) {
  const columns = [
    'ref',
    'title',
    'unit',
    'polarity',
    'neighbourMean',
    'neighboursValued',
    'national',
    'target',
    'yearBefore',
    'year',
    'numerator',
    'denominator',
    'unknown',
    'level',
    'direction',
    'directionIs',
    'priority',
    'financialYear',
    'releasedAt',
  ]
  const items = rows.map(({ figure, level, direction, ...row }) => ({
    ref: row.ref,
    title: row.title,
    unit: row.unit,
    polarity: row.polarity,
    ...benchmarkColumns(row),
    yearBefore: cell(row.before),
    year: cell(figure),
    numerator: figure?.numerator,
    denominator: figure?.denominator,
    unknown: figure?.unknown,
    level: level.rag,
    direction: direction.arrow,
    directionIs: direction.verdict,
    priority: row.priority,
    financialYear: release.financialYear,
    releasedAt: release.releasedAt,
  }))
  return { columns, items }
}
