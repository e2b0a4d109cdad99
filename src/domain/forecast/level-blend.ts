import { forecastConstants, forecastHorizons } from './constants.ts'

/** How much the last total weighs against the model's mean, at each of `forecastHorizons`. */
export type LevelWeights = readonly number[]

/** The last total, the model's mean and what came, at a horizon from an origin. */
export interface LevelEvidence {
  horizon: number
  last: number
  mean: number
  outcome: number
}

/** The weights that would have served best, by least squares, each shrunk to that of an authority of so many children. */
export function learnLevelWeights(children: number, evidence: readonly LevelEvidence[]): LevelWeights {
  const { levelWeight, levelPrior } = forecastConstants
  const prior = levelWeight / (levelWeight + children)
  return forecastHorizons.map((horizon) => {
    const ofHorizon = evidence.filter((one) => one.horizon === horizon)
    const squares = ofHorizon.reduce((sum, { last, mean }) => sum + (last - mean) ** 2, 0)
    if (squares === 0) return prior
    const products = ofHorizon.reduce(
      (sum, { last, mean, outcome }) => sum + (last - mean) * (outcome - mean),
      0,
    )
    // Origins a quarter apart share most of their horizon: they count for so many as do not overlap.
    const origins = Math.max(1, Math.ceil((ofHorizon.length * 3) / horizon))
    const best = Math.min(1, Math.max(0, products / squares))
    return (levelPrior * prior + origins * best) / (levelPrior + origins)
  })
}

/** The weight at a month: that of the first horizon not before it, and of the last beyond. */
export const levelWeightAt = (weights: LevelWeights, month: number): number =>
  weights[forecastHorizons.findIndex((horizon) => month <= horizon)] ?? weights.at(-1)!

/** By what every world is scaled at a month, so that its mean is the blend of the last total and the model's mean. */
export const levelScale = (weight: number, last: number, mean: number): number =>
  mean === 0 ? 1 : (weight * last + (1 - weight) * mean) / mean
