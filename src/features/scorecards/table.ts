import { roundForDisplay, type ScorecardUnit } from '../../domain/scorecards/units.ts'
import { benchmarkColumns } from '../../engines/scorecards/benchmark-columns.ts'
import type { LaidOutScorecard } from '../../engines/scorecards/lay-out.ts'

/** A value rounded as its unit is shown; null for none. */
function cell(figure: { value: number | null } | null | undefined, unit: ScorecardUnit): number | null {
  const value = figure?.value ?? null
  return value === null ? null : roundForDisplay(value, unit)
}

/** A scorecard as CSV rows, with a column for each quarter of the year up to the scorecard's own. */
export function scorecardTable({ rows, quarters, lastYearEnd }: LaidOutScorecard) {
  const columns = [
    'ref',
    'title',
    'kind',
    'unit',
    'polarity',
    'span',
    'neighbourMean',
    'neighboursValued',
    'national',
    'target',
    'targetDue',
    'lastYearEnd',
    ...quarters.map(({ title }) => title),
    'level',
    'direction',
    'directionIs',
    'comment',
    'priority',
    'source',
    'lastYearEndAsAt',
    ...quarters.map(({ title }) => `${title}AsAt`),
  ]
  const items = rows.map((row) => ({
    ref: row.ref,
    title: row.title,
    kind: row.kind,
    unit: row.unit,
    polarity: row.polarity,
    span: row.span,
    ...benchmarkColumns(row),
    targetDue: row.target && benchmarkColumns({ ...row, target: row.target.due }).target,
    lastYearEnd: cell(row.lastYearEnd, row.unit),
    level: row.level.rag,
    direction: row.direction.arrow,
    directionIs: row.direction.verdict,
    comment: row.comment?.comment,
    priority: row.priority,
    source: row.source,
    lastYearEndAsAt: row.lastYearEnd?.asAt ?? lastYearEnd.asAt,
    ...Object.fromEntries<string | number | null | undefined>(
      quarters.flatMap(({ title }, index) => {
        const figure = row.quarters[index]
        return [[title, cell(figure, row.unit)] as const, [`${title}AsAt`, figure?.asAt] as const]
      }),
    ),
  }))
  return { columns, items }
}
