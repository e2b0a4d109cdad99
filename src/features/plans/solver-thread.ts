import { parentPort, workerData } from 'node:worker_threads'
import { loadHighs } from '../../platform/solver/highs.ts'
import { Master } from './master.ts'
import type { LevelResult, Solution, SolverInput, SolverMessage } from './solver.ts'

/** Worker thread: solves one programme with HiGHS and posts `SolverMessage`s, the solution last. */

const input = workerData as SolverInput
const { levels, needOf, placeOf, start, batchSize, seconds } = input
const began = performance.now()
/** The share of the remaining time that a relaxation leaves for branch and bound. */
const branchingShare = 0.3
const secondsLeft = () => seconds - (performance.now() - began) / 1000
const post = (message: SolverMessage) => parentPort?.postMessage(message)

const master = new Master(await loadHighs(), input)
post({ kind: 'solved', solution: solve() })

/**
 * Lexicographic optimisation: maximises each level in turn, without making a level before it worse.
 *
 * For each level the linear relaxation is solved first, by column generation. Its optimal solution is mostly integral,
 * as in other assignment problems, and is then optimal for the programme, too. Otherwise branch and bound follows: over
 * the options in the master and, if that does not close the gap, over all options that reduced-cost fixing leaves. If
 * the bound is reached, later levels are restricted to the relaxation's optimal face; else a row keeps this level's value.
 */
function solve(): Solution {
  let solution = start
  master.add(start.flatMap((count, option) => (count > 0 && option < needOf.length ? [option] : [])))
  master.add(initialOptions())
  const results: LevelResult[] = []
  for (const [level, objective] of levels.entries()) {
    const valueOf = (columns: readonly number[]) =>
      objective.reduce((sum, coefficient, option) => sum + coefficient * columns[option]!, 0)
    if (secondsLeft() <= 0) {
      results.push({ value: valueOf(solution), bound: null, proven: false, seconds: 0 })
      continue
    }
    post({ kind: 'level', level })
    const levelBegan = performance.now()
    const largest = objective.reduce((most, coefficient) => Math.max(most, Math.abs(coefficient)), 1)
    const tolerance = 1e-9 * largest + 1e-6
    // With integer coefficients every value is an integer, so a bound can be rounded down. Weights may be fractions.
    const roundBound = objective.every(Number.isInteger)
      ? (bound: number) => Math.floor(bound + tolerance)
      : Number
    const improve = (candidate: readonly number[] | null) => {
      if (candidate !== null && valueOf(candidate) >= valueOf(solution)) solution = candidate.map(Math.round)
    }
    const postGap = (gap: number | null) => post({ kind: 'gap', level, gap })
    const relaxation = solveRelaxation(objective, tolerance, improve, (bound) => {
      const value = valueOf(solution)
      postGap((bound - value) / Math.max(Math.abs(value), 1))
    })
    let bound = roundBound(relaxation.bound)
    const isProven = () => valueOf(solution) >= bound - tolerance
    if (!isProven()) improve(master.solveIntegers(solution, secondsLeft, postGap).solution)
    if (!isProven() && relaxation.reducedCosts !== null) {
      master.fixByReducedCost(relaxation.bound - valueOf(solution) + tolerance, relaxation.reducedCosts)
      master.add(master.optionsOut())
      const result = master.solveIntegers(solution, secondsLeft, postGap)
      improve(result.solution)
      if (result.isOptimal) bound = valueOf(solution)
      else bound = Math.min(bound, Math.max(roundBound(result.bound), valueOf(solution)))
    }
    const value = valueOf(solution)
    const proven = isProven()
    results.push({
      value,
      bound: proven ? value : bound,
      proven,
      seconds: (performance.now() - levelBegan) / 1000,
    })
    if (relaxation.reducedCosts !== null && value >= relaxation.bound - tolerance)
      master.restrictToOptimalFace(relaxation.reducedCosts)
    else master.addLevelRow(objective, value - tolerance)
  }
  return { columns: solution, levels: results }
}

/** The best options of each need, by the first level in which two options differ. */
function initialOptions(): number[] {
  return batchOf([...needOf.keys()], (a, b) => {
    const level = levels.find((objective) => objective[a] !== objective[b])
    return level ? level[b]! - level[a]! : 0
  })
}

/**
 * For each need, the first `batchSize` of its options in the order of `compare`, one for each bed group: the same beds
 * on another day are seldom better.
 */
function batchOf(options: number[], compare: (a: number, b: number) => number): number[] {
  options.sort((a, b) => needOf[a]! - needOf[b]! || compare(a, b) || a - b)
  let places = new Set<number>()
  return options.filter((option, index) => {
    if (needOf[option] !== needOf[options[index - 1] ?? -1]) places = new Set()
    return places.size < batchSize && places.size < places.add(placeOf[option]!).size
  })
}

/**
 * Solves the linear relaxation of the whole programme by column generation: solves the master's, adds the options of
 * each need with the largest positive reduced costs, and repeats until there are none. `bound` is an upper bound on every
 * solution at any time. `reducedCosts` is null where time ran out.
 */
function solveRelaxation(
  objective: Float64Array,
  tolerance: number,
  onSolution: (solution: readonly number[]) => void,
  onBound: (bound: number) => void,
): { bound: number; reducedCosts: Float64Array | null } {
  const reserve = secondsLeft() * branchingShare
  let bound = sum(mostByNeed(objective))
  master.setObjective(objective)
  for (;;) {
    const relaxation = master.solveRelaxation(() => secondsLeft() - reserve)
    if (relaxation === null) return { bound, reducedCosts: null }
    if (relaxation.isWhole) onSolution(relaxation.solution)
    const reducedCosts = master.reducedCosts()
    const improving = [...reducedCosts.keys()].filter((option) => reducedCosts[option]! > 1e-7)
    const gain = sum(mostByNeed(reducedCosts))
    bound = Math.min(bound, relaxation.value + gain)
    if (gain <= tolerance) return { bound, reducedCosts }
    onBound(bound)
    master.add(batchOf(improving, (a, b) => reducedCosts[b]! - reducedCosts[a]!))
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** For each need, the largest value of its options, at least 0. */
function mostByNeed(values: Float64Array): number[] {
  const most: number[] = []
  for (const [option, value] of values.entries()) {
    most[needOf[option]!] = Math.max(most[needOf[option]!] ?? 0, value)
  }
  return most
}
