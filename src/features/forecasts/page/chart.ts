import type { CivilDate } from '../../../domain/dates.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import type { ForecastResult } from '../schema.ts'

type Series = ForecastResult['series'][number]

/** How many months of the past are drawn before those to come. */
const pastMonths = 24

const [width, height] = [100, 40]

/**
 * What was, and the fan of what may come, drawn in greys that differ without colour; stretched to the width that there is, with
 * all words beside it as text. The last value goes on as a dotted line.
 * @param history the children at the ends of months so far, of all children alone
 */
export function fanChart(
  { values }: Series,
  { history, months, children }: Pick<ForecastResult, 'history' | 'months' | 'children'>,
): Html {
  const past = history.slice(-pastMonths)
  const intervals = values.flatMap(({ interval }) => interval ?? [])
  const numbers = [
    ...past.map((one) => one.children),
    ...intervals.flatMap(({ p10, p90 }) => [p10, p90]),
    children,
  ]
  const [low, high] = [Math.floor(Math.min(...numbers) / 10) * 10, Math.ceil(Math.max(...numbers) / 10) * 10]
  const origin = Math.max(0, past.length - 1)
  const last = origin + intervals.length
  const x = (index: number) => ((width * index) / Math.max(1, last)).toFixed(2)
  const y = (value: number) => (height - (height * (value - low)) / (high - low || 1)).toFixed(2)
  const path = (points: readonly (readonly [index: number, value: number])[]) =>
    points.map(([index, value], place) => `${place === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('')
  const from = [origin, children] as const
  const edge = (name: 'p10' | 'p25' | 'p50' | 'p75' | 'p90') => [
    from,
    ...intervals.map((interval, index) => [origin + 1 + index, interval[name]] as const),
  ]
  const band = (lower: 'p10' | 'p25', upper: 'p75' | 'p90') =>
    `${path([...edge(upper), ...edge(lower).toReversed()])}Z`
  const first: CivilDate = past[0]?.asAt ?? months[0] ?? ''
  return html`<figure class="app-chart">
    <figcaption class="govuk-body-s">
      From ${sayDay(first)} to ${sayDay(months.at(-1) ?? first)}; the frame goes from ${low} children at the
      bottom to ${high} at the top. Black line: what was, then the middle of what may come. Of the futures,
      half lie in the dark band and 8 in 10 in the light one. Dotted: if the last number stayed. The same
      numbers are in the table below.
    </figcaption>
    <svg
      class="app-fan"
      viewBox="0 0 ${width} ${height}"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path class="app-fan__most" d="${band('p10', 'p90')}" />
      <path class="app-fan__half" d="${band('p25', 'p75')}" />
      <path class="app-fan__last" d="${path([from, [last, children]])}" />
      <line x1="${x(origin)}" x2="${x(origin)}" y1="0" y2="${height}" />
      <path class="app-lines__line" d="${path(past.map((one, index) => [index, one.children]))}" />
      <path class="app-lines__line" d="${path(edge('p50'))}" />
    </svg>
  </figure>`
}
