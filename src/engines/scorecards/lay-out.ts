import type { CivilDate } from '../../domain/dates.ts'
import { measureOf } from '../../domain/measures/measures.ts'
import { directionOf } from '../../domain/scorecards/direction.ts'
import {
  financialYear,
  quarterBefore,
  quarterInWords,
  type Quarter,
} from '../../domain/scorecards/quarters.ts'
import { levelOf } from '../../domain/scorecards/rag.ts'
import type { ScorecardLayout, ScorecardRow } from '../../domain/scorecards/row.ts'
import { summaryOf } from '../../domain/scorecards/summary.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figuresAt, type FigureAt } from '../figures/figures-at.ts'
import { freshness } from '../figures/queries/increments.ts'
import { releases } from '../released/queries.ts'
import { summaryOf as releaseSummary } from '../released/summary.ts'
import { besideOn, besideRow, subjectOf } from './beside.ts'
import type { VersionedLayout } from './layout-of.ts'
import * as queries from './queries.ts'

/** How many quarters back a row's trend goes. */
const trendQuarters = 9

/** A figure of a quarter; null where there is none. */
interface Figure {
  period: string
  asAt: CivilDate
  value: number | null
  numerator: number | null
  denominator: number | null
  unknown: number | null
  /** Of an observation: where it is from, and who recorded it when. */
  recorded: { source: string; by: string; at: string } | null
}

/** Whatever the rows of a scorecard are made of, read once for all of them. */
async function material(tx: Tx, id: string, layout: ScorecardLayout, quarter: Quarter, today: CivilDate) {
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
    observed: await queries.observationsOf(tx, keys, quarters[0]?.from ?? asAt, asAt),
    beside: await besideOn(tx, asAt),
    comments: new Map(comments.map((one) => [one.rowRef, one])),
  }
}

type Material = Awaited<ReturnType<typeof material>>

/** A row with its figures, judged; those of a measure are given. */
function rowOf(row: ScorecardRow, of: Material, measured: readonly FigureAt[]) {
  const { quarters, quarter } = of
  const subject = subjectOf(row, of.series.get(row.series ?? ''))
  const figures = row.series
    ? observedIn(
        quarters,
        of.observed.filter(({ series }) => series === row.series),
        subject.source,
      )
    : measuredIn(of, measured)
  const at = (one: Quarter | undefined) => figures.find(({ period }) => period === one?.id) ?? null

  // A yearly row goes by its years: the last two year ends, the quarter itself where it is one.
  const yearly = row.frequency === 'year'
  const counted = quarters.filter(({ number }) => !yearly || number === 4)
  const [before, judged] = [counted.at(-2), counted.at(-1)]
  const now = at(judged)?.value ?? null
  const { aim, rule, ...beside } = besideRow(row, of.beside)
  return {
    ref: row.ref,
    kind: row.series ? ('observation' as const) : ('measure' as const),
    measure: row.measure ?? null,
    filter: row.filter ?? {},
    series: row.series ?? null,
    ...subject,
    frequency: row.frequency ?? 'quarter',
    /** Whether there is such a measure, or the series is recorded. */
    figured: row.series ? of.series.has(row.series) : measureOf(row.measure ?? '') !== undefined,
    ...beside,
    lastYearEnd: at(quarterBefore(quarter, quarter.number)),
    quarters: quarters
      .filter(({ year }) => year === quarter.year)
      .map((one) => (counted.includes(one) ? at(one) : null)),
    level: { ...levelOf({ value: now, ...subject }, aim, rule), period: judged?.id ?? null },
    direction: {
      ...directionOf(at(before)?.value ?? null, now, { ...subject, target: aim }),
      from: before?.id ?? null,
      to: judged?.id ?? null,
    },
    comment: of.comments.get(row.ref) ?? null,
    priority: row.priority ?? null,
    trend: counted.flatMap((one) => {
      const figure = at(one)
      return figure ? [{ period: one.id, asAt: figure.asAt, value: figure.value }] : []
    }),
  }
}

/** A scorecard as it stands in a quarter: the committee's table. */
export async function layOut(
  tx: Tx,
  id: string,
  layout: VersionedLayout,
  quarter: Quarter,
  today: CivilDate,
) {
  const of = await material(tx, id, layout, quarter, today)
  const asked = layout.rows.map(({ measure = '', filter = {} }) => ({ measure, filter }))
  const measured = await figuresAt(tx, asked, daysOf(of), today)
  const rows = layout.rows.map((row, index) => rowOf(row, of, measured[index] ?? []))
  const lastYearEnd = quarterBefore(quarter, quarter.number)
  const { title, description, version } = layout
  return {
    scorecard: { id, title, description, version },
    period: {
      id: quarter.id,
      title: quarterInWords(quarter),
      from: quarter.from,
      to: quarter.to,
      asAt: of.asAt,
      provisional: today < quarter.to,
    },
    lastYearEnd: { period: lastYearEnd.id, asAt: lastYearEnd.to, title: financialYear(lastYearEnd) },
    quarters: of.quarters
      .filter(({ year }) => year === quarter.year)
      .map(({ id: period, number, to }) => ({ period, title: `Q${number}`, asAt: to < today ? to : today })),
    rows,
    summary: summaryOf(rows),
    freshness: await freshness(tx),
    released: await releasedBy(tx, of.asAt, id),
  }
}

/** What everyone may see instead: the scorecard of the latest year that had ended by a day and is released. */
async function releasedBy(tx: Tx, day: CivilDate, id: string) {
  const latest = (await releases(tx)).find(({ yearEnds }) => yearEnds <= day)
  if (latest === undefined) return null
  const { financialYear, href } = releaseSummary(latest)
  return { financialYear, href: `${href}/scorecards/${id}` }
}

export type LaidOut = Awaited<ReturnType<typeof layOut>>

const begun = ({ quarters, today }: Material): Quarter[] => quarters.filter(({ from }) => from <= today)

/** The end of each quarter that has begun, the last of them so far. */
const daysOf = (of: Material): CivilDate[] => begun(of).map(({ to }) => (to < of.today ? to : of.today))

/** A measure in each quarter that has begun. */
function measuredIn(of: Material, figures: readonly FigureAt[]): Figure[] {
  const quarters = begun(of)
  return figures.map(({ asAt, value, numerator, denominator, unknown }, index) => {
    const period = quarters[index]?.id ?? ''
    return { period, asAt, value, numerator, denominator, unknown, recorded: null }
  })
}

/** The latest observation as at a day of each quarter. */
function observedIn(
  quarters: readonly Quarter[],
  observed: readonly queries.Observed[],
  source: string,
): Figure[] {
  return quarters.flatMap(({ id, from, to }): Figure[] => {
    const latest = observed.findLast(({ asAt }) => asAt >= from && asAt <= to)
    if (latest === undefined) return []
    const { asAt, value, numerator, denominator } = latest
    const recorded = { source: latest.source ?? source, by: latest.recordedBy, at: latest.recordedAt }
    return [{ period: id, asAt, value, numerator, denominator, unknown: null, recorded }]
  })
}
