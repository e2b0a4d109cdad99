import { parentPort, workerData } from 'node:worker_threads'
import { loadHighs } from '../../platform/solver/highs.ts'
import { Master } from './master.ts'
import type { LevelResult, Solution, SolverInput, SolverMessage } from './solver.ts'

/** The thread in which HiGHS solves one programme: the process goes on answering meanwhile. */

const input = workerData as SolverInput
const { levels, needOf, placeOf, start, atOnce, seconds } = input
const began = performance.now()
/** The share of the time left that a relaxation may not take. */
const keptForBranching = 0.3
const left = () => seconds - (performance.now() - began) / 1000
const say = (message: SolverMessage) => parentPort?.postMessage(message)

const master = new Master(await loadHighs(), input)
say({ kind: 'solved', solution: solve() })

/**
 * Level after level: each is made as good as it can be without making one before it any worse.
 *
 * The relaxation, without whole numbers, is solved first. Assignments being what they are, its best corner is mostly
 * whole, and so proven at once. Whatever is best must then lie on its best face: what costs anything there stays out.
 */
function solve(): Solution {
  let solution = start
  master.take(start.flatMap((taken, option) => (taken > 0 && option < needOf.length ? [option] : [])))
  master.take(bestFirst())
  const results: LevelResult[] = []
  for (const [level, worth] of levels.entries()) {
    const valueOf = (columns: readonly number[]) =>
      worth.reduce((sum, by, option) => sum + by * columns[option]!, 0)
    if (left() <= 0) {
      results.push({ value: valueOf(solution), bound: null, proven: false, seconds: 0 })
      continue
    }
    say({ kind: 'level', level })
    const from = performance.now()
    // Weights may be fractions; of what is counted in whole numbers, nothing lies between two of them.
    const within = 1e-9 * worth.reduce((most, by) => Math.max(most, Math.abs(by)), 1) + 1e-6
    const highest = worth.every(Number.isInteger) ? (bound: number) => Math.floor(bound + within) : Number
    const better = (found: readonly number[] | null) => {
      if (found !== null && valueOf(found) >= valueOf(solution)) solution = found.map(Math.round)
    }
    const gap = (bound: number) => {
      const value = valueOf(solution)
      say({ kind: 'gap', level, gap: (bound - value) / Math.max(Math.abs(value), 1) })
    }
    const relaxed = relax(worth, within, better, gap)
    let bound = highest(relaxed.bound)
    const isProven = () => valueOf(solution) >= bound - within
    if (!isProven()) {
      better(master.branch(solution, left, (gap) => say({ kind: 'gap', level, gap })).solution)
    }
    if (!isProven() && relaxed.prices !== null) {
      // What is in has been tried; of what is out, all that may be in something better comes in.
      const { prices } = relaxed
      master.ruleOut(relaxed.bound - valueOf(solution) + within, prices)
      master.take(master.out())
      const found = master.branch(solution, left, (gap) => say({ kind: 'gap', level, gap }))
      better(found.solution)
      if (found.isOptimal) bound = valueOf(solution)
      else bound = Math.min(bound, Math.max(highest(found.bound), valueOf(solution)))
    }
    const value = valueOf(solution)
    const proven = isProven()
    results.push({
      value,
      bound: proven ? value : bound,
      proven,
      seconds: (performance.now() - from) / 1000,
    })
    if (relaxed.prices !== null && value >= relaxed.bound - within) master.keepToFace(relaxed.prices)
    else master.keepTo(worth, value - within)
  }
  return { columns: solution, levels: results }
}

/** The best options of each need, by the first of the levels that tells. */
function bestFirst(): number[] {
  return someOf([...needOf.keys()], (a, b) => {
    const level = levels.find((worth) => worth[a] !== worth[b])
    return level ? level[b]! - level[a]! : 0
  })
}

/** Of each need some options, the best first, each of other beds: another day seldom tells. */
function someOf(options: number[], better: (a: number, b: number) => number): number[] {
  options.sort((a, b) => needOf[a]! - needOf[b]! || better(a, b) || a - b)
  let places = new Set<number>()
  return options.filter((option, place) => {
    if (needOf[option] !== needOf[options[place - 1] ?? -1]) places = new Set()
    return places.size < atOnce && places.size < places.add(placeOf[option]!).size
  })
}

/**
 * The best of the relaxation: no solution in whole numbers is better. Options that are out are priced by what is in,
 * and those of each need that would better it most come in, until none would. What every need could gain at most bounds
 * it before that. The prices are null where time ran out.
 */
function relax(
  worth: Float64Array,
  within: number,
  better: (found: readonly number[]) => void,
  gap: (bound: number) => void,
): { bound: number; prices: Float64Array | null } {
  const kept = left() * keptForBranching
  let bound = ofEachNeed(worth).reduce((sum, most) => sum + most, 0)
  master.aimAt(worth)
  for (;;) {
    const relaxed = master.relax(() => left() - kept)
    if (relaxed === null) return { bound, prices: null }
    if (relaxed.isWhole) better(relaxed.solution)
    const prices = master.prices()
    const paying = [...prices.keys()].filter((option) => prices[option]! > 1e-7)
    const gain = ofEachNeed(prices).reduce((sum, price) => sum + price, 0)
    bound = Math.min(bound, relaxed.value + gain)
    if (gain <= within) return { bound, prices }
    gap(bound)
    master.take(someOf(paying, (a, b) => prices[b]! - prices[a]!))
  }
}

/** By need, the most that one of its options has; nothing, where that is less. */
function ofEachNeed(values: Float64Array): number[] {
  const most: number[] = []
  for (const [option, value] of values.entries()) {
    most[needOf[option]!] = Math.max(most[needOf[option]!] ?? 0, value)
  }
  return most
}
