import { forecastConstants } from './constants.ts'
import type { RatePrior } from './priors.ts'
import * as states from './states.ts'

/** Rates a day by cell, with what they rest on: a draw of a cell's multiplier has the shape and scale of a gamma distribution. */
export interface Rates {
  perDay: Float64Array
  shape: Float64Array
  scale: Float64Array
}

const daysPerYear = 365.25
const sweeps = 12

/** Levels of each main effect, in the order in which `exitCell` and `moveCell` count. */
export const exitDimensions = [states.ageCount, states.careTimes, states.exitGroupCount, 2] as const
export const moveDimensions = [states.typeCount, states.placementTimes, states.moveClassCount] as const

/**
 * Rates from events ÷ days at risk: main effects first, each level's drawn from its prior by (events + 4) ÷ (expected + 4), then for
 * each cell the rest, by (events + 10) ÷ (expected + 10). So a cell of few children has the rate of its row and column.
 */
export function ratesOf(
  events: Float64Array,
  days: Float64Array,
  dimensions: readonly number[],
  prior: RatePrior,
): Rates {
  const levels = levelsOf(dimensions, events.length)
  const effects = prior.effects.map((values) => Float64Array.from(values))
  let base = prior.perYear / daysPerYear
  const rateOf = (cell: number) =>
    effects.reduce((rate, values, effect) => rate * values[levels[effect]![cell]!]!, base)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    base *= shrinkRatio(sum(events), expected(days, rateOf))
    for (const [effect, values] of effects.entries()) {
      const own = new Float64Array(values.length)
      const withPrior = new Float64Array(values.length)
      for (const [cell, exposure] of days.entries()) {
        const level = levels[effect]![cell]!
        own[level]! += events[cell]!
        if (exposure > 0)
          withPrior[level]! += (exposure * rateOf(cell) * prior.effects[effect]![level]!) / values[level]!
      }
      for (const level of values.keys())
        values[level] = prior.effects[effect]![level]! * shrinkRatio(own[level]!, withPrior[level]!)
    }
  }
  const perDay = Float64Array.from(events, (_, cell) => rateOf(cell))
  const weight = forecastConstants.cellPrior
  const shape = events.map((count) => count + weight)
  const scale = days.map((exposure, cell) => 1 / (exposure * perDay[cell]! + weight))
  return { perDay, shape, scale }
}

const shrinkRatio = (count: number, prediction: number) =>
  (count + forecastConstants.effectPrior) / (prediction + forecastConstants.effectPrior)
const expected = (days: Float64Array, rateOf: (cell: number) => number) =>
  days.reduce((total, exposure, cell) => (exposure > 0 ? total + exposure * rateOf(cell) : total), 0)
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

/** For each effect, the level of each cell. */
function levelsOf(dimensions: readonly number[], cells: number): Uint8Array[] {
  return dimensions.map((size, effect) => {
    const step = dimensions.slice(effect + 1).reduce((product, other) => product * other, 1)
    return Uint8Array.from({ length: cells }, (_, cell) => Math.floor(cell / step) % size)
  })
}
