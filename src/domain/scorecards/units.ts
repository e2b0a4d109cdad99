/** The units of scorecard figures, with the decimal places to which figures are displayed and rated. */
export const scorecardUnits = {
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
  groups: { label: 'groups', places: 0 },
  placements: { label: 'placements', places: 0 },
  notices: { label: 'notices', places: 0 },
  nights: { label: 'nights', places: 0 },
  incidents: { label: 'incidents', places: 0 },
  'incidents-per-child': { label: 'incidents for each child', places: 1 },
  'pounds-a-night': { label: '£ a night', places: 0 },
  'pounds-a-week': { label: '£ a week', places: 0 },
  pounds: { label: '£', places: 0 },
  score: { label: 'score', places: 1 },
} as const
export type ScorecardUnit = keyof typeof scorecardUnits
/** The numbers of decimal places that figures are displayed with. */
type Places = (typeof scorecardUnits)[ScorecardUnit]['places']
export const unitNames = Object.keys(scorecardUnits) as [ScorecardUnit, ...ScorecardUnit[]]

/** A value rounded for display: half away from 0, to the decimal places of its unit. */
export function roundForDisplay(value: number, unit: ScorecardUnit): number {
  const factor = 10 ** scorecardUnits[unit].places
  const magnitude = Math.abs(value) * factor
  return (Math.sign(value) * Math.round(magnitude + 1e-9)) / factor || 0
}

const formatWith = (places: Places) =>
  new Intl.NumberFormat('en-GB', { minimumFractionDigits: places, maximumFractionDigits: places })

/** Made once: making a format costs many times what using it does. */
const formats = { 0: formatWith(0), 1: formatWith(1) } as const

/** A value formatted for a table, with a sign only for per cent and pounds: `7.9%`, `£4,500`, `12.3`. */
export function inFigures(
  value: number,
  unit: ScorecardUnit,
  places: Places = scorecardUnits[unit].places,
): string {
  const displayValue = roundForDisplay(value, unit)
  const number = formats[places].format(Math.abs(displayValue))
  const sign = displayValue < 0 ? '−' : ''
  return `${sign}${unit === 'pounds' ? '£' : ''}${number}${unit === 'percent' ? '%' : ''}`
}

/** The unit of a row in words; null where the figures carry their own sign, or the unit says nothing. */
export function unitInWords(unit: ScorecardUnit): string | null {
  return ['percent', 'pounds', 'count', 'score'].includes(unit) ? null : scorecardUnits[unit].label
}
