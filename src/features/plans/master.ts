import type { Highs, Model, Solution } from 'highs'
import { visitRules } from '../../domain/plans/entries.ts'
import type { SolverInput } from './solver.ts'

/** Prices are told apart from nothing by this. */
const nothing = 1e-5
/** A row is broken by more than this. */
const tolerance = 1e-6

const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6

/**
 * The part of a programme that the solver has: the options that were taken in so far, and the rules that they would
 * break. Columns and rows are spoken of as the whole programme numbers them.
 */
export class Master {
  readonly #highs: Highs
  readonly #input: SolverInput
  readonly #model: Model
  /** The programme's column at each of the model's, with what it counts in each rule. */
  readonly #columns: { column: number; by: ReadonlyMap<number, number> }[] = []
  /** By option, whether it is in (1), or ruled out for good (2). */
  readonly #settled: Uint8Array
  /** By rule of the programme, its row in the model. */
  readonly #rowOf = new Map<number, number>()
  /** Rows that the programme has not: of the beds of an option, and of levels that are not to get worse. */
  readonly #links = new Map<number, { row: number; by: number }>()
  readonly #kept: { row: number; worth: Float64Array }[] = []
  #rows = 0
  #worth: Float64Array
  #relaxed: Solution | undefined

  constructor(highs: Highs, input: SolverInput) {
    this.#highs = highs
    this.#input = input
    this.#settled = new Uint8Array(input.needOf.length)
    this.#worth = new Float64Array(input.needOf.length)
    this.#model = highs.createModel()
    this.#model.options.set({ output_flag: false, random_seed: 0 })
    this.#model.changeObjectiveSense(highs.constants.objectiveSense.maximize)
  }

  /** Takes options in, with the columns of their beds; none that is in or ruled out. */
  take(options: Iterable<number>): void {
    const fresh = [...options].filter((option) => this.#settled[option] === 0)
    if (fresh.length === 0) return
    for (const option of fresh) {
      this.#settled[option] = 1
      const beds = this.#input.beds.get(option)
      if (beds === undefined) continue
      const row = this.#addRows([{ least: 0, most: 0, entries: [] }])
      this.#links.set(option, { row, by: -beds.size })
      for (const column of this.#bedsOf(option)) this.#links.set(column, { row, by: 1 })
    }
    const columns = fresh.flatMap((option) => [option, ...this.#bedsOf(option)])
    const added = columns.map((column) => ({ column, by: this.#countsOf(column) }))
    const entries = added.map(({ column, by }) => {
      const own = [...by].flatMap(([rule, count]): Entry[] => {
        const row = this.#rowOf.get(rule)
        return row === undefined ? [] : [[row, count]]
      })
      const link = this.#links.get(column)
      if (link) own.push([link.row, link.by])
      for (const { row, worth } of this.#kept) if (worth[column]) own.push([row, worth[column]])
      return own
    })
    this.#model.addCols({
      cost: Float64Array.from(columns, (column) => this.#worth[column] ?? 0),
      lower: new Float64Array(columns.length),
      upper: Float64Array.from(columns, (column) => this.#input.most[column]!),
      matrix: { format: 'csc', numRows: this.#rows, numCols: columns.length, ...sparse(entries) },
    })
    for (const of of added) this.#columns.push(of)
  }

  /** The options that are out. */
  *out(): Iterable<number> {
    for (const [option, settled] of this.#settled.entries()) if (settled === 0) yield option
  }

  /** What is to be made as much as can be: the worth of each option. */
  aimAt(worth: Float64Array): void {
    this.#worth = worth
    const costs = Float64Array.from(this.#columns, ({ column }) => worth[column] ?? 0)
    this.#model.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs)
  }

  /** The best of the relaxation of what is in; null where time ran out. */
  relax(left: () => number): { value: number; solution: number[]; isWhole: boolean } | null {
    do {
      run(this.#model, left())
      if (this.#model.getModelStatus() !== this.#highs.constants.modelStatus.optimal) return null
      this.#relaxed = this.#model.getSolution()
    } while (this.#heed(this.#relaxed))
    const solution = this.#solution(this.#relaxed)
    return { value: this.#model.getObjectiveValue(), solution, isWhole: solution.every(isWhole) }
  }

  /**
   * By how much each option would better the last relaxation at most, were it in; nothing, of those that are in or
   * ruled out. With what that comes to for every need together, the relaxation bounds what any solution has.
   */
  prices(): Float64Array {
    const { entries } = this.#input
    const { rowDual } = this.#relaxed!
    const { starts, rows, coefficients, rules, firstSum } = entries
    const duals = new Float64Array(rules + starts.length - 1 - firstSum)
    for (const [rule, row] of this.#rowOf) duals[rule] = rowDual[row]!
    const cost = (column: number) => {
      let cost = 0
      for (let at = starts[column]!; at < starts[column + 1]!; at++)
        cost += duals[rows[at]!]! * coefficients[at]!
      return cost
    }
    // A sum stands in rules and in sums that come after it.
    for (let sum = duals.length - 1; sum >= rules; sum--) duals[sum] = cost(firstSum + sum - rules)
    const prices = new Float64Array(this.#settled.length)
    for (const option of this.out()) {
      const size = this.#input.beds.get(option)?.size ?? 0
      const beds = size && size * Math.max(...this.#bedsOf(option).map((column) => -cost(column)))
      prices[option] = this.#worth[option]! - cost(option) + beds
      for (const { row, worth } of this.#kept) prices[option] -= rowDual[row]! * worth[option]!
    }
    return prices
  }

  /** The best in whole numbers of what is in, from a solution that there is already; `bound` where it is not proven. */
  branch(start: readonly number[], left: () => number, onGap: (gap: number | null) => void) {
    const { constants } = this.#highs
    const { integer } = constants.variableType
    for (;;) {
      const whole = this.#highs.createModel({
        ...this.#model.getModel('csc'),
        integrality: this.#columns.map(() => integer),
      })
      try {
        whole.options.set({ output_flag: false, random_seed: 0, mip_rel_gap: 0, mip_abs_gap: 1e-6 })
        whole.setSolution({ colValue: Float64Array.from(this.#columns, ({ column }) => start[column]!) })
        run(whole, left(), {
          [constants.callbackType.mipLogging]: ({ data }) => {
            onGap(data.mip_gap ?? null)
          },
        })
        const found = whole.getSolution()
        const isOptimal = whole.getModelStatus() === constants.modelStatus.optimal
        const bound = Number(whole.info.get('mip_dual_bound'))
        if (found.colValue.length > 0 && this.#heed(found)) {
          if (left() > 0) continue
          return { solution: null, bound, isOptimal: false }
        }
        const solution = found.colValue.length > 0 ? this.#solution(found).map(Math.round) : null
        return { solution, bound, isOptimal }
      } finally {
        whole.dispose()
      }
    }
  }

  /**
   * Rules out what no solution as good as the one there is can have otherwise than the relaxation has it: by its
   * prices, a unit more or less of it costs more than the relaxation is better.
   */
  ruleOut(better: number, prices: Float64Array): void {
    const { colDual, colValue } = this.#relaxed!
    for (const [at, { column }] of this.#columns.entries()) {
      const [price, value] = [colDual[at] ?? prices[column] ?? 0, colValue[at] ?? 0] // or it came in since
      if (Math.abs(price) <= better || !isWhole(value)) continue
      this.#model.changeColBounds(at, Math.round(value), Math.round(value))
    }
    for (const option of this.out()) if (prices[option]! < -better) this.#settled[option] = 2
  }

  /** Keeps to the solutions that are best in the relaxation: by its prices, all others are worse. */
  keepToFace(prices: Float64Array): void {
    this.ruleOut(nothing, prices)
    const { rowDual, rowValue } = this.#relaxed!
    for (const [row, price] of rowDual.entries()) {
      if (Math.abs(price) <= nothing) continue
      const value = Math.round(rowValue[row]! * 1e6) / 1e6
      this.#model.changeRowBounds(row, value, value)
    }
  }

  /** Keeps a value from getting worse, where the relaxation has better ones that are not whole. */
  keepTo(worth: Float64Array, least: number): void {
    const entries = this.#columns.flatMap(({ column }, at): Entry[] =>
      worth[column] ? [[at, worth[column]]] : [],
    )
    const row = this.#addRows([{ least, most: this.#highs.infinity, entries }])
    this.#kept.push({ row, worth })
  }

  /** Takes in the rules that a solution breaks; of those that say the same of what is in, one. Whether there are any. */
  #heed({ colValue }: Solution): boolean {
    const { rowMost } = this.#input
    const full = new Float64Array(rowMost.length)
    for (const [at, { by }] of this.#columns.entries()) {
      if (colValue[at]! > 0) for (const [rule, count] of by) full[rule]! += count * colValue[at]!
    }
    const broken = new Map<number, Entry[]>()
    for (const [rule, most] of rowMost.entries()) if (full[rule]! > most + tolerance) broken.set(rule, [])
    if (broken.size === 0) return false
    for (const [at, { by }] of this.#columns.entries()) {
      for (const [rule, count] of by) broken.get(rule)?.push([at, count])
    }
    const said = new Set<string>()
    const fresh = [...broken].reverse().filter(([rule, entries]) => {
      if (this.#rowOf.has(rule)) return false // within what the solver takes for nothing
      const says = `${rowMost[rule]}: ${entries.join(' ')}`
      return !said.has(says) && said.add(says)
    })
    const first = this.#addRows(
      fresh.map(([rule, entries]) => ({ least: -this.#highs.infinity, most: rowMost[rule]!, entries })),
    )
    for (const [index, [rule]] of fresh.entries()) this.#rowOf.set(rule, first + index)
    return fresh.length > 0
  }

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

  #countsOf(column: number): Map<number, number> {
    const counts = new Map<number, number>()
    visitRules(this.#input.entries, column, (rule, by) => counts.set(rule, (counts.get(rule) ?? 0) + by))
    return counts
  }

  #bedsOf(option: number): number[] {
    const { first, count } = this.#input.beds.get(option) ?? { first: 0, count: 0 }
    return Array.from({ length: count }, (_, bed) => first + bed)
  }

  /** What a model has of every column of the programme. */
  #solution({ colValue }: Solution): number[] {
    const solution = Array.from(this.#input.most, () => 0)
    for (const [at, { column }] of this.#columns.entries()) solution[column] = colValue[at]!
    return solution
  }
}

type Entry = readonly [at: number, by: number]

function sparse(vectors: readonly (readonly Entry[])[]) {
  const starts = new Int32Array(vectors.length + 1)
  for (const [index, vector] of vectors.entries()) starts[index + 1] = starts[index]! + vector.length
  return {
    starts,
    indices: Int32Array.from(vectors.flatMap((vector) => vector.map(([at]) => at))),
    values: Float64Array.from(vectors.flatMap((vector) => vector.map(([, by]) => by))),
  }
}

function run(model: Model, seconds: number, callbacks?: Parameters<Model['run']>[0]): void {
  model.zeroAllClocks()
  model.options.set('time_limit', Math.max(seconds, 0.1))
  model.run(callbacks)
}
