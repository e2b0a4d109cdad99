import { addDays } from '../../../domain/dates.ts'
import { findFigure } from '../../../domain/disclosure/find-figure.ts'
import { figureSymbols } from '../../../domain/disclosure/policy.ts'
import { directionOf } from '../../../domain/scorecards/direction.ts'
import { ragOf } from '../../../domain/scorecards/rag.ts'
import type { ScorecardRow } from '../../../domain/scorecards/row.ts'
import { ragSummaryOf } from '../../../domain/scorecards/summary.ts'
import { releaseOf, type Release } from '../../../engines/released/queries.ts'
import { releaseSummary } from '../../../engines/released/summary.ts'
import { readBenchmarks, benchmarksOfRow, subjectOf } from '../../../engines/scorecards/benchmarks.ts'
import type { VersionedLayout } from '../../../engines/scorecards/find-layout.ts'
import { ownAuthority, seriesByKey } from '../../../engines/scorecards/queries.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** A row's figure in a release, or the symbol in its place; null where the release has no table of it. */
function figureIn(release: Release | undefined, { measure: id, filter = {} }: ScorecardRow) {
  const match = release && id !== undefined ? findFigure(release.tables, id, filter) : null
  if (match === null) return null
  const { measure, from, asAt, shown: shownFigure, numerator, denominator, unknown } = match
  return {
    from,
    asAt,
    ...(typeof shownFigure === 'number'
      ? { value: shownFigure, symbol: null, meaning: null }
      : { value: null, symbol: shownFigure, meaning: figureSymbols[shownFigure] }),
    numerator,
    denominator,
    unknown,
    definition: measure.definition,
    definitionVersion: measure.version,
  }
}

type Figure = ReturnType<typeof figureIn>

/** Why there is no direction of travel between two years' figures; null where there is one. */
function whyNoDirection(previous: Figure, now: Figure): 'no-figure' | 'definition-changed' | null {
  if (typeof previous?.value !== 'number' || typeof now?.value !== 'number') return 'no-figure'
  return previous.definitionVersion === now.definitionVersion ? null : 'definition-changed'
}

/**
 * A scorecard for publication. Figures, colours and directions are computed from released figures alone, so it discloses
 * no more than the releases do. The target is the one in force on the last day of the year.
 */
export async function layOutReleasedScorecard(tx: Tx, id: string, layout: VersionedLayout, release: Release) {
  const summary = releaseSummary(release)
  const previousRelease = await releaseOf(tx, addDays(summary.from, -1))
  const benchmarks = await readBenchmarks(tx, summary.to)
  const series = await seriesByKey(
    tx,
    layout.rows.flatMap((row) => row.series ?? []),
  )
  const rows = layout.rows.map((row) => {
    const { title, unit, polarity } = subjectOf(row, series.get(row.series ?? ''))
    const { aim, rule, target, neighbours, national } = benchmarksOfRow(row, benchmarks)
    const [previousFigure, figure] = [figureIn(previousRelease, row), figureIn(release, row)]
    const why = whyNoDirection(previousFigure, figure)
    const [from, to] = [previousFigure?.value ?? null, figure?.value ?? null]
    const { amberWithin, basis } = rule
    return {
      ref: row.ref,
      kind: row.series ? ('observation' as const) : ('measure' as const),
      measure: row.measure ?? null,
      filter: row.filter ?? {},
      title,
      unit,
      polarity,
      neighbours,
      national,
      target: target && {
        value: target.value,
        low: target.low,
        high: target.high,
        dueOn: target.dueOn,
        rule: { amberWithin, basis },
      },
      before: previousFigure,
      figure,
      level: ragOf({ value: to, unit, polarity }, aim, rule),
      direction: { ...directionOf(why ? null : from, to, { unit, polarity, target: aim }), why },
      priority: row.priority ?? null,
    }
  })
  const { title, description, version } = layout
  return {
    scorecard: { id, title, description, version },
    authority: await ownAuthority(tx),
    release: summary,
    before: previousRelease ? releaseSummary(previousRelease) : null,
    symbols: figureSymbols,
    rows,
    summary: ragSummaryOf(rows),
  }
}

export type ReleasedScorecard = Awaited<ReturnType<typeof layOutReleasedScorecard>>
