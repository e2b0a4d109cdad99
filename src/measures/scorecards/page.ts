import type { Direction } from '../../domain/scorecards/direction.ts'
import type { Rag, TargetValue } from '../../domain/scorecards/rag.ts'
import { inFigures, unitInWords, type Unit } from '../../domain/scorecards/units.ts'
import { Html, html, type Content } from '../../http/html.ts'
import { sparkline } from './chart.ts'
import type { LaidOut } from './lay-out.ts'
import { style } from './page-style.ts'

type Row = LaidOut['rows'][number]

/** Each colour has a letter and a shape of its own, so that it is told without colour. */
const colours: Readonly<Record<Rag, { letter: string; word: string }>> = {
  green: { letter: 'G', word: 'Green' },
  amber: { letter: 'A', word: 'Amber' },
  red: { letter: 'R', word: 'Red' },
  'n-a': { letter: '–', word: 'Not judged' },
}

const reasons = {
  'no-figure': 'no figure',
  'no-target': 'no target',
  'no-polarity': 'neither way is good',
} as const

const arrows = { up: '▲', down: '▼', same: '▶', 'n-a': '–' } as const
const went = { up: 'Up', down: 'Down', same: 'No change', 'n-a': 'Not known' } as const
const verdicts = {
  better: 'better',
  worse: 'worse',
  same: '',
  neither: 'neither good nor bad',
  'n-a': '',
} as const satisfies Record<Direction['verdict'], string>
const good = { high: 'High is good', low: 'Low is good', none: null } as const

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const dayInWords = (date: string) => day.format(new Date(`${date}T00:00:00Z`))

function badge(rag: Rag, about?: string): Html {
  const { letter, word } = colours[rag]
  return html`<span class="badge ${rag}" aria-hidden="true">${letter}</span
    ><span class="said">${word}${about && `, ${about}`}</span>`
}

/** A target in words: `85.0%`, `380 to 430`. */
function targetIn({ value, low, high }: NonNullable<Row['target']>, unit: Unit): string {
  const bare = (number: number) => number.toLocaleString('en-GB', { maximumFractionDigits: 2 })
  return value === null ? `${bare(low ?? 0)} to ${inFigures(high ?? 0, unit)}` : inFigures(value, unit)
}

function figureCell(figure: { value: number | null } | null, unit: Unit): Html | string {
  const value = figure?.value ?? null
  return value === null
    ? html`<span class="none">–<span class="said">no figure</span></span>`
    : inFigures(value, unit)
}

/** The day of an observation that is not of the end of the quarter under which it stands. */
function dayUnlessAt(figure: Row['quarters'][number], quarter: { asAt: string } | undefined): Content {
  return (
    figure?.recorded &&
    figure.asAt !== quarter?.asAt &&
    html`<span class="about">${dayInWords(figure.asAt)}</span>`
  )
}

function directionCell({ arrow, verdict, rag }: Row['direction']): Html {
  return html`<span class="arrow ${rag}" aria-hidden="true">${arrows[arrow]}</span
    ><span class="small">${went[arrow]}${verdicts[verdict] && `, ${verdicts[verdict]}`}</span>`
}

function trendInWords({ trend, unit }: Row): string {
  const known = trend.filter(({ value }) => value !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last || first === last) return ''
  return `Trend from ${inFigures(first.value ?? 0, unit)} in ${first.period} to ${inFigures(last.value ?? 0, unit)} in ${last.period}`
}

/** What its figures count, which way is good, and where they are from where that is not here. */
function aboutRow({ unit, polarity, kind, source, frequency, figured }: Row): Content {
  const parts: Content[] = [
    unitInWords(unit),
    good[polarity],
    frequency === 'year' && 'Yearly',
    kind === 'observation' && (figured ? html`<b>Recorded</b> from ${source}` : 'Not recorded yet'),
  ].filter(Boolean)
  return parts.flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))
}

async function rowOf(row: Row, index: number, quarters: LaidOut['quarters']): Promise<Html> {
  const { unit, target, national, neighbours, level } = row
  const aim: TargetValue | null =
    target &&
    (target.value === null ? { low: target.low ?? 0, high: target.high ?? 0 } : { value: target.value })
  const drawn = await sparkline(
    row.trend.map((point) => point.value),
    aim,
    index,
  )
  const mean = neighbours?.mean ?? null
  return html`<tr>
    <td>${row.ref}</td>
    <th scope="row">
      ${row.title}
      <span class="about">${aboutRow(row)}</span>
    </th>
    <td class="number">
      ${mean === null ? '–' : inFigures(mean, unit)}${neighbours && html`<span class="about">${neighbours.valued} of ${neighbours.of}, ${neighbours.year}</span>`}
    </td>
    <td class="number">
      ${national ? (national.value === null ? html`<abbr title="${national.meaning}">${national.symbol}</abbr>` : inFigures(national.value, unit)) : '–'}${national && html`<span class="about">${national.year}</span>`}
    </td>
    <td class="number">
      ${target ? targetIn(target, unit) : '–'}${target?.dueOn && html`<span class="about">by ${dayInWords(target.dueOn)}</span>`}
    </td>
    <td class="number">${figureCell(row.lastYearEnd, unit)}</td>
    ${row.quarters.map((figure, at) => html`<td class="number">${figureCell(figure, unit)}${dayUnlessAt(figure, quarters[at])}</td>`)}
    <td class="rag">${badge(level.rag, level.why ? reasons[level.why] : undefined)}</td>
    <td class="direction">${directionCell(row.direction)}</td>
    <td class="chart">${drawn && html`${new Html(drawn)}<span class="said">${trendInWords(row)}</span>`}</td>
    <td class="comment">${row.comment?.comment}</td>
  </tr>`
}

function summaryTable({ summary }: LaidOut): Html {
  const order: readonly Rag[] = ['green', 'amber', 'red', 'n-a']
  const line = (title: string, of: 'level' | 'direction', words: readonly string[]) =>
    html`<tr>
      <th scope="row">${title}</th>
      ${order.map((rag, at) => html`<td>${badge(rag)} <b>${summary[of][rag]}</b> <span class="small">${words[at]}</span></td>`)}
    </tr>`
  return html`<table class="summary">
    <caption>
      Summary
    </caption>
    <thead>
      <tr>
        <th scope="col"><span class="said">What is judged</span></th>
        ${order.map((rag) => html`<th scope="col">${colours[rag].word}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${line('Against target', 'level', ['on target', 'near target', 'off target', 'no target or figure'])}
      ${line('Direction of travel', 'direction', ['better', 'no change', 'worse', 'not judged'])}
    </tbody>
  </table>`
}

/** A scorecard as a page to read and print, without scripts and with nothing loaded from elsewhere. */
export async function pageOf(laidOut: LaidOut) {
  const { scorecard, period, rows, quarters, lastYearEnd, freshness } = laidOut
  const drawn: Html[] = []
  const columns = 10 + quarters.length
  let priority: string | null = null
  for (const [index, row] of rows.entries()) {
    if (row.priority !== priority && row.priority !== null)
      drawn.push(
        html`<tr class="priority">
          <th scope="rowgroup" colspan="${columns}">${row.priority}</th>
        </tr>`,
      )
    priority = row.priority
    drawn.push(await rowOf(row, index, quarters))
  }
  const body = html`<header>
      <h1>${scorecard.title}</h1>
      <p>
        <b>${period.title}</b>, figures as at
        ${dayInWords(period.asAt)}${period.provisional && html`. <b>The quarter has not ended: its figures are those so far.</b>`}
      </p>
      <p class="small">${scorecard.description}</p>
    </header>
    <main>
      ${summaryTable(laidOut)}
      <table class="card">
        <caption>
          Measures
        </caption>
        <thead>
          <tr>
            <th scope="col">Ref</th>
            <th scope="col">Measure</th>
            <th scope="col">Statistical neighbours</th>
            <th scope="col">England</th>
            <th scope="col">Target</th>
            <th scope="col">Year end ${lastYearEnd.title}</th>
            ${quarters.map(({ title }) => html`<th scope="col">${title}</th>`)}
            <th scope="col">Against target</th>
            <th scope="col">Direction of travel</th>
            <th scope="col">Trend</th>
            <th scope="col">Comment</th>
          </tr>
        </thead>
        <tbody>
          ${drawn}
        </tbody>
      </table>
    </main>
    <footer class="small">
      <p>
        <b>How to read it.</b> G green: on target. A amber: misses it by no more than the row's rule allows. R
        red: misses it by more. – not judged: there is no target or no figure, or neither way is good. The
        arrow says which way the figure went since the quarter before (yearly rows: the year before), the
        words beside it whether that is good. In a trend the dashed line or grey band is the target.
      </p>
      <p>
        <b>Recorded</b> figures come from the other systems named; all others are computed from the
        authority's records of children and homes. Statistical neighbours: the plain average of those for whom
        there is a published figure, how many of the ten that was, and the year. Symbols in place of a
        published figure: c confidential, k rounds to 0 but is not 0, x not available, z not applicable.
      </p>
      <p>
        Read ${freshness.readAt.slice(0, 16).replace('T', ' ')}. Definition version ${scorecard.version}.
        Small numbers are not suppressed: not for publication as it stands.
      </p>
    </footer>`
  return { title: `${scorecard.title}, ${period.title}`, style, body }
}
