import { forecastHorizons, forecastConstants, type ForecastLevel } from './constants.ts'
import { monthEnd, type DayNumber } from './days.ts'
import { dmrOf, dmrPath } from './dmr.ts'
import { historyUpTo, type CareHistory } from './history.ts'
import { countsOn, levelGroups, sumsByLevel, worldsOfGroup } from './levels.ts'
import {
  learnLevelWeights,
  levelScale,
  levelWeightAt,
  type LevelEvidence,
  type LevelWeights,
} from './level-blend.ts'
import { markovPath } from './markov.ts'
import { modelOf } from './model.ts'
import { crpsOf, normalCrps } from './scores.ts'
import { simulateWorlds } from './simulate.ts'
import {
  floorsOf,
  intervalOf,
  leastHalfWidth,
  shrinkSpreads,
  spreadAt,
  summariseSpreads,
  type LearnedSpread,
  type SpreadEvidence,
  type Spreads,
} from './spread.ts'
import type { ForecastTally } from './tally.ts'

/** Methods beside which a forecast is judged. `naive` is the last value; the numbers are months from which `dmr` learns. */
export const peerMethods = ['naive', 'dmr-12', 'dmr-24', 'dmr-all', 'markov'] as const
export type PeerMethod = (typeof peerMethods)[number]

/** What was said from an origin of one group at one horizon, and what came. */
export interface OriginScore {
  origin: DayNumber
  horizon: number
  level: ForecastLevel
  group: number
  outcome: number
  p50: number
  p10: number
  p90: number
  crps: number
  peers: Record<PeerMethod, number>
  dmrCrps: number
  evidence: SpreadEvidence
}

export interface OriginQuestion {
  /** What was known at the origin, up to its night: a history that ends there. */
  past: CareHistory
  /** What came: a history that goes on. */
  outcome: CareHistory
  worlds: number
  seed: number
  spreads: Spreads
  /** Null for that of an authority of its size. */
  levelWeights: LevelWeights | null
}

export interface OriginResult {
  scores: OriginScore[]
  levels: LevelEvidence[]
}

/** Last nights of months to forecast from: every `step` months, with `leastMonths` of history before and an outcome after. */
export function originsOf({ start, end }: CareHistory, leastMonths = 24, step = 3): DayNumber[] {
  const origins: DayNumber[] = []
  for (let month = -forecastHorizons[0]; ; month -= step) {
    const origin = monthEnd(end - 1, month)
    if (monthEnd(origin, -leastMonths) < start - 1) return origins.reverse()
    origins.push(origin)
  }
}

/** Forecasts from one origin by every method, and compares with what came. */
export function testOrigin({
  past,
  outcome,
  worlds,
  seed,
  spreads,
  levelWeights,
}: OriginQuestion): OriginResult {
  const origin = past.end - 1
  const horizons = forecastHorizons.filter((months) => monthEnd(origin, months) < outcome.end)
  const last = sumsByLevel(countsOn(past, origin))
  const months = horizons.at(-1) ?? 0
  if (months === 0 || last[0] === 0) return { scores: [], levels: [] }
  const tally = simulateWorlds({ model: modelOf(past), months, worlds, seed })
  const peers = peerPaths(past, months)
  const weights = levelWeights ?? learnLevelWeights(last[0]!, [])
  const result: OriginResult = { scores: [], levels: [] }
  for (const horizon of horizons) {
    const outcomes = sumsByLevel(countsOn(outcome, monthEnd(origin, horizon)))
    const mean = meanOf(worldsOfGroup(tally, horizon - 1, levelGroups[0]!))
    result.levels.push({ horizon, last: last[0]!, mean, outcome: outcomes[0]! })
    const scale = levelScale(levelWeightAt(weights, horizon), last[0]!, mean)
    const peerSums = peers.map((path) => sumsByLevel(path(horizon)))
    for (const [group, { level, age }] of levelGroups.entries()) {
      const values = ascendingGroup(tally, horizon, group, scale)
      const spread = spreadAt(spreads, level, horizon)
      const raw = intervalOf(values, 1)
      const floors = floorsOf(level, age)
      const floor = floors === null ? 0 : leastHalfWidth(raw.p50, horizon, floors)
      const { p10, p50, p90 } = intervalOf(values, spread, floor)
      const half = outcomes[group]! >= p50 ? raw.p90 - p50 : p50 - raw.p10
      const ofPeers = [last[group]!, ...peerSums.map((sums) => sums[group]!)]
      result.scores.push({
        ...{ origin, horizon, level, group, outcome: outcomes[group]!, p10, p50, p90 },
        crps: crpsOf(
          values.map((value) => Math.max(0, p50 + spread * (value - p50))),
          outcomes[group]!,
        ),
        peers: Object.fromEntries(peerMethods.map((method, index) => [method, ofPeers[index]!])) as Record<
          PeerMethod,
          number
        >,
        dmrCrps: normalCrps(ofPeers[3]!, Math.sqrt(Math.max(ofPeers[3]!, 0)), outcomes[group]!),
        evidence: {
          level,
          horizon,
          halfWidths:
            half > 0 ? Math.abs(outcomes[group]! - p50) / half : outcomes[group] === p50 ? 0 : Infinity,
        },
      })
    }
  }
  return result
}

/** For each peer but naive, the judged cells at the end of a month. */
function peerPaths(past: CareHistory, months: number): ((horizon: number) => Float64Array)[] {
  const origin = past.end - 1
  const days = monthEnd(origin, months) - origin
  const dmrs = [365, 730, past.end - past.start].map((window) => dmrPath(dmrOf(past, window), days))
  const markov = markovPath(past, months)
  return [
    ...dmrs.map((path) => (horizon: number) => path[monthEnd(origin, horizon) - origin - 1]!),
    (horizon: number) => markov[horizon - 1]!,
  ]
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
const ascendingGroup = (tally: ForecastTally, horizon: number, group: number, scale: number) =>
  worldsOfGroup(tally, horizon - 1, levelGroups[group]!)
    .sort()
    .map((value) => value * scale)

/** How a method did at a level and horizon, over all origins. Distances are in children. */
export interface LevelScore {
  level: ForecastLevel
  horizon: number
  /** Origins that were judged, and how many of them do not overlap. */
  origins: number
  independentOrigins: number
  /** Mean distance of the median from the outcome; that of each peer; and the first ÷ the second, null where that is 0. */
  error: number
  peerErrors: Record<PeerMethod, number>
  ratios: Record<PeerMethod, number | null>
  /** Mean of median − outcome, as a share of the mean outcome. */
  bias: number | null
  /** Share of outcomes within the interval of 80 %, before it is rounded outward to whole children. */
  coverage: number
  crps: number
  dmrCrps: number
}

export function summariseScores(scores: readonly OriginScore[]): LevelScore[] {
  const levels = [...new Set(scores.map(({ level }) => level))]
  return levels.flatMap((level) =>
    forecastHorizons.flatMap((horizon) => {
      const own = scores.filter((score) => score.level === level && score.horizon === horizon)
      return own.length === 0 ? [] : [summaryOf(level, horizon, own)]
    }),
  )
}

function summaryOf(level: ForecastLevel, horizon: number, own: readonly OriginScore[]): LevelScore {
  const mean = (value: (score: OriginScore) => number) =>
    own.reduce((sum, score) => sum + value(score), 0) / own.length
  const origins = [...new Set(own.map(({ origin }) => origin))].sort((a, b) => a - b)
  const error = mean(({ p50, outcome }) => Math.abs(p50 - outcome))
  const peerErrors = ofPeers((method) => mean(({ peers, outcome }) => Math.abs(peers[method] - outcome)))
  const outcomes = mean(({ outcome }) => outcome)
  return {
    level,
    horizon,
    origins: origins.length,
    independentOrigins: independent(origins, horizon),
    error,
    peerErrors,
    ratios: ofPeers((method) => (peerErrors[method] > 0 ? error / peerErrors[method] : null)),
    bias: outcomes > 0 ? mean(({ p50, outcome }) => p50 - outcome) / outcomes : null,
    coverage: mean(({ p10, p90, outcome }) => Number(outcome >= p10 && outcome <= p90)),
    crps: mean(({ crps }) => crps),
    dmrCrps: mean(({ dmrCrps }) => dmrCrps),
  }
}

const ofPeers = <T>(value: (method: PeerMethod) => T) =>
  Object.fromEntries(peerMethods.map((method) => [method, value(method)])) as Record<PeerMethod, T>

/** How many origins there are of which none begins within the horizon of another. */
function independent(origins: readonly DayNumber[], horizon: number): number {
  let [count, next] = [0, -Infinity]
  for (const origin of origins)
    if (origin >= next) {
      count++
      next = monthEnd(origin, horizon)
    }
  return count
}

/** What origins say of spreads: of those whose outcome was known by a night, all where none is named. */
export const learnedSpreads = (scores: readonly OriginScore[], knownBy = Infinity): LearnedSpread[] => {
  const scoresThen = scores.filter(({ origin, horizon }) => monthEnd(origin, horizon) <= knownBy)
  const originsAt = (horizon: number) =>
    [...new Set(scoresThen.flatMap((score) => (score.horizon === horizon ? [score.origin] : [])))].sort(
      (a, b) => a - b,
    )
  return summariseSpreads(
    scoresThen.map(({ evidence }) => evidence),
    (horizon) => independent(originsAt(horizon), horizon),
  )
}

/** Tests origins in their order, each with the spreads that had been learned by then. */
export function* testInTurn(
  pasts: readonly CareHistory[],
  question: Pick<OriginQuestion, 'outcome' | 'worlds' | 'seed'>,
  priors: Spreads,
): Generator<OriginResult> {
  const scores: OriginScore[] = []
  for (const past of pasts) {
    const spreads = shrinkSpreads(learnedSpreads(scores, past.end - 1), learningWeight, priors)
    const result = testOrigin({ ...question, past, spreads, levelWeights: null })
    scores.push(...result.scores)
    yield result
  }
}

/** At a level at which the method has done worse than this, the last value is the centre. */
export const worstRatio = 1.05

/** Origins of a history as it would have been known at each of them, were nothing recorded late. */
export function* rollingOrigins(history: CareHistory): Generator<{ origin: DayNumber; past: CareHistory }> {
  for (const origin of originsOf(history)) yield { origin, past: historyUpTo(history, origin + 1) }
}

export const learningWeight = forecastConstants.levelPrior
