import { forecastConstants } from './constants.ts'
import { exponential, naturalLog } from './exact-math.ts'
import type { ForecastModel } from './model.ts'
import type { RandomStream } from './random-stream.ts'
import * as states from './states.ts'

/** What is not known of the years to come, shares once for a world: rates, where children go, and how all of it drifts by month. */
export interface ForecastWorld {
  exits: Float64Array
  moves: Float64Array
  /** Cumulative shares of the types moved to, by row of `destinationRow`. */
  destinations: Float64Array
  /** Cumulative shares of first types, by group of entries. */
  firstTypes: Float64Array
  /** Factors on entries by group and month, and on exits by month. */
  entryFactors: Float64Array
  exitFactors: Float64Array
}

/** Entities of streams that belong to no child. */
export const worldStreams = { rates: 1, entries: 2, exits: 3, nation: 4, prices: 5 } as const
const residential = states.forecastTypeIds.indexOf('residential')

/** A logarithm that wanders: a lasting walk and a passing swing, month by month. */
export class Drift {
  readonly #walk: number
  readonly #swing: number
  readonly #kept: number
  #lasting = 0
  #passing = 0
  #variance = 0
  #passingVariance = 0

  /** @param perYear deviations of the walk in a year, and of the swing in the long run; @param keptAYear share of a swing */
  constructor({ walk, swing, keptAYear }: { walk: number; swing: number; keptAYear: number }) {
    this.#walk = walk / Math.sqrt(12)
    this.#kept = keptAYear === 0 ? 0 : exponential(naturalLog(keptAYear) / 12)
    this.#swing = swing * Math.sqrt(1 - this.#kept * this.#kept)
  }

  /** The factor of the next month, of mean 1. */
  next(stream: RandomStream): number {
    this.#lasting += this.#walk * stream.normal()
    this.#passing = this.#kept * this.#passing + this.#swing * stream.normal()
    this.#variance += this.#walk * this.#walk
    this.#passingVariance = this.#kept * this.#kept * this.#passingVariance + this.#swing * this.#swing
    return exponential(this.#lasting + this.#passing - (this.#variance + this.#passingVariance) / 2)
  }
}

const level = (stream: RandomStream, deviation: number) =>
  exponential(deviation * stream.normal() - (deviation * deviation) / 2)

/** Draws a world of a model. `seed` is that of the forecast, `number` that of the world. */
export function worldOf(
  model: ForecastModel,
  { seed, number, months }: { seed: number; number: number; months: number },
  stream: RandomStream,
): ForecastWorld {
  const { exits, moves, destinations } = drawRates(model, stream.start(seed, number, worldStreams.rates))
  const firstTypes = model.entries.groups.flatMap(({ firstTypes: weights }) =>
    cumulative(dirichlet(weights, stream)),
  )
  const { exitLevel, exitWalk, exitSwing, entrySwingKeptAYear } = forecastConstants
  stream.start(seed, number, worldStreams.exits)
  const levelOfExits = level(stream, exitLevel)
  const exitDrift = new Drift({ walk: exitWalk, swing: exitSwing, keptAYear: entrySwingKeptAYear })
  const exitFactors = Float64Array.from({ length: months }, () => levelOfExits * exitDrift.next(stream))
  return {
    exits,
    moves,
    destinations,
    firstTypes: Float64Array.from(firstTypes),
    entryFactors: drawEntries(model, { seed, number, months }, stream),
    exitFactors,
  }
}

function drawRates({ exits, moves, destinations }: ForecastModel, stream: RandomStream) {
  const { moveLevel, residentialWalk } = forecastConstants
  const draw = ({ perDay, shape, scale }: typeof exits, factor: number) =>
    perDay.map((rate, cell) => rate * factor * stream.gamma(shape[cell]!) * scale[cell]!)
  const exitRates = draw(exits, 1)
  const ofMoves = draw(moves, level(stream, moveLevel))
  const towardsResidential = exponential(residentialWalk * stream.normal())
  const rows = Math.round(destinations.length / states.typeCount)
  const shares = Array.from({ length: rows }, (_, row) => {
    const weights = Array.from(destinations.subarray(row * states.typeCount, (row + 1) * states.typeCount))
    const shares = dirichlet(weights, stream)
    shares[residential]! *= towardsResidential
    return cumulative(shares)
  })
  return { exits: exitRates, moves: ofMoves, destinations: Float64Array.from(shares.flat()) }
}

function drawEntries(
  { entries }: ForecastModel,
  { seed, number, months }: { seed: number; number: number; months: number },
  stream: RandomStream,
): Float64Array {
  const constants = forecastConstants
  const nation = new Drift({ walk: constants.nationalWalk, swing: 0, keptAYear: 0 })
  stream.start(seed, number, worldStreams.nation)
  const nationFactors = Array.from({ length: months }, () => nation.next(stream))
  stream.start(seed, number, worldStreams.entries)
  const common = new Drift({
    walk: constants.entryWalk,
    swing: constants.entrySwing,
    keptAYear: constants.entrySwingKeptAYear,
  })
  const sharedFactors = nationFactors.map((factor) => factor * common.next(stream))
  const factors = new Float64Array(entries.groups.length * months)
  for (const [group, { error }] of entries.groups.entries()) {
    const isUnaccompanied = group === states.unaccompaniedGroup
    const own = new Drift({
      walk: isUnaccompanied ? constants.unaccompaniedWalk : constants.ageWalk,
      swing: 0,
      keptAYear: 0,
    })
    const start = level(stream, error)
    for (let month = 0; month < months; month++)
      factors[group * months + month] =
        start * own.next(stream) * (isUnaccompanied ? nationFactors[month]! : sharedFactors[month]!)
  }
  return factors
}

function dirichlet(weights: readonly number[], stream: RandomStream): number[] {
  return weights.map((weight) => (weight > 0 ? stream.gamma(weight) : 0))
}

/** Cumulative shares of positive values; the last is 1. */
function cumulative(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0)
  let sum = 0
  return values.map((value, index) => (index === values.length - 1 ? 1 : (sum += value / total)))
}
