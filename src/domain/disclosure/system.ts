import { isSmall } from './policy.ts'

/** `least ≤ Σ coefficients[i] · columns[i] ≤ most`: a constraint that any reader of the release may know. */
export interface LinearConstraint {
  columns: number[]
  coefficients: number[]
  least: number
  most: number
}

/** A sum of columns that a table prints, or that a reader could derive from printed ones. Both are protected the same way. */
export interface Count {
  columns: readonly number[]
  value: number
  isPrinted: boolean
  /** The id of what it is printed in, or else derived from: a population's block, or a table of an answer. */
  block: string
}

/** Bounds of a count that any reader may know from how the tables are made. */
export interface Knowledge {
  /** The index of the count. */
  count: number
  least: number
  most: number
  /** Counts, by index, of which each small one allows this count to be outside its bounds. */
  alternatives: ReadonlySet<number>
}

/**
 * All counts of a release as one linear system. A column is an unknown of the reader: the number of children, or events,
 * in one cell, at least 0. `values` are the true ones.
 */
export interface System {
  values: number[]
  constraints: LinearConstraint[]
  counts: Count[]
  knowledge: readonly Knowledge[]
  /** For each count, the indexes of the printed counts that it is a part of. */
  wholes: number[][]
}

/** Builds a system. Columns and counts are numbered from 0 in the order in which they are added. */
export class SystemBuilder {
  readonly #values: number[] = []
  readonly #constraints: LinearConstraint[] = []
  readonly #counts: Count[] = []
  readonly #knowledge: Knowledge[] = []
  readonly #indexes = new Map<string, number>()
  /** For a column that is part of another: that column, and the name of the division. */
  readonly #partOf = new Map<number, { whole: number; way: string }>()
  readonly #parts = new Map<string, readonly number[]>()

  column(value: number): number {
    return this.#values.push(value) - 1
  }

  /**
   * Records that `parts` together make up `whole`.
   *
   * @param way the name of the division; one column may be divided in several ways
   * @throws where the parts do not add up to the whole
   */
  divide(whole: number, parts: readonly number[], way: string): void {
    for (const part of parts) this.#partOf.set(part, { whole, way })
    this.#parts.set(`${whole} ${way}`, parts)
    if (this.#sum(parts) !== this.#values[whole]) throw new Error('the parts do not add up to the whole')
    this.constrain([...parts, whole], [...parts.map(() => 1), -1], 0, 0)
  }

  /** Adds a constraint, unless the true values break it: then it is no knowledge. */
  constrain(columns: readonly number[], coefficients: readonly number[], least: number, most: number): void {
    const sum = columns.reduce(
      (total, column, index) => total + (coefficients[index] ?? 0) * (this.#values[column] ?? 0),
      0,
    )
    if (sum >= least && sum <= most)
      this.#constraints.push({ columns: [...columns], coefficients: [...coefficients], least, most })
  }

  /** Adds the count that sums these columns and returns its index; the same columns give the same count. */
  count(columns: readonly number[], isPrinted: boolean, block: string): number {
    const columnsInOrder = [...columns].sort((a, b) => a - b)
    const key = columnsInOrder.join()
    const existingIndex = this.#indexes.get(key)
    if (existingIndex !== undefined) {
      const count = this.#counts[existingIndex] as Count
      if (isPrinted && !count.isPrinted) Object.assign(count, { isPrinted, block })
      return existingIndex
    }
    const index =
      this.#counts.push({
        columns: columnsInOrder,
        value: this.#sum(columnsInOrder),
        isPrinted,
        block,
      }) - 1
    this.#indexes.set(key, index)
    return index
  }

  /** Adds bounds of a count that a reader may know. */
  know(knowledge: Knowledge): void {
    this.#knowledge.push(knowledge)
  }

  /** The true value of a count. */
  valueOf(index: number): number {
    return this.#counts[index]?.value ?? 0
  }

  columnsOf(index: number): readonly number[] {
    return this.#counts[index]?.columns ?? []
  }

  system(): System {
    this.#protectDifferences()
    const wholes = this.#wholes()
    return mergeColumns({
      values: this.#values,
      constraints: this.#constraints,
      counts: this.#counts,
      knowledge: this.#knowledge,
      wholes,
    })
  }

  #sum(columns: readonly number[]): number {
    return columns.reduce((sum, column) => sum + (this.#values[column] ?? 0), 0)
  }

  /**
   * Adds, unprinted, each small difference between a count and its part, since anyone can subtract one from the other.
   * None is needed where another count above 0 lies inside the difference: protecting that one is enough.
   */
  #protectDifferences(): void {
    const counts = [...this.#counts]
    for (const [part, wholes] of this.#wholes(false).entries()) {
      const { columns, value, block } = counts[part] as Count
      const way = this.#partOf.get(columns[0] ?? -1)?.way
      for (const whole of wholes) {
        const wholeCount = counts[whole] as Count
        if (!isSmall(wholeCount.value - value)) continue
        const alike = wholeCount.columns.flatMap((column) =>
          this.#partOf.get(column)?.way === way ? [column] : (this.#parts.get(`${column} ${way}`) ?? []),
        )
        const remainder = new Set(alike.filter((column) => !columns.includes(column)))
        const isCovered = counts.some(
          (other) => other.value > 0 && other.columns.every((column) => remainder.has(column)),
        )
        if (!isCovered) this.count([...remainder], false, block)
      }
    }
  }

  /** For each count, the indexes of the counts that it is a part of. */
  #wholes(printedOnly = true): number[][] {
    const sets = this.#counts.map(({ columns }) => new Set(columns))
    const isPartOf = (part: number, whole: number) => {
      const set = sets[whole] as Set<number>
      const columns = this.#counts[part]?.columns ?? []
      if (columns.length === 0 || part === whole) return false
      return columns.every((column) => set.has(column) || set.has(this.#partOf.get(column)?.whole ?? -1))
    }
    return this.#counts.map((_, part) =>
      this.#counts.flatMap(({ isPrinted }, whole) =>
        (isPrinted || !printedOnly) && isPartOf(part, whole) ? [whole] : [],
      ),
    )
  }
}

/** The same system with columns merged where they stand in the same counts and constraints with the same coefficients. */
function mergeColumns(system: System): System {
  const marks = system.values.map((): string[] => [])
  for (const [index, { columns }] of system.counts.entries())
    for (const column of columns) marks[column]?.push(`c${index}`)
  for (const [index, { columns, coefficients }] of system.constraints.entries())
    for (const [place, column] of columns.entries()) marks[column]?.push(`r${index}:${coefficients[place]}`)
  const classes = new Map<string, number>()
  const classOf = marks.map((list) => {
    const key = list.join()
    if (!classes.has(key)) classes.set(key, classes.size)
    return classes.get(key) as number
  })
  const values = new Array<number>(classes.size).fill(0)
  for (const [column, value] of system.values.entries()) values[classOf[column] as number]! += value
  const once = (columns: readonly number[]) => [
    ...new Set(columns.map((column) => classOf[column] as number)),
  ]
  return {
    values,
    constraints: system.constraints.map(({ columns, coefficients, ...bounds }) => {
      const factors = new Map(
        columns.map((column, place) => [classOf[column] as number, coefficients[place] as number]),
      )
      return { columns: [...factors.keys()], coefficients: [...factors.values()], ...bounds }
    }),
    counts: system.counts.map((count) => ({ ...count, columns: once(count.columns) })),
    knowledge: system.knowledge,
    wholes: system.wholes,
  }
}
