import type { MeasureUnit } from '../../../domain/measures/measure.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { sayValueInUnit, type FigureGroup } from './answer.ts'

/**
 * Charts in black on white. All words are text of the page beside the drawings, which are stretched to the width that there
 * is: so that they can be read on a phone, at 400 % zoom and by a screen reader.
 */

/** As many as one look takes in; the table has the rest. */
const mostBars = 30
const mostLines = 12

/** The ends of the axis: the lowest and highest figure, and 0. */
function extentOf(groups: readonly FigureGroup[]): { low: number; high: number } {
  const values = groups.flatMap(({ numbers }) => numbers.map(({ value }) => value ?? 0))
  return { low: Math.min(0, ...values), high: Math.max(0, ...values) }
}

/** The groups with the largest last figures, in the order in which they stand. */
function largest(groups: readonly FigureGroup[], count: number): readonly FigureGroup[] {
  const size = ({ numbers }: FigureGroup) => Math.abs(numbers.at(-1)?.value ?? 0)
  const some = new Set([...groups].sort((a, b) => size(b) - size(a)).slice(0, count))
  return groups.filter((group) => some.has(group))
}

const restInWords = (groups: readonly FigureGroup[], drawings: readonly FigureGroup[]): string =>
  drawings.length < groups.length ? ` The ${drawings.length} largest are drawn; the table has all.` : ''

/** A bar for each group on one day, all of one scale. The whole is a frame without filling, where it compares. */
export function barChart(groups: readonly FigureGroup[], unit: MeasureUnit): Html {
  const drawings = largest(groups, mostBars)
  const { low, high } = extentOf(drawings)
  const place = (value: number) => (100 * (value - low)) / (high - low || 1)
  return html`<figure class="app-chart">
    <figcaption class="govuk-body-s">
      Each bar begins at 0; the whole width is from ${sayValueInUnit(low, unit)} to
      ${sayValueInUnit(high, unit)}. The same numbers are in the table below.${restInWords(groups, drawings)}
    </figcaption>
    <ul class="app-bars">
      ${drawings.map(({ code, label, numbers }) => {
        const value = numbers.at(-1)?.value ?? null
        const start = place(Math.min(0, value ?? 0))
        return html`<li>
          <span>${label}</span> <strong>${sayValueInUnit(value, unit)}</strong>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <line x1="${place(0)}" x2="${place(0)}" y1="0" y2="10" />
            <rect
              class="${code === null ? 'is-whole' : ''}"
              x="${start}"
              y="1"
              width="${place(Math.max(0, value ?? 0)) - start}"
              height="8"
            />
          </svg>
        </li>`
      })}
    </ul>
  </figure>`
}

/** A line for each group over the days, each in a frame of its own, all of one scale: no colours need telling apart. */
export function lineCharts(groups: readonly FigureGroup[], unit: MeasureUnit): Html {
  const drawings = largest(groups, mostLines)
  const { low, high } = extentOf(drawings)
  return html`<figure class="app-chart">
    <figcaption class="govuk-body-s">
      Each frame goes from ${sayValueInUnit(low, unit)} to ${sayValueInUnit(high, unit)}; a gap is a day
      without a figure. The same numbers are in the table below.${restInWords(groups, drawings)}
    </figcaption>
    <ul class="app-lines${drawings.length === 1 && ' app-lines--one'}">
      ${drawings.map(({ label, numbers }) => {
        const values = numbers.map(({ value }) => value)
        return html`<li>
          <div>
            ${label}<br /><strong>${sayValueInUnit(values.at(-1) ?? null, unit)}</strong>
            <span class="app-light">(first ${sayValueInUnit(values[0] ?? null, unit)})</span>
          </div>
          ${line(values, low, high)}
        </li>`
      })}
    </ul>
  </figure>`
}

/** Lines between neighbouring days that have figures, and a dot for each: a stroke of no length with round ends. */
function line(values: readonly (number | null)[], low: number, high: number): Html {
  const x = (index: number) => 2 + (96 * index) / Math.max(1, values.length - 1)
  const y = (value: number) => 36 - (32 * (value - low)) / (high - low || 1)
  let path = ''
  let dots = ''
  for (const [index, value] of values.entries()) {
    if (value === null) continue
    const point = `${x(index).toFixed(2)} ${y(value).toFixed(2)}`
    path += `${typeof values[index - 1] === 'number' ? 'L' : 'M'}${point}`
    dots += `M${point}h0.01`
  }
  return html`<svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <line x1="0" x2="100" y1="${y(0)}" y2="${y(0)}" />
    <path class="app-lines__line" d="${path}" />
    <path class="app-lines__dots" d="${dots}" />
  </svg>`
}
