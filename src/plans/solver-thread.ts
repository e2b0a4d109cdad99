import { parentPort, workerData } from 'node:worker_threads'
import type { Highs, ModelData } from 'highs'
import { loadHighs } from '../solver/highs.ts'
import type { LevelResult, Solution, SolverInput, SolverMessage } from './solver.ts'

/** The thread in which HiGHS solves one programme: the process goes on answering meanwhile. */

const { programme, levels, start, seconds } = workerData as SolverInput
const began = performance.now()
const left = () => seconds - (performance.now() - began) / 1000
const all = { kind: 'range', from: 0, to: programme.columns.length - 1 } as const
const say = (message: SolverMessage) => parentPort?.postMessage(message)

const highs = await loadHighs()
const whole = highs.createModel(modelData(highs))
const relaxed = highs.createModel(modelData(highs))
const quiet = { output_flag: false, random_seed: 0 }
whole.options.set({ ...quiet, mip_rel_gap: 0, mip_abs_gap: 1e-6 })
relaxed.options.set(quiet)
relaxed.clearIntegrality()
say({ kind: 'solved', solution: solve() })

function modelData({ constants, infinity }: Highs): ModelData {
  const { columns, rows } = programme
  const bound = (value: number) => (Number.isFinite(value) ? value : Math.sign(value) * infinity)
  const starts = new Int32Array(rows.length + 1)
  for (const [index, row] of rows.entries()) starts[index + 1] = starts[index]! + row.columns.length
  return {
    numCols: columns.length,
    numRows: rows.length,
    sense: constants.objectiveSense.maximize,
    colCost: new Float64Array(columns.length),
    colLower: new Float64Array(columns.length),
    colUpper: Float64Array.from(columns, ({ most }) => most),
    rowLower: Float64Array.from(rows, ({ least }) => bound(least)),
    rowUpper: Float64Array.from(rows, ({ most }) => bound(most)),
    integrality: columns.map(() => constants.variableType.integer),
    matrix: {
      format: 'csr',
      numCols: columns.length,
      numRows: rows.length,
      starts,
      indices: Int32Array.from(rows.flatMap((row) => row.columns)),
      values: Float64Array.from(rows.flatMap((row) => row.by)),
    },
  }
}

/**
 * Level after level: each is made as good as it can be without making one before it any worse.
 *
 * The relaxation, without whole numbers, is solved first. Assignments being what they are, its best corner is mostly
 * whole, and so proven at once. Whatever is best must then lie on its best face: what costs anything there stays out.
 */
function solve(): Solution {
  let solution = start
  const results: LevelResult[] = []
  for (const [index, worth] of levels.entries()) {
    const valueOf = (columns: readonly number[]) =>
      worth.reduce((sum, by, column) => sum + by * columns[column]!, 0)
    if (left() <= 0) {
      results.push({ value: valueOf(solution), bound: null, proven: false, seconds: 0 })
      continue
    }
    say({ kind: 'level', level: index })
    const from = performance.now()
    const within = 1e-9 * Math.max(1, ...worth.map(Math.abs)) + 1e-6 // weights may be fractions
    const bound = relax(worth)
    const corner = bound === null ? null : relaxed.getSolution().colValue
    let proven = bound !== null && valueOf(solution) >= bound - within
    if (corner !== null && corner.every(isWhole)) {
      solution = Array.from(corner, Math.round)
      proven = true
    } else if (!proven) {
      if (bound !== null) leaveOut(bound - valueOf(solution) + within)
      const found = branch(worth, solution, index)
      proven = found.proven
      if (valueOf(found.solution) >= valueOf(solution)) solution = found.solution
    }
    const value = valueOf(solution)
    const least = Number(whole.info.get('mip_dual_bound'))
    results.push({
      value,
      bound: proven ? value : Number.isFinite(least) && least !== 0 ? least : bound,
      proven,
      seconds: (performance.now() - from) / 1000,
    })
    if (bound !== null && value >= bound - within) keepToFace()
    else keepTo(worth, value - within)
  }
  return { columns: solution, levels: results }
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6
}

/** The best of the relaxation: no solution in whole numbers is better. Null where time ran out. */
function relax(worth: readonly number[]): number | null {
  relaxed.changeColsCost(all, Float64Array.from(worth))
  relaxed.zeroAllClocks()
  relaxed.options.set('time_limit', Math.max(left(), 0.1))
  relaxed.run()
  const optimal = relaxed.getModelStatus() === highs.constants.modelStatus.optimal
  return optimal ? relaxed.getObjectiveValue() : null
}

/** The best in whole numbers, from a solution that there is already. */
function branch(worth: readonly number[], from: number[], level: number) {
  const { modelStatus, callbackType } = highs.constants
  whole.changeColsCost(all, Float64Array.from(worth))
  whole.setSolution({ colValue: Float64Array.from(from) })
  whole.zeroAllClocks()
  whole.options.set('time_limit', Math.max(left(), 0.1))
  whole.run({
    [callbackType.mipLogging]: ({ data }) => {
      say({ kind: 'gap', level, gap: data.mip_gap ?? null })
    },
  })
  const found = whole.getSolution().colValue
  return {
    solution: found.length === from.length ? Array.from(found, Math.round) : from,
    proven: whole.getModelStatus() === modelStatus.optimal,
  }
}

/**
 * Leaves out the columns that no solution as good as the one there is can have otherwise than the relaxation has them:
 * by its prices, a unit more or less of one costs more than the relaxation is better.
 */
function leaveOut(better: number): void {
  const { colDual, colValue } = relaxed.getSolution()
  for (const [column, price] of Array.from(colDual).entries()) {
    const value = colValue[column]!
    if (Math.abs(price) <= better || !isWhole(value)) continue
    for (const model of [relaxed, whole]) model.changeColBounds(column, Math.round(value), Math.round(value))
  }
}

/** Keeps to the solutions that are best in the relaxation: by its prices, all others are worse. */
function keepToFace(): void {
  const { colDual, rowDual, colValue, rowValue } = relaxed.getSolution()
  const dear = (prices: ArrayLike<number>) =>
    Array.from(prices).flatMap((price, at) => (Math.abs(price) > 1e-5 ? [at] : []))
  for (const model of [relaxed, whole]) {
    for (const column of dear(colDual)) {
      const value = Math.round(colValue[column]!)
      model.changeColBounds(column, value, value)
    }
    for (const row of dear(rowDual)) {
      const value = Math.round(rowValue[row]! * 1e6) / 1e6
      model.changeRowBounds(row, value, value)
    }
  }
}

/** Keeps a value from getting worse, where the relaxation has better ones that are not whole. */
function keepTo(worth: readonly number[], least: number): void {
  const columns = worth.flatMap((by, column) => (by === 0 ? [] : [column]))
  const values = Float64Array.from(columns, (column) => worth[column]!)
  for (const model of [relaxed, whole])
    model.addRow(least, highs.infinity, { indices: Int32Array.from(columns), values })
}
