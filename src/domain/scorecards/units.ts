/** What a figure on a scorecard counts, and the decimal places to which it is shown and judged. */
export const units = {
  children: { label: 'children', places: 0 },
  'young-people': { label: 'young people', places: 0 },
  beds: { label: 'beds', places: 0 },
  count: { label: 'number', places: 0 },
  percent: { label: '%', places: 1 },
  'per-10000': { label: 'per 10,000', places: 0 },
  miles: { label: 'miles', places: 1 },
  days: { label: 'days', places: 0 },
  pounds: { label: '£', places: 0 },
  score: { label: 'score', places: 1 },
} as const
export type Unit = keyof typeof units
export const unitNames = Object.keys(units) as [Unit, ...Unit[]]
