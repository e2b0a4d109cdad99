import type { CivilDate } from '../../../domain/dates.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import type { Assessment } from './schema.ts'

type Section = Assessment['sections'][number]

const [width, height, margin, bottom] = [680, 260, 44, 24]

/** Children in care: as known, and to come as a fan about the most likely, with the last value dotted. Told apart without colours. */
export function printedFan(
  history: NonNullable<Section['history']>,
  fan: NonNullable<Section['fan']>,
  day: (date: CivilDate) => string,
): Html {
  const [first, last, end] = [history[0], history.at(-1), fan.at(-1)]
  if (!first || !last || !end) return html``
  const numbers = [...history.map(({ children }) => children), ...fan.flatMap(({ p10, p90 }) => [p10, p90])]
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const days = (date: CivilDate) => Date.parse(date)
  const x = (date: CivilDate) =>
    margin + ((width - margin - 8) * (days(date) - days(first.asAt))) / (days(end.asAt) - days(first.asAt))
  const y = (value: number) => 8 + ((height - bottom - 8) * (high - value)) / Math.max(1, high - low)
  const point = (date: CivilDate, value: number) => `${x(date).toFixed(1)},${y(value).toFixed(1)}`
  const start = { asAt: last.asAt, p10: last.children, p25: last.children, p50: last.children, p75: last.children, p90: last.children } // prettier-ignore
  const ahead = [start, ...fan]
  const band = (lower: 'p10' | 'p25', upper: 'p75' | 'p90') =>
    [
      ...ahead.map((one) => point(one.asAt, one[upper])),
      ...ahead.toReversed().map((one) => point(one.asAt, one[lower])),
    ].join(' ')
  const words = `Children in care: ${last.children} on ${day(last.asAt)}; on ${day(end.asAt)} most likely ${end.p50}, 8 times in 10 between ${end.p10} and ${end.p90}.`
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${words}" width="100%">
    <polygon points="${band('p10', 'p90')}" fill="#ddd" />
    <polygon points="${band('p25', 'p75')}" fill="#aaa" />
    <polyline
      points="${history.map((one) => point(one.asAt, one.children)).join(' ')}"
      fill="none"
      stroke="#000"
      stroke-width="2"
    />
    <polyline
      points="${ahead.map((one) => point(one.asAt, one.p50)).join(' ')}"
      fill="none"
      stroke="#000"
      stroke-width="2"
      stroke-dasharray="8 4"
    />
    <polyline
      points="${point(last.asAt, last.children)} ${point(end.asAt, last.children)}"
      fill="none"
      stroke="#000"
      stroke-dasharray="2 4"
    />
    ${[low, high].map((value) => html`<text x="${margin - 6}" y="${y(value) + 4}" text-anchor="end" font-size="12">${value}</text>`)}
    <text x="${margin}" y="${height - 6}" font-size="12">${day(first.asAt)}</text>
    <text x="${x(last.asAt)}" y="${height - 6}" text-anchor="middle" font-size="12">${day(last.asAt)}</text>
    <text x="${width - 8}" y="${height - 6}" text-anchor="end" font-size="12">${day(end.asAt)}</text>
  </svg>`
}
