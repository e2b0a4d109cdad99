/** What a figure on a scorecard counts, and the decimal places to which it is shown and judged. */
export const units = {
  children: { label: 'children', places: 0 },
  'young-people': { label: 'young people', places: 0 },
  households: { label: 'households', places: 0 },
  beds: { label: 'beds', places: 0 },
  count: { label: 'number', places: 0 },
  percent: { label: '%', places: 1 },
  'per-10000': { label: 'per 10,000', places: 0 },
  miles: { label: 'miles', places: 1 },
  days: { label: 'days', places: 0 },
  moves: { label: 'moves', places: 0 },
  nights: { label: 'nights', places: 0 },
  'pounds-a-week': { label: '£ a week', places: 0 },
  pounds: { label: '£', places: 0 },
  score: { label: 'score', places: 1 },
} as const
export type Unit = keyof typeof units
export const unitNames = Object.keys(units) as [Unit, ...Unit[]]

/** A value as it is shown: rounded half away from 0 to the decimal places of its unit. */
export function shown(value: number, unit: Unit): number {
  const factor = 10 ** units[unit].places
  const scaled = Math.abs(value) * factor
  return (Math.sign(value) * Math.round(scaled + 1e-9)) / factor || 0
}

/** A value as a table shows it, its unit told beside the row where it has no sign: `7.9%`, `£4,500`, `12.3`. */
export function inFigures(value: number, unit: Unit, places: number = units[unit].places): string {
  const rounded = shown(value, unit)
  const number = Math.abs(rounded).toLocaleString('en-GB', {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  })
  const sign = rounded < 0 ? '−' : ''
  return `${sign}${unit === 'pounds' ? '£' : ''}${number}${unit === 'percent' ? '%' : ''}`
}

/** What the figures of a row count, where their own sign does not say it. */
export function unitInWords(unit: Unit): string | null {
  return ['percent', 'pounds', 'count', 'score'].includes(unit) ? null : units[unit].label
}
