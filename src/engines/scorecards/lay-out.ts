import type { CivilDate } from '../../domain/dates.ts'
import { measureOf } from '../../domain/measures/measures.ts'
import { directionOf } from '../../domain/scorecards/direction.ts'
import {
  financialYear,
  quarterBefore,
  quarterInWords,
  type Quarter,
} from '../../domain/scorecards/quarters.ts'
import { ragOf } from '../../domain/scorecards/rag.ts'
import type { ScorecardLayout, ScorecardRow } from '../../domain/scorecards/row.ts'
import { ragSummaryOf } from '../../domain/scorecards/summary.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figuresAt, type FigureAt } from '../figures/figures-at.ts'
import { freshness } from '../figures/queries/increments.ts'
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

/** A row with its figures, level against the target and direction of travel. `figuresOfMeasure` is empty for observations. */
function rowOf(row: ScorecardRow, material: Material, figuresOfMeasure: readonly FigureAt[]) {
  const { quarters, quarter } = material
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
  const now = figureIn(latestQuarter)?.value ?? null
  const { aim, rule, ...benchmarks } = benchmarksOfRow(row, material.benchmarks)
  return {
    ref: row.ref,
    kind: row.series ? ('observation' as const) : ('measure' as const),
    measure: row.measure ?? null,
    filter: row.filter ?? {},
    series: row.series ?? null,
    ...subject,
    frequency: row.frequency ?? 'quarter',
    /** Whether the catalogue has the measure, or the series is recorded. */
    exists: row.series ? material.series.has(row.series) : measureOf(row.measure ?? '') !== undefined,
    ...benchmarks,
    lastYearEnd: figureIn(quarterBefore(quarter, quarter.number)),
    quarters: quarters
      .filter(({ year }) => year === quarter.year)
      .map((one) => (rowQuarters.includes(one) ? figureIn(one) : null)),
    level: { ...ragOf({ value: now, ...subject }, aim, rule), period: latestQuarter?.id ?? null },
    direction: {
      ...directionOf(figureIn(previousQuarter)?.value ?? null, now, { ...subject, target: aim }),
      from: previousQuarter?.id ?? null,
      to: latestQuarter?.id ?? null,
    },
    comment: material.comments.get(row.ref) ?? null,
    priority: row.priority ?? null,
    trend: rowQuarters.flatMap((one) => {
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
  const parts = layout.rows.map(({ measure = '', filter = {} }) => ({ measure, filter }))
  const figuresByRow = await figuresAt(tx, parts, daysOf(material), today)
  const rows = layout.rows.map((row, index) => rowOf(row, material, figuresByRow[index] ?? []))
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
  return figures.map(({ asAt, value, numerator, denominator, unknown }, index) => {
    const period = quarters[index]?.id ?? ''
    return { period, asAt, value, numerator, denominator, unknown, recorded: null }
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
    return [{ period: id, asAt, value, numerator, denominator, unknown: null, recorded: origin }]
  })
}
