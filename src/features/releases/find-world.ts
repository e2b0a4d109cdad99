import type { Highs, Model } from 'highs'
import type { FindWorld } from '../../domain/disclosure/protect.ts'
import type { System } from '../../domain/disclosure/system.ts'

/** The time limit of one integer search, in seconds. A search that finds nothing by then counts as finding no world. */
const secondsForOne = 5

/**
 * Searches for worlds of a system by mixed-integer programming with HiGHS. Columns of the model: those of the system,
 * then for each count its excess over the true value, then for each count its shortfall. Rows: the constraints of the
 * system, then one for each count: sum of its columns - excess + shortfall = true value. The LP relaxation is solved
 * first; only where its solution is not in whole numbers is the integer model solved.
 */
export function worldFinder(highs: Highs, { values, constraints, counts }: System): FindWorld {
  const { constants, infinity } = highs
  const more = values.length
  const less = more + counts.length
  const all = [
    ...constraints,
    ...counts.map(({ columns, value }, index) => ({
      columns: [...columns, more + index, less + index],
      coefficients: [...columns.map(() => 1), -1, 1],
      least: value,
      most: value,
    })),
  ]
  const starts = new Int32Array(all.length + 1)
  for (const [index, row] of all.entries()) starts[index + 1] = (starts[index] ?? 0) + row.columns.length
  const numCols = less + counts.length
  const bound = (value: number) => (Number.isFinite(value) ? value : Math.sign(value) * infinity)
  const data = {
    numCols,
    numRows: all.length,
    sense: constants.objectiveSense.minimize,
    colCost: new Float64Array(numCols),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(infinity),
    rowLower: Float64Array.from(all, ({ least }) => bound(least)),
    rowUpper: Float64Array.from(all, ({ most }) => bound(most)),
    integrality: Array.from({ length: numCols }, (_, column) =>
      column < more ? constants.variableType.integer : constants.variableType.continuous,
    ),
    matrix: {
      format: 'csr' as const,
      numCols,
      numRows: all.length,
      starts,
      indices: Int32Array.from(all.flatMap(({ columns }) => columns)),
      values: Float64Array.from(all.flatMap(({ coefficients }) => coefficients)),
    },
  }
  const integerModel = highs.createModel(data)
  const relaxation = highs.createModel(data)
  const quiet = { output_flag: false, random_seed: 0 }
  integerModel.options.set({ ...quiet, time_limit: secondsForOne, mip_rel_gap: 0.05 })
  relaxation.options.set({ ...quiet, presolve: 'off' })
  relaxation.clearIntegrality()
  const differences = { kind: 'range', from: more, to: numCols - 1 } as const

  /** The system's columns in the model's solution; 'not-whole' where they are not integers, null where there is none. */
  const solutionOf = (model: Model): number[] | 'not-whole' | null => {
    const { optimal, timeLimit } = constants.modelStatus
    const status = model.getModelStatus()
    if (status !== optimal && status !== timeLimit) return null
    const { colValue } = model.getSolution()
    if (colValue.length === 0) return null
    const columnValues = Array.from(colValue.slice(0, more))
    const integers = columnValues.map((value) => Math.round(value))
    return integers.every((value, column) => Math.abs(value - (columnValues[column] ?? 0)) < 1e-6)
      ? integers
      : 'not-whole'
  }

  return (leeways, target, value) => {
    const truth = counts[target]?.value ?? 0
    const costs = Float64Array.from([...leeways, ...leeways], ({ cost }) => cost)
    const lower = new Float64Array(2 * counts.length)
    const upper = Float64Array.from([
      ...leeways.map(({ most }, index) => bound(most - (counts[index]?.value ?? 0))),
      ...leeways.map(({ least }, index) => (counts[index]?.value ?? 0) - least),
    ])
    lower[target] = upper[target] = Math.max(0, value - truth)
    lower[counts.length + target] = upper[counts.length + target] = Math.max(0, truth - value)
    for (const model of [relaxation, integerModel]) {
      model.changeColsCost(differences, costs)
      model.changeColsBounds(differences, lower, upper)
    }
    relaxation.run()
    const solution = solutionOf(relaxation)
    if (solution !== 'not-whole') return solution
    integerModel.zeroAllClocks()
    integerModel.run()
    const best = solutionOf(integerModel)
    return best === 'not-whole' ? null : best
  }
}
