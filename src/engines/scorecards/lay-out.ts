import type { CivilDate } from '../../domain/dates.ts'
import { measureOf } from '../../domain/measures/measures.ts'
import { sameDayLastYear } from '../../domain/measures/periods.ts'
import { directionOf } from '../../domain/scorecards/direction.ts'
import {
  financialYear,
  quarterBefore,
  quarterInWords,
  quarterOn,
  type Quarter,
} from '../../domain/scorecards/quarters.ts'
import { ragOf, type TargetValue } from '../../domain/scorecards/rag.ts'
import type { ScorecardLayout, ScorecardRow } from '../../domain/scorecards/row.ts'
import { comparableDay, partOfYear, proRata, spanNames, type Span } from '../../domain/scorecards/spans.ts'
import { ragSummaryOf } from '../../domain/scorecards/summary.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figuresAt, type FigureAt } from '../figures/figures-at.ts'
import { freshness } from '../figures/queries/freshness.ts'
import { listReleases } from '../released/queries.ts'
import { releaseSummary } from '../released/summary.ts'
import { readBenchmarks, benchmarksOfRow, subjectOf } from './benchmarks.ts'
import type { VersionedLayout } from './find-layout.ts'
import * as queries from './queries.ts'

/** The number of quarters in a row's trend, up to the quarter of the scorecard. */
const trendQuarters = 9

/** The figure of a row in a quarter. The value is in the row's unit, null where it can't be computed. */
interface QuarterFigure {
  period: string
  /** The first day of its span; null for a figure of one day. */
  from: CivilDate | null
  asAt: CivilDate
  value: number | null
  numerator: number | null
  denominator: number | null
  unknown: number | null
  /** For an observation, its source and who recorded it when; null for a measure. */
  recorded: { source: string; by: string; at: string } | null
}

/** Everything the rows are made of apart from the measures' figures, read once for all rows. */
async function readMaterial(
  tx: Tx,
  { id, layout, quarter, today }: { id: string; layout: ScorecardLayout; quarter: Quarter; today: CivilDate },
) {
  const quarters = Array.from({ length: trendQuarters }, (_, i) =>
    quarterBefore(quarter, trendQuarters - 1 - i),
  )
  const asAt = quarter.to < today ? quarter.to : today
  const keys = layout.rows.flatMap(({ series }) => series ?? [])
  const comments = await queries.commentsOn(tx, id, quarter.id)
  return {
    quarters,
    quarter,
    today,
    asAt,
    series: await queries.seriesByKey(tx, keys),
    observations: await queries.observationsOf(tx, keys, quarters[0]?.from ?? asAt, asAt),
    benchmarks: await readBenchmarks(tx, asAt),
    comments: new Map(comments.map((one) => [one.rowRef, one])),
  }
}

type Material = Awaited<ReturnType<typeof readMaterial>>

/** What the figures of a row are of; null for a measure of a day, an observation or a measure that there is not. */
function spanOf({ measure, span = 'year-to-date' }: ScorecardRow): Span | null {
  return measureOf(measure ?? '')?.over === 'period' ? span : null
}

/** A target in the fields of an answer. */
const fieldsOf = (aim: TargetValue) =>
  'low' in aim ? { value: null, ...aim } : { value: aim.value, low: null, high: null }

/**
 * A row with its figures, level against the target and direction of travel. `figuresOfMeasure` is empty for observations;
 * `earlier` has the figures of the spans before that are as long, the latest last, for a measure over a period.
 */
function rowOf(
  row: ScorecardRow,
  material: Material,
  figuresOfMeasure: readonly FigureAt[],
  earlier: readonly FigureAt[],
) {
  const { quarters, quarter } = material
  const span = spanOf(row)
  const subject = subjectOf(row, material.series.get(row.series ?? ''))
  const figures = row.series
    ? fromObservations(
        quarters,
        material.observations.filter(({ series }) => series === row.series),
        subject.source,
      )
    : fromMeasure(material, figuresOfMeasure)
  const figureIn = (one: Quarter | undefined) => figures.find(({ period }) => period === one?.id) ?? null

  // The quarters that a row has figures for: every quarter, or for a yearly row each fourth quarter (the year end).
  const yearly = row.frequency === 'year'
  const rowQuarters = quarters.filter(({ number }) => !yearly || number === 4)
  const [previousQuarter, latestQuarter] = [rowQuarters.at(-2), rowQuarters.at(-1)]
  const current = figureIn(latestQuarter)
  const now = current?.value ?? null
  const comparison = span === null || yearly ? figureIn(previousQuarter) : (earlier.at(-1) ?? null)
  const comparisonQuarter =
    span === null || yearly ? previousQuarter : comparison && quarterOn(comparison.asAt)
  const { aim: annual, rule, target, ...benchmarks } = benchmarksOfRow(row, material.benchmarks)
  // A target of a count over a period is of a whole year; of a share it is the same for any part.
  const part =
    span === null || yearly || measureOf(row.measure ?? '')?.denominator !== null
      ? 1
      : partOfYear(span, quarter, material.asAt)
  const aim = annual && proRata(annual, part)
  return {
    ref: row.ref,
    kind: row.series ? ('observation' as const) : ('measure' as const),
    measure: row.measure ?? null,
    filter: row.filter ?? {},
    series: row.series ?? null,
    ...subject,
    frequency: row.frequency ?? 'quarter',
    span,
    /** Whether the catalogue has the measure, or the series is recorded. */
    exists: row.series ? material.series.has(row.series) : measureOf(row.measure ?? '') !== undefined,
    ...benchmarks,
    target: target && aim ? { ...target, partOfYear: part, due: fieldsOf(aim) } : null,
    lastYearEnd: figureIn(quarterBefore(quarter, quarter.number)),
    quarters: quarters
      .filter(({ year }) => year === quarter.year)
      .map((one) => (rowQuarters.includes(one) ? figureIn(one) : null)),
    level: { ...ragOf({ value: now, ...subject }, aim, rule), period: latestQuarter?.id ?? null },
    direction: {
      ...directionOf(comparison?.value ?? null, now, { ...subject, target: aim }),
      from: comparisonQuarter?.id ?? null,
      to: latestQuarter?.id ?? null,
      fromAsAt: comparison?.asAt ?? null,
      fromValue: comparison?.value ?? null,
    },
    comment: material.comments.get(row.ref) ?? null,
    priority: row.priority ?? null,
    trend:
      span === 'year-to-date' && !yearly
        ? [...earlier, ...(current ? [current] : [])].map(({ asAt, value }) => ({
            period: quarterOn(asAt).id,
            asAt,
            value,
          }))
        : rowQuarters.flatMap((one) => {
            const figure = figureIn(one)
            return figure ? [{ period: one.id, asAt: figure.asAt, value: figure.value }] : []
          }),
  }
}

/** The committee's table: a scorecard in a quarter. A quarter that has not ended has its figures up to today. */
export async function layOutScorecard(
  tx: Tx,
  { id, layout, quarter, today }: { id: string; layout: VersionedLayout; quarter: Quarter; today: CivilDate },
) {
  const material = await readMaterial(tx, { id, layout, quarter, today })
  const parts = layout.rows.map((row) => ({
    measure: row.measure ?? '',
    filter: row.filter ?? {},
    period: row.span,
  }))
  const figuresByRow = await figuresAt(tx, parts, daysOf(material), today)
  const earlier = await readEarlier(tx, layout, material)
  const rows = layout.rows.map((row, index) =>
    rowOf(row, material, figuresByRow[index] ?? [], earlier.get(row.ref) ?? []),
  )
  const lastYearEnd = quarterBefore(quarter, quarter.number)
  const { title, description, version } = layout
  return {
    scorecard: { id, title, description, version },
    period: {
      id: quarter.id,
      title: quarterInWords(quarter),
      from: quarter.from,
      to: quarter.to,
      asAt: material.asAt,
      provisional: today < quarter.to,
    },
    lastYearEnd: { period: lastYearEnd.id, asAt: lastYearEnd.to, title: financialYear(lastYearEnd) },
    quarters: material.quarters
      .filter(({ year }) => year === quarter.year)
      .map(({ id: period, number, to }) => ({ period, title: `Q${number}`, asAt: to < today ? to : today })),
    rows,
    summary: ragSummaryOf(rows),
    freshness: await freshness(tx),
    released: await latestReleased(tx, material.asAt, id),
  }
}

/** The figures of the spans that those of the quarter are compared with, by the row's reference: of measures over a period. */
async function readEarlier(
  tx: Tx,
  { rows }: ScorecardLayout,
  { quarter, asAt, today }: Material,
): Promise<Map<string, FigureAt[]>> {
  const earlier = new Map<string, FigureAt[]>()
  for (const span of spanNames) {
    const spanRows = rows.filter((row) => spanOf(row) === span)
    const last = comparableDay(span, quarter, asAt)
    const days = span === 'year-to-date' ? [sameDayLastYear(last), last] : [last]
    const parts = spanRows.map(({ measure = '', filter = {} }) => ({ measure, filter, period: span }))
    const figures = await figuresAt(tx, parts, days, today)
    for (const [index, row] of spanRows.entries()) earlier.set(row.ref, figures[index] ?? [])
  }
  return earlier
}

/** The publishable scorecard: that of the latest released year that had ended by a day; null where there is none. */
async function latestReleased(tx: Tx, day: CivilDate, id: string) {
  const latest = (await listReleases(tx)).find(({ yearEnds }) => yearEnds <= day)
  if (latest === undefined) return null
  const { financialYear, href } = releaseSummary(latest)
  return { financialYear, href: `${href}/scorecards/${id}` }
}

export type LaidOutScorecard = Awaited<ReturnType<typeof layOutScorecard>>

const quartersBegun = ({ quarters, today }: Material): Quarter[] =>
  quarters.filter(({ from }) => from <= today)

/** The last day of each quarter that has begun; today for the one under way. */
const daysOf = (material: Material): CivilDate[] =>
  quartersBegun(material).map(({ to }) => (to < material.today ? to : material.today))

/** A measure's figures, one for each quarter that has begun, in order. */
function fromMeasure(material: Material, figures: readonly FigureAt[]): QuarterFigure[] {
  const quarters = quartersBegun(material)
  return figures.map(({ from, asAt, value, numerator, denominator, unknown }, index) => {
    const period = quarters[index]?.id ?? ''
    return { period, from, asAt, value, numerator, denominator, unknown, recorded: null }
  })
}

/** The latest observation in each quarter that has one. `source` is the series', for observations without their own. */
function fromObservations(
  quarters: readonly Quarter[],
  observations: readonly queries.ObservedFigure[],
  source: string,
): QuarterFigure[] {
  return quarters.flatMap(({ id, from, to }): QuarterFigure[] => {
    const latest = observations.findLast(({ asAt }) => asAt >= from && asAt <= to)
    if (latest === undefined) return []
    const { asAt, value, numerator, denominator } = latest
    const origin = { source: latest.source ?? source, by: latest.recordedBy, at: latest.recordedAt }
    return [{ period: id, from: null, asAt, value, numerator, denominator, unknown: null, recorded: origin }]
  })
}
