import type { Highs, Model, Solution } from 'highs'
import { visitRules } from '../../domain/plans/entries.ts'
import type { SolverInput } from './solver.ts'

/** Reduced costs and duals up to this size count as zero. */
const dualTolerance = 1e-5
/** A row may be exceeded by this much before it counts as violated. */
const feasibilityTolerance = 1e-6

const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6

/** An option's state: not in the master yet, in it, or fixed at 0 because no better solution takes it. */
const OUT = 0
const IN = 1
const FIXED_OUT = 2

/**
 * The restricted master problem: the options added so far, with only those rows of the programme that a solution has
 * violated (lazy constraints). Options, columns and rules in its interface are numbered as in the whole programme; rows
 * and positions inside are those of the HiGHS model.
 */
export class Master {
  readonly #highs: Highs
  readonly #input: SolverInput
  readonly #model: Model
  /** For each column of the model, the programme's column and its coefficient in each rule, with sums expanded. */
  readonly #columns: { column: number; coefficients: ReadonlyMap<number, number> }[] = []
  /** For each option, `OUT`, `IN` or `FIXED_OUT`. */
  readonly #states: Uint8Array
  /** For each rule in the model, its row. */
  readonly #rowOf = new Map<number, number>()
  /** For each option with bed columns and for each of these, its entry in the row that makes them agree. */
  readonly #links = new Map<number, { row: number; coefficient: number }>()
  /** Rows that keep a level solved before from getting worse. */
  readonly #levelRows: { row: number; objective: Float64Array }[] = []
  #rows = 0
  #objective: Float64Array
  #relaxation: Solution | undefined

  constructor(highs: Highs, input: SolverInput) {
    this.#highs = highs
    this.#input = input
    this.#states = new Uint8Array(input.needOf.length)
    this.#objective = new Float64Array(input.needOf.length)
    this.#model = highs.createModel()
    this.#model.options.set({ output_flag: false, random_seed: 0 })
    this.#model.changeObjectiveSense(highs.constants.objectiveSense.maximize)
  }

  /** Adds the columns of options and of their beds. Options that are in, or fixed out, are ignored. */
  add(options: Iterable<number>): void {
    const fresh = [...options].filter((option) => this.#states[option] === OUT)
    if (fresh.length === 0) return
    for (const option of fresh) {
      this.#states[option] = IN
      const beds = this.#input.beds.get(option)
      if (beds === undefined) continue
      const row = this.#addRows([{ least: 0, most: 0, entries: [] }])
      this.#links.set(option, { row, coefficient: -beds.size })
      for (const column of this.#bedColumns(option)) this.#links.set(column, { row, coefficient: 1 })
    }
    const columns = fresh.flatMap((option) => [option, ...this.#bedColumns(option)])
    const modelColumns = columns.map((column) => ({ column, coefficients: this.#coefficientsOf(column) }))
    const entries = modelColumns.map(({ column, coefficients }) => {
      const own = [...coefficients].flatMap(([rule, coefficient]): Entry[] => {
        const row = this.#rowOf.get(rule)
        return row === undefined ? [] : [[row, coefficient]]
      })
      const link = this.#links.get(column)
      if (link) own.push([link.row, link.coefficient])
      for (const { row, objective } of this.#levelRows) {
        if (objective[column]) own.push([row, objective[column]])
      }
      return own
    })
    this.#model.addCols({
      cost: Float64Array.from(columns, (column) => this.#objective[column] ?? 0),
      lower: new Float64Array(columns.length),
      upper: Float64Array.from(columns, (column) => this.#input.columnMost[column]!),
      matrix: { format: 'csc', numRows: this.#rows, numCols: columns.length, ...sparse(entries) },
    })
    for (const modelColumn of modelColumns) this.#columns.push(modelColumn)
  }

  /** The options that are neither in nor fixed out. */
  *optionsOut(): Iterable<number> {
    for (const [option, state] of this.#states.entries()) if (state === OUT) yield option
  }

  /** Sets the objective to maximise: the coefficient of each option. */
  setObjective(objective: Float64Array): void {
    this.#objective = objective
    const costs = Float64Array.from(this.#columns, ({ column }) => objective[column] ?? 0)
    this.#model.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs)
  }

  /**
   * Solves the linear relaxation of the master, adding violated rules until none is left.
   * @param secondsLeft the time that is left for it
   * @returns null where time ran out
   */
  solveRelaxation(secondsLeft: () => number): { value: number; solution: number[]; isWhole: boolean } | null {
    do {
      run(this.#model, secondsLeft())
      if (this.#model.getModelStatus() !== this.#highs.constants.modelStatus.optimal) return null
      this.#relaxation = this.#model.getSolution()
    } while (this.#addViolatedRules(this.#relaxation))
    const solution = this.#programmeSolution(this.#relaxation)
    return { value: this.#model.getObjectiveValue(), solution, isWhole: solution.every(isWhole) }
  }

  /**
   * The reduced cost of each option that is out, under the duals of the last relaxation: the most by which taking it
   * wholly could raise the objective. 0 for options that are in or fixed out. The relaxation's value plus, for every
   * need, its largest positive reduced cost is an upper bound on every solution of the programme.
   */
  reducedCosts(): Float64Array {
    const { entries } = this.#input
    const { rowDual } = this.#relaxation!
    const { starts, rows, coefficients, rules, firstSum } = entries
    const duals = new Float64Array(rules + starts.length - 1 - firstSum)
    for (const [rule, row] of this.#rowOf) duals[rule] = rowDual[row]!
    const dualCost = (column: number) => {
      let cost = 0
      for (let entry = starts[column]!; entry < starts[column + 1]!; entry++) {
        cost += duals[rows[entry]!]! * coefficients[entry]!
      }
      return cost
    }
    // The dual of a sum follows from the rules and later sums that it appears in, so the last sum goes first.
    for (let sum = duals.length - 1; sum >= rules; sum--) duals[sum] = dualCost(firstSum + sum - rules)
    const costs = new Float64Array(this.#states.length)
    for (const option of this.optionsOut()) {
      const size = this.#input.beds.get(option)?.size ?? 0
      const beds = size && size * Math.max(...this.#bedColumns(option).map((column) => -dualCost(column)))
      costs[option] = this.#objective[option]! - dualCost(option) + beds
      for (const { row, objective } of this.#levelRows) costs[option] -= rowDual[row]! * objective[option]!
    }
    return costs
  }

  /**
   * Solves the master in integers by branch and bound, adding violated rules until none is left.
   * @param start a feasible solution to begin with, by column of the programme
   * @returns the best solution found, or null; the upper bound on the master; whether the solution is proven optimal
   */
  solveIntegers(
    start: readonly number[],
    secondsLeft: () => number,
    onGap: (gap: number | null) => void,
  ): { solution: number[] | null; bound: number; isOptimal: boolean } {
    const { constants } = this.#highs
    const { integer } = constants.variableType
    for (;;) {
      const integerModel = this.#highs.createModel({
        ...this.#model.getModel('csc'),
        integrality: this.#columns.map(() => integer),
      })
      try {
        integerModel.options.set({
          output_flag: false,
          random_seed: 0,
          mip_rel_gap: 0,
          mip_abs_gap: 1e-6,
        })
        integerModel.setSolution({
          colValue: Float64Array.from(this.#columns, ({ column }) => start[column]!),
        })
        run(integerModel, secondsLeft(), {
          [constants.callbackType.mipLogging]: ({ data }) => {
            onGap(data.mip_gap ?? null)
          },
        })
        const incumbent = integerModel.getSolution()
        const isOptimal = integerModel.getModelStatus() === constants.modelStatus.optimal
        const bound = Number(integerModel.info.get('mip_dual_bound'))
        if (incumbent.colValue.length > 0 && this.#addViolatedRules(incumbent)) {
          if (secondsLeft() > 0) continue
          return { solution: null, bound, isOptimal: false }
        }
        const solution =
          incumbent.colValue.length > 0 ? this.#programmeSolution(incumbent).map(Math.round) : null
        return { solution, bound, isOptimal }
      } finally {
        integerModel.dispose()
      }
    }
  }

  /**
   * Fixes columns by reduced cost: where changing a column by one unit costs more than `gap`, no solution within `gap`
   * of the relaxation changes it. Columns in the master keep the value that they have in the relaxation, and options
   * that are out are fixed out.
   * @param gap the relaxation's upper bound minus the value of the solution at hand
   */
  fixByReducedCost(gap: number, reducedCosts: Float64Array): void {
    const { colDual, colValue } = this.#relaxation!
    for (const [position, { column }] of this.#columns.entries()) {
      // A column added since the relaxation has no dual and the value 0.
      const [cost, value] = [colDual[position] ?? reducedCosts[column] ?? 0, colValue[position] ?? 0]
      if (Math.abs(cost) <= gap || !isWhole(value)) continue
      this.#model.changeColBounds(position, Math.round(value), Math.round(value))
    }
    for (const option of this.optionsOut()) {
      if (reducedCosts[option]! < -gap) this.#states[option] = FIXED_OUT
    }
  }

  /**
   * Restricts the programme to the optimal face of the relaxation, by complementary slackness: columns with a reduced
   * cost keep their value, and rows with a dual hold with equality. All other solutions are worse.
   */
  restrictToOptimalFace(reducedCosts: Float64Array): void {
    this.fixByReducedCost(dualTolerance, reducedCosts)
    const { rowDual, rowValue } = this.#relaxation!
    for (const [row, dual] of rowDual.entries()) {
      if (Math.abs(dual) <= dualTolerance) continue
      const value = Math.round(rowValue[row]! * 1e6) / 1e6
      this.#model.changeRowBounds(row, value, value)
    }
  }

  /** Adds the row `objective` ≥ `least`, so that later levels do not make this one worse. */
  addLevelRow(objective: Float64Array, least: number): void {
    const entries = this.#columns.flatMap(({ column }, position): Entry[] =>
      objective[column] ? [[position, objective[column]]] : [],
    )
    const row = this.#addRows([{ least, most: this.#highs.infinity, entries }])
    this.#levelRows.push({ row, objective })
  }

  /**
   * Adds the rules of the programme that a solution violates; of rules that are the same for the columns in the master,
   * only one.
   * @returns whether any was added
   */
  #addViolatedRules({ colValue }: Solution): boolean {
    const { ruleMost } = this.#input
    const activity = new Float64Array(ruleMost.length)
    for (const [position, { coefficients }] of this.#columns.entries()) {
      const value = colValue[position]!
      if (value > 0) for (const [rule, coefficient] of coefficients) activity[rule]! += coefficient * value
    }
    const violations = new Map<number, Entry[]>()
    for (const [rule, most] of ruleMost.entries()) {
      if (activity[rule]! > most + feasibilityTolerance) violations.set(rule, [])
    }
    if (violations.size === 0) return false
    for (const [position, { coefficients }] of this.#columns.entries()) {
      for (const [rule, coefficient] of coefficients) violations.get(rule)?.push([position, coefficient])
    }
    const contents = new Set<string>()
    const fresh = [...violations].reverse().filter(([rule, entries]) => {
      if (this.#rowOf.has(rule)) return false // in the model already, and violated within the solver's own tolerance
      const content = `${ruleMost[rule]}: ${entries.join(' ')}`
      return !contents.has(content) && contents.add(content)
    })
    const first = this.#addRows(
      fresh.map(([rule, entries]) => ({ least: -this.#highs.infinity, most: ruleMost[rule]!, entries })),
    )
    for (const [index, [rule]] of fresh.entries()) this.#rowOf.set(rule, first + index)
    return fresh.length > 0
  }

  /** Adds rows to the model. Returns the number of the first. */
  #addRows(rows: readonly { least: number; most: number; entries: readonly Entry[] }[]): number {
    const first = this.#rows
    this.#rows += rows.length
    this.#model.addRows({
      lower: Float64Array.from(rows, ({ least }) => least),
      upper: Float64Array.from(rows, ({ most }) => most),
      matrix: {
        format: 'csr',
        numRows: rows.length,
        numCols: this.#columns.length,
        ...sparse(rows.map(({ entries }) => entries)),
      },
    })
    return first
  }

  #coefficientsOf(column: number): Map<number, number> {
    const totals = new Map<number, number>()
    visitRules(this.#input.entries, column, (rule, coefficient) =>
      totals.set(rule, (totals.get(rule) ?? 0) + coefficient),
    )
    return totals
  }

  #bedColumns(option: number): number[] {
    const { first, count } = this.#input.beds.get(option) ?? { first: 0, count: 0 }
    return Array.from({ length: count }, (_, bed) => first + bed)
  }

  /** A solution of the model by column of the programme; columns that are not in the model are 0. */
  #programmeSolution({ colValue }: Solution): number[] {
    const solution = Array.from(this.#input.columnMost, () => 0)
    for (const [position, { column }] of this.#columns.entries()) solution[column] = colValue[position]!
    return solution
  }
}

/** The position of a row or column in the model, and the coefficient there. */
type Entry = readonly [position: number, coefficient: number]

/** Rows or columns as a compressed sparse matrix. */
function sparse(vectors: readonly (readonly Entry[])[]) {
  const starts = new Int32Array(vectors.length + 1)
  for (const [index, vector] of vectors.entries()) starts[index + 1] = starts[index]! + vector.length
  return {
    starts,
    indices: Int32Array.from(vectors.flatMap((vector) => vector.map(([position]) => position))),
    values: Float64Array.from(vectors.flatMap((vector) => vector.map(([, coefficient]) => coefficient))),
  }
}

function run(model: Model, seconds: number, callbacks?: Parameters<Model['run']>[0]): void {
  model.zeroAllClocks()
  model.options.set('time_limit', Math.max(seconds, 0.1))
  model.run(callbacks)
}
