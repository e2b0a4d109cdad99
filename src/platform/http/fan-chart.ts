import type { CivilDate } from '../../domain/dates.ts'
import type { Interval } from '../../domain/forecast/spread.ts'
import { sayDay } from '../pages/words.ts'
import { html, type Html } from './html.ts'

export interface Fan {
  /** Children at the ends of months so far; the last is the origin. */
  past: readonly { asAt: CivilDate; children: number }[]
  /** What may come at the ends of the months after it. */
  ahead: readonly (Interval & { asAt: CivilDate })[]
}

const [width, height] = [100, 40]

/**
 * What was, and the fan of what may come, drawn in greys that differ without colour; stretched to the width that there is, with
 * all words beside it as text. The last value goes on as a dotted line. It needs no stylesheet, so that printed pages have it too.
 */
export function fanChart({ past, ahead }: Fan): Html {
  const [first, origin, end] = [past[0], past.at(-1), ahead.at(-1)]
  if (!first || !origin || !end) return html``
  const numbers = [...past.map(({ children }) => children), ...ahead.flatMap(({ p10, p90 }) => [p10, p90])]
  const [low, high] = [Math.floor(Math.min(...numbers) / 10) * 10, Math.ceil(Math.max(...numbers) / 10) * 10]
  const span = past.length - 1 + ahead.length
  const x = (index: number) => ((width * index) / span).toFixed(2)
  const y = (value: number) => (height - (height * (value - low)) / (high - low || 1)).toFixed(2)
  const path = (points: readonly (readonly [index: number, value: number])[]) =>
    points.map(([index, value], place) => `${place === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('')
  const now = [past.length - 1, origin.children] as const
  const edge = (name: keyof Interval) => [
    now,
    ...ahead.map((interval, index) => [past.length + index, interval[name]] as const),
  ]
  const band = (lower: keyof Interval, upper: keyof Interval) =>
    `${path([...edge(upper), ...edge(lower).toReversed()])}Z`
  const line = (points: string, dashes: string) =>
    html`<path
      class="app-fan__line"
      d="${points}"
      fill="none"
      stroke="#0b0c0c"
      stroke-width="2"
      stroke-dasharray="${dashes}"
      vector-effect="non-scaling-stroke"
    />`
  return html`<figure class="app-chart">
    <figcaption class="govuk-body-s">
      From ${sayDay(first.asAt)} to ${sayDay(end.asAt)}; the frame goes from ${low} children at the bottom to
      ${high} at the top. Line: what was. Dashes: the middle of what may come. Of the futures, half lie in the
      dark band and 8 in 10 in the light one. Dotted: if the last number stayed.
    </figcaption>
    <svg
      class="app-fan"
      width="100%"
      height="288"
      viewBox="0 0 ${width} ${height}"
      preserveAspectRatio="none"
      role="img"
      aria-label="Children in care: ${origin.children} on ${sayDay(origin.asAt)}; on ${sayDay(end.asAt)} most likely ${end.p50}, 8 times in 10 between ${end.p10} and ${end.p90}."
    >
      <path class="app-fan__most" d="${band('p10', 'p90')}" fill="#d8dcde" />
      <path class="app-fan__half" d="${band('p25', 'p75')}" fill="#9a9fa2" />
      ${line(path([now, [span, origin.children]]), '2 5')}
      <line
        x1="${x(now[0])}"
        x2="${x(now[0])}"
        y1="0"
        y2="${height}"
        stroke="#505a5f"
        vector-effect="non-scaling-stroke"
      />
      ${line(path(past.map(({ children }, index) => [index, children])), 'none')}
      ${line(path(edge('p50')), '8 4')}
    </svg>
  </figure>`
}
