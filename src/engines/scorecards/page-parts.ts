import type { CivilDate } from '../../domain/dates.ts'
import type { Direction } from '../../domain/scorecards/direction.ts'
import type { Judged, Rag } from '../../domain/scorecards/rag.ts'
import { inFigures, type ScorecardUnit } from '../../domain/scorecards/units.ts'
import { html, type Html } from '../../platform/http/html.ts'
import type { LaidOutScorecard } from './lay-out.ts'

type Row = LaidOutScorecard['rows'][number]
type Target = Pick<NonNullable<Row['target']>, 'value' | 'low' | 'high' | 'dueOn'> &
  Partial<Pick<NonNullable<Row['target']>, 'partOfYear' | 'due'>>

/** Each colour also has a letter and a shape, so that it can be told without seeing colour. */
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
const arrowWords = { up: 'Up', down: 'Down', same: 'No change', 'n-a': 'Not known' } as const
const verdicts = {
  better: 'better',
  worse: 'worse',
  same: '',
  neither: 'neither good nor bad',
  'n-a': '',
} as const satisfies Record<Direction['verdict'], string>
export const polarityWords = { high: 'High is good', low: 'Low is good', none: null } as const

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
export const dayInWords = (date: CivilDate) => day.format(new Date(`${date}T00:00:00Z`))

function badge(rag: Rag, reason?: string): Html {
  const { letter, word } = colours[rag]
  return html`<span class="badge ${rag}" aria-hidden="true">${letter}</span
    ><span class="said">${word}${reason && `, ${reason}`}</span>`
}

/** A target in words: `85.0%`, `380 to 430`. */
function targetIn({ value, low, high }: Pick<Target, 'value' | 'low' | 'high'>, unit: ScorecardUnit): string {
  const bare = (number: number) => number.toLocaleString('en-GB', { maximumFractionDigits: 2 })
  return value === null ? `${bare(low ?? 0)} to ${inFigures(high ?? 0, unit)}` : inFigures(value, unit)
}

/** The cells of a row's benchmarks: the neighbours' average, England's figure and the target. */
export function benchmarkCells({
  unit,
  neighbours,
  national,
  target,
}: Pick<Row, 'unit' | 'neighbours' | 'national'> & { target: Target | null }): Html {
  const mean = neighbours?.mean ?? null
  return html`<td class="number">
      ${mean === null ? '–' : inFigures(mean, unit)}${neighbours && html`<span class="about">${neighbours.valued} of ${neighbours.of}, ${neighbours.year}</span>`}
    </td>
    <td class="number">
      ${national ? (national.value === null ? html`<abbr title="${national.meaning}">${national.symbol}</abbr>` : inFigures(national.value, unit)) : '–'}${national && html`<span class="about">${national.year}</span>`}
    </td>
    <td class="number">
      ${target ? targetIn(target, unit) : '–'}${target?.dueOn && html`<span class="about">by ${dayInWords(target.dueOn)}</span>`}${target?.due && target.partOfYear !== 1 && html`<span class="about">in the year; so far ${targetIn(target.due, unit)}</span>`}
    </td>`
}

function directionCell({ arrow, verdict, rag }: Direction): Html {
  return html`<span class="arrow ${rag}" aria-hidden="true">${arrows[arrow]}</span
    ><span class="small">${arrowWords[arrow]}${verdicts[verdict] && `, ${verdicts[verdict]}`}</span>`
}

/** The cells of a row's level (colour against the target) and direction of travel. */
export function judgementCells({ level, direction }: { level: Judged; direction: Direction }): Html {
  return html`<td class="rag">${badge(level.rag, level.why ? reasons[level.why] : undefined)}</td>
    <td class="direction">${directionCell(direction)}</td>`
}

/**
 * The table of a scorecard, with a heading before the first row of each priority.
 * @param htmlRows the `tr` of each of `rows`
 * @param figures the headings of the columns of figures
 * @param lastHeadings the headings of the columns after the direction of travel
 */
export function measuresTable(
  rows: readonly Pick<Row, 'priority'>[],
  htmlRows: readonly Html[],
  figures: readonly string[],
  lastHeadings: readonly string[] = [],
): Html {
  const headings = ['Ref', 'Measure', 'Statistical neighbours', 'England', 'Target']
  headings.push(...figures, 'Against target', 'Direction of travel', ...lastHeadings)
  const underPriorities = htmlRows.map((row, index) => {
    const priority = rows[index]?.priority ?? null
    if (priority === null || priority === rows[index - 1]?.priority) return row
    return html`<tr class="priority">
        <th scope="rowgroup" colspan="${headings.length}">${priority}</th>
      </tr>
      ${row}`
  })
  return html`<table class="card">
    <caption>
      Measures
    </caption>
    <thead>
      <tr>
        ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${underPriorities}
    </tbody>
  </table>`
}

/** The legend of the colours. */
export const keyToColours =
  "G green: on target. A amber: misses it by no more than the row's rule allows. R red: misses it by more. – not judged: there is no target or no figure, or neither way is good."

/** The legend of the neighbours' and England's figures. */
export const keyToComparators =
  'Statistical neighbours: the plain average of those for whom there is a published figure, how many of the ten that was, and the year. Symbols in place of a published figure of others: c confidential, k rounds to 0 but is not 0, x not available, z not applicable.'

/** How many rows are red, amber, green and not judged. */
export function summaryTable({ summary }: Pick<LaidOutScorecard, 'summary'>): Html {
  const order: readonly Rag[] = ['green', 'amber', 'red', 'n-a']
  const line = (title: string, aspect: 'level' | 'direction', words: readonly string[]) =>
    html`<tr>
      <th scope="row">${title}</th>
      ${order.map((rag, index) => html`<td>${badge(rag)} <b>${summary[aspect][rag]}</b> <span class="small">${words[index]}</span></td>`)}
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
