import { peerMethods, type PeerMethod } from './back-test.ts'
import { monthEnd } from './days.ts'
import { dmrOf, dmrPath } from './dmr.ts'
import type { CareHistory } from './history.ts'
import { countsOn, levelGroups, sumsByLevel } from './levels.ts'
import { markovPath } from './markov.ts'
import type { ForecastSeries } from './series.ts'
import { leastHalfWidth } from './spread.ts'
import { forecastAges, forecastCategories } from './states.ts'

export const forecastMethods = ['semi-markov-1', ...peerMethods] as const
export type ForecastMethod = (typeof forecastMethods)[number]

const dmrWindows = { 'dmr-12': 365, 'dmr-24': 730, 'dmr-all': null } as const
const cutOfLevel = {
  total: 'total',
  category: 'category',
  age: 'ageBand',
  cell: 'ageBandAndCategory',
} as const

/** Numbers by judged cell at the end of each month, by a method that gives a mean path and no more. */
export function peerPath(method: PeerMethod, history: CareHistory, months: number): Float64Array[] {
  const origin = history.end - 1
  if (method === 'naive') return Array.from({ length: months }, () => countsOn(history, origin))
  if (method === 'markov') return markovPath(history, months)
  const days = monthEnd(origin, months) - origin
  const path = dmrPath(dmrOf(history, dmrWindows[method] ?? history.end - history.start), days)
  return Array.from({ length: months }, (_, month) => path[monthEnd(origin, month + 1) - origin - 1]!)
}

/**
 * Series of a peer's mean path. Only the total has an interval, and only of the last value: the error that published counts have had.
 */
export function peerSeries(method: PeerMethod, history: CareHistory, months: number): ForecastSeries[] {
  const sums = peerPath(method, history, months).map(sumsByLevel)
  return levelGroups.map(({ level, age, category }, group) => ({
    by: cutOfLevel[level],
    category: category === null ? null : forecastCategories[category]!,
    placementType: null,
    ageBand: age === null ? null : forecastAges[age]!.id,
    uasc: null,
    area: null,
    need: null,
    centre: method === 'naive' ? 'last-value' : 'model',
    values: sums.map((values, month) => {
      const mean = values[group]!
      const half = leastHalfWidth(mean, month + 1)
      const interval =
        method === 'naive' && level === 'total'
          ? {
              p10: Math.floor(Math.max(0, mean - half)),
              p25: Math.floor(Math.max(0, mean - half / 1.9)),
              p50: mean,
              p75: Math.ceil(mean + half / 1.9),
              p90: Math.ceil(mean + half),
            }
          : null
      return { month: month + 1, mean, interval, few: null }
    }),
  }))
}
