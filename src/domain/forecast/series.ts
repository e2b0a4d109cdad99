import type { ForecastLevel } from './constants.ts'
import { levelScale, levelWeightAt, type LevelWeights } from './level-blend.ts'
import { chooseCells, worldsOfCells, type CellChoice } from './levels.ts'
import {
  floorsOf,
  intervalOf,
  leastHalfWidth,
  quantileOf,
  spreadAt,
  type Interval,
  type Spreads,
} from './spread.ts'
import * as states from './states.ts'
import type { FlowKind, ForecastTally } from './tally.ts'

/** Breakdowns in which a forecast is given; each sums to the total. */
export const forecastCuts = [
  'total', 'category', 'placementType', 'ageBand', 'ageBandAndCategory', 'ageBandAndType', 'uasc', 'areaAndType', 'needAndType',
] as const // prettier-ignore
export type ForecastCut = (typeof forecastCuts)[number]

/** What one series is of. */
export interface SeriesKey {
  by: ForecastCut
  category: states.ForecastCategory | null
  placementType: states.ForecastType | null
  ageBand: states.ForecastAge | null
  uasc: boolean | null
  area: string | null
  need: string | null
}

/** Chances of small numbers, given instead of quantiles where so few children are expected. */
export interface FewChances {
  none: number
  oneOrMore: number
  twoOrMore: number
}

export interface MonthValue {
  /** Months after the origin, from 1. */
  month: number
  mean: number
  /** Whole children, outward; null where a number is too small for them. */
  interval: Interval | null
  few: FewChances | null
}

export interface ForecastSeries extends SeriesKey {
  /** Whether the last value is the centre: where the method has been worse than it. */
  centre: 'model' | 'last-value'
  values: MonthValue[]
}

/** With a lower median than this, only chances of 0, 1 or more, and 2 or more are given. */
export const fewChildren = 8

const nothing: SeriesKey = {
  by: 'total', category: null, placementType: null, ageBand: null, uasc: null, area: null, need: null,
} // prettier-ignore

interface Slice {
  key: SeriesKey
  level: ForecastLevel
  worlds: (month: number) => Float64Array
}

const typesIn = (category: number) =>
  states.categoryOfType.flatMap((own, type) => (own === category ? [type] : []))

/** Every series of a forecast, by how its worlds' values are read. */
function slicesOf(tally: ForecastTally, areas: readonly string[], needs: readonly string[]): Slice[] {
  const slice = (key: Partial<SeriesKey>, level: ForecastLevel, choice: CellChoice): Slice => ({
    key: { ...nothing, ...key },
    level,
    worlds: (month) => worldsOfCells(tally, month, chooseCells(choice)),
  })
  const types = states.forecastTypes.map(({ id, category }, type) => ({ placementType: id, category, type }))
  return [
    slice({}, 'total', {}),
    ...states.forecastCategories.map((category, index) =>
      slice({ by: 'category', category }, 'category', {
        types: typesIn(index),
      }),
    ),
    ...types.map(({ placementType, category, type }) =>
      slice({ by: 'placementType', placementType, category }, 'category', { types: [type] }),
    ),
    ...states.forecastAges.map(({ id }, age) => slice({ by: 'ageBand', ageBand: id }, 'age', { age })),
    ...states.forecastAges.flatMap(({ id }, age) =>
      states.forecastCategories.map((category, index) =>
        slice({ by: 'ageBandAndCategory', ageBand: id, category }, 'cell', { age, types: typesIn(index) }),
      ),
    ),
    ...states.forecastAges.flatMap(({ id }, age) =>
      types.map(({ placementType, category, type }) =>
        slice({ by: 'ageBandAndType', ageBand: id, placementType, category }, 'cell', { age, types: [type] }),
      ),
    ),
    ...[false, true].map((uasc) => slice({ by: 'uasc', uasc }, 'category', { uasc: Number(uasc) })),
    ...areas.flatMap((area, index) =>
      types.map(({ placementType, category, type }): Slice => ({
        key: { ...nothing, by: 'areaAndType', area, placementType, category },
        level: 'cell',
        worlds: (month) => areaTypeWorlds(tally, month, index, type),
      })),
    ),
    ...needs.flatMap((need, index) =>
      types.map(({ placementType, category, type }): Slice => ({
        key: { ...nothing, by: 'needAndType', need, placementType, category },
        level: 'cell',
        worlds: (month) => Float64Array.from(tally.needStock(month, index, type)),
      })),
    ),
  ]
}

/** Children in a type, of any age, in each world. */
export const typeWorlds = (tally: ForecastTally, month: number, type: number): Float64Array =>
  worldsOfCells(tally, month, chooseCells({ types: [type] }))

/** Children from an area in a type, of any age, in each world. */
export function areaTypeWorlds(
  tally: ForecastTally,
  month: number,
  area: number,
  type: number,
): Float64Array {
  const sums = new Float64Array(tally.shape.worlds)
  for (let age = 0; age < states.ageCount; age++) {
    const values = tally.areaStock(month, { area, age, type })
    for (let world = 0; world < sums.length; world++) sums[world]! += values[world]!
  }
  return sums
}

export interface SeriesOptions {
  areas: readonly string[]
  needs: readonly string[]
  /** Children in care on the origin's night. */
  last: number
  levelWeights: LevelWeights
  spreads: Spreads
  /** Widens every interval, where entries have shifted. */
  widening: number
  /** Levels at which the last value is the centre, and the last values of a series. */
  naiveLevels: readonly ForecastLevel[]
  lastOf: (key: SeriesKey) => number
}

const round = (value: number) => Math.round(value * 1e6) / 1e6

/** By month, the factor that brings the model's mean to the blend with the last total. */
export function levelScales(tally: ForecastTally, last: number, weights: LevelWeights): number[] {
  return Array.from({ length: tally.shape.months }, (_, month) =>
    levelScale(levelWeightAt(weights, month + 1), last, meanOf(worldsOfCells(tally, month, chooseCells({})))),
  )
}

export function seriesOf(tally: ForecastTally, options: SeriesOptions): ForecastSeries[] {
  const { areas, needs, last, levelWeights, naiveLevels, lastOf } = options
  const scales = levelScales(tally, last, levelWeights)
  return slicesOf(tally, areas, needs).map(({ key, level, worlds }) => {
    const isNaive = naiveLevels.includes(level)
    const floors = floorsOf(level, ageBandIndex(key.ageBand))
    const childrenOf = (ascending: Float64Array) => (level === 'total' ? last : quantileOf(ascending, 0.5))
    let widest = 0
    const values = scales.map((scale, month) => {
      const ascending = worlds(month)
        .sort()
        .map((value) => value * scale)
      const spread = spreadAt(options.spreads, level, month + 1) * options.widening
      const least = floors === null ? 0 : leastHalfWidth(childrenOf(ascending), month + 1, floors)
      const interval = recentre(
        intervalOf(ascending, spread, Math.max(widest, least)),
        isNaive ? lastOf(key) : null,
      )
      // An interval of the total never narrows with the months.
      widest = level === 'total' ? Math.max(widest, (interval.p90 - interval.p10) / 2) : 0
      const isFew = interval.p50 < fewChildren && key.by !== 'total'
      return {
        month: month + 1,
        mean: round(meanOf(ascending)),
        interval: isFew ? null : outward(interval),
        few: isFew ? fewChances(worlds(month)) : null,
      }
    })
    return { ...key, centre: isNaive ? ('last-value' as const) : ('model' as const), values }
  })
}

const ageBandIndex = (band: states.ForecastAge | null) =>
  band === null ? null : states.forecastAges.findIndex(({ id }) => id === band)
const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

/** An interval moved to another centre. */
function recentre(interval: Interval, centre: number | null): Interval {
  if (centre === null) return interval
  const shift = centre - interval.p50
  const move = (value: number) => Math.max(0, value + shift)
  return {
    p10: move(interval.p10),
    p25: move(interval.p25),
    p50: centre,
    p75: move(interval.p75),
    p90: move(interval.p90),
  }
}

const outward = ({ p10, p25, p50, p75, p90 }: Interval): Interval => ({
  p10: Math.floor(p10),
  p25: Math.floor(p25),
  p50: Math.round(p50),
  p75: Math.ceil(p75),
  p90: Math.ceil(p90),
})

function fewChances(worlds: Float64Array): FewChances {
  const share = (least: number) => round(worlds.filter((value) => value >= least).length / worlds.length)
  return { none: round(1 - share(1)), oneOrMore: share(1), twoOrMore: share(2) }
}

/** Means of what happens in a month, by type. Children at its end = at the end of the month before + what comes − what goes. */
export interface FlowValue {
  month: number
  placementType: string
  starts: number
  leavers: number
  movesIn: number
  movesOut: number
  nights: number
  children: number
}

/**
 * Flows of the worlds, scaled as the numbers of children are. The scale of a month differs from that of the month before: the
 * children that this adds or takes are counted as leavers, so that nobody comes from nowhere.
 * @param lastByType children of each type on the origin's night
 */
export function flowSeries(
  tally: ForecastTally,
  lastByType: readonly number[],
  scales: readonly number[],
): FlowValue[] {
  return states.forecastTypes.flatMap(({ id: placementType }, type) => {
    let previous = lastByType[type]!
    return scales.map((scale, month) => {
      const mean = (kind: FlowKind) => scale * meanOf(Float64Array.from(tally.flowsOf(month, kind, type)))
      const [starts, movesIn, movesOut] = [mean('starts'), mean('movesIn'), mean('movesOut')]
      const children = scale * meanOf(worldsOfCells(tally, month, chooseCells({ types: [type] })))
      const leavers = previous + starts + movesIn - movesOut - children
      previous = children
      const nights = scale * meanOf(Float64Array.from(tally.nightsOf(month, type)))
      return { month: month + 1, placementType, starts, leavers, movesIn, movesOut, nights, children }
    })
  })
}

/** What a scenario changes: the difference between the same worlds with it and without it. */
export interface EffectSeries {
  by: 'total' | 'placementType' | 'ageBand'
  placementType: states.ForecastType | null
  ageBand: states.ForecastAge | null
  values: { month: number; mean: number; p10: number; p50: number; p90: number }[]
}

/** Differences of pairs of worlds, of which all but what the scenario touches is the same. */
export function effectSeries(
  scenario: ForecastTally,
  base: ForecastTally,
  scales: readonly number[],
): EffectSeries[] {
  const effect = (key: Omit<EffectSeries, 'values'>, cells: readonly number[]): EffectSeries => ({
    ...key,
    values: scales.map((scale, month) => {
      const plain = worldsOfCells(base, month, cells)
      const differences = worldsOfCells(scenario, month, cells).map(
        (children, world) => scale * (children - plain[world]!),
      )
      const mean = round(meanOf(differences))
      differences.sort()
      const quantile = (share: number) => round(quantileOf(differences, share))
      return { month: month + 1, mean, p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9) }
    }),
  })
  return [
    effect({ by: 'total', placementType: null, ageBand: null }, chooseCells({})),
    ...states.forecastTypes.map(({ id: placementType }, type) =>
      effect({ by: 'placementType', placementType, ageBand: null }, chooseCells({ types: [type] })),
    ),
    ...states.forecastAges.map(({ id: ageBand }, age) =>
      effect({ by: 'ageBand', placementType: null, ageBand }, chooseCells({ age })),
    ),
  ]
}
