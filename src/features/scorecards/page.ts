import type { TargetValue } from '../../domain/scorecards/rag.ts'
import { spans } from '../../domain/scorecards/spans.ts'
import { inFigures, unitInWords, type ScorecardUnit } from '../../domain/scorecards/units.ts'
import type { LaidOutScorecard } from '../../engines/scorecards/lay-out.ts'
import {
  benchmarkCells,
  dayInWords,
  polarityWords,
  judgementCells,
  keyToColours,
  keyToComparators,
  measuresTable,
  summaryTable,
} from '../../engines/scorecards/page-parts.ts'
import { scorecardStyle } from '../../engines/scorecards/page-style.ts'
import { Html, html, type Content, type PrintedPage } from '../../platform/http/html.ts'
import { sparkline } from './chart.ts'

type Row = LaidOutScorecard['rows'][number]

function figureCell(figure: { value: number | null } | null, unit: ScorecardUnit): Html | string {
  const value = figure?.value ?? null
  return value === null
    ? html`<span class="none">–<span class="said">no figure</span></span>`
    : inFigures(value, unit)
}

/** The day of an observation, where it is not the last day of its quarter. */
function dayUnlessAt(figure: Row['quarters'][number], quarter: { asAt: string } | undefined): Content {
  return (
    figure?.recorded &&
    figure.asAt !== quarter?.asAt &&
    html`<span class="about">${dayInWords(figure.asAt)}</span>`
  )
}

function trendInWords({ trend, unit }: Row): string {
  const points = trend.filter(({ value }) => value !== null)
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || first === last) return ''
  return `Trend from ${inFigures(first.value ?? 0, unit)} in ${first.period} to ${inFigures(last.value ?? 0, unit)} in ${last.period}`
}

/** The line under a row's title: unit, which way is good, and the source of recorded figures. */
function aboutRow({ unit, polarity, kind, source, frequency, span, exists }: Row): Content {
  const parts: Content[] = [
    unitInWords(unit),
    polarityWords[polarity],
    frequency === 'year' && 'Yearly',
    span !== null && frequency !== 'year' && spans[span],
    kind === 'observation' && (exists ? html`<b>Recorded</b> from ${source}` : 'Not recorded yet'),
  ].filter(Boolean)
  return parts.flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))
}

async function rowOf(row: Row, index: number, quarters: LaidOutScorecard['quarters']): Promise<Html> {
  const { unit, target } = row
  const aim: TargetValue | null =
    target &&
    (target.due.value === null
      ? { low: target.due.low ?? 0, high: target.due.high ?? 0 }
      : { value: target.due.value })
  const chart = await sparkline(
    row.trend.map((point) => point.value),
    aim,
    index,
  )
  return html`<tr>
    <td>${row.ref}</td>
    <th scope="row">
      ${row.title}
      <span class="about">${aboutRow(row)}</span>
    </th>
    ${benchmarkCells(row)}
    <td class="number">${figureCell(row.lastYearEnd, unit)}</td>
    ${row.quarters.map((figure, quarterIndex) => html`<td class="number">${figureCell(figure, unit)}${dayUnlessAt(figure, quarters[quarterIndex])}</td>`)}
    ${judgementCells(row)}
    <td class="chart">${chart && html`${new Html(chart)}<span class="said">${trendInWords(row)}</span>`}</td>
    <td class="comment">${row.comment?.comment}</td>
  </tr>`
}

/** The parts of a scorecard as it is read: of which quarter it is, its tables, how to read it. */
export async function scorecardParts(laidOut: LaidOutScorecard): Promise<{
  summary: Html
  tables: Html[]
  notes: Html
}> {
  const { scorecard, period, rows, quarters, lastYearEnd, freshness, released: latestRelease } = laidOut
  const htmlRows: Html[] = []
  for (const [index, row] of rows.entries()) htmlRows.push(await rowOf(row, index, quarters))
  const figures = [`Year end ${lastYearEnd.title}`, ...quarters.map(({ title }) => title)]
  return {
    summary: html`<p>
        <b>${period.title}</b>, figures as at
        ${dayInWords(period.asAt)}${period.provisional && html`. <b>The quarter has not ended: its figures are those so far.</b>`}
      </p>
      <p class="small">${scorecard.description}</p>`,
    tables: [summaryTable(laidOut), measuresTable(rows, htmlRows, figures, ['Trend', 'Comment'])],
    notes: html`<p>
        <b>How to read it.</b> ${keyToColours} The arrow says which way the figure went since the quarter
        before (yearly rows: the year before; the year to date: last year's to the same day), the words beside
        it whether that is good. In a trend the dashed line or grey band is the target.
      </p>
      <p>
        <b>Recorded</b> figures come from the other systems named; all others are computed from the
        authority's records of children and homes. ${keyToComparators}
      </p>
      <p>
        Read ${freshness.readAt.slice(0, 16).replace('T', ' ')}. Definition version ${scorecard.version}.
        Small numbers are not suppressed: not for publication as it stands. What may be published is the
        scorecard that is made of a release alone:
        ${latestRelease ? html`<a href="${latestRelease.href}">that of ${latestRelease.financialYear}</a>` : 'no year has been released yet'}.
      </p>`,
  }
}

/** A scorecard as an HTML page to read and print, with no scripts and nothing loaded from elsewhere. */
export async function scorecardPage(laidOut: LaidOutScorecard): Promise<PrintedPage> {
  const { scorecard, period } = laidOut
  const { summary, tables, notes } = await scorecardParts(laidOut)
  return {
    title: `${scorecard.title}, ${period.title}`,
    style: scorecardStyle,
    body: html`<header>
        <h1>${scorecard.title}</h1>
        ${summary}
      </header>
      <main>${tables}</main>
      <footer class="small">${notes}</footer>`,
  }
}
