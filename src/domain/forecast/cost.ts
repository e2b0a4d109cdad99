import type { CivilDate } from '../dates.ts'
import { financialYearEnding } from '../disclosure/year.ts'
import { forecastConstants } from './constants.ts'
import { quantileOf } from './spread.ts'
import { RandomStream } from './random-stream.ts'
import { forecastTypeIds, type ForecastType } from './states.ts'
import type { ForecastTally } from './tally.ts'
import { Drift, worldStreams } from './world.ts'

/** What homes of a type cost: nights paid one by one, and block contracts, which cost the same whether they are used or not. */
export interface TypePrices {
  /** Pounds of a night on the last known night; null where no cost is on record. */
  nightly: number | null
  /** By month: pounds of block contracts, and the nights of children that these cover. */
  blockPounds: readonly number[]
  blockNights: readonly number[]
}

export interface CostQuestion {
  tally: ForecastTally
  /** By month: what the numbers of children are scaled by, and the nights that the month has. */
  scales: readonly number[]
  days: readonly number[]
  /** By type: children on the last known night, and prices. */
  last: readonly number[]
  prices: readonly TypePrices[]
  /** By type and month, the walks of the worlds' prices; and by how much a scenario multiplies what a night costs. */
  walks: readonly (readonly Float64Array[])[]
  fees: readonly (readonly number[])[]
}

/** Pounds of a type in a month: what stays as it is, and what each world changes of it. */
interface MonthCost {
  blockPounds: number
  /** As many nights, at the price, as on the last known night. */
  usual: number
  /** By world: more nights or fewer at that price; and all nights at another price than that. */
  volume: Float64Array
  price: Float64Array
}

/** By type and month; null for a type of which no cost is on record. */
export type WorldCosts = readonly (readonly MonthCost[] | null)[]

/** By type and month, what a night costs in each world ÷ what it costs now: a walk of mean 1, the same for every scenario. */
export function priceWalks({ seed, worlds, months }: { seed: number; worlds: number; months: number }) {
  const walks = forecastTypeIds.map(() => Array.from({ length: months }, () => new Float64Array(worlds)))
  const stream = new RandomStream()
  for (let world = 0; world < worlds; world++) {
    stream.start(seed, world, worldStreams.prices)
    for (const ofType of walks) {
      const drift = new Drift({ walk: forecastConstants.priceWalk, swing: 0, keptAYear: 0 })
      for (const ofMonth of ofType) ofMonth[world] = drift.next(stream)
    }
  }
  return walks
}

/** What the worlds cost. Nights that block contracts cover are not paid again. */
export function costWorlds({ tally, scales, days, last, prices, walks, fees }: CostQuestion): WorldCosts {
  return prices.map(({ nightly, blockPounds, blockNights }, type) => {
    if (nightly === null && blockPounds.every((pounds) => pounds === 0)) return null
    const perNight = nightly ?? 0
    return scales.map((scale, month): MonthCost => {
      const nightsPaid = (nights: number) => Math.max(0, nights - blockNights[month]!)
      const usualNights = nightsPaid(last[type]! * days[month]!)
      const nights = Float64Array.from(tally.nightsOf(month, type), (count) => nightsPaid(scale * count))
      const walk = walks[type]![month]!
      return {
        blockPounds: blockPounds[month]!,
        usual: usualNights * perNight,
        volume: nights.map((count) => (count - usualNights) * perNight),
        price: nights.map((count, world) => count * perNight * (walk[world]! * fees[type]![month]! - 1)),
      }
    })
  })
}

/** Pounds: mean, and between P10 and P90 8 times in 10. */
export interface PoundsBand {
  mean: number
  p10: number
  p50: number
  p90: number
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

/** How much wider than the worlds a band is, and the least share of its middle that it reaches to each side. */
export interface BandWidth {
  spread: number
  leastShare: number
}

/** Worlds in ascending order, spread about their median. */
export function spreadWorlds(worlds: Float64Array, { spread, leastShare }: BandWidth): Float64Array {
  const ascending = Float64Array.from(worlds).sort()
  const middle = quantileOf(ascending, 0.5)
  const half = (quantileOf(ascending, 0.9) - quantileOf(ascending, 0.1)) / 2
  const factor = half === 0 ? 1 : Math.max(spread, (leastShare * Math.abs(middle)) / half)
  return ascending.map((value) => middle + factor * (value - middle))
}

const bandOf = (worlds: Float64Array, width: BandWidth): PoundsBand => {
  const ascending = spreadWorlds(worlds, width)
  return {
    mean: Math.round(meanOf(worlds)),
    p10: Math.floor(quantileOf(ascending, 0.1)),
    p50: Math.round(quantileOf(ascending, 0.5)),
    p90: Math.ceil(quantileOf(ascending, 0.9)),
  }
}

const addUp = (parts: readonly Float64Array[], worlds: number) => {
  const sums = new Float64Array(worlds)
  for (const part of parts) for (let world = 0; world < worlds; world++) sums[world]! += part[world]!
  return sums
}

const ofTypes = (costs: WorldCosts, types: readonly ForecastType[] | null) =>
  costs.flatMap((ofType, type) =>
    ofType !== null && (types === null || types.includes(forecastTypeIds[type]!)) ? [ofType] : [],
  )
const monthCount = (costs: WorldCosts) => ofTypes(costs, null)[0]?.length ?? 0
/** All types together, then each whose cost is on record. */
const costKeys = (costs: WorldCosts): (ForecastType | null)[] => [
  null,
  ...forecastTypeIds.filter((_, type) => costs[type] !== null),
]
const typesOfKey = (key: ForecastType | null) => (key === null ? null : [key])

/** Pounds of some types, or of all, in some months together, in each world. `months` count from 0. */
export function worldPounds(
  costs: WorldCosts,
  types: readonly ForecastType[] | null,
  months: readonly number[],
  worlds: number,
): Float64Array {
  const parts = ofTypes(costs, types).flatMap((ofType) => months.map((month) => ofType[month]!))
  const same = parts.reduce((sum, { blockPounds, usual }) => sum + blockPounds + usual, 0)
  return addUp(
    parts.flatMap(({ volume, price }) => [volume, price]),
    worlds,
  ).map((pounds) => pounds + same)
}

/** What a month costs. In means, `total` is the sum of the other four, but for rounding. */
export interface CostMonth {
  month: number
  total: PoundsBand
  blockContracts: number
  usual: number
  volume: PoundsBand
  price: PoundsBand
}

export interface CostSeries {
  placementType: ForecastType | null
  values: CostMonth[]
}

/** The width of bands of a type, or of all together, at a month from 1. */
export type CostWidths = (month: number, type: ForecastType | null) => BandWidth

/** Costs by month, of all types together and of each whose cost is on record. */
export const costSeries = (costs: WorldCosts, worlds: number, widthAt: CostWidths): CostSeries[] =>
  costKeys(costs).map((placementType) => ({
    placementType,
    values: Array.from({ length: monthCount(costs) }, (_, month): CostMonth => {
      const types = typesOfKey(placementType)
      const parts = ofTypes(costs, types).map((ofType) => ofType[month]!)
      const width = widthAt(month + 1, placementType)
      const sum = (value: (part: MonthCost) => number) =>
        Math.round(parts.reduce((total, part) => total + value(part), 0))
      const band = (value: (part: MonthCost) => Float64Array) =>
        bandOf(addUp(parts.map(value), worlds), { ...width, leastShare: 0 })
      return {
        month: month + 1,
        total: bandOf(worldPounds(costs, types, [month], worlds), width),
        blockContracts: sum(({ blockPounds }) => blockPounds),
        usual: sum(({ usual }) => usual),
        volume: band(({ volume }) => volume),
        price: band(({ price }) => price),
      }
    }),
  }))

/** What a scenario changes of the cost of each month, in pairs of the same worlds. */
export interface CostEffect {
  placementType: ForecastType | null
  values: (PoundsBand & { month: number })[]
}

export const costEffects = (scenario: WorldCosts, base: WorldCosts, worlds: number): CostEffect[] =>
  costKeys(base).map((placementType) => ({
    placementType,
    values: Array.from({ length: monthCount(base) }, (_, month) => {
      const pounds = (costs: WorldCosts) => worldPounds(costs, typesOfKey(placementType), [month], worlds)
      const plain = pounds(base)
      const differences = pounds(scenario).map((value, world) => value - plain[world]!)
      return { month: month + 1, ...bandOf(differences, { spread: 1, leastShare: 0 }) }
    }),
  }))

/** What may be spent in a financial year on homes of some types. */
export interface BudgetLine {
  title: string
  financialYear: string
  placementTypes: readonly ForecastType[]
  pounds: number
}

/** What a financial year comes to: `spent` so far by the records, and with it what is to come. */
export interface Outturn {
  financialYear: string
  /** Of a budget; null for all types together. */
  title: string | null
  spent: number
  projected: PoundsBand
  budget: number | null
  chanceOver: number | null
}

/**
 * Each financial year that the forecast reaches the end of, all types together and by budget.
 * @param months the last day of each month ahead
 * @param spent pounds by type from 1 April to the last known night
 */
export function outturnsOf(
  { costs, worlds, widthAt }: { costs: WorldCosts; worlds: number; widthAt: CostWidths },
  months: readonly CivilDate[],
  spent: readonly number[],
  budgets: readonly BudgetLine[],
): Outturn[] {
  const years = months.filter((day) => day.endsWith('-03-31')).map(financialYearEnding)
  return years.flatMap(({ id, months: ofYear }) => {
    const ahead = ofYear.map((day) => months.indexOf(day)).filter((month) => month !== -1)
    const isBegun = ahead.length < ofYear.length
    const outturn = (line: BudgetLine | null): Outturn => {
      const types = line?.placementTypes ?? null
      const spentSoFar = isBegun ? spentOn(types, spent) : 0
      const pounds = worldPounds(costs, types, ahead, worlds).map((value) => value + spentSoFar)
      const width = widthAt(ahead.at(-1)! + 1, types?.length === 1 ? types[0]! : null)
      const isOver = (value: number) => line !== null && value > line.pounds
      return {
        financialYear: id,
        title: line?.title ?? null,
        spent: Math.round(spentSoFar),
        projected: bandOf(pounds, width),
        budget: line?.pounds ?? null,
        chanceOver:
          line === null
            ? null
            : Math.round((1e4 * spreadWorlds(pounds, width).filter(isOver).length) / worlds) / 1e4,
      }
    }
    return [null, ...budgets.filter(({ financialYear }) => financialYear === id)].map(outturn)
  })
}

const spentOn = (types: readonly ForecastType[] | null, spent: readonly number[]) =>
  spent.reduce(
    (sum, pounds, type) => (types === null || types.includes(forecastTypeIds[type]!) ? sum + pounds : sum),
    0,
  )
